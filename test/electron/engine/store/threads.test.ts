import { expect, test } from 'vitest';
import { baseSubject, isReplySubject } from '../../../../electron/engine/store/cache/subject.ts';
import type { MessageFacts } from '../../../../electron/engine/store/types.ts';
import { facts, folders, message, newStore, only } from './fixture.ts';

function threading() {
  const { store } = newStore();
  const { inbox, sent } = folders(store);
  let uid = 0;
  const add = (change: Partial<MessageFacts>, receivedAt = '2026-01-05T09:00:00Z', mailboxId = inbox.id): number => {
    uid += 1;
    return only(store.cache.messages.add([message(mailboxId, uid, { receivedAt, facts: change })]));
  };
  const threadOf = (id: number): number => store.cache.messages.get(id)?.threadId ?? 0;
  return { store, inbox, sent, add, threadOf };
}

test('replies join by References and In-Reply-To', () => {
  const { add, threadOf } = threading();
  const a = add({ messageId: '<a@x>' });
  const b = add({ messageId: '<b@x>', inReplyTo: '<a@x>', subject: 'changed' });
  const c = add({ messageId: '<c@x>', references: ['<a@x>', '<b@x>'], subject: 'changed again' });
  expect([threadOf(b), threadOf(c)]).toEqual([threadOf(a), threadOf(a)]);
});

test('a message that arrives after its reply finds it', () => {
  const { add, threadOf } = threading();
  const reply = add({ messageId: '<b@x>', inReplyTo: '<a@x>' });
  const original = add({ messageId: '<a@x>' });
  expect(threadOf(original)).toBe(threadOf(reply));
});

test('a late message joins two threads, and the list shows one line', () => {
  const { store, inbox, sent, add, threadOf } = threading();
  const a = add({ messageId: '<a@x>' });
  const b = add({ messageId: '<b@x>' }, '2026-01-06T09:00:00Z', sent.id);
  expect(threadOf(a)).not.toBe(threadOf(b));
  const late = add({ messageId: '<c@x>', references: ['<a@x>', '<b@x>'] }, '2026-01-05T12:00:00Z');
  expect(new Set([a, b, late].map(threadOf)).size).toBe(1);
  expect(store.cache.threads.list(inbox.id, 0, 10, 'all')).toMatchObject({ total: 1, threads: [{ count: 2 }] });
  expect(store.cache.threads.list(sent.id, 0, 10, 'all')).toMatchObject({ total: 1, threads: [{ count: 1 }] });
  expect(store.cache.messages.inThread(threadOf(a)).map(({ id }) => id)).toEqual([a, late, b]);
});

test('the same subject alone joins nothing', () => {
  const { add, threadOf } = threading();
  expect(threadOf(add({ subject: 'Appointment' }))).not.toBe(threadOf(add({ subject: 'Appointment' })));
});

test('a reply without references joins by subject when its people were in the conversation', () => {
  const { add, threadOf } = threading();
  const asked = add({
    subject: 'Appointment',
    from: [{ name: '', addr: 'frontdesk@clinic.test' }],
    to: [{ name: '', addr: 'ana@patient.test' }],
  });
  const answer = add({ subject: 'AW: Re: appointment', from: [{ name: '', addr: 'Ana@Patient.test' }] });
  expect(threadOf(answer)).toBe(threadOf(asked));
});

test('two patients who answer the same subject never share a thread', () => {
  const { add, threadOf } = threading();
  const desk = [{ name: '', addr: 'frontdesk@clinic.test' }];
  const toAna = add({ subject: 'Appointment', from: desk, to: [{ name: '', addr: 'ana@patient.test' }] });
  const toBen = add({ subject: 'Appointment', from: desk, to: [{ name: '', addr: 'ben@patient.test' }] });
  const fromBen = add({ subject: 'Re: Appointment', from: [{ name: '', addr: 'ben@patient.test' }], to: desk });
  const fromCarla = add({ subject: 'Re: Appointment', from: [{ name: '', addr: 'carla@patient.test' }], to: desk });
  expect(threadOf(fromBen)).toBe(threadOf(toBen));
  expect(threadOf(fromBen)).not.toBe(threadOf(toAna));
  expect([threadOf(toAna), threadOf(toBen)]).not.toContain(threadOf(fromCarla));
});

test('a subject from half a year ago is another matter', () => {
  const { add, threadOf } = threading();
  const old = add({ subject: 'Appointment' }, '2025-06-01T09:00:00Z');
  const now = add({ subject: 'Re: Appointment' }, '2026-01-05T09:00:00Z');
  expect(threadOf(now)).not.toBe(threadOf(old));
});

test('accounts never share a thread', () => {
  const { store } = newStore();
  const one = folders(store, 1).inbox;
  const two = folders(store, 2).inbox;
  const a = only(store.cache.messages.add([message(one.id, 1, { facts: { messageId: '<a@x>' } })]));
  const b = only(store.cache.messages.add([message(two.id, 1, { facts: { inReplyTo: '<a@x>' } })]));
  expect(store.cache.messages.get(a)?.threadId).not.toBe(store.cache.messages.get(b)?.threadId);
});

test('a flood of messages that name each other stays within what one thread may hold', () => {
  const { store, inbox } = threading();
  const references = Array.from({ length: 5000 }, (_, index) => `<forged-${index}@x>`);
  const batch = Array.from({ length: 1500 }, (_, index) =>
    message(inbox.id, index + 10, {
      raw: null,
      facts: { messageId: `<flood-${index}@x>`, references: references.slice(index) },
    }),
  );
  store.cache.messages.add(batch);
  const rows = store.cache.threads.list(inbox.id, 0, 100, 'all').threads;
  expect(Math.max(...rows.map(({ count }) => count))).toBeLessThanOrEqual(1000);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1500);
});

test('a line names the others: senders here, receivers in Sent, newest last and each once', () => {
  const { store, inbox, sent } = threading();
  const ana = { name: 'Ana', addr: 'ana@patient.test' };
  const ben = { name: 'Ben', addr: 'ben@patient.test' };
  const desk = { name: 'Desk', addr: 'frontdesk@clinic.test' };
  const root = facts({ from: [ana] });
  store.cache.messages.add([
    message(inbox.id, 1, { receivedAt: '2026-01-01T00:00:00Z', facts: root }),
    message(inbox.id, 2, { receivedAt: '2026-01-02T00:00:00Z', facts: { from: [ben], references: [root.messageId] } }),
    message(inbox.id, 3, { receivedAt: '2026-01-03T00:00:00Z', facts: { from: [ana], references: [root.messageId] } }),
    message(sent.id, 1, {
      receivedAt: '2026-01-04T00:00:00Z',
      facts: { from: [desk], to: [ben], references: [root.messageId] },
    }),
  ]);
  expect(only(store.cache.threads.list(inbox.id, 0, 10, 'all').threads).people).toEqual([ben, ana]);
  expect(only(store.cache.threads.list(sent.id, 0, 10, 'all').threads).people).toEqual([ben]);
});

test.each([
  ['Re: Labs', 'labs', true],
  ['RE[3]: AW: labs', 'labs', true],
  ['Fwd: Re: Labs', 'labs', false],
  ['RV:  Labs  today', 'labs today', false],
  ['Réf : Labs', 'labs', true],
  ['Regarding labs', 'regarding labs', false],
  ['Re:', '', true],
])('%j is %j, a reply: %s', (subject, base, isReply) => {
  expect(baseSubject(subject)).toBe(base);
  expect(isReplySubject(subject)).toBe(isReply);
});
