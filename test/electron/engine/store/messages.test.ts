import { expect, test } from 'vitest';
import { Random } from '../../../bench/random.ts';
import { facts, folders, message, newStore, only } from './fixture.ts';

test('the source comes back byte for byte, whatever the bytes are', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const random = new Random(1);
  const sources = [
    Buffer.alloc(0),
    Buffer.from([0]),
    Buffer.from('no line end'),
    Buffer.from('bare\nlf\r\nmixed\rcr'),
    random.bytes(100_000),
    Buffer.from('text '.repeat(50_000)),
    Buffer.from(
      `Content-Transfer-Encoding: base64\r\n\r\n${random
        .bytes(60_000)
        .toString('base64')
        .replace(/(.{76})/g, '$1\r\n')}\r\n`,
    ),
  ];
  const ids = store.cache.messages.add(sources.map((raw, index) => message(inbox.id, index + 1, { raw })));
  ids.forEach((id, index) => {
    expect(
      Buffer.from(store.cache.messages.raw(id) ?? []).equals(sources[index] ?? Buffer.alloc(1)),
      String(index),
    ).toBe(true);
  });
});

test('facts come back as they were given, without the text that only the index needs', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const given = facts({
    cc: [{ name: 'Müller, "x"', addr: 'm@x.test' }],
    references: ['<r@x>'],
    inReplyTo: '<r@x>',
    sealed: true,
  });
  const id = only(store.cache.messages.add([message(inbox.id, 7, { facts: given, flags: ['\\Seen', '$Label1'] })]));
  const { indexText: _, ...kept } = given;
  expect(store.cache.messages.get(id)).toMatchObject({
    uid: 7,
    flags: ['$Label1', '\\Seen'],
    facts: kept,
    onlyCopy: false,
    hasRaw: true,
  });
  expect(store.cache.messages.get(id)?.facts).not.toHaveProperty('indexText');
});

test('ids come back in the order of the batch', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const days = ['05', '01', '03'];
  const ids = store.cache.messages.add(
    days.map((day, index) => message(inbox.id, index + 1, { receivedAt: `2026-01-${day}T00:00:00Z` })),
  );
  expect(ids.map((id) => store.cache.messages.get(id)?.receivedAt.slice(8, 10))).toEqual(days);
});

test('the same UID twice is one message', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const once = message(inbox.id, 1, { raw: null });
  const first = store.cache.messages.add([once]);
  expect(store.cache.messages.add([{ ...once, raw: Buffer.from('body') }, once])).toEqual([...first, ...first]);
  expect(store.cache.mailboxes.get(inbox.id)).toMatchObject({ total: 1 });
  expect(Buffer.from(store.cache.messages.raw(first[0] ?? 0) ?? []).toString()).toBe('body');
});

test('equal bytes in two folders are kept once and stay while one of them needs them', () => {
  const { store } = newStore();
  const { inbox, sent } = folders(store);
  const raw = new Random(2).bytes(50_000);
  const [a, b] = store.cache.messages.add([message(inbox.id, 1, { raw }), message(sent.id, 1, { raw })]);
  expect(store.cache.messages.withRaw(raw)).toHaveLength(2);
  store.cache.messages.remove([a ?? 0]);
  expect(Buffer.from(store.cache.messages.raw(b ?? 0) ?? []).equals(raw)).toBe(true);
  store.cache.messages.remove([b ?? 0]);
  expect(store.cache.messages.withRaw(raw)).toEqual([]);
});

test('thousands of messages of one second are all kept apart', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const receivedAt = '2026-01-01T00:00:00Z';
  const ids = store.cache.messages.add(
    Array.from({ length: 3000 }, (_, uid) => message(inbox.id, uid + 1, { receivedAt, raw: null })),
  );
  expect(new Set(ids).size).toBe(3000);
  expect(new Set(ids.map((id) => store.cache.messages.get(id)?.receivedAt))).toEqual(
    new Set(['2026-01-01T00:00:00.000Z']),
  );
});

test.each(['not a date', '', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1900-01-01T00:00:00Z'])(
  'a time of arrival %j breaks nothing',
  (receivedAt) => {
    const { store } = newStore();
    const { inbox } = folders(store);
    const id = only(store.cache.messages.add([message(inbox.id, 1, { receivedAt })]));
    expect(id).toBeGreaterThan(0);
    expect(Number.isSafeInteger(id)).toBe(true);
    expect(store.cache.threads.list(inbox.id, 0, 1, 'all').total).toBe(1);
  },
);

test('flags from the server change only what differs', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const ids = store.cache.messages.add([message(inbox.id, 1, { flags: ['\\Seen'] }), message(inbox.id, 2)]);
  expect(
    store.cache.messages.setFlags(
      inbox.id,
      new Map([
        [1, ['\\SEEN', '\\Recent']],
        [2, ['\\Flagged']],
        [99, []],
      ]),
    ),
  ).toEqual([ids[1]]);
  expect(store.cache.threads.list(inbox.id, 0, 10, 'flagged').total).toBe(1);
  store.cache.messages.changeFlags(ids, ['\\Answered'], ['\\flagged', '\\seen']);
  expect(ids.map((id) => store.cache.messages.get(id)?.flags)).toEqual([['\\Answered'], ['\\Answered']]);
  expect(store.cache.mailboxes.get(inbox.id)).toMatchObject({ total: 2, unseen: 2 });
});

