import type { Evidence } from '../../shared/model/evidence.ts';
import type { Catalogue } from '../i18n/en/index.ts';

/** One line of the evidence timeline. */
export interface TimelineLine {
  readonly words: string;
  readonly at: string;
  /** `good` is kept for facts that somebody else reported; our own steps are `neutral`. */
  readonly tone: 'neutral' | 'good' | 'wait' | 'bad';
  /** Text as received, and whose it is; `null` when nothing came with the fact. */
  readonly detail: { readonly from: 'server' | 'notice'; readonly text: string } | null;
}

const tones: Readonly<Record<Evidence['kind'], TimelineLine['tone']>> = {
  queued: 'neutral',
  accepted: 'neutral',
  filed: 'neutral',
  delivered: 'good',
  delayed: 'wait',
  relayed: 'neutral',
  expanded: 'neutral',
  failed: 'bad',
  displayed: 'good',
  'mdn-other': 'wait',
  replied: 'good',
};

/** What a fact is called. A fact is never called more than it is: `accepted` is not `delivered`, a receipt is not reading. */
function factWords(fact: Evidence, text: Catalogue): string {
  const t = text.reader.evidence.kind;
  const who = fact.recipient;
  switch (fact.kind) {
    case 'mdn-other':
      return who === null ? t.other : t.otherFor(who);
    case 'queued':
      return who === null ? t.queued : t.queuedFor(who);
    case 'accepted':
      return who === null ? t.accepted : t.acceptedFor(who);
    case 'delivered':
      return who === null ? t.delivered : t.deliveredFor(who);
    case 'delayed':
      return who === null ? t.delayed : t.delayedFor(who);
    case 'relayed':
      return who === null ? t.relayed : t.relayedFor(who);
    case 'expanded':
      return who === null ? t.expanded : t.expandedFor(who);
    case 'failed':
      return who === null ? t.failed : t.failedFor(who);
    case 'displayed':
      return who === null ? t.displayed : t.displayedFor(who);
    case 'replied':
      return who === null ? t.replied : t.repliedFor(who);
    default:
      return t.filed;
  }
}

/** The facts about a sent message, oldest first, each in words. */
export function timeline(evidence: readonly Evidence[], text: Catalogue): TimelineLine[] {
  return [...evidence]
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((fact) => ({
      words: factWords(fact, text),
      at: fact.at,
      tone: tones[fact.kind],
      detail:
        fact.detail.trim() === ''
          ? null
          : { from: fact.source === 'dsn' || fact.source === 'mdn' ? 'notice' : 'server', text: fact.detail },
    }));
}
