import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { CacheContext } from './cache/context.ts';
import { mailboxesRepository } from './cache/mailboxes.ts';
import { messagesRepository } from './cache/messages.ts';
import { retentionRepository } from './cache/retention.ts';
import { searchRepository } from './cache/search.ts';
import { threadsRepository } from './cache/threads.ts';
import { assertEncrypted, connect, type Sql } from './connection.ts';
import { type Eraser, eraser } from './eraser.ts';
import { asProblem, damaged, guarded, type Hooks, isDamage } from './guard.ts';
import { messageIds } from './ids.ts';
import { deriveKey } from './keys.ts';
import { type Migration, migrate, refuseNewer } from './migrate.ts';
import { cacheMigrations } from './migrations/cache/list.ts';
import { recordsMigrations } from './migrations/records/list.ts';
import { accountsRepository } from './records/accounts.ts';
import { contactsRepository } from './records/contacts.ts';
import { draftsRepository } from './records/drafts.ts';
import { evidenceRepository } from './records/evidence.ts';
import { keysRepository } from './records/keys.ts';
import { operationsRepository } from './records/operations.ts';
import { outboxRepository } from './records/outbox.ts';
import { receiptsRepository } from './records/receipts.ts';
import { settingsRepository } from './records/settings.ts';
import { isMarkedDamaged, markDamaged, setAside } from './setAside.ts';
import type { Cache, Records, Store } from './types.ts';

export interface OpenOptions {
  /** Folder of the two databases; made with mode 0700 when `create` is set. */
  readonly dir: string;
  /** 32 bytes. Not kept: the keys of the files are derived from it and wiped once the files are open. */
  readonly storeKey: Buffer;
  /** Makes a store where there is none. Without it a missing store is a problem, not an empty mailbox. */
  readonly create?: boolean;
  /**
   * What to do with a damaged cache.db: `rebuild` (default) sets it aside and starts an empty one; `refuse` is for a
   * store without a server behind it, where nothing could be fetched again.
   */
  readonly damagedCache?: 'rebuild' | 'refuse';
  readonly onSlow?: (name: string, ms: number) => void;
  readonly now?: () => Date;
  /** Upper bound of each file in bytes; a write beyond it is refused as `disk-full`. */
  readonly quotaBytes?: number;
}

export interface OpenedStore extends Store {
  /** The cache was damaged, was set aside, and is empty now: every account wants a first sync. */
  readonly cacheRebuilt: boolean;
}

/**
 * Opens both databases of a profile. Throws a ProblemError: `not-found` (no store), `store-damaged`, `store-newer`,
 * `disk-full`, `conflict`; in each case nothing was changed.
 */
export function openStore(options: OpenOptions): OpenedStore {
  const now = options.now ?? (() => new Date());
  const recordsFile = path.join(options.dir, 'records.db');
  const cacheFile = path.join(options.dir, 'cache.db');
  prepareFolder(options, recordsFile, cacheFile);
  const hooks: Hooks = {
    onSlow: options.onSlow,
    onDamage: (file) => {
      if (file === 'cache') markDamaged(cacheFile);
    },
  };

  let records: Sql | undefined;
  let cache: { sql: Sql; rebuilt: boolean } | undefined;
  try {
    records = translated('records', () => openFile('records', recordsFile, options, recordsMigrations));
    cache = openCache(cacheFile, options, now());
    const recordsErase = eraser(records);
    const cacheErase = eraser(cache.sql);
    return {
      records: recordsOf(records, recordsErase, options.storeKey, hooks, now),
      cache: cacheOf(cache.sql, cacheErase, options.storeKey, hooks),
      cacheRebuilt: cache.rebuilt,
      close: closer([
        [records, recordsErase],
        [cache.sql, cacheErase],
      ]),
    };
  } catch (error) {
    cache?.sql.close();
    records?.close();
    throw error;
  }
}

function prepareFolder(options: OpenOptions, recordsFile: string, cacheFile: string): void {
  if (!existsSync(recordsFile)) {
    if (existsSync(cacheFile) && statSync(cacheFile).size > 0) throw damaged('records');
    if (!options.create) {
      throw new ProblemError(
        'not-found',
        'There is no store in this place.',
        'Choose the profile again, or make a new one.',
      );
    }
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  }
  for (const file of [recordsFile, cacheFile]) {
    // Made here and not by SQLite, whose files anybody on the machine may read; log and shared memory take the mode over.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    else chmodSync(file, 0o600);
  }
}

