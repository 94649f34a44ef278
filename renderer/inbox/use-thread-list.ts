import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useEvent } from '../bridge/query.ts';
import { useThreadActions } from './actions.tsx';
import { type FetchPage, ThreadPages } from './pages.ts';

/**
 * The pages of the list that `key` names. Another key is another list, which starts empty; the same key keeps its rows
 * when the component renders again.
 */
export function useThreadPages(key: string, fetch: FetchPage, concerns: (mailboxIds: readonly number[]) => boolean) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the fetch function
  const pages = useMemo(() => new ThreadPages(fetch), [key]);
  useSyncExternalStore(pages.subscribe, pages.version);
  const actions = useThreadActions();

  useEffect(() => {
    pages.want(0, 0);
    actions.pages.current = pages;
    return () => {
      if (actions.pages.current === pages) actions.pages.current = null;
    };
  }, [pages, actions]);

  useEvent('mail.changed', ({ mailboxIds }) => {
    if (concerns(mailboxIds)) void pages.refresh();
  });

  return pages;
}
