import { useMemo } from 'react';
import { useAsk } from '../bridge/query.ts';
import { isSendable } from './addresses.ts';
import type { RecipientLists } from './addressing.tsx';
import { planDelayMs } from './limits.ts';
import { marksOf } from './plan-words.ts';
import { useQuiet } from './use-quiet.ts';

/** How a draft would be sent to whom it is addressed now. Asked when adding recipients rests for a moment. */
export function usePlan(draftId: string, lists: RecipientLists) {
  const valid = useMemo(
    () =>
      [...lists.to, ...lists.cc, ...lists.bcc]
        .filter(({ addr }) => isSendable(addr))
        .map(({ name, addr }) => ({ name, addr })),
    [lists],
  );
  const asked = useQuiet(valid, planDelayMs);
  const answer = useAsk(
    'draft.plan',
    { draftId, recipients: asked },
    { enabled: asked.length > 0, keepPrevious: true },
  );
  const plan = valid.length > 0 ? answer.data?.plan : undefined;
  const marks = useMemo(() => marksOf(plan), [plan]);
  const addresses = useMemo(() => asked.map(({ addr }) => addr), [asked]);
  return {
    plan,
    /** What each recipient's pill says. */
    marks,
    /** Those that the plan is for. */
    addresses,
    failed: answer.error !== null && valid.length > 0,
    waiting: valid.length > 0 && (answer.isPending || answer.isPlaceholderData || asked !== valid),
  };
}