function openFile(
  which: 'records' | 'cache',
  file: string,
  options: OpenOptions,
  migrations: readonly Migration[],
): Sql {
  const key = deriveKey(options.storeKey, `${which}.db`);
  try {
    const fresh = statSync(file).size === 0;
    if (!fresh) refuseNewerFile(file, key, migrations);
    const sql = connect({
      file,
      key,
      synchronous: which === 'records' ? 'FULL' : 'NORMAL',
      cacheKiB: which === 'records' ? 4096 : 32_768,
      quotaBytes: options.quotaBytes,
    });
    try {
      migrate(sql, migrations);
      // The header reaches a new file with the first checkpoint; only then can its encryption be seen. Later a checkpoint
      // here would only be a way to fail: a store must open for reading on a full disk.
      if (fresh) sql.pragma('wal_checkpoint(PASSIVE)');
      assertEncrypted(sql, file);
      return sql;
    } catch (error) {
      sql.close();
      throw error;
    }
  } finally {
    key.fill(0);
  }
}

/** Looks with a connection that cannot write, because a newer store is to stay as it is to the byte. */
function refuseNewerFile(file: string, key: Buffer, migrations: readonly Migration[]): void {
  const reader = connect({ file, key, synchronous: 'FULL', cacheKiB: 256, readonly: true });
  try {
    refuseNewer(reader, migrations);
    reader.value<number>('SELECT count(*) FROM sqlite_schema');
  } finally {
    reader.close();
  }
}

function openCache(file: string, options: OpenOptions, now: Date): { sql: Sql; rebuilt: boolean } {
  const open = (): Sql => openFile('cache', file, options, cacheMigrations);
  const rebuild = (options.damagedCache ?? 'rebuild') === 'rebuild';
  if (!rebuild || !isMarkedDamaged(file)) {
    try {
      return { sql: open(), rebuilt: false };
    } catch (error) {
      if (!isDamage(error) || !rebuild) throw asProblem(error, 'cache');
    }
  }
  // The records opened with the same store key, so it is the file and not the key that is wrong.
  setAside(file, now);
  closeSync(openSync(file, 'a', 0o600));
  return { sql: translated('cache', open), rebuilt: true };
}

function translated<T>(file: 'records' | 'cache', work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asProblem(error, file);
  }
}

function recordsOf(sql: Sql, erase: Eraser, storeKey: Buffer, hooks: Hooks, now: () => Date): Records {
  const contentKey = deriveKey(storeKey, 'records content');
  const guard = <T extends object>(area: string, methods: T): T => guarded('records', area, methods, hooks);
  return {
    accounts: guard('accounts', accountsRepository(sql, erase)),
    drafts: guard('drafts', draftsRepository(sql, contentKey, erase)),
    outbox: guard('outbox', outboxRepository(sql, erase)),
    evidence: guard('evidence', evidenceRepository(sql)),
    keys: guard('keys', keysRepository(sql, erase)),
    contacts: guard('contacts', contactsRepository(sql, now)),
    operations: guard('operations', operationsRepository(sql)),
    receipts: guard('receipts', receiptsRepository(sql)),
    settings: guard('settings', settingsRepository(sql)),
  };
}

function cacheOf(sql: Sql, erase: Eraser, storeKey: Buffer, hooks: Hooks): Cache {
  const context: CacheContext = {
    sql,
    erase,
    contentKey: deriveKey(storeKey, 'cache content'),
    nextId: messageIds(sql),
  };
  const guard = <T extends object>(area: string, methods: T): T => guarded('cache', area, methods, hooks);
  return {
    mailboxes: guard('mailboxes', mailboxesRepository(context)),
    messages: guard('messages', messagesRepository(context)),
    threads: guard('threads', threadsRepository(context)),
    search: guard('search', searchRepository(context)),
    retention: guard('retention', retentionRepository(context)),
  };
}

function closer(parts: readonly (readonly [Sql, Eraser])[]): () => void {
  let open = true;
  return () => {
    if (!open) return;
    open = false;
    for (const [sql, erase] of parts) {
      try {
        erase.now();
      } catch {
        // A full disk must not keep the store open; the log is taken up at the next start.
        erase.stop();
      }
      sql.close();
    }
  };
}
