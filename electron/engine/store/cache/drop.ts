import type { CacheContext } from './context.ts';
import { unindexMessage } from './indexing.ts';
import { releaseSource } from './sources.ts';
import type { Touched } from './summary.ts';
import { dropEmptyThreads } from './threading.ts';

/** Erases messages with everything that hangs on them, within the caller's transaction. */
export function dropMessages(context: CacheContext, ids: readonly number[], touched: Touched): void {
  const { sql } = context;
  const threads = new Set<number>();
  for (const id of ids) {
    const row = sql.get<{ mailbox_id: number; thread_id: number; source_id: number | null }>(
      'SELECT mailbox_id, thread_id, source_id FROM message WHERE id = ?',
      id,
    );
    if (!row) continue;
    unindexMessage(sql, id);
    sql.run('DELETE FROM message WHERE id = ?', id);
    if (row.source_id !== null) releaseSource(context, row.source_id);
    touched.add(row.mailbox_id, row.thread_id);
    threads.add(row.thread_id);
  }
  dropEmptyThreads(sql, threads);
}
