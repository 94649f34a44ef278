import type { Sql } from './connection.ts';
import { storeLimits } from './limits.ts';

/** Makes sure that what was deleted is gone from the write-ahead log as well. */
export interface Eraser {
  /** Truncates the log within seconds, once for many calls. */
  soon(): void;
  now(): void;
  stop(): void;
}

export function eraser(sql: Sql): Eraser {
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    stop();
    // Gives freed pages back to the disk first: they would otherwise stay in the file, zeroed but long.
    sql.pragma('incremental_vacuum');
    sql.pragma('wal_checkpoint(TRUNCATE)');
  };
  const stop = (): void => {
    if (timer) clearTimeout(timer);
    timer = undefined;
  };
  return {
    soon: () => {
      if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        try {
          now();
        } catch {
          // A reader holds the log, or the disk is full: nothing is lost, the next erasure or close tries again.
        }
      }, storeLimits.eraseDelayMs);
      timer.unref();
    },
    now,
    stop,
  };
}
