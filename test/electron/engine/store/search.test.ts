import { expect, test } from 'vitest';
import { facts, folders, message, newStore, only } from './fixture.ts';

test('words are found without their accents, in body, subject and people, and by their beginning', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  store.cache.messages.add([
    message(inbox.id, 1, {
      facts: {
        subject: 'Análisis de sangre',
        indexText: 'Der Befund enthält größere Werte',
        from: [{ name: 'José Núñez', addr: 'jose@lab.test' }],
      },
    }),
  ]);
  for (const typed of [
    'analisis',
    'SANGRE',
    'nunez',
    'jose@lab.test',
    'groß*',
    'enthalt',
    '"de sangre"',
    'befund sangre',
  ]) {
    expect(store.cache.search.query(typed, 0, 10).total, typed).toBe(1);
  }
  for (const typed of ['sangre absent', '"sangre de"', 'angre']) {
    expect(store.cache.search.query(typed, 0, 10).total, typed).toBe(0);
  }
});

test('the newest hit comes first whatever order messages arrived in', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const days = [5, 1, 9, 3, 7, 2, 8];
  for (const day of days) {
    store.cache.messages.add([
      message(inbox.id, day, { receivedAt: `2026-02-0${day}T10:00:00Z`, facts: { subject: `day ${day}` } }),
    ]);
  }
  const found = store.cache.search.query('morning', 0, 3);
  expect(found.threads.map(({ subject }) => subject)).toEqual(['day 9', 'day 8', 'day 7']);
  expect(found.total).toBe(7);
  expect(store.cache.search.query('morning', 3, 10).threads.map(({ subject }) => subject)).toEqual([
    'day 5',
    'day 3',
    'day 2',
    'day 1',
  ]);
});

test('a thread is one line, with the message that matched', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const root = facts({ indexText: 'rareword here' });
  const [first] = store.cache.messages.add([
    message(inbox.id, 1, { receivedAt: '2026-02-01T10:00:00Z', facts: root }),
    message(inbox.id, 2, {
      receivedAt: '2026-02-02T10:00:00Z',
      facts: { references: [root.messageId], indexText: 'rareword too' },
    }),
    message(inbox.id, 3, { receivedAt: '2026-02-03T10:00:00Z', facts: { references: [root.messageId] } }),
  ]);
  const found = store.cache.search.query('rareword', 0, 10);
  expect(found.total).toBe(1);
  const row = only(found.threads);
  expect(row).toMatchObject({ count: 3, date: '2026-02-02T10:00:00.000Z' });
  expect(row.messageId).not.toBe(first);
});

test('the counts say honestly what was searched', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const [id] = store.cache.messages.add([
    message(inbox.id, 1, { raw: null, facts: { indexText: '' } }),
    message(inbox.id, 2),
  ]);
  expect(store.cache.search.query('x', 0, 1)).toMatchObject({ known: 2, indexed: 1 });
  store.cache.messages.setRaw(id ?? 0, Buffer.from('whole'), facts({ indexText: 'penicillin' }));
  expect(store.cache.search.query('penicillin', 0, 1)).toMatchObject({ known: 2, indexed: 2, total: 1 });
});

test('a removed message is no longer found', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const ids = store.cache.messages.add([message(inbox.id, 1), message(inbox.id, 2)]);
  store.cache.messages.remove([ids[0] ?? 0]);
  expect(store.cache.search.query('morning', 0, 10).total).toBe(1);
  store.cache.messages.expunge(inbox.id, [2]);
  expect(store.cache.search.query('morning', 0, 10)).toMatchObject({ total: 0, known: 0, indexed: 0 });
});

test('facts that changed take the place of the old ones in the index', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const id = only(store.cache.messages.add([message(inbox.id, 1, { facts: { indexText: 'before' } })]));
  store.cache.messages.setRaw(id, Buffer.from('again'), facts({ indexText: 'after' }));
  expect(store.cache.search.query('before', 0, 1).total).toBe(0);
  expect(store.cache.search.query('after', 0, 1).total).toBe(1);
});
