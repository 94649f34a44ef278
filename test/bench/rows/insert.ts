import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { addMessages } from '../../../electron/engine/store/cache/add.ts';
import type { CacheContext } from '../../../electron/engine/store/cache/context.ts';
import { mailboxesRepository } from '../../../electron/engine/store/cache/mailboxes.ts';
import { configure, connect, type Sql } from '../../../electron/engine/store/connection.ts';
import { messageIds } from '../../../electron/engine/store/ids.ts';
import { migrate } from '../../../electron/engine/store/migrate.ts';
import { cacheMigrations } from '../../../electron/engine/store/migrations/cache/list.ts';
import type { Context } from '../context.ts';
import { median } from '../measure.ts';
import type { Line } from '../table.ts';

const settings = { synchronous: 'NORMAL', cacheKiB: 32_768 } as const;

/** The same bulk insert through the same code, with and without the cipher, in turns. */
export function insert(context: Context): Line {
  const encrypted: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < Math.max(3, context.rounds); round += 1) {
    context.say(`bulk insert, round ${round + 1}`);
    plain.push(fill(context, (file) => configure(new Database(file), settings)));
    encrypted.push(fill(context, (file) => connect({ file, key: context.storeKey, ...settings })));
  }
  const ratio = median(encrypted) / median(plain);
  return {
    what: `bulk insert of ${context.messages.length} messages, encrypted`,
    unit: 'ms',
    ours: median(encrypted),
    peers: [{ name: 'the same store without a cipher', value: median(plain) }],
    budget: '1.5 x plain',
    within: ratio <= 1.5,
    note: `${Math.round((context.messages.length / median(encrypted)) * 1000)} messages/s with compression and index`,
  };
}

function fill(context: Context, open: (file: string) => Sql): number {
  const file = path.join(context.dir, 'insert.db');
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
  writeFileSync(file, '');
  const sql = open(file);
  migrate(sql, cacheMigrations);
  const nothing = (): void => undefined;
  const cache: CacheContext = {
    sql,
    erase: { soon: nothing, now: nothing, stop: nothing },
    contentKey: context.storeKey,
    nextId: messageIds(sql),
  };
  const [inbox] = mailboxesRepository(cache).replace(1, [
    { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
  ]);
  const newest = context.messages.toReversed();
  const started = performance.now();
  for (let at = 0; at < newest.length; at += 200) {
    addMessages(
      cache,
      newest.slice(at, at + 200).map(({ raw, receivedAt, facts }, index) => ({
        mailboxId: inbox?.id ?? 0,
        uid: newest.length - at - index,
        flags: [],
        receivedAt: receivedAt.toISOString(),
        size: raw.length,
        raw,
        facts,
      })),
    );
  }
  sql.pragma('wal_checkpoint(TRUNCATE)');
  const ms = performance.now() - started;
  sql.close();
  return ms;
}
