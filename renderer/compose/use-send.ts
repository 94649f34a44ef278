import { useRef, useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { Justification } from '../../shared/model/plan.ts';
import { ask } from '../bridge/client.ts';
import { panelDelayMs } from './limits.ts';
import type { Stop } from './review-page.tsx';

type Review = OutputOf<'draft.review'>;

/** Where a send stands. */
export type SendStep =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | { readonly kind: 'stopped'; readonly stop: Stop; readonly sending: boolean };

interface SendParts {
  readonly draftId: string;
  /** Saves what is on screen; throws when it was not saved, because the gate judges what is stored. */
  readonly save: () => Promise<void>;
  /** The page that this review needs, or `null`. */
  readonly stopFor: (review: Review) => Stop | null;
  readonly onSent: () => void;
}

/** Sends a draft through the gate: save, review, at most one page, send. The draft is kept until it is in the outbox. */
export function useSend({ draftId, save, stopFor, onSent }: SendParts) {
  const [step, setStep] = useState<SendStep>({ kind: 'idle' });
  const [error, setError] = useState<unknown>(null);
  // The page lists what stands in the text when it is shown, not when Send was pressed.
  const newest = useRef(stopFor);
  newest.current = stopFor;

  const deliver = async (justification: Justification | null) => {
    try {
      await ask('draft.send', { draftId, justification });
      onSent();
    } catch (problem) {
      setError(problem);
      setStep({ kind: 'idle' });
    }
  };

  const begin = async () => {
    if (step.kind !== 'idle') return;
    setError(null);
    setStep({ kind: 'working' });
    try {
      const settled = new Promise((resolve) => setTimeout(resolve, panelDelayMs + 30));
      await save();
      const review = await ask('draft.review', { draftId });
      await settled;
      const stop = newest.current(review);
      if (stop !== null) return setStep({ kind: 'stopped', stop, sending: false });
    } catch (problem) {
      setError(problem);
      setStep({ kind: 'idle' });
      return;
    }
    await deliver(null);
  };

  const confirm = (justification: Justification | null) => {
    if (step.kind !== 'stopped') return;
    setStep({ ...step, sending: true });
    void deliver(justification);
  };

  return { step, error, begin, confirm, back: () => setStep({ kind: 'idle' }), forget: () => setError(null) };
}
