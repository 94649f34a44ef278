import { z } from 'zod';
import { HEAD_DELAY_MS } from '../../audit/limits.ts';
import { type LogHead, logHeadSchema } from '../../audit/line.ts';
import { readAuditPublicKey } from '../../audit/seal.ts';
import type { Keychain } from '../vault/keychain.ts';
import { KEYCHAIN_SERVICE } from '../vault/keychain-state.ts';

/** What the keychain remembers about the log: its last line, and the audit public key. */
export interface LogMemory {
  readonly head: LogHead;
  readonly publicKey: string | null;
}

const memorySchema = z.strictObject({ head: logHeadSchema, publicKey: z.string().max(2000).nullable() });

export interface HeadKeeper {
  /** Reads what the keychain remembers and compares it with the log, once; rejects while the keychain gives no answer. */
  compared(): Promise<void>;
  /** The log has grown: the keychain hears of it soon. */
  changed(): void;
  /** The keychain hears of it now. While it cannot be reached, the news is kept for the next time. */
  flush(): Promise<void>;
}

/**
 * Keeps the last number and hash of the log in the keychain. It never writes before it has read and compared what was
 * there: a keychain that was locked at start must not forget that the log was longer.
 *
 * @param compare is told what the keychain remembers, before anything is written over it
 * @param current what to remember
 */
export function createHeadKeeper(
  keychain: Keychain,
  entry: string,
  compare: (memory: LogMemory) => Promise<void>,
  current: () => LogMemory,
): HeadKeeper {
  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let comparing: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();

  const compareNow = async (): Promise<void> => {
    const memory = parse(await keychain.getPassword(KEYCHAIN_SERVICE, entry));
    if (memory) await compare(memory);
  };

  /** Shared while it runs, kept when it went well, asked again when not. */
  const compared = (): Promise<void> => {
    comparing ??= compareNow().catch((error: unknown) => {
      comparing = undefined;
      throw error;
    });
    return comparing;
  };

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!dirty) return;
    try {
      await compared();
      dirty = false;
      await keychain.setPassword(KEYCHAIN_SERVICE, entry, JSON.stringify(current()));
    } catch {
      dirty = true;
    }
  };

  const flush = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };

  return {
    compared,
    changed: () => {
      dirty = true;
      timer ??= setTimeout(() => void flush(), HEAD_DELAY_MS).unref();
    },
    flush,
  };
}

/** An item that is not ours to read is like none: the log on disk then speaks for itself. */
function parse(text: string | null): LogMemory | undefined {
  if (text === null) return undefined;
  try {
    const memory = memorySchema.parse(JSON.parse(text));
    const key = memory.publicKey === null ? undefined : readAuditPublicKey(memory.publicKey);
    return { head: memory.head, publicKey: key ? JSON.stringify(key) : null };
  } catch {
    return undefined;
  }
}
