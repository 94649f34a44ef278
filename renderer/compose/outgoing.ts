import type { OutboxItem } from '../../shared/model/draft.ts';
import type { Catalogue } from '../i18n/en/index.ts';
import type { Format } from '../i18n/format.ts';
import { shortName } from '../kit/people.ts';

/** An answer to the question that an outbox item asks. */
export type OutboxAnswer = 'send' | 'was-sent' | 'to-draft';

/**
 * The answers that make sense for each question, the safest first: what may be outside already is not sent again
 * without thought, what was refused as it is goes back to be changed.
 */
export function answersFor(reason: NonNullable<OutboxItem['needsYou']>): readonly OutboxAnswer[] {
  switch (reason) {
    case 'outcome-unknown':
      return ['was-sent', 'send', 'to-draft'];
    case 'recipient-refused':
    case 'too-large':
    case 'key-missing':
      return ['to-draft', 'send'];
    default:
      return ['send', 'to-draft'];
  }
}

/** What an answer is called: sending what may have left already is "again". */
export function answerWords(answer: OutboxAnswer, reason: OutboxItem['needsYou'], text: Catalogue): string {
  const t = text.compose.outbox.answer;
  return answer === 'send' && reason === 'outcome-unknown' ? t.sendAgain : t[answer];
}

/** "To Maria Gómez and 2 more". */
export function toWords({ to }: Pick<OutboxItem, 'to'>, text: Catalogue): string {
  const t = text.compose.outbox;
  const [first] = to;
  if (!first) return '';
  const who = shortName(first);
  return t.to(to.length > 1 ? t.andMore(who, to.length - 1) : who);
}

/** Whole seconds until a held item leaves; 0 when its time is over. */
export function secondsLeft({ holdUntil }: Pick<OutboxItem, 'holdUntil'>, now: number): number {
  const until = holdUntil === null ? Number.NaN : Date.parse(holdUntil);
  return Number.isNaN(until) ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

/** Where an item stands, in words that never say more than is known. */
export function stateWords(
  item: Pick<OutboxItem, 'state' | 'holdUntil'>,
  { now, acceptedAt, text, format }: { now: number; acceptedAt: string | null; text: Catalogue; format: Format },
): string {
  const t = text.compose.outbox;
  if (item.state === 'held') {
    const seconds = secondsLeft(item, now);
    return seconds > 0 ? t.leavesIn(seconds) : t.leavesNow;
  }
  if ((item.state === 'accepted' || item.state === 'filed') && acceptedAt !== null) {
    return t.accepted(format.time(acceptedAt));
  }
  return t.state[item.state];
}
