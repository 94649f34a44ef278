import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outboxItem, resolveSend, undoSend } from '../../../../electron/engine/smtp/outbox.ts';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { type Smtp, startSmtp } from '../../../clinic/smtp.ts';
import {
  accountOf,
  enqueue,
  makeMessage,
  openWorkstation,
  until,
  type Workstation,
} from '../../../clinic/workstation.ts';

const desk = { address: 'frontdesk@clinic.test', password: 'desk-pass' };
const patient = { address: 'pat@patient.test', password: 'x' };
const lab = { address: 'lab@clinic.test', password: 'x' };

describe('the outbox', () => {
  let dovecot: Dovecot;
  let smtp: Smtp;
  let place: Workstation;
  let later = 0;

  beforeAll(async () => {
    dovecot = await startDovecot({ users: [desk, patient, lab] });
  });
  afterAll(async () => dovecot.stop());
  beforeEach(async () => {
    later = 0;
    smtp = await startSmtp({ dovecot, unknownUsers: 'refuse' });
    place = openWorkstation({ ca: dovecot.ca, now: () => new Date(Date.now() + later) });
    place.store.records.accounts.add(accountOf(dovecot, { host: 'localhost', port: smtp.port, security: 'starttls' }));
    place.wire.start();
    await until('the account', () => place.wire.status()[0]?.lastSync !== null);
  });
  afterEach(async () => {
    await place.discard();
    await smtp.stop();
  });

  const send = (to: readonly string[], more: { holdMs?: number; askDsn?: boolean; body?: string } = {}) => {
    const message = makeMessage({ from: desk.address, to: to.join(', '), body: more.body ?? 'Words.' });
    const ids = enqueue(place, 1, { from: desk.address, to, ...message, ...more });
    place.wire.poke();
    return { ...ids, messageId: message.messageId, raw: message.raw };
  };
  const copy = (id: string) => place.store.records.outbox.copy(id);
  const state = (id: string) => copy(id)?.state;
  const evidence = (messageId: string) => place.store.records.evidence.list(messageId);
  const inSent = async (messageId: string) =>
    (await dovecot.list(desk.address, 'Sent')).filter((one) => one.messageId === messageId).length;

  test('a message leaves after its hold, is accepted with evidence, and is filed in Sent as it was sent', async () => {
    const sent = send([patient.address], { holdMs: 400 });
    expect(state(sent.copyId)).toBe('held');
    expect(outboxItem(place.store, sent.sendId)).toMatchObject({ state: 'held', copies: 1 });
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(smtp.accepted).toHaveLength(1);
    expect(smtp.accepted[0]?.raw.toString()).toBe(sent.raw.toString());
    expect(evidence(sent.messageId)).toMatchObject([
      {
        kind: 'accepted',
        recipient: patient.address,
        source: 'smtp',
        detail: expect.stringMatching(/^250 .*\(TLSv1\.[23]\)$/),
      },
      { kind: 'filed', source: 'imap' },
    ]);
    expect(await inSent(sent.messageId)).toBe(1);
    await until('the local Sent', () =>
      place.messages('Sent').some((one) => sent.messageId.includes(one.facts.messageId)),
    );
    const states = place.events
      .filter(({ name }) => name === 'outbox.changed')
      .map(({ payload }) => JSON.stringify(payload).match(/"state":"([a-z-]+)"/)?.[1]);
    expect(states).toEqual(['queued', 'sending', 'accepted', 'filed']);
  });

  test('taken back within its hold, nothing leaves and the draft is whole', async () => {
    const sent = send([patient.address], { holdMs: 60_000 });
    const draftId = undoSend(place.session, sent.sendId);
    expect(place.store.records.drafts.get(draftId)?.content.bodyHtml).toBe('<p>A test</p>');
    expect(copy(sent.copyId)).toBeUndefined();
    expect(smtp.accepted).toHaveLength(0);
    expect(() => undoSend(place.session, sent.sendId)).toThrow();
  });

  test('after it has left, it cannot be taken back', async () => {
    const sent = send([patient.address]);
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(() => undoSend(place.session, sent.sendId)).toThrowError(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'already-sent' }) }),
    );
  });

  test('a hold that a restart interrupted asks, and an answer sends it', async () => {
    const sent = send([patient.address], { holdMs: 60_000 });
    await place.close();
    place = openWorkstation({ ca: dovecot.ca, dir: place.dir, storeKey: place.storeKey });
    place.wire.start();
    expect(outboxItem(place.store, sent.sendId)).toMatchObject({ state: 'needs-you', needsYou: 'hold-interrupted' });
    expect(place.events.some(({ name }) => name === 'outbox.changed')).toBe(true);
    expect(smtp.accepted).toHaveLength(0);
    resolveSend(place.session, sent.sendId, 'send');
    place.wire.poke();
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(smtp.accepted).toHaveLength(1);
  });

  test('delivery reports are asked for with headers only, and where they are not offered the evidence says so', async () => {
    const sent = send([patient.address], { askDsn: true });
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(smtp.accepted[0]).toMatchObject({
      ret: 'HDRS',
      envid: sent.copyId,
      notify: { [patient.address]: ['SUCCESS', 'FAILURE', 'DELAY'] },
    });
    const without = await startSmtp({ dovecot, dsn: false });
    await place.wire.accountRemoved(1);
    place.store.records.accounts.remove(1);
    const account = place.store.records.accounts.add(
      accountOf(dovecot, { host: 'localhost', port: without.port, security: 'starttls' }),
    );
    place.wire.accountAdded(account.id);
    const message = makeMessage({ from: desk.address, to: patient.address });
    const next = enqueue(place, account.id, { from: desk.address, to: [patient.address], ...message, askDsn: true });
    place.wire.poke();
    await until('accepted', () => evidence(message.messageId).length > 0);
    expect(evidence(message.messageId)[0]?.detail).toContain('no delivery reports offered');
    await until('filed', () => state(next.copyId) === 'filed');
    await without.stop();
  });

  test('a temporary refusal waits and tries again; too many become a question', async () => {
    let busy = true;
    smtp.react = (moment) => (busy && moment === 'rcpt' ? { code: 451, text: '4.7.1 Greylisted' } : undefined);
    const sent = send([patient.address]);
    await until('the wait', () => state(sent.copyId) === 'queued' && copy(sent.copyId)?.attempts === 1);
    expect(copy(sent.copyId)).toMatchObject({ reply: expect.stringContaining('Greylisted'), dataStarted: false });
    expect(copy(sent.copyId)?.nextAttempt).not.toBeNull();
    for (let attempt = 2; attempt <= 12 && state(sent.copyId) !== 'needs-you'; attempt++) {
      later += 3_600_000;
      place.wire.poke();
      await until(
        'the next try',
        () => (copy(sent.copyId)?.attempts ?? 0) >= attempt && state(sent.copyId) !== 'sending',
      );
    }
    expect(copy(sent.copyId)).toMatchObject({ state: 'needs-you', needsYou: 'server-refused' });
    busy = false;
    resolveSend(place.session, sent.sendId, 'send');
    place.wire.poke();
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(smtp.accepted).toHaveLength(1);
  });

  test('one refused recipient: the others get it once, and the question is about the refused one alone', async () => {
    const sent = send([patient.address, 'nobody@patient.test']);
    await until('the question', () => state(sent.copyId) === 'needs-you');
    expect(copy(sent.copyId)?.needsYou).toBe('recipient-refused');
    expect(evidence(sent.messageId).map(({ kind, recipient }) => ({ kind, recipient }))).toEqual([
      { kind: 'accepted', recipient: patient.address },
      { kind: 'failed', recipient: 'nobody@patient.test' },
      { kind: 'filed', recipient: null },
    ]);
    expect(await inSent(sent.messageId)).toBe(1);
    // Sending again goes to the refused one alone and files nothing twice.
    resolveSend(place.session, sent.sendId, 'send');
    place.wire.poke();
    await until('the question again', () => state(sent.copyId) === 'needs-you');
    expect(smtp.accepted).toHaveLength(1);
    const draftId = resolveSend(place.session, sent.sendId, 'to-draft');
    expect(place.store.records.drafts.get(draftId ?? '')?.content.to.map(({ addr }) => addr)).toEqual([
      'nobody@patient.test',
    ]);
    expect(await inSent(sent.messageId)).toBe(1);
  });

  test.each([
    ['550 at MAIL', 'mail', { code: 550, text: '5.7.1 Not from you' }, 'server-refused'],
    ['554 after the message', 'received', { code: 554, text: '5.7.1 Looks like spam' }, 'server-refused'],
    ['552 after the message', 'received', { code: 552, text: '5.3.4 Too large' }, 'too-large'],
    ['535 at login', 'auth', { code: 535, text: '5.7.8 No' }, 'login-refused'],
  ] as const)('%s becomes a question with the reply, and nothing is sent twice', async (_name, at, reply, reason) => {
    smtp.react = (moment) => (moment === at ? reply : undefined);
    const sent = send([patient.address]);
    await until('the question', () => state(sent.copyId) === 'needs-you');
    expect(copy(sent.copyId)).toMatchObject({ needsYou: reason, dataStarted: false });
    expect(copy(sent.copyId)?.reply).toContain(reply.text);
    smtp.react = undefined;
    resolveSend(place.session, sent.sendId, 'send');
    place.wire.poke();
    await until('filed', () => state(sent.copyId) === 'filed');
    expect(
      (await dovecot.list(patient.address, 'INBOX')).filter((one) => one.messageId === sent.messageId),
    ).toHaveLength(reason === 'server-refused' || reason === 'too-large' || reason === 'login-refused' ? 1 : 0);
  });

  test('the line goes down before the message: it is tried again by itself', async () => {
    let drops = 1;
    smtp.react = (moment) => (moment === 'rcpt' && drops-- > 0 ? 'drop' : undefined);
    const sent = send([patient.address]);
    await until('filed', () => state(sent.copyId) === 'filed', 15_000);
    expect(smtp.accepted).toHaveLength(1);
  });

  test('the line goes down in the middle of a large message: it is tried again, and only the whole one arrives', async () => {
    let drops = 1;
    smtp.react = (moment) => (moment === 'data' && drops-- > 0 ? 'drop' : undefined);
    const sent = send([patient.address], { body: 'A line of an invented letter.\r\n'.repeat(300_000) });
    await until('filed or asked', () => state(sent.copyId) === 'filed' || state(sent.copyId) === 'needs-you', 25_000);
    expect(state(sent.copyId)).toBe('filed');
    expect(smtp.accepted).toHaveLength(1);
    expect(smtp.accepted[0]?.raw.length).toBe(sent.raw.length);
  });

  test('no reply after the whole message: nobody knows, so somebody is asked and nothing is sent again', async () => {
    smtp.react = (moment) => (moment === 'delivered' ? 'drop' : undefined);
    const sent = send([patient.address]);
    await until('the question', () => state(sent.copyId) === 'needs-you');
    expect(copy(sent.copyId)?.needsYou).toBe('outcome-unknown');
    later += 3_600_000;
    place.wire.poke();
    place.wire.syncNow();
    expect(smtp.accepted).toHaveLength(1);
    resolveSend(place.session, sent.sendId, 'was-sent');
    place.wire.poke();
    await until('filed', () => state(sent.copyId) === 'filed');
    // Nobody but the user said so, and that is not evidence.
    expect(evidence(sent.messageId).map(({ kind }) => kind)).toEqual(['filed']);
    expect(smtp.accepted).toHaveLength(1);
    expect(await inSent(sent.messageId)).toBe(1);
  });

  test('no reply, but the message came back to the own inbox: that proves it, and nobody is asked', async () => {
    smtp.react = (moment) => (moment === 'delivered' ? 'drop' : undefined);
    const sent = send([patient.address, desk.address]);
    await until('filed', () => state(sent.copyId) === 'filed', 15_000);
    expect(smtp.accepted).toHaveLength(1);
    expect(evidence(sent.messageId).find(({ kind }) => kind === 'accepted')).toMatchObject({ source: 'imap' });
  });

  test('a server that files in Sent by itself gets no second copy there', async () => {
    const message = makeMessage({ from: desk.address, to: patient.address });
    smtp.react = async (moment) => {
      if (moment === 'delivered') await dovecot.deliver(desk.address, message.raw, 'Sent');
      return undefined;
    };
    const ids = enqueue(place, 1, { from: desk.address, to: [patient.address], ...message });
    place.wire.poke();
    await until('filed', () => state(ids.copyId) === 'filed');
    expect(await inSent(message.messageId)).toBe(1);
  });

  test('two copies under one Message-ID are both filed', async () => {
    const first = makeMessage({ from: desk.address, to: patient.address, body: 'The plain copy.' });
    const second = makeMessage({ ...first, from: desk.address, to: lab.address, body: 'The sealed copy, longer.' });
    const ids = [
      enqueue(place, 1, { from: desk.address, to: [patient.address], ...first }),
      enqueue(place, 1, { from: desk.address, to: [lab.address], ...second }),
    ];
    place.wire.poke();
    await until('both filed', () => ids.every(({ copyId }) => state(copyId) === 'filed'));
    expect(second.messageId).toBe(first.messageId);
    expect(await inSent(first.messageId)).toBe(2);
    expect(smtp.accepted).toHaveLength(2);
  });

  test('offline, a message waits and leaves when the network is back', async () => {
    place.wire.setOnline(false);
    const sent = send([patient.address]);
    await until('queued', () => state(sent.copyId) === 'queued');
    expect(smtp.logins).toBe(0);
    place.wire.setOnline(true);
    await until('filed', () => state(sent.copyId) === 'filed');
  });
});
