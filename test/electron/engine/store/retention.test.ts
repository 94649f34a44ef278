import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { deriveKey, rawKeyLiteral } from '../../../../electron/engine/store/keys.ts';
import { Random } from '../../../bench/random.ts';
import { folders, message, newStore, only } from './fixture.ts';

const now = new Date('2026-02-01T00:00:00Z');
const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();

test('bodies older than the limit go; headers and index stay', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const ids = store.cache.messages.add(
    [1, 10, 30].map((number) => message(inbox.id, number, { receivedAt: day(number) })),
  );
  expect(store.cache.retention.sweep({ id: 1, keepDays: 10, keepBytes: null }, now)).toMatchObject({ evicted: 2 });
  expect(ids.map((id) => store.cache.messages.get(id)?.hasRaw)).toEqual([false, false, true]);
  expect(store.cache.messages.raw(ids[0] ?? 0)).toBeUndefined();
  expect(store.cache.search.query('morning', 0, 10).total).toBe(3);
  expect(store.cache.retention.sweep({ id: 1, keepDays: 10, keepBytes: null }, now)).toEqual({ evicted: 0, bytes: 0 });
});

test('beyond the bytes allowed the oldest go first, and no more than needed', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const random = new Random(5);
  const ids = store.cache.messages.add(
    Array.from({ length: 1200 }, (_, index) =>
      message(inbox.id, index + 1, {
        receivedAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
        raw: random.bytes(1000),
      }),
    ),
  );
  const swept = store.cache.retention.sweep({ id: 1, keepDays: null, keepBytes: 500_000 }, now);
  expect(swept).toEqual({ evicted: 700, bytes: 700_000 });
  expect(ids.map((id) => store.cache.messages.get(id)?.hasRaw)).toEqual([
    ...Array(700).fill(false),
    ...Array(500).fill(true),
  ]);
});

test('an only copy is never evicted, and another account is left alone', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const other = folders(store, 2).inbox;
  const [local, saved] = store.cache.messages.add([
    message(inbox.id, null, { receivedAt: day(1) }),
    message(inbox.id, 5, { receivedAt: day(1), onlyCopy: true }),
  ]);
  const theirs = only(store.cache.messages.add([message(other.id, 1, { receivedAt: day(1) })]));
  expect(store.cache.retention.sweep({ id: 1, keepDays: 1, keepBytes: 1 }, now).evicted).toBe(0);
  for (const id of [local, saved, theirs]) expect(store.cache.messages.get(id ?? 0)?.hasRaw).toBe(true);
});

test('a body that was evicted can come back', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  const given = message(inbox.id, 1, { receivedAt: day(1) });
  const id = only(store.cache.messages.add([given]));
  store.cache.retention.sweep({ id: 1, keepDays: 1, keepBytes: null }, now);
  store.cache.messages.setRaw(id, given.raw ?? Buffer.alloc(0), given.facts);
  expect(store.cache.messages.get(id)?.hasRaw).toBe(true);
});

test('what was evicted gives its room back to the disk', () => {
  const { store, dir } = newStore();
  const { inbox } = folders(store);
  const random = new Random(6);
  store.cache.messages.add(
    Array.from({ length: 300 }, (_, uid) =>
      message(inbox.id, uid + 1, { receivedAt: day(1), raw: random.bytes(20_000) }),
    ),
  );
  store.cache.retention.sweep({ id: 1, keepDays: 1, keepBytes: null }, now);
  expect(statSync(path.join(dir, 'cache.db')).size).toBeLessThan(1_000_000);
  expect(statSync(path.join(dir, 'cache.db-wal')).size).toBe(0);
});

/** Everything under the key: the pages of the database as they are without encryption, free ones included. */
function decrypted(dir: string, storeKey: Buffer): string {
  const db = new Database(path.join(dir, 'cache.db'), { readonly: true });
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  if (!('key' in db) || typeof db.key !== 'function') throw new Error('no cipher in this build');
  db.key(rawKeyLiteral(deriveKey(storeKey, 'cache.db')));
  const bytes = db.serialize().toString('latin1');
  db.close();
  return bytes;
}

const marker = 'zqxmarkerzqx';

function withMarker(others: number) {
  const opened = newStore();
  const { store } = opened;
  const { inbox } = folders(store, 1);
  const kept = folders(store, 2).inbox;
  const random = new Random(8);
  const batch = (mailboxId: number, text: string) =>
    Array.from({ length: 150 }, (_, uid) =>
      message(mailboxId, uid + 1, {
        raw: Buffer.concat([Buffer.from(`${text}${uid}`), random.bytes(30)]),
        facts: { subject: `${text} subject ${uid}`, indexText: `${text}${uid} ${text}`, preview: text },
      }),
    );
  store.cache.messages.add(batch(inbox.id, marker));
  if (others > 0) store.cache.messages.add(batch(kept.id, 'other'));
  return opened;
}

test.each([0, 1])(
  'after a purge no page of the database holds anything of the account, decrypted or not (%i other accounts)',
  (others) => {
    const { store, dir, storeKey } = withMarker(others);
    expect(decrypted(dir, storeKey)).toContain(marker);
    store.cache.retention.purgeAccount(1);
    expect(statSync(path.join(dir, 'cache.db-wal')).size).toBe(0);
    expect(decrypted(dir, storeKey)).not.toContain(marker);
    // The index keeps words cut at shared beginnings: the rest of the marker is the trace to look for.
    expect(decrypted(dir, storeKey)).not.toContain('markerzqx');
    expect(store.cache.search.query(marker, 0, 1).total).toBe(0);
    expect(store.cache.search.query('other', 0, 1).known).toBe(others * 150);
    for (const name of readdirSync(dir)) {
      expect(readFileSync(path.join(dir, name)).toString('latin1').includes(marker), name).toBe(false);
    }
  },
);

test('within seconds of a removal the log holds nothing of it', async () => {
  const { store, dir } = withMarker(0);
  const inbox = only(store.cache.mailboxes.list(1).filter(({ specialUse }) => specialUse === 'inbox'));
  store.cache.messages.expunge(inbox.id, [1]);
  expect(statSync(path.join(dir, 'cache.db-wal')).size).toBeGreaterThan(0);
  await expect.poll(() => statSync(path.join(dir, 'cache.db-wal')).size, { timeout: 5000 }).toBe(0);
});
