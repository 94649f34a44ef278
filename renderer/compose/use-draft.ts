import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft, DraftContent } from '../../shared/model/draft.ts';
import { ask } from '../bridge/client.ts';
import { Autosave, type SaveState } from './autosave.ts';
import { autosaveDelayMs } from './limits.ts';

/** A draft on its way from the store: never from a cache, because an old text must not come back over a newer one. */
export function useStoredDraft(draftId: string) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks once more
  useEffect(() => {
    let gone = false;
    ask('draft.get', { draftId })
      .then((answer) => {
        if (!gone) setDraft(answer.draft);
      })
      .catch((reason: unknown) => {
        if (!gone) setError(reason);
      });
    return () => {
      gone = true;
    };
  }, [draftId, turn]);
  const retry = () => {
    setError(null);
    setTurn(turn + 1);
  };
  return { draft, error, retry };
}

/**
 * Saves a draft as it is written: after a quiet time, when the window loses the focus, and when the composer goes away.
 *
 * @param collect gives the content as it is at this moment; it is read when it is written, not at every key
 */
export function useAutosave(draftId: string, savedAt: string, collect: () => DraftContent) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: savedAt });
  const newest = useRef(collect);
  newest.current = collect;
  const [saver] = useState(
    () =>
      new Autosave<() => DraftContent>({
        delayMs: autosaveDelayMs,
        onState: setState,
        write: async (content) => (await ask('draft.save', { draftId, content: content(), open: true })).updatedAt,
      }),
  );
  const changed = useRef(false);
  const touch = useCallback(() => {
    changed.current = true;
    saver.change(() => newest.current());
  }, [saver]);

  useEffect(() => {
    const flush = () => void saver.flush();
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  }, [saver]);

  return { saver, state, touch, changed };
}