test('a move is shown at once and the server copy is then the same message', () => {
  const { store } = newStore();
  const { inbox, sent } = folders(store);
  const given = message(inbox.id, 5);
  const id = only(store.cache.messages.add([given]));
  store.cache.messages.moveLocal([id], sent.id);
  expect(store.cache.messages.get(id)).toMatchObject({ mailboxId: sent.id, uid: null, onlyCopy: false });
  expect(store.cache.messages.withoutUid(sent.id)).toEqual([id]);
  expect(store.cache.threads.list(inbox.id, 0, 10, 'all').total).toBe(0);
  expect(store.cache.messages.add([{ ...given, mailboxId: sent.id, uid: 77 }])).toEqual([id]);
  expect(store.cache.messages.get(id)).toMatchObject({ uid: 77 });
});

test('an answer with the UID after the listing leaves one message, under the id that the window knows', () => {
  const { store } = newStore();
  const { sent } = folders(store);
  const id = only(store.cache.messages.add([message(sent.id, null, { facts: { messageId: '<one@x>' } })]));
  expect(store.cache.messages.get(id)?.onlyCopy).toBe(true);
  store.cache.messages.add([message(sent.id, 9, { size: 4711, facts: { messageId: '<one@x>' } })]);
  store.cache.messages.setUid(id, 9);
  expect(store.cache.messages.byMessageId('<one@x>').map((each) => each.id)).toEqual([id]);
  expect(store.cache.messages.get(id)).toMatchObject({ uid: 9, onlyCopy: false });
});

test('a new UIDVALIDITY keeps bodies: the new listing claims them, what it does not name goes', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const kept = message(inbox.id, 1);
  const [keptId] = store.cache.messages.add([kept, message(inbox.id, 2)]);
  const local = only(store.cache.messages.add([message(inbox.id, null)]));
  store.cache.mailboxes.forgetUids(inbox.id);
  expect(store.cache.messages.uids(inbox.id)).toEqual([]);
  expect(store.cache.messages.add([{ ...kept, uid: 101, raw: null, flags: ['\\Seen'] }])).toEqual([keptId]);
  expect(store.cache.messages.get(keptId ?? 0)).toMatchObject({ uid: 101, hasRaw: true, flags: ['\\Seen'] });
  expect(store.cache.mailboxes.dropUnclaimed(inbox.id)).toBe(1);
  expect(store.cache.mailboxes.get(inbox.id)?.total).toBe(2);
  expect(store.cache.messages.get(local)?.onlyCopy).toBe(true);
});

test('an expunge never takes an only copy', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const id = only(store.cache.messages.add([message(inbox.id, 1, { onlyCopy: true })]));
  store.cache.messages.expunge(inbox.id, [1]);
  expect(store.cache.messages.get(id)).toBeDefined();
});

test('bodies that are wanted come newest first, evicted ones are not wanted again', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  store.cache.messages.add(
    [1, 2, 3].map((day) => message(inbox.id, day, { raw: null, receivedAt: `2026-01-0${day}T00:00:00Z` })),
  );
  store.cache.messages.add([message(inbox.id, 4, { receivedAt: '2020-01-01T00:00:00Z' })]);
  store.cache.retention.sweep({ id: 1, keepDays: 30, keepBytes: null }, new Date('2026-01-10T00:00:00Z'));
  expect(store.cache.messages.withoutRaw(inbox.id, 2).map(({ uid }) => uid)).toEqual([3, 2]);
  expect(store.cache.messages.withoutRaw(inbox.id, 10)).toHaveLength(3);
});

test('a folder that is gone takes its messages with it, the others stay', () => {
  const { store } = newStore();
  const { inbox, sent } = folders(store);
  store.cache.messages.add([message(inbox.id, 1), message(sent.id, 1, { facts: { indexText: 'onlyinsent' } })]);
  store.cache.mailboxes.replace(1, [{ path: 'INBOX', name: 'Inbox', delimiter: '/', specialUse: 'inbox' }]);
  expect(store.cache.mailboxes.list()).toMatchObject([{ id: inbox.id, name: 'Inbox', total: 1 }]);
  expect(store.cache.search.query('onlyinsent', 0, 1).total).toBe(0);
  expect(store.cache.messages.counts()).toEqual({ known: 1, indexed: 1 });
});
