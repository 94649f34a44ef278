import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CallName, OutputOf } from '../../shared/contract/index.ts';
import { listen } from './client.ts';

/** Marks every answer of these rows as out of date; what is on screen is asked again at once. */
export function invalidate(client: QueryClient, ...names: readonly CallName[]): void {
  for (const name of names) void client.invalidateQueries({ queryKey: [name] });
}

/** Puts a known answer into the cache of a row that has no input. */
export function put<K extends CallName>(client: QueryClient, name: K, value: OutputOf<K>): void {
  client.setQueryData([name, {}], value);
}

/**
 * Keeps answers true while unlocked: turns the engine's events into out-of-date marks. Mounted once, by the frame.
 * The thread list is not here: it holds its own pages (`inbox/pages.ts`), because it must not jump.
 */
export function useLiveAnswers(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stops = [
      listen('mail.changed', () => invalidate(client, 'mailbox.list', 'thread.get', 'search.query')),
      listen('key.changed', () => invalidate(client, 'key.list', 'draft.plan')),
      listen('outbox.changed', () => invalidate(client, 'outbox.list', 'draft.list')),
      listen('evidence.changed', () => invalidate(client, 'evidence.list')),
      listen('desk.settingsChanged', () => invalidate(client, 'desk.state')),
      listen('account.statusChanged', (status) => {
        client.setQueryData<OutputOf<'account.status'>>(['account.status', {}], (before) => {
          const others = before?.accounts.filter((one) => one.accountId !== status.accountId) ?? [];
          return { accounts: [...others, status].sort((a, b) => a.accountId - b.accountId) };
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
}
