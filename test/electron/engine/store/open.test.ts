import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { assertEncrypted, configure, connect } from '../../../../electron/engine/store/connection.ts';
import { deriveKey } from '../../../../electron/engine/store/keys.ts';
import { openStore } from '../../../../electron/engine/store/open.ts';
import { folders, message, newStore, problemOf, setup, temporaryFolder } from './fixture.ts';

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Overwrites one page in the middle of a file, as a bad sector would. */
function damagePage(file: string, page: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, randomBytes(512), 0, 512, page * 4096 + 1024);
  closeSync(handle);
}

function openRaw(dir: string, storeKey: Buffer, which: 'records' | 'cache') {
  return connect({
    file: path.join(dir, `${which}.db`),
    key: deriveKey(storeKey, `${which}.db`),
    synchronous: 'FULL',
    cacheKiB: 1024,
  });
}

test('neither file starts like a readable database, and no marker is in it', () => {
  const { store, dir } = newStore();
  store.records.accounts.add({ ...setup, displayName: 'marker-in-records' });
  const { inbox } = folders(store);
  store.cache.messages.add([
    message(inbox.id, 1, { raw: Buffer.from('marker-in-cache'), facts: { subject: 'marker-in-cache' } }),
  ]);
  for (const file of readdirSync(dir)) {
    const bytes = readFileSync(path.join(dir, file)).toString('latin1');
    expect(bytes.startsWith('SQLite format'), file).toBe(false);
    expect(bytes.includes('marker-in'), file).toBe(false);
  }
});

test('the file is SQLCipher 4 as other tools know it: 4096-byte pages, AES-256, HMAC', () => {
  const { dir, storeKey } = newStore();
  const sql = openRaw(dir, storeKey, 'records');
  expect(sql.pragma('cipher')).toEqual([{ sqlcipher: 'sqlcipher' }]);
  expect(sql.pragma('legacy')).toEqual([{ 4: '4' }]);
  expect(sql.pragma('page_size')).toEqual([{ page_size: 4096 }]);
  expect(sql.pragma('hmac_use')).toEqual([{ 1: '1' }]);
  sql.close();
});

