import {
  keepPreviousData,
  QueryClient,
  type UseMutationOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from '../../shared/contract/index.ts';
import { ask, listen, problemOf } from './client.ts';

/** Answers that no longer show are forgotten after this many milliseconds: plaintext should not linger in the page. */
const FORGET_AFTER = 2 * 60_000;

/**
 * The cache of answers. Nothing goes stale by age: events say what changed (`live.ts`). `networkMode` is `always`
 * because every answer comes from this machine; the browser's idea of being offline must not pause anything.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: FORGET_AFTER,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 1 && problemOf(error).retryable,
        retryDelay: 400,
      },
      mutations: { networkMode: 'always', gcTime: 0, retry: false },
    },
  });
}

/** Cache key of a call: its row name, then its input, so that `invalidate(name)` finds every input. */
export function keyOf<K extends CallName>(name: K, input: InputOf<K>): readonly [K, InputOf<K>] {
  return [name, input] as const;
}

interface AskOptions {
  /** `false` leaves the question unasked. */
  readonly enabled?: boolean;
  /** Keeps the last answer on screen while another input is asked. */
  readonly keepPrevious?: boolean;
  /** Milliseconds between repeats while mounted. */
  readonly every?: number;
}

/** Asks a row and keeps its answer; the same row and input anywhere in the window share one answer. */
export function useAsk<K extends CallName>(
  name: K,
  input: InputOf<K>,
  options: AskOptions = {},
): UseQueryResult<OutputOf<K>> {
  return useQuery<OutputOf<K>>({
    queryKey: keyOf(name, input),
    queryFn: () => ask(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
  });
}

/** A row that changes something: `act.mutate(input)`, `act.isPending`, `act.error` (read it with `problemOf`). */
export function useAct<K extends CallName>(
  name: K,
  options: Omit<UseMutationOptions<OutputOf<K>, Error, InputOf<K>>, 'mutationFn'> = {},
): UseMutationResult<OutputOf<K>, Error, InputOf<K>> {
  return useMutation<OutputOf<K>, Error, InputOf<K>>({
    ...options,
    mutationFn: (input) => ask(name, input),
  });
}

/** Listens to an event row while the component is mounted; always calls the newest handler. */
export function useEvent<K extends EventName>(name: K, handler: (payload: PayloadOf<K>) => void): void {
  const newest = useRef(handler);
  useEffect(() => {
    newest.current = handler;
  });
  useEffect(() => listen(name, (payload) => newest.current(payload)), [name]);
}
