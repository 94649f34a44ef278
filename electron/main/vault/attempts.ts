import { mkdir, readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { isMissing, replaceFile } from '../../disk/write.ts';
import type { Keychain } from './keychain.ts';
import { KEYCHAIN_SERVICE } from './keychain-state.ts';
import { ATTEMPTS_FILE_BYTES, FIRST_DELAY_MS, FREE_ATTEMPTS, LONGEST_DELAY_MS } from './limits.ts';

/** Two clocks in ms: the wall's, which anybody may set, and the machine's since it started, which nobody can. */
export interface Clocks {
  readonly wall: () => number;
  readonly sinceBoot: () => number;
}
const machine: Clocks = { wall: Date.now, sinceBoot: () => uptime() * 1000 };

const recordSchema = z.strictObject({
  /** Counts the writes: of two copies the one with the higher number is the newer. */
  n: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  /** Delay that was left when this was written. */
  leftMs: z.number().int().nonnegative().max(LONGEST_DELAY_MS),
  wall: z.number().int(),
  sinceBoot: z.number().int(),
});
type Record = z.infer<typeof recordSchema>;

/** Failed attempts of one profile, and the delay they cost (45 CFR 164.308(a)(5)(ii)(C)). */
export interface Attempts {
  /**
   * Asks for one attempt. It is on disk as a failure before this resolves, so that killing the app undoes nothing.
   *
   * @returns 0 when it may go on, else the seconds to wait
   */
  begin(): Promise<number>;
  /** The attempt ended; a good one sets the count back. Answers the seconds until the next one is possible. */
  end(good: boolean): Promise<number>;
  /**
   * Seconds until the next attempt is possible, for the lock screen: counts nothing and does not ask the keychain,
   * which may be waiting for somebody to type a password. `begin` has the last word.
   */
  shownSeconds(): Promise<number>;
}

/**
 * Keeps count in a file, with a copy in the keychain so that deleting the file, or putting an old one back, sets
 * nothing back. Either of the two may fail to be written, not both.
 *
 * A restart does not shorten the delay, nor does setting the clock: while the machine runs, its own clock counts;
 * after a reboot the wall clock does, where time that ran backwards counts as none.
 */
export function createAttempts(options: {
  readonly file: string;
  readonly keychain: Keychain;
  /** Keychain entry of the copy. */
  readonly entry: string;
  readonly clocks?: Clocks;
}): Attempts {
  const { file, keychain, entry, clocks = machine } = options;
  let known: Record | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, or two attempts would both be counted as the same one. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const save = async (failures: number, leftMs: number): Promise<void> => {
    const n = (known?.n ?? 0) + 1;
    const record: Record = { n, failures, leftMs, ...reading(clocks) };
    const json = JSON.stringify(record);
    known = record;
    // One of the two is enough to survive a restart: a full disk must not keep everybody out.
    const [disk, copy] = await Promise.allSettled([
      mkdir(dirname(file), { recursive: true, mode: 0o700 }).then(() => replaceFile(file, `${json}\n`)),
      keychain.setPassword(KEYCHAIN_SERVICE, entry, json),
    ]);
    if (disk.status === 'rejected' && copy.status === 'rejected') throw notCounted();
  };

  const load = async (): Promise<Record> => {
    if (known) return known;
    const fresh: Record = { n: 0, failures: 0, leftMs: 0, ...reading(clocks) };
    const [disk, copy] = await Promise.all([readFileRecord(file), readCopy(keychain, entry)]);
    // A count that somebody made unreadable is no fresh start: it costs the longest wait, once.
    const spoilt: Record = { ...fresh, failures: FREE_ATTEMPTS, leftMs: LONGEST_DELAY_MS };
    const found = [disk, copy].filter((record) => typeof record === 'object');
    const newest = found.sort((a, b) => b.n - a.n)[0];
    const start = newest ?? (disk === 'spoilt' || copy === 'spoilt' ? spoilt : fresh);
    known = { ...start, leftMs: leftOf(start, clocks), ...reading(clocks) };
    // Written back at once, so that the machine's clock counts from here on even if the wall clock was set back.
    if (known.leftMs > 0) await save(known.failures, known.leftMs);
    return known;
  };

  const waitSeconds = async (): Promise<number> => Math.ceil(leftOf(await load(), clocks) / 1000);

  return {
    begin: () =>
      alone(async () => {
        const seconds = await waitSeconds();
        if (seconds > 0) return seconds;
        const failures = (await load()).failures + 1;
        await save(failures, delayAfter(failures));
        return 0;
      }),
    end: (good) =>
      alone(async () => {
        const { failures } = await load();
        await save(good ? 0 : failures, good ? 0 : delayAfter(failures));
        return waitSeconds();
      }),
    shownSeconds: async () => {
      const record = known ?? (await readFileRecord(file));
      return typeof record === 'object' ? Math.ceil(leftOf(record, clocks) / 1000) : 0;
    },
  };
}

function notCounted(): ProblemError {
  return new ProblemError(
    'disk-full',
    'The attempt could not be counted on the disk, so it was not made.',
    'Free some disk space and try again.',
    { retryable: true },
  );
}

/** The delay after so many failures in a row, in ms. */
export function delayAfter(failures: number): number {
  if (failures <= FREE_ATTEMPTS) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_ATTEMPTS - 1), LONGEST_DELAY_MS);
}

function reading(clocks: Clocks): { wall: number; sinceBoot: number } {
  return { wall: Math.round(clocks.wall()), sinceBoot: Math.round(clocks.sinceBoot()) };
}

function leftOf(record: Record, clocks: Clocks): number {
  const now = reading(clocks);
  const rebooted = now.sinceBoot < record.sinceBoot;
  const passed = rebooted ? Math.max(0, now.wall - record.wall) : now.sinceBoot - record.sinceBoot;
  return Math.max(0, record.leftMs - passed);
}

async function readFileRecord(file: string): Promise<Record | 'absent' | 'spoilt'> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    return isMissing(error) ? 'absent' : 'spoilt';
  }
}

async function readCopy(keychain: Keychain, entry: string): Promise<Record | 'absent' | 'spoilt'> {
  try {
    const text = await keychain.getPassword(KEYCHAIN_SERVICE, entry);
    return text === null ? 'absent' : parse(text);
  } catch {
    return 'absent';
  }
}

function parse(text: string): Record | 'spoilt' {
  if (text.length > ATTEMPTS_FILE_BYTES) return 'spoilt';
  try {
    return recordSchema.safeParse(JSON.parse(text)).data ?? 'spoilt';
  } catch {
    return 'spoilt';
  }
}
