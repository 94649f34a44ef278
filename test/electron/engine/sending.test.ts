import { readKey, readMessage } from 'openpgp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { saveDraft } from '../../../electron/engine/drafts.ts';
import { composeHandlers } from '../../../electron/engine/handlers/compose.ts';
import { makeKey } from '../../../electron/engine/openpgp/keys.ts';
import { sendDraft } from '../../../electron/engine/sending.ts';
import { type Problem, ProblemError } from '../../../shared/contract/problem.ts';
import { auditEntrySchema } from '../../../shared/model/audit.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const lab = 'lab@north.test';

describe('a send', () => {
  let desk: LiveDesk;
  beforeEach(async () => {
    desk = await openLive();
  });
  afterEach(() => desk.discard());

  const records = () => desk.place.store.records;
  const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
    const thrown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(thrown instanceof ProblemError)) throw new Error('It was not refused.');
    return thrown.problem;
  };
  const ownKey = async () => {
    records().keys.put(await makeKey({ name: 'Desk', address: desk.account.address, now: new Date() }));
  };
  const keyOf = async (address: string) => {
    const secret = await makeKey({ name: '', address, now: new Date() });
    const key = { ...secret, kind: 'public', trust: 'seen', source: 'autocrypt' } as const;
    records().keys.put(key);
    return key;
  };
  const content = (draftId: string) => {
    const draft = records().drafts.get(draftId);
    if (!draft) throw new Error('no draft');
    return draft.content;
  };

  test('pressed twice, a message goes into the outbox once', async () => {
    await ownKey();
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    const both = await Promise.allSettled([sendDraft(desk.live, draftId, null), sendDraft(desk.live, draftId, null)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(records().outbox.sends()).toHaveLength(1);
  });

  test('what is written while a message is being sealed is neither lost nor left out', async () => {
    await ownKey();
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    const sending = sendDraft(desk.live, draftId, null);
    saveDraft(desk.live, draftId, { ...content(draftId), bodyHtml: '<p>We open at ten.</p>' }, true);
    expect((await problemOf(sending)).code).toBe('conflict');
    expect(records().outbox.sends()).toHaveLength(0);
    expect(content(draftId).bodyHtml).toBe('<p>We open at ten.</p>');
  });

  test('an autosave that moves nothing but the caret does not stop a send', async () => {
    await ownKey();
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    const sending = sendDraft(desk.live, draftId, null);
    saveDraft(desk.live, draftId, { ...content(draftId), cursor: 7 }, true);
    await sending;
    expect(records().outbox.sends()).toHaveLength(1);
  });

  test('a file that is taken off while a message is being sealed stops the send', async () => {
    await ownKey();
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    const file = { id: 'a'.repeat(32), name: 'result.txt', type: 'text/plain', size: 2 };
    records().drafts.attach(draftId, file, Buffer.from('ok'));
    const sending = sendDraft(desk.live, draftId, null);
    records().drafts.detach(draftId, file.id);
    expect((await problemOf(sending)).code).toMatch(/^(?:conflict|not-found)$/);
    expect(records().outbox.sends()).toHaveLength(0);
  });

  test('a draft that is thrown away while it is being sealed does not leave', async () => {
    await ownKey();
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    const sending = sendDraft(desk.live, draftId, null);
    records().drafts.remove(draftId);
    expect((await problemOf(sending)).code).toBe('not-found');
    expect(records().outbox.sends()).toHaveLength(0);
  });

  test('who was shown encrypted does not get it in clear because the key went away meanwhile', async () => {
    await ownKey();
    const { fingerprint } = await keyOf(lab);
    const calls = composeHandlers(() => desk.live);
    const draftId = desk.draft({ to: [{ name: '', addr: lab }] });
    await calls['draft.review']({ draftId });
    records().keys.setTrust(fingerprint, 'refused');
    const problem = await problemOf(Promise.resolve(calls['draft.send']({ draftId, justification: null })));
    expect(problem.code).toBe('protection-dropped');
    expect(records().outbox.sends()).toHaveLength(0);
    expect(records().drafts.get(draftId)).toBeDefined();

    // Seen plain once, it is the sender's choice.
    await calls['draft.plan']({ draftId, recipients: content(draftId).to });
    await calls['draft.send']({ draftId, justification: null });
    expect(records().outbox.copies()[0]?.method).toBe('plain');
  });

  test('a review that shows less than the plan beside the text did is not passed over by the send', async () => {
    await ownKey();
    const { fingerprint } = await keyOf(lab);
    const calls = composeHandlers(() => desk.live);
    const to = [{ name: '', addr: lab }];
    const draftId = desk.draft({ to });
    await calls['draft.plan']({ draftId, recipients: to });
    records().keys.setTrust(fingerprint, 'refused');
    // The window sends at once when a review asks for no page.
    await calls['draft.review']({ draftId });
    const problem = await problemOf(Promise.resolve(calls['draft.send']({ draftId, justification: null })));
    expect(problem.code).toBe('protection-dropped');
    await calls['draft.plan']({ draftId, recipients: to });
    await calls['draft.send']({ draftId, justification: null });
    expect(records().outbox.sends()).toHaveLength(1);
  });

  test('a copy to as many people as a draft may have is audited with all of them', async () => {
    const people = (from: number) =>
      Array.from({ length: 500 }, (_one, i) => ({ name: '', addr: `p${from + i}@north.test` }));
    const draftId = desk.draft({ to: people(0), cc: people(500), bcc: people(1000) });
    await sendDraft(desk.live, draftId, null);
    const sent = desk.audited.filter(({ action }) => action === 'send').flatMap(({ recipients }) => recipients ?? []);
    expect(new Set(sent).size).toBe(1500);
    for (const entry of desk.audited) {
      expect(auditEntrySchema.safeParse({ ...entry, profile: null, at: '' }).success).toBe(true);
    }
  });

  test('a blind recipient is in no header and in nobody else\u2019s list of keys', async () => {
    await ownKey();
    await keyOf(lab);
    const blind = await keyOf('blind@north.test');
    const draftId = desk.draft({ to: [{ name: '', addr: lab }], bcc: [{ name: '', addr: 'blind@north.test' }] });
    await sendDraft(desk.live, draftId, null);
    const copies = records().outbox.copies();
    expect(copies.map(({ rcptTo }) => rcptTo)).toEqual([[lab], ['blind@north.test']]);
    const shared = Buffer.from(records().outbox.raw(copies[0]?.id ?? '') ?? []).toString('latin1');
    expect(shared).not.toContain('blind');
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*END PGP MESSAGE-----/.exec(shared)?.[0] ?? '';
    const ids = (await readMessage({ armoredMessage: armored })).getEncryptionKeyIDs().map((id) => id.toHex());
    const blindIds = (await readKey({ armoredKey: blind.armored })).getKeyIDs().map((id) => id.toHex());
    expect(ids.filter((id) => blindIds.includes(id))).toEqual([]);
  });

  test('the subject of an encrypted message is not repeated in clear by its answer', async () => {
    await ownKey();
    await keyOf(lab);
    const to = [{ name: 'The Lab', addr: lab }];
    const subject =
      'Re: Results of Ana María, a subject that is long enough to be folded over several lines of a header';
    const draftId = desk.draft({ to, subject, askMdn: true }, { mustProtect: true });
    await sendDraft(desk.live, draftId, null);
    const [copy] = records().outbox.copies();
    const raw = Buffer.from(records().outbox.raw(copy?.id ?? '') ?? []);
    expect(raw.toString('latin1')).toMatch(/^Subject: \[\.\.\.\]\r$/m);
    expect(raw.toString('latin1')).not.toMatch(/Results|folded/);
    // Whoever can open it reads the real one, with nothing to warn about.
    const { view, inspection } = await desk.live.reader.read(raw);
    expect(view.subject).toBe(subject);
    expect(view.verdict).toMatchObject({ encryption: 'full', signature: 'valid', covers_all_visible: true });
    expect(view.to).toEqual(to);
    expect(view.warnings).toEqual([]);
    expect(inspection.header_protection).toMatchObject({ mode: 'signed+encrypted', ignored: [] });
  });
});
