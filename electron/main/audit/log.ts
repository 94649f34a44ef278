import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from '../../../shared/model/audit.ts';
import { OPEN_WAIT_MS, WAITING_MAX } from '../../audit/limits.ts';
import { type LogHead, sealedEntrySchema } from '../../audit/line.ts';
import { readAuditPublicKey, sealEntries } from '../../audit/seal.ts';
import { type Verification, verifyLog } from '../../audit/verify.ts';
import { isMissing, replaceFile, syncDirectory } from '../../disk/write.ts';
import { type Keychain, osKeychain } from '../vault/keychain.ts';
import { copyStart, writeNew } from './copy.ts';
import { createHeadKeeper } from './head.ts';
import { holdsLine, linesFor, readTail, sizeOf, type Tail } from './tail.ts';

/** The workstation's audit log (45 CFR 164.312(b); ARCHITECTURE.md, "Keys"): anybody may add to it, nobody here reads it. */
export interface AuditLog {
  /** Appends entries that the engine has sealed; resolves when they are on the disk. Rejects what is not sealed. */
  append(sealed: readonly string[]): Promise<void>;
  /**
   * Seals and appends an entry of main's own; `at` is now unless given. While the workstation has no audit key yet,
   * the entry waits in memory for it: there is nobody to read it for before.
   */
  appendOwn(entry: Omit<AuditEntry, 'at'> & { readonly at?: string }): Promise<void>;
  /** Takes the public key (JWK JSON) of a workstation that has none and starts the log; `false` when it has one. */
  setPublicKey(jwk: string): Promise<boolean>;
  /** The public key as JWK JSON. */
  publicKey(): string | null;
  /** Length of the log and whether its chain holds; reads the whole log. */
  status(): Promise<Pick<Verification, 'entries' | 'chain'>>;
  /** Copies log and head into a folder under names of their own; answers the names. Overwrites nothing. */
  exportTo(dir: string): Promise<{ readonly log: string; readonly head: string }>;
  /** Puts the last number and hash into the keychain now; for lock and exit. */
  flush(): Promise<void>;
  /** Flushes and closes; nothing may be appended afterwards. */
  close(): Promise<void>;
}

interface Waiting {
  readonly sealed: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the log in `dir`, or prepares for one.
 *
 * @param keychain holds the last number and hash, so that a log that was cut or swapped while the app was not running
 * shows; the OS keychain by default
 * @throws the system's error when the folder cannot be used
 */
export async function createAuditLog({
  dir,
  keychain = osKeychain(),
  now = () => new Date(),
}: {
  readonly dir: string;
  readonly keychain?: Keychain;
  readonly now?: () => Date;
}): Promise<AuditLog> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const logFile = join(dir, 'audit.jsonl');
  const keyFile = join(dir, 'audit-public-key.json');
  let key = await readKey(keyFile);
  /** Where to go on from; `torn` are the hashes of lines after it that are none of ours. */
  let tail = await readTail(logFile);
  let file: FileHandle | undefined;
  let queue: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let inOrder: Promise<unknown> = Promise.resolve();
  const beforeKey: AuditEntry[] = [];

  /** A line that the keychain remembers and the log does not hold. */
  let lost: LogHead | undefined;

  /**
   * Where to go on from. When the log is not the one that was there, that is the line that is remembered: it leaves a
   * gap which no later start can hide, as the next line's number and hash do not follow the last one in the file.
   */
  const from = (): Tail => {
    if (!lost) return tail;
    return { ...tail, head: { seq: Math.max(lost.seq, tail.head.seq), hash: lost.hash }, torn: [] };
  };

