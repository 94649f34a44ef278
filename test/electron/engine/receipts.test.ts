import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { learnFromSent, onRead } from '../../../electron/engine/noticing.ts';
import { openMessage } from '../../../electron/engine/opening.ts';
import { makeKey } from '../../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../../electron/engine/openpgp/seal.ts';
import { answerReceipt } from '../../../electron/engine/receipts.ts';
import { sendDraft } from '../../../electron/engine/sending.ts';
import { outboxItem } from '../../../electron/engine/smtp/outbox.ts';
import type { OutboxCopy } from '../../../electron/engine/store/types.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const pat = 'pat@mail.test';
const request = (more = '') =>
  `Message-ID: <q1@mail.test>\r\nFrom: Pat <${pat}>\r\nTo: frontdesk@clinic.test\r\n` +
  `Disposition-Notification-To: ${pat}\r\nSubject: Hello\r\n${more}`;
const text = 'Content-Type: text/plain\r\n\r\nAre you open?\r\n';

describe('receipts', () => {
  let desk: LiveDesk;
  beforeEach(async () => {
    desk = await openLive();
  });
  afterEach(() => desk.discard());

  const records = () => desk.place.store.records;
  const sent = (): OutboxCopy[] => records().outbox.copies();

  test('answered twice at the same moment, one receipt leaves', async () => {
    const id = await desk.receive(request() + text);
    await Promise.allSettled([answerReceipt(desk.live, id, 'send'), answerReceipt(desk.live, id, 'send')]);
    expect(sent()).toHaveLength(1);
    expect(desk.audited.filter(({ action }) => action === 'receipt-answered')).toEqual([
      { action: 'receipt-answered', messageId: 'q1@mail.test', reason: 'send', recipients: [pat], method: 'plain' },
    ]);
  });

  test('declined while a receipt was being made, none leaves', async () => {
    const id = await desk.receive(request() + text);
    const sending = answerReceipt(desk.live, id, 'send');
    await answerReceipt(desk.live, id, 'ignore');
    await expect(sending).rejects.toThrow('already-sent');
    expect(sent()).toHaveLength(0);
  });

  test('an address that only a receipt went to is not learnt', async () => {
    const id = await desk.receive(request() + text);
    await answerReceipt(desk.live, id, 'send');
    const [copy] = sent();
    for (const [from, state] of [
      ['queued', 'accepted'],
      ['accepted', 'filed'],
    ] as const) {
      records().outbox.move(copy?.id ?? '', [from], { state });
    }
    learnFromSent(desk.live.session, { item: outboxItem(desk.place.store, copy?.sendId ?? '') });
    expect(records().contacts.get(pat)?.sentCount ?? 0).toBe(0);
  });

  test('the receipt for an encrypted message is encrypted', async () => {
    const own = await makeKey({ name: 'Desk', address: desk.account.address, now: new Date() });
    const theirs = await makeKey({ name: 'Pat', address: pat, now: new Date() });
    records().keys.put(own);
    records().keys.put({ ...theirs, kind: 'public', trust: 'seen', source: 'autocrypt' });
    const sealed = await sealEntity({ entity: Buffer.from(text), sign: null, encryptTo: [own] });
    const id = await desk.receive(Buffer.concat([Buffer.from(request()), sealed]));
    await answerReceipt(desk.live, id, 'send');
    const [copy] = sent();
    const raw = Buffer.from(records().outbox.raw(copy?.id ?? '') ?? []);
    expect(copy?.method).toBe('openpgp');
    expect(raw.toString('latin1')).toContain('multipart/encrypted');
    expect(raw.toString('latin1')).not.toMatch(/^(?:Final-Recipient|Disposition):/im);
    // Read back by the one way in it is a receipt all the same.
    const [report] = (await desk.live.reader.read(raw)).reports;
    expect(report).toMatchObject({ kind: 'mdn', original_message_id: 'q1@mail.test' });
  });

  test.each(['List-Id: <news.test>\r\n', 'Precedence: bulk\r\n', 'Auto-Submitted: auto-generated\r\n'])(
    'what no person wrote is neither asked about nor answered: %j',
    async (header) => {
      const id = await desk.receive(request(header) + text);
      expect((await openMessage(desk.live, id)).mdn.requested).toBe(false);
      await expect(answerReceipt(desk.live, id, 'send')).rejects.toThrow('conflict');
    },
  );
});

describe('evidence', () => {
  let desk: LiveDesk;
  let copy: OutboxCopy;
  const lab = 'lab@north.test';
  const write = async (asked: { askDsn: boolean; askMdn: boolean }) => {
    desk = await openLive();
    const to = [pat, lab].map((addr) => ({ name: '', addr }));
    await sendDraft(desk.live, desk.draft({ to, ...asked }), null);
    const [first] = desk.place.store.records.outbox.copies();
    if (!first) throw new Error('nothing was sent');
    copy = first;
  };
  afterEach(() => desk.discard());

  const report = async (from: string, type: string, fields: string) => {
    const raw =
      `Message-ID: <r${Math.random()}@x.test>\r\nFrom: <${from}>\r\nTo: frontdesk@clinic.test\r\nSubject: Report\r\n` +
      `Content-Type: multipart/report; report-type=${type}; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n` +
      `--b\r\nContent-Type: message/${type}\r\n\r\n${fields}\r\n--b--\r\n`;
    await onRead(desk.live, 1, await desk.live.reader.read(Buffer.from(raw)));
  };
  const displayed = (by: string) =>
    `Final-Recipient: rfc822;${by}\r\nOriginal-Message-ID: <${copy.messageId}>\r\n` +
    'Disposition: manual-action/MDN-sent-manually; displayed\r\n';
  const delivered = (to: string) =>
    `Reporting-MTA: dns; x\r\nOriginal-Envelope-Id: ${copy.messageId}\r\n\r\n` +
    `Final-Recipient: rfc822;${to}\r\nAction: delivered\r\nStatus: 2.0.0\r\n`;
  const kinds = () =>
    desk.place.store.records.evidence
      .list(copy.messageId)
      .filter(({ source }) => source !== 'outbox')
      .map(({ kind, recipient }) => [kind, recipient]);

  test('a receipt of one recipient in the name of another is not that one\u2019s reading', async () => {
    await write({ askDsn: true, askMdn: true });
    await report(lab, 'disposition-notification', displayed(pat));
    expect(kinds()).toEqual([['mdn-other', pat]]);
    await report(pat, 'disposition-notification', displayed(pat));
    expect(kinds()).toContainEqual(['displayed', pat]);
  });

  test('good news that nobody asked for is not believed', async () => {
    await write({ askDsn: false, askMdn: false });
    await report(pat, 'disposition-notification', displayed(pat));
    await report('mailer-daemon@x.test', 'delivery-status', delivered(pat));
    expect(kinds()).toEqual([]);
    await report('mailer-daemon@x.test', 'delivery-status', delivered(pat).replace('delivered', 'failed'));
    expect(kinds()).toEqual([['failed', pat]]);
  });

  test('asked for, they are kept, about people we wrote to and nobody else', async () => {
    await write({ askDsn: true, askMdn: true });
    await report('mailer-daemon@x.test', 'delivery-status', delivered(pat));
    await report('mailer-daemon@x.test', 'delivery-status', delivered('stranger@x.test'));
    expect(kinds()).toEqual([['delivered', pat]]);
  });
});
