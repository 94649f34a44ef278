import { storeLimits } from '../limits.ts';
import type { Cache } from '../types.ts';
import type { CacheContext } from './context.ts';
import { counts } from './messages.ts';
import { ftsQuery } from './query.ts';
import { type ThreadRowColumns, toThreadRow } from './summary.ts';

interface Hit {
  readonly id: number;
  readonly thread_id: number;
  readonly mailbox_id: number;
}

export function searchRepository(context: CacheContext): Cache['search'] {
  const { sql } = context;
  return {
    query: (text, offset, limit) => {
      const { known, indexed } = counts(context);
      const query = ftsQuery(text);
      if (query === undefined) return { total: 0, threads: [], indexed, known };
      const hits = newestPerThread(context, query, offset + limit);
      const threads = hits.slice(offset, offset + limit).flatMap((hit) => {
        const row = sql.get<ThreadRowColumns>(
          'SELECT * FROM thread_row WHERE mailbox_id = ? AND thread_id = ?',
          hit.mailbox_id,
          hit.thread_id,
        );
        const received = sql.value<number>('SELECT received FROM message WHERE id = ?', hit.id);
        if (!row || received === undefined) return [];
        return [{ ...toThreadRow(row), messageId: hit.id, date: new Date(received).toISOString() }];
      });
      return { total: hits.length, threads, indexed, known };
    },
    messages: (text, offset, limit) => {
      const { known, indexed } = counts(context);
      const query = ftsQuery(text);
      if (query === undefined) return { total: 0, ids: [], indexed, known };
      const total = sql.value<number>('SELECT count(*) FROM search WHERE search MATCH ?', query) ?? 0;
      const ids = sql.values<number>(
        'SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?',
        query,
        limit,
        offset,
      );
      return { total, ids, indexed, known };
    },
  };
}

/**
 * Matching threads by their newest matching message. Row ids rise with the time of arrival, so the index gives the
 * newest first by itself and stops when the page and the count beyond it are full.
 */
function newestPerThread({ sql }: CacheContext, query: string, wanted: number): Hit[] {
  const enough = wanted + storeLimits.searchCountedThreads;
  for (let most = wanted + storeLimits.searchCountedHits; ; most *= 4) {
    const hits = sql.all<Hit>(
      `SELECT message.id, thread_id, mailbox_id
       FROM search CROSS JOIN message INDEXED BY message_hit ON message.id = search.rowid
       WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT ?`,
      query,
      most,
    );
    const threads = new Map<number, Hit>();
    for (const hit of hits) {
      if (threads.has(hit.thread_id)) continue;
      threads.set(hit.thread_id, hit);
      if (threads.size === enough) break;
    }
    // A thread may hold a thousand hits: then the page is not full yet, and more of them have to be looked at.
    if (threads.size >= wanted || hits.length < most) return [...threads.values()];
  }
}
