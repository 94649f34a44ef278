import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../../electron/engine/store/connection.ts';
import { deriveKey } from '../../../../electron/engine/store/keys.ts';
import { openStore } from '../../../../electron/engine/store/open.ts';
import { Random } from '../../../bench/random.ts';
import { draft, folders, message, newStore, problemOf, temporaryFolder } from './fixture.ts';

const child = path.join(import.meta.dirname, 'children/fill.ts');

/** Nothing is half there: every table agrees with every other. */
function expectWhole(dir: string, storeKey: Buffer): void {
  const sql = connect({
    file: path.join(dir, 'cache.db'),
    key: deriveKey(storeKey, 'cache.db'),
    synchronous: 'NORMAL',
    cacheKiB: 8192,
  });
  const messages = sql.value<number>('SELECT count(*) FROM message');
  expect(sql.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(sql.pragma('foreign_key_check')).toEqual([]);
  expect(sql.value('SELECT count(*) FROM search_docsize')).toBe(messages);
  expect(sql.value('SELECT total FROM mailbox')).toBe(messages);
  expect(sql.value('SELECT sum(count) FROM thread_row')).toBe(messages);
  expect(
    sql.value('SELECT count(*) FROM source WHERE NOT EXISTS (SELECT 1 FROM message WHERE source_id = source.id)'),
  ).toBe(0);
  expect(sql.value('SELECT count(*) FROM message WHERE source_id IS NULL')).toBe(0);
  sql.run("INSERT INTO search (search) VALUES ('integrity-check')");
  sql.close();
}

test('ended by kill -9 again and again in the middle of batches, what was said to be stored is there and nothing is half', async () => {
  const dir = path.join(temporaryFolder(), 'store');
  const storeKey = randomBytes(32);
  const random = new Random(17);
  let said = 0;
  for (let round = 0; round < 6; round += 1) {
    const running = spawn(process.execPath, [child, dir, storeKey.toString('hex'), '1600', '40', '3'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      running.kill('SIGKILL');
    });
    const wanted = said + 40 * random.whole(1, 4);
    for await (const line of createInterface({ input: running.stdout })) {
      said = Number(line);
      if (said < wanted) continue;
      setTimeout(() => running.kill('SIGKILL'), random.whole(0, 40));
      break;
    }
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
    const store = openStore({ dir, storeKey });
    expect(store.cacheRebuilt).toBe(false);
    const known = store.cache.messages.counts().known;
    expect(known).toBeGreaterThanOrEqual(said);
    expect(known % 40).toBe(0);
    said = known;
    store.close();
    expectWhole(dir, storeKey);
  }
});

test('a disk that fills up refuses the change, keeps everything before it and takes more when there is room', () => {
  const { store, dir, storeKey } = newStore({ quotaBytes: 1_500_000 });
  const { inbox } = folders(store);
  const random = new Random(23);
  const batch = (first: number) =>
    Array.from({ length: 10 }, (_, index) => message(inbox.id, first + index, { raw: random.bytes(8000) }));
  let stored = 0;
  const problem = problemOf(() => {
    for (;;) stored += store.cache.messages.add(batch(stored + 1)).length;
  });
  expect(problem).toMatchObject({ code: 'disk-full', retryable: true });
  expect(stored).toBeGreaterThan(50);
  expect(store.cache.messages.counts().known).toBe(stored);
  expect(store.cache.messages.uids(inbox.id)).toHaveLength(stored);
  store.close();
  expectWhole(dir, storeKey);
  const roomier = newStore({ dir, storeKey }).store;
  expect(roomier.cacheRebuilt).toBe(false);
  expect(roomier.cache.messages.add(batch(stored + 1))).toHaveLength(10);
});

test('a disk that is really full is told apart from damage', () => {
  // A file system of 6 MB of the test's own; a user namespace lets anybody mount one.
  const dir = temporaryFolder();
  const mounted = path.join(dir, 'small');
  mkdirSync(mounted);
  const script = path.join(import.meta.dirname, 'children/full.ts');
  const run = spawnSync(
    'unshare',
    [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs -o size=6m tmpfs "$1" && exec "$2" "$3" "$1/store"',
      'sh',
      mounted,
      process.execPath,
      script,
    ],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  const result = JSON.parse(run.stdout);
  expect(result).toMatchObject({ cache: 'disk-full', records: 'disk-full', cacheRebuilt: false });
  expect(result.knownAfter).toBe(result.stored);
  expect(result.draftsAfter).toBe(result.drafts);
  expect(draft(1).id).toBe(result.firstDraft);
});
