import type { Sql } from './connection.ts';
import { storeLimits } from './limits.ts';

const perSecond = storeLimits.idsPerSecond;
const lastSecond = 2 ** 32 - 1;

/**
 * Gives out message ids that sort by time of arrival: `second * 64 + slot`. The full-text index shares them as row
 * ids, so that "newest first" is the index's own order and a search never sorts all its hits. A crowded second flows over into the
 * following ones, which moves a message by seconds in a list, not more.
 */
export function messageIds(sql: Sql): (receivedMs: number) => number {
  const nextFree = new Map<number, number>();
  return (receivedMs) => {
    const second = Math.min(lastSecond, Math.max(1, Math.floor(receivedMs / 1000)));
    if (nextFree.size > 10_000) nextFree.clear();
    let probe = nextFree.get(second) ?? second;
    for (;;) {
      const base = probe * perSecond;
      const last = sql.value<number | null>(
        'SELECT max(id) FROM message WHERE id BETWEEN ? AND ?',
        base,
        base + perSecond - 1,
      );
      const id = last === null || last === undefined ? base : last + 1;
      if (id < base + perSecond) {
        nextFree.set(second, probe);
        return id;
      }
      probe += 1;
    }
  };
}
