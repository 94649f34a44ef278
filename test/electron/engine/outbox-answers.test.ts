import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeHandlers } from '../../../electron/engine/handlers/compose.ts';
import { makeKey } from '../../../electron/engine/openpgp/keys.ts';
import { sendDraft } from '../../../electron/engine/sending.ts';
import { outboxItem } from '../../../electron/engine/smtp/outbox.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const reached = 'pat@mail.test';
const refused = 'typo@mail.test';

describe('an answer to the outbox', () => {
  let desk: LiveDesk;
  let calls: ReturnType<typeof composeHandlers>;
  beforeEach(async () => {
    desk = await openLive();
    calls = composeHandlers(() => desk.live);
  });
  afterEach(() => desk.discard());

  const records = () => desk.place.store.records;
  /** One copy to two people, of whom the server took one; whether Sent has it already is up to the test. */
  const halfSent = async (filed: boolean) => {
    const to = [reached, refused].map((addr) => ({ name: '', addr }));
    const { id } = await sendDraft(desk.live, desk.draft({ to }), null);
    const [copy] = records().outbox.copies(id);
    if (!copy) throw new Error('no copy');
    const fact = { at: '2026-11-21T10:00:00.000Z', method: 'plain', detail: '', source: 'smtp' as const };
    records().evidence.add(copy.messageId, { ...fact, kind: 'accepted', recipient: reached });
    if (filed) records().evidence.add(copy.messageId, { ...fact, kind: 'filed', recipient: null, source: 'imap' });
    records().outbox.move(copy.id, ['held'], { state: 'needs-you', needsYou: 'recipient-refused' });
    return { id, copy };
  };

  test.each([true, false])('back to a draft, the copy that somebody got is not lost (in Sent: %s)', async (filed) => {
    const { id, copy } = await halfSent(filed);
    const { draftId } = await calls['outbox.resolve']({ id, answer: 'to-draft' });
    expect(
      records()
        .drafts.get(draftId ?? '')
        ?.content.to.map(({ addr }) => addr),
    ).toEqual([refused]);
    // Evidence about who got it still finds its message, and a copy that Sent does not have yet is filed next.
    expect(records().outbox.byMessageId(copy.messageId)).toMatchObject({
      rcptTo: [reached],
      state: filed ? 'filed' : 'accepted',
      needsYou: null,
    });
    expect(outboxItem(desk.place.store, id).to.map(({ addr }) => addr)).toEqual([reached]);
    expect(records().outbox.raw(copy.id)).toBeDefined();
  });

  test('back to a draft, what nobody got is gone from the outbox', async () => {
    const { id } = await sendDraft(desk.live, desk.draft({ to: [{ name: '', addr: reached }] }), null);
    const [copy] = records().outbox.copies(id);
    records().outbox.move(copy?.id ?? '', ['held'], { state: 'needs-you', needsYou: 'server-refused' });
    await calls['outbox.resolve']({ id, answer: 'to-draft' });
    expect(records().outbox.sends()).toEqual([]);
  });

  test('a sealed copy that waited does not leave under a key that was refused meanwhile', async () => {
    for (const address of [desk.account.address, reached]) {
      const key = await makeKey({ name: '', address, now: new Date() });
      const theirs = { ...key, kind: 'public', trust: 'seen', source: 'autocrypt' } as const;
      records().keys.put(address === reached ? theirs : key);
    }
    const { id } = await sendDraft(desk.live, desk.draft({ to: [{ name: '', addr: reached }] }), null);
    const [copy] = records().outbox.copies(id);
    records().outbox.move(copy?.id ?? '', ['held'], { state: 'needs-you', needsYou: 'hold-interrupted' });
    const [key] = records().keys.byEmail(reached);
    records().keys.setTrust(key?.fingerprint ?? '', 'refused');
    await expect(calls['outbox.resolve']({ id, answer: 'send' })).rejects.toThrow('protection-dropped');
    expect(records().outbox.copy(copy?.id ?? '')?.state).toBe('needs-you');
    await calls['outbox.resolve']({ id, answer: 'to-draft' });
    expect(records().drafts.list()).toHaveLength(1);
  });

  test('every answer is audited once, with the message and whom it was for', async () => {
    const { id, copy } = await halfSent(true);
    desk.audited.length = 0;
    const about = { messageId: copy.messageId, recipients: [reached, refused], method: 'plain' };
    await calls['outbox.resolve']({ id, answer: 'send' });
    expect(desk.audited).toEqual([{ action: 'send', reason: 'send', ...about }]);

    const { id: held } = await sendDraft(desk.live, desk.draft({ to: [{ name: '', addr: reached }] }), null);
    const messageId = records().outbox.copies(held)[0]?.messageId;
    desk.audited.length = 0;
    await calls['outbox.undo']({ id: held });
    expect(desk.audited).toEqual([{ action: 'send-undone', messageId, recipients: [reached], method: 'plain' }]);
    await expect(calls['outbox.undo']({ id: held })).rejects.toThrow('not-found');
    expect(desk.audited).toHaveLength(1);
  });
});