  // Named by the folder: deleting everything in it does not make the keychain forget that there was a log.
  const keeper = createHeadKeeper(
    keychain,
    `audit.${hashName(await realpath(dir))}`,
    async (memory) => {
      if (memory.publicKey && memory.publicKey !== key) {
        key = memory.publicKey;
        await replaceFile(keyFile, key);
      }
      if (!(await holdsLine(logFile, memory.head))) lost = memory.head;
    },
    () => ({ head: from().head, publicKey: key }),
  );
  const opening = keeper.compared().catch(() => undefined);
  await Promise.race([opening, new Promise((resolve) => setTimeout(resolve, OPEN_WAIT_MS).unref())]);

  const write = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        file ??= await openForAppend(logFile, dir);
        const gap = lost;
        const { text, head } = linesFor(
          batch.flatMap(({ sealed }) => sealed),
          from(),
          now(),
        );
        await file.appendFile(text);
        await file.sync();
        tail = { head, torn: [], ended: true };
        if (lost === gap) lost = undefined;
        keeper.changed();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
        // Part of the batch may be in the file (a full disk): look again before going on.
        await file?.close().catch(() => undefined);
        file = undefined;
        tail = await readTail(logFile).catch(() => tail);
      }
    }
    writing = undefined;
  };

  const append = (sealed: readonly string[]): Promise<void> => {
    if (sealed.length === 0) return Promise.resolve();
    if (!sealed.every((entry) => sealedEntrySchema.safeParse(entry).success)) {
      return Promise.reject(new TypeError('no sealed audit entry'));
    }
    const done = new Promise<void>((resolve, reject) => queue.push({ sealed, resolve, reject }));
    writing ??= write();
    return done;
  };

  const appendOwn = (entry: Omit<AuditEntry, 'at'> & { readonly at?: string }): Promise<void> => {
    const whole: AuditEntry = { ...entry, at: entry.at ?? now().toISOString() };
    const done = inOrder.then(async () => {
      if (key) await append(await sealEntries(key, whole));
      else if (beforeKey.length < WAITING_MAX) beforeKey.push(whole);
    });
    inOrder = done.catch(() => undefined);
    return done;
  };

  const setPublicKey = async (jwk: string): Promise<boolean> => {
    await keeper.compared().catch(() => undefined);
    const read = readAuditPublicKey(jwk);
    if (key !== null || !read) return false;
    const text = JSON.stringify(read);
    await replaceFile(keyFile, text);
    // Two may have asked at the same time.
    if (key !== null) return false;
    key = text;
    await appendOwn({ action: 'log-started', profile: null });
    await Promise.all(beforeKey.splice(0).map(appendOwn));
    return true;
  };

  /** Everything that was asked for so far is in the file. */
  const settled = async (): Promise<void> => {
    await keeper.compared().catch(() => undefined);
    await inOrder;
    await writing;
  };

  const flush = async (): Promise<void> => {
    await settled();
    await keeper.flush();
  };

  return {
    append,
    appendOwn,
    setPublicKey,
    publicKey: () => key,
    status: async () => {
      await settled();
      const { entries, chain } = await verifyLog(logFile, from().head, await sizeOf(logFile));
      return { entries, chain };
    },
    exportTo: async (folder) => {
      await settled();
      const { head } = from();
      const size = await sizeOf(logFile);
      const stamp = now()
        .toISOString()
        .replace(/[-:]|\.\d+/g, '');
      const names = { log: `careseal-audit-${stamp}.jsonl`, head: `careseal-audit-${stamp}.head.json` };
      await copyStart(logFile, join(folder, names.log), size);
      await writeNew(join(folder, names.head), `${JSON.stringify({ ...head, publicKey: key && JSON.parse(key) })}\n`);
      return names;
    },
    flush,
    close: async () => {
      await flush();
      await file?.close();
      file = undefined;
    },
  };
}

async function readKey(path: string): Promise<string | null> {
  try {
    const key = readAuditPublicKey(await readFile(path, 'utf8'));
    return key ? JSON.stringify(key) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function openForAppend(path: string, dir: string): Promise<FileHandle> {
  const file = await open(path, 'a', 0o600);
  await syncDirectory(dir);
  return file;
}

function hashName(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}
