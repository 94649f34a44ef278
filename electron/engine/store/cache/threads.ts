import type { Cache } from '../types.ts';
import type { CacheContext } from './context.ts';
import { type ThreadRowColumns, toThreadRow } from './summary.ts';

const filters = {
  all: { index: 'thread_row_newest', where: '', total: 'threads' },
  unseen: { index: 'thread_row_unseen', where: 'AND unseen > 0', total: 'threads_unseen' },
  flagged: { index: 'thread_row_flagged', where: 'AND flagged = 1', total: 'threads_flagged' },
} as const;

export function threadsRepository({ sql }: CacheContext): Cache['threads'] {
  return {
    list: (mailboxId, offset, limit, filter) => {
      const { index, where, total } = filters[filter];
      // The inner select walks the index alone, so that a far offset skips 40-byte entries and not whole lines.
      const rows = sql.all<ThreadRowColumns>(
        `SELECT line.* FROM
           (SELECT thread_id, newest FROM thread_row INDEXED BY ${index} WHERE mailbox_id = ? ${where}
            ORDER BY newest DESC, thread_id DESC LIMIT ? OFFSET ?) AS page
         CROSS JOIN thread_row AS line ON line.mailbox_id = ? AND line.thread_id = page.thread_id
         ORDER BY page.newest DESC, page.thread_id DESC`,
        mailboxId,
        limit,
        offset,
        mailboxId,
      );
      return {
        total: sql.value<number>(`SELECT ${total} FROM mailbox WHERE id = ?`, mailboxId) ?? 0,
        threads: rows.map(toThreadRow),
      };
    },
  };
}
