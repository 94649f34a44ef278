import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ThreadPages } from './pages.ts';

interface Steady {
  readonly pages: ThreadPages;
  readonly rowHeight: number;
  readonly scroll: RefObject<HTMLDivElement | null>;
}

/**
 * Holds rows where they are when new mail comes in above them. Whoever is about to click hits what they aimed at: while
 * the list is scrolled, or the pointer or the focus is in it, new rows wait above and a button says how many.
 */
export function useSteady({ pages, rowHeight, scroll }: Steady) {
  const anchor = useRef<{ threadId: number; index: number; total: number } | null>(null);
  const [above, setAbove] = useState(0);
  const version = pages.version();

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each new state of the rows
  useLayoutEffect(() => {
    const element = scroll.current;
    const total = pages.total;
    if (element === null || total === null) return;
    const held = anchor.current;
    if (held !== null) {
      const found = pages.indexOf(held.threadId);
      const moved = found >= 0 ? found - held.index : 0;
      const busy = element.scrollTop > 0 || element.matches(':hover') || element.matches(':focus-within');
      if (moved > 0 && busy) {
        element.scrollTop += moved * rowHeight;
        setAbove((before) => before + moved);
      }
    }
    remember();
  }, [version, rowHeight]);

  function remember() {
    const element = scroll.current;
    if (element === null || pages.total === null) return;
    const index = Math.floor(element.scrollTop / rowHeight);
    const row = pages.row(index);
    anchor.current = row ? { threadId: row.threadId, index, total: pages.total } : null;
    setAbove((before) => Math.min(before, index));
  }

  useEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  });

  return {
    count: above,
    show: () => {
      setAbove(0);
      scroll.current?.scrollTo({ top: 0 });
    },
  };
}
