import { storeLimits } from '../limits.ts';
import { purgeTables } from '../purge.ts';
import { cacheTables } from '../tables.ts';
import type { Cache } from '../types.ts';
import type { CacheContext } from './context.ts';
import { releaseSource } from './sources.ts';

interface Body {
  readonly id: number;
  readonly source_id: number;
  readonly stored: number;
}

const dayMs = 24 * 3600 * 1000;

export function retentionRepository(context: CacheContext): Cache['retention'] {
  const { sql } = context;

  /** Evicts the oldest bodies that may go, in short transactions, while `more` asks for it. Resumes where a crash left it. */
  const evict = (
    accountId: number,
    beforeId: number,
    more: (body: Body) => boolean,
  ): { evicted: number; bytes: number } => {
    const sum = { evicted: 0, bytes: 0 };
    for (;;) {
      const done = sql.transaction(() => {
        const bodies = sql.all<Body>(
          `SELECT id, source_id, stored FROM message INDEXED BY message_evictable
           WHERE account_id = ? AND id < ? AND source_id IS NOT NULL AND only_copy = 0 ORDER BY id LIMIT ?`,
          accountId,
          beforeId,
          storeLimits.sweepBatch,
        );
        for (const body of bodies) {
          if (!more(body)) return true;
          sql.run('UPDATE message SET source_id = NULL, stored = 0, evicted = 1 WHERE id = ?', body.id);
          if (releaseSource(context, body.source_id)) sum.bytes += body.stored;
          sum.evicted += 1;
        }
        return bodies.length < storeLimits.sweepBatch;
      });
      if (done) return sum;
    }
  };

  return {
    sweep: (account, now) => {
      const sum = { evicted: 0, bytes: 0 };
      const add = (part: { evicted: number; bytes: number }): void => {
        sum.evicted += part.evicted;
        sum.bytes += part.bytes;
      };
      if (account.keepDays !== null) {
        const oldest = Math.floor((now.getTime() - account.keepDays * dayMs) / 1000);
        add(evict(account.id, Math.max(0, oldest) * storeLimits.idsPerSecond, () => true));
      }
      if (account.keepBytes !== null) {
        const limit = account.keepBytes;
        let held = sql.value<number | null>('SELECT sum(stored) FROM message WHERE account_id = ?', account.id) ?? 0;
        add(
          evict(account.id, Number.MAX_SAFE_INTEGER, (body) => {
            if (held <= limit) return false;
            held -= body.stored;
            return true;
          }),
        );
      }
      if (sum.evicted > 0) context.erase.now();
      return sum;
    },
    purgeAccount: (accountId) => {
      sql.transaction(() => {
        purgeTables(sql, cacheTables, accountId);
        // A contentless index only marks a deleted row; its words leave when the segments are written anew.
        const empty = sql.value<number>('SELECT 1 FROM message LIMIT 1') === undefined;
        sql.run('INSERT INTO search (search) VALUES (?)', empty ? 'delete-all' : 'optimize');
      });
      context.erase.now();
    },
  };
}
