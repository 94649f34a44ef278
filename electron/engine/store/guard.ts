import Database from 'better-sqlite3';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { NotEncryptedError } from './connection.ts';
import { storeLimits } from './limits.ts';

/** What the store tells its owner; names and numbers only, never values. */
export interface Hooks {
  /** A method took longer than 40 ms: its name and its duration. */
  readonly onSlow?: ((name: string, ms: number) => void) | undefined;
  /** A database answered that its pages are damaged. */
  readonly onDamage: (file: 'records' | 'cache') => void;
}

/**
 * Wraps every method of a repository: times it, and turns what SQLite throws into a problem without its text, because
 * error texts may quote SQL or values.
 */
export function guarded<T extends object>(file: 'records' | 'cache', area: string, methods: T, hooks: Hooks): T {
  const wrapped = Object.entries(methods).map(([name, method]: [string, unknown]) => {
    if (typeof method !== 'function') throw new TypeError('a repository has methods only');
    return [
      name,
      (...args: unknown[]): unknown => {
        const started = performance.now();
        try {
          return Reflect.apply(method, undefined, args);
        } catch (error) {
          throw asProblem(error, file, hooks);
        } finally {
          const ms = performance.now() - started;
          if (ms > storeLimits.slowMs) hooks.onSlow?.(`${area}.${name}`, ms);
        }
      },
    ];
  });
  return Object.fromEntries(wrapped);
}

/** SQLite's result codes in the product's words (sqlite.org/rescode.html). */
export function asProblem(error: unknown, file: 'records' | 'cache', hooks?: Pick<Hooks, 'onDamage'>): unknown {
  if (error instanceof NotEncryptedError) {
    return new ProblemError(
      'store-damaged',
      'The store on this workstation would not be encrypted, so it was not opened.',
      'Install Careseal again. Nothing was written.',
    );
  }
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code === 'SQLITE_FULL' || (isNoSpace(error) && error.code.startsWith('SQLITE_IOERR'))) {
    return new ProblemError(
      'disk-full',
      'The disk is full. The last change was not stored; everything before it is safe.',
      'Free some space on this workstation and try again.',
      { retryable: true },
    );
  }
  if (isDamage(error)) {
    hooks?.onDamage(file);
    return damaged(file);
  }
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) {
    return new ProblemError(
      'conflict',
      'The store is in use by another window or command.',
      'Close the other one and try again.',
      { retryable: true },
    );
  }
  if (error.code.startsWith('SQLITE_IOERR')) {
    return new ProblemError(
      'internal',
      'The disk refused to read or write the store.',
      'Check the disk of this workstation, then try again.',
      { retryable: true },
    );
  }
  return new ProblemError('internal', 'The store refused an operation.', 'Try again; nothing was changed.');
}

/** Pages that do not authenticate show up as NOTADB (first page) or CORRUPT (any other). */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    (error.code === 'SQLITE_NOTADB' ||
      error.code.startsWith('SQLITE_CORRUPT') ||
      error.code === 'SQLITE_IOERR_SHORT_READ' ||
      error.code === 'SQLITE_IOERR_DATA')
  );
}

function isNoSpace(error: Error): boolean {
  return 'errno' in error && error.errno === 'ENOSPC';
}

/** The words for a damaged file: they differ because the promises differ. */
export function damaged(file: 'records' | 'cache'): ProblemError {
  return file === 'records'
    ? new ProblemError(
        'store-damaged',
        'The records on this workstation cannot be read: the file is damaged or belongs to another key. It was not changed.',
        'Do not delete anything. Restore the profile folder from a backup, or ask your administrator.',
      )
    : new ProblemError(
        'store-damaged',
        'The local copy of the mail is damaged. Nothing is lost: the server has it.',
        'Lock and unlock Careseal; the copy is then fetched again.',
        { retryable: true },
      );
}
