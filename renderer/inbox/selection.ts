import { useCallback, useState } from 'react';
import type { ThreadRow } from '../../shared/model/message.ts';
import type { ThreadPages } from './pages.ts';

/** As many as one step may take: each is a question about its thread, and one undo must bring all of them back. */
export const SELECT_LIMIT = 500;

/** Where the keyboard is. The thread counts; the index is for when the thread has left the list. */
export interface Cursor {
  readonly index: number;
  readonly threadId: number | null;
}

/** Cursor and chosen rows of one list, as Outlook has them: click, Ctrl+click, Shift+click and their keys. */
export function useSelection(pages: ThreadPages) {
  const [cursor, setCursor] = useState<Cursor>({ index: 0, threadId: null });
  const [anchor, setAnchor] = useState(0);
  const [chosen, setChosen] = useState<ReadonlyMap<number, ThreadRow>>(new Map());

  // New mail shifts rows: the cursor follows its thread.
  const found = cursor.threadId === null ? -1 : pages.indexOf(cursor.threadId);
  const total = pages.total ?? 0;
  const index = Math.min(found >= 0 ? found : cursor.index, Math.max(0, total - 1));

  /** Only this row. */
  const only = useCallback(
    (at: number) => {
      const row = pages.row(at);
      setCursor({ index: at, threadId: row?.threadId ?? null });
      setAnchor(at);
      setChosen(row ? new Map([[row.threadId, row]]) : new Map());
    },
    [pages],
  );

  /** This row too, or no longer. */
  const toggle = useCallback(
    (at: number) => {
      const row = pages.row(at);
      if (row === undefined) return;
      setCursor({ index: at, threadId: row.threadId });
      setAnchor(at);
      setChosen((before) => {
        const next = new Map(before);
        if (!next.delete(row.threadId) && next.size < SELECT_LIMIT) next.set(row.threadId, row);
        return next;
      });
    },
    [pages],
  );

  /** Everything from the anchor to this row, as far as rows are held and the limit allows. */
  const range = useCallback(
    (from: number, to: number) => {
      const step = to < from ? -1 : 1;
      const next = new Map<number, ThreadRow>();
      for (let at = from; at !== to + step && next.size < SELECT_LIMIT; at += step) {
        const row = pages.row(at);
        if (row !== undefined) next.set(row.threadId, row);
      }
      setCursor({ index: to, threadId: pages.row(to)?.threadId ?? null });
      setChosen(next);
    },
    [pages],
  );
  const extend = useCallback((to: number) => range(anchor, to), [range, anchor]);

  /** The cursor goes, what is chosen stays (Ctrl with the arrows). */
  const walk = useCallback(
    (at: number) => setCursor({ index: at, threadId: pages.row(at)?.threadId ?? null }),
    [pages],
  );

  const clear = useCallback(() => setChosen(new Map()), []);

  /** The chosen rows in their newest state, so that "flag" knows whether they are flagged. */
  const rows = () => [...chosen.values()].map((row) => pages.row(pages.indexOf(row.threadId)) ?? row);

  return { index, chosen, rows, only, toggle, extend, range, walk, clear };
}

export type Selection = ReturnType<typeof useSelection>;
