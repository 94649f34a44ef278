import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { rawKeyLiteral } from './keys.ts';

export type Value = string | number | bigint | Uint8Array | null;

/** A database connection with its statements prepared once. Rows come typed as the caller says; SQL is ours alone. */
export interface Sql {
  get<Row>(sql: string, ...values: readonly Value[]): Row | undefined;
  all<Row>(sql: string, ...values: readonly Value[]): Row[];
  /** First column of the first row. */
  value<T>(sql: string, ...values: readonly Value[]): T | undefined;
  /** First column of every row. */
  values<T>(sql: string, ...values: readonly Value[]): T[];
  /** Number of rows changed. */
  run(sql: string, ...values: readonly Value[]): number;
  /** Inserts one row and returns its id. */
  insert(sql: string, ...values: readonly Value[]): number;
  exec(script: string): void;
  pragma(text: string): unknown;
  /** Runs `work` in one transaction, or within the one that is open. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface ConnectionOptions {
  readonly file: string;
  readonly key: Buffer;
  /** FULL syncs every commit (records: an outbox step must survive a power cut), NORMAL only checkpoints (cache). */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly cacheKiB: number;
  readonly readonly?: boolean;
  /** Upper bound of the file in bytes; a write beyond it is refused as if the disk were full. */
  readonly quotaBytes?: number | undefined;
}

/**
 * Opens an encrypted database in SQLCipher 4's format and sets every pragma that the promises of ARCHITECTURE.md, "The store"
 * rest on. Order matters: cipher, key, then everything that touches the file.
 */
export function connect(options: ConnectionOptions): Sql {
  const db = new Database(options.file, { readonly: options.readonly ?? false, fileMustExist: true, timeout: 5000 });
  try {
    unlock(db, options.key);
    return configure(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Sets the pragmas of a connection whose key, if any, is in place: apart from `connect` so that a benchmark can go without one. */
export function configure(db: Database.Database, options: Omit<ConnectionOptions, 'key' | 'file'>): Sql {
  // Sorts, index builds and savepoints would otherwise write rows in clear to the temp folder.
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = -${options.cacheKiB}`);
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  if (options.readonly) return wrap(db);
  // Must precede the first table; later it is without effect.
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${options.synchronous}`);
  db.pragma('secure_delete = ON');
  // A page that is rewritten many times in a bulk load is encrypted into the main file once instead of every 4 MB.
  db.pragma('wal_autocheckpoint = 8000');
  db.pragma('journal_size_limit = 67108864');
  if (options.quotaBytes !== undefined) {
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    db.pragma(`max_page_count = ${Math.max(1, Math.floor(options.quotaBytes / pageSize))}`);
  }
  return wrap(db);
}

/** What the encrypting build adds to better-sqlite3; a plain build lacks it and must not be used. */
function takesKey(db: Database.Database): db is Database.Database & { key(key: Buffer): number } {
  return 'key' in db && typeof db.key === 'function';
}

function unlock(db: Database.Database, key: Buffer): void {
  if (!takesKey(db)) throw new NotEncryptedError('build');
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  const literal = rawKeyLiteral(key);
  try {
    db.key(literal);
  } finally {
    literal.fill(0);
  }
}

/**
 * Proves that the file is really encrypted (a build without a cipher ignores the key and writes plaintext): it does
 * not start like a SQLite file, the connection names its cipher, and another key reads nothing.
 */
export function assertEncrypted(sql: Sql, file: string): void {
  const head = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, head, 0, 16, 0);
  } finally {
    closeSync(handle);
  }
  if (head.toString('latin1').startsWith('SQLite format')) throw new NotEncryptedError('header');
  const rows = sql.pragma('cipher');
  const name = Array.isArray(rows) && rows[0] ? Object.values(rows[0])[0] : undefined;
  if (name !== 'sqlcipher') throw new NotEncryptedError('cipher');
  const other = new Database(file, { readonly: true, fileMustExist: true });
  try {
    unlock(other, Buffer.alloc(32, 0x5a));
    other.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch {
    return;
  } finally {
    other.close();
  }
  throw new NotEncryptedError('key');
}

/** The database would be readable without its key. */
export class NotEncryptedError extends Error {
  constructor(check: string) {
    super(`store is not encrypted: ${check}`);
    this.name = 'NotEncryptedError';
  }
}

function wrap(db: Database.Database): Sql {
  const statements = new Map<string, Database.Statement>();
  const plucking = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const pluck = (sql: string): Database.Statement => {
    let statement = plucking.get(sql);
    if (!statement) {
      statement = db.prepare(sql).pluck();
      plucking.set(sql, statement);
    }
    return statement;
  };
  return {
    get: <Row>(sql: string, ...values: readonly Value[]) => prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: readonly Value[]) => prepare(sql).all(...values) as Row[],
    value: <T>(sql: string, ...values: readonly Value[]) => pluck(sql).get(...values) as T | undefined,
    values: <T>(sql: string, ...values: readonly Value[]) => pluck(sql).all(...values) as T[],
    run: (sql, ...values) => prepare(sql).run(...values).changes,
    insert: (sql, ...values) => Number(prepare(sql).run(...values).lastInsertRowid),
    exec: (script) => {
      db.exec(script);
    },
    pragma: (text) => db.pragma(text),
    transaction: (work) => (db.inTransaction ? work() : db.transaction(work).immediate()),
    close: () => {
      if (db.open) db.close();
    },
  };
}