test('every promise that rests on a pragma is set on the connection', () => {
  const { dir, storeKey } = newStore();
  const sql = openRaw(dir, storeKey, 'cache');
  expect(sql.pragma('temp_store')).toEqual([{ temp_store: 2 }]);
  expect(sql.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(sql.pragma('secure_delete')).toEqual([{ secure_delete: 1 }]);
  expect(sql.pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  expect(sql.pragma('auto_vacuum')).toEqual([{ auto_vacuum: 2 }]);
  expect(sql.pragma('synchronous')).toEqual([{ synchronous: 2 }]);
  sql.close();
});

test('a wrong key opens nothing and its error holds no key', () => {
  const { store, dir, storeKey } = newStore();
  store.close();
  const before = digest(path.join(dir, 'records.db'));
  const wrong = randomBytes(32);
  const problem = problemOf(() => openStore({ dir, storeKey: wrong }));
  expect(problem.code).toBe('store-damaged');
  for (const key of [wrong, storeKey, deriveKey(wrong, 'records.db')]) {
    expect(JSON.stringify(problem)).not.toContain(key.toString('hex'));
  }
  expect(digest(path.join(dir, 'records.db'))).toBe(before);
  openStore({ dir, storeKey }).close();
});

test('one file cannot be opened with the key of the other', () => {
  const { store, dir, storeKey } = newStore();
  store.close();
  expect(() =>
    connect({
      file: path.join(dir, 'cache.db'),
      key: deriveKey(storeKey, 'records.db'),
      synchronous: 'FULL',
      cacheKiB: 1024,
    }),
  ).toThrow(/not a database/);
});

test('a database without a cipher is found out before anything is written to it', () => {
  const file = path.join(temporaryFolder(), 'plain.db');
  const sql = configure(new Database(file), { synchronous: 'FULL', cacheKiB: 1024 });
  sql.exec('CREATE TABLE t (a)');
  sql.pragma('wal_checkpoint(TRUNCATE)');
  expect(() => assertEncrypted(sql, file)).toThrow(/not encrypted: header/);
  sql.close();
});

test('nobody else on the machine may read the files', () => {
  const { store, dir } = newStore();
  store.records.accounts.add(setup);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(dir)) expect(statSync(path.join(dir, file)).mode & 0o777, file).toBe(0o600);
});

test('a missing store is said to be missing and not quietly made anew', () => {
  const dir = path.join(temporaryFolder(), 'none');
  expect(problemOf(() => openStore({ dir, storeKey: randomBytes(32) })).code).toBe('not-found');
  expect(existsSync(dir)).toBe(false);
});

test('records that vanished beside a cache are damage, even when a store may be made', () => {
  const { store, dir, storeKey } = newStore();
  store.close();
  const other = temporaryFolder();
  writeFileSync(path.join(other, 'cache.db'), readFileSync(path.join(dir, 'cache.db')));
  expect(problemOf(() => openStore({ dir: other, storeKey, create: true })).code).toBe('store-damaged');
  expect(existsSync(path.join(other, 'records.db'))).toBe(false);
});

test.each(['records', 'cache'] as const)('a newer %s is left as it is to the byte', (which) => {
  const { store, dir, storeKey } = newStore();
  store.close();
  const sql = openRaw(dir, storeKey, which);
  sql.exec('PRAGMA user_version = 9990');
  sql.pragma('wal_checkpoint(TRUNCATE)');
  sql.close();
  const before = digest(path.join(dir, `${which}.db`));
  expect(problemOf(() => openStore({ dir, storeKey, create: true })).code).toBe('store-newer');
  expect(digest(path.join(dir, `${which}.db`))).toBe(before);
  expect(readdirSync(dir).filter((name) => name.includes('set-aside'))).toEqual([]);
});

test('a damaged cache is set aside and rebuilt without asking, and the records survive', () => {
  const { store, dir, storeKey } = newStore();
  const account = store.records.accounts.add(setup);
  folders(store);
  store.close();
  damagePage(path.join(dir, 'cache.db'), 0);
  const damagedBytes = digest(path.join(dir, 'cache.db'));
  const again = openStore({ dir, storeKey });
  expect(again.cacheRebuilt).toBe(true);
  expect(again.records.accounts.list()).toEqual([account]);
  expect(again.cache.mailboxes.list()).toEqual([]);
  const aside = readdirSync(dir).filter((name) => name.includes('set-aside'));
  expect(aside.map((name) => digest(path.join(dir, name)))).toEqual([damagedBytes]);
  again.close();
  const third = openStore({ dir, storeKey });
  expect(third.cacheRebuilt).toBe(false);
  third.close();
});

test('a page that turns out damaged while reading is a problem now and a rebuild at the next start', () => {
  const { store, dir, storeKey } = newStore();
  const { inbox } = folders(store);
  store.cache.messages.add(
    Array.from({ length: 200 }, (_, uid) => message(inbox.id, uid + 1, { raw: randomBytes(3000) })),
  );
  store.close();
  const pages = statSync(path.join(dir, 'cache.db')).size / 4096;
  // The schema and the roots stay whole, so that opening succeeds.
  for (let page = Math.floor(pages / 2); page < pages; page += 1) damagePage(path.join(dir, 'cache.db'), page);
  const opened = openStore({ dir, storeKey });
  expect(opened.cacheRebuilt).toBe(false);
  const problem = problemOf(() => {
    for (const row of opened.cache.threads.list(inbox.id, 0, 500, 'all').threads)
      opened.cache.messages.raw(row.messageId);
    for (let uid = 1; uid <= 200; uid += 1)
      opened.cache.messages.raw(opened.cache.messages.byUid(inbox.id, uid)?.id ?? 0);
  });
  expect(problem).toMatchObject({ code: 'store-damaged', retryable: true });
  opened.close();
  const again = openStore({ dir, storeKey });
  expect(again.cacheRebuilt).toBe(true);
  again.close();
});

test('a store without a server behind it is never set aside', () => {
  const { store, dir, storeKey } = newStore();
  store.close();
  damagePage(path.join(dir, 'cache.db'), 0);
  const before = digest(path.join(dir, 'cache.db'));
  expect(problemOf(() => openStore({ dir, storeKey, damagedCache: 'refuse' })).code).toBe('store-damaged');
  expect(digest(path.join(dir, 'cache.db'))).toBe(before);
});

test('damaged records are a problem and are never touched', () => {
  const { store, dir, storeKey } = newStore();
  store.records.accounts.add(setup);
  store.close();
  damagePage(path.join(dir, 'records.db'), 0);
  const before = digest(path.join(dir, 'records.db'));
  const problem = problemOf(() => openStore({ dir, storeKey, create: true }));
  expect(problem).toMatchObject({ code: 'store-damaged', retryable: false });
  expect(digest(path.join(dir, 'records.db'))).toBe(before);
  expect(readdirSync(dir).filter((name) => name.startsWith('records.db'))).toEqual(['records.db']);
});

test('a slow method is named with its duration and nothing that was in it', () => {
  const slow: [string, number][] = [];
  const { store } = newStore({ onSlow: (name, ms) => slow.push([name, ms]) });
  const { inbox } = folders(store);
  store.cache.messages.add(
    Array.from({ length: 600 }, (_, uid) => message(inbox.id, uid + 1, { raw: randomBytes(20_000) })),
  );
  expect(slow.map(([name]) => name)).toContain('messages.add');
  for (const [, ms] of slow) expect(ms).toBeGreaterThan(40);
});
