import { foldAddress } from '../../shared/model/address.ts';
import type { Draft } from '../../shared/model/draft.ts';
import type { Decision, Plan } from '../../shared/model/plan.ts';
import type { Locale } from '../../shared/model/settings.ts';
import { wordsFor } from '../../shared/policy/reasons.ts';
import type { Noticed } from './noticed.ts';
import { unprotected } from './plan-words.ts';
import type { Stop } from './review-page.tsx';

/** Rules in words, each once; a code without words is left out rather than shown as a code. */
export function ruleWords(reasons: readonly string[], locale: Locale): string[] {
  return [...new Set(reasons.flatMap((code) => wordsFor(code)?.[locale] ?? []))];
}

function shown(addr: string, plan: Plan): string {
  const known = plan.copies
    .flatMap(({ recipients }) => recipients)
    .find((one) => foldAddress(one.addr) === foldAddress(addr));
  return known && known.name.trim() !== '' ? `${known.name} <${known.addr}>` : addr;
}

/**
 * The page that a send needs, or `null` when it may go: policy's decision, an answer that must stay encrypted, and a
 * file that was announced and forgotten, all in one.
 */
export function stopFor({
  decision,
  plan,
  draft,
  noticed,
  forgotten,
  locale,
}: {
  readonly decision: Decision;
  readonly plan: Plan;
  readonly draft: Pick<Draft, 'mustProtect'>;
  readonly noticed: readonly Noticed[];
  readonly forgotten: boolean;
  readonly locale: Locale;
}): Stop | null {
  const dropped = draft.mustProtect && !plan.allProtected;
  const kind =
    decision.outcome === 'block'
      ? 'block'
      : decision.outcome === 'protect' || dropped
        ? 'protect'
        : decision.outcome === 'justify'
          ? 'justify'
          : forgotten
            ? 'attachment'
            : null;
  if (kind === null) return null;
  const open = unprotected(plan).map(({ addr }) => addr);
  // With every copy protected only the subject can be meant: it is in clear for all of them.
  const subjectOnly = kind === 'justify' && open.length === 0;
  const recipients = open.length > 0 ? open : decision.recipients;
  const rules = ruleWords(dropped ? ['protection-dropped', ...decision.reasons] : decision.reasons, locale);
  return {
    kind,
    subjectOnly,
    alsoAttachment: forgotten && kind !== 'attachment',
    noticed: kind === 'protect' && decision.outcome !== 'protect' ? [] : noticed,
    recipients: [...new Set(recipients)].map((addr) => shown(addr, plan)),
    rules,
  };
}
