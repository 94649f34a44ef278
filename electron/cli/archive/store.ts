import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { type OpenedStore, openStore } from '../../engine/store/open.ts';

/** Said by `--help`: what protects a store on the command line. */
export const keyHelp = `Key of the store: 64 hex digits in the variable CARESEAL_STORE_KEY or in the file that --key-file names.
Without either, a random key is kept in the store's own folder (store.key, mode 0600). Such a store is
encrypted on disk, but who can read the folder can read the store: only file permissions protect it.`;

/**
 * Opens the store of an archive. Its messages are on no server, so nothing damaged is ever set aside and rebuilt.
 * Throws a ProblemError; `bad-input` when the key is not one.
 */
export function openArchive(dir: string, keyFile: string | undefined, create: boolean): OpenedStore {
  return openStore({ dir, storeKey: storeKey(dir, keyFile, create), create, damagedCache: 'refuse' });
}

function storeKey(dir: string, keyFile: string | undefined, create: boolean): Buffer {
  if (keyFile !== undefined) return parseKey(readFileSync(keyFile, 'latin1'));
  const fromEnvironment = process.env.CARESEAL_STORE_KEY;
  if (fromEnvironment !== undefined) return parseKey(fromEnvironment);
  const own = path.join(dir, 'store.key');
  if (!existsSync(own)) {
    // A store whose key is elsewhere must not get a second one that opens nothing.
    if (!create || existsSync(path.join(dir, 'records.db'))) {
      throw new ProblemError(
        'not-found',
        'There is no key for this store.',
        'Name its key file, or import into a new folder.',
      );
    }
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return parseKey(readFileSync(own, 'latin1'));
}

function parseKey(text: string): Buffer {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw new ProblemError('bad-input', 'The store key is not 64 hex digits.', 'Check the key file or the variable.');
  }
  return Buffer.from(hex, 'hex');
}

/** One line on stderr for a failure; never a path, an address or a key. */
export function complain(error: unknown): void {
  if (error instanceof ProblemError) {
    process.stderr.write(`${error.problem.message} ${error.problem.hint}\n`);
  } else if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    process.stderr.write(`It cannot be read or written (${error.code}).\n`);
  } else {
    process.stderr.write('It failed.\n');
  }
}
