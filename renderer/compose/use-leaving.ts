import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import type { Draft, DraftContent } from '../../shared/model/draft.ts';
import { ask } from '../bridge/client.ts';
import { invalidate } from '../bridge/live.ts';
import { useText } from '../i18n/text.tsx';
import type { Pill } from './addresses.ts';
import type { Autosave } from './autosave.ts';
import type { ComposerProps } from './Composer.tsx';

interface LeavingParts {
  readonly draft: Draft;
  readonly saver: Autosave<() => DraftContent>;
  readonly collect: () => DraftContent;
  /** Makes pills of what is still typed, and gives all of them. */
  readonly settle: () => readonly Pill[];
  /** Nothing is there that somebody wrote, chose or attached. */
  readonly isUntouched: () => boolean;
  readonly tell: (words: string) => void;
  readonly onClose: ComposerProps['onClose'];
}

/** The ways out of the composer. A draft that nobody touched leaves nothing behind; any other is saved first. */
export function useLeaving(parts: LeavingParts) {
  const text = useText();
  const client = useQueryClient();
  const newest = useRef(parts);
  newest.current = parts;
  const ended = useRef(false);
  const { draft, saver, tell } = parts;

  const leave = (reason: Parameters<ComposerProps['onClose']>[0]) => {
    ended.current = true;
    saver.stop();
    newest.current.onClose(reason);
  };
  const discard = async (reason: 'discarded' | 'untouched') => {
    saver.stop();
    try {
      await ask('draft.discard', { draftId: draft.id });
      leave(reason);
    } catch {
      saver.resume();
      tell(text.compose.discardFailed);
    }
  };
  const close = async () => {
    if (ended.current) return;
    const typed = newest.current.settle();
    if (typed.length === draftRecipients(newest.current.collect()) && newest.current.isUntouched()) {
      return discard('untouched');
    }
    // Pills that were typed a moment ago are in the state at the next turn only.
    await new Promise((resolve) => setTimeout(resolve));
    const settled = await saver.flush();
    try {
      await ask('draft.save', { draftId: draft.id, content: newest.current.collect(), open: false });
      leave('closed');
    } catch {
      if (settled) leave('closed');
      else tell(text.compose.notSavedHint);
    }
  };

  // Whatever takes the composer away, another message or a dialog of the frame, must not take the text with it.
  useLayoutEffect(() => {
    saver.resume();
    return () => {
      if (ended.current) return;
      const { isUntouched, collect } = newest.current;
      const left = isUntouched()
        ? ask('draft.discard', { draftId: draft.id })
        : ask('draft.save', { draftId: draft.id, content: collect(), open: false });
      saver.stop();
      void left.catch(() => undefined).then(() => invalidate(client, 'draft.list'));
    };
  }, [saver, draft.id, client]);

  return { leave, discard, close };
}

function draftRecipients({ to, cc, bcc }: DraftContent): number {
  return to.length + cc.length + bcc.length;
}
