import { foldAddress } from '../../shared/model/address.ts';
import type { Method, Plan, PlannedRecipient } from '../../shared/model/plan.ts';
import type { Catalogue } from '../i18n/en/index.ts';
import { shortened } from '../reader/seal.ts';

/** What a pill or a line of the plan shows beside its words. */
export type PlanMark = 'encrypted' | 'document' | 'plain' | 'look';

/** A line of the plan: who, how protected, why. */
export interface PlanLine {
  readonly addr: string;
  readonly who: string;
  readonly mark: PlanMark;
  readonly how: string;
  readonly why: string;
}

/** What is seen of a recipient's protection at a glance. */
export function markOf(recipient: Pick<PlannedRecipient, 'method' | 'reason'>): PlanMark {
  if (recipient.method === 'document') return 'document';
  if (recipient.method !== 'plain') return 'encrypted';
  return recipient.reason === 'no-key' || recipient.reason === 'signed-off' ? 'plain' : 'look';
}

function howWords(method: Method, signed: boolean, text: Catalogue): string {
  const t = text.compose.plan;
  return signed ? `${t.how[method]}, ${t.signed}` : t.how[method];
}

function whyWords(recipient: PlannedRecipient, text: Catalogue): string {
  const t = text.compose.plan;
  const { reason, key } = recipient;
  if (reason !== 'key-known') {
    const words = t.reason[reason];
    return key === null ? words : `${words} (${shortened(key.fingerprint)})`;
  }
  if (key === null) return '';
  return `${t.reason[reason](t.trust[key.trust])}, ${shortened(key.fingerprint)}`;
}

/** The plan in words, one line per recipient, unprotected ones first: they are the ones to look at. */
export function planLines(plan: Plan, text: Catalogue): PlanLine[] {
  const lines = plan.copies.flatMap((copy) =>
    copy.recipients.map((recipient) => ({
      addr: foldAddress(recipient.addr),
      who: recipient.name.trim() === '' ? recipient.addr : `${recipient.name} <${recipient.addr}>`,
      mark: markOf(recipient),
      how: howWords(recipient.method, copy.signed, text),
      why: whyWords(recipient, text),
    })),
  );
  const order: readonly PlanMark[] = ['look', 'plain', 'document', 'encrypted'];
  return lines.sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark));
}

/** Recipients whose copy can be read on its way. */
export function unprotected(plan: Plan): PlannedRecipient[] {
  return plan.copies.filter(({ method }) => method === 'plain').flatMap(({ recipients }) => recipients);
}

/** Marks by folded address, for the pills. */
export function marksOf(plan: Plan | undefined): ReadonlyMap<string, PlanMark> {
  const marks = new Map<string, PlanMark>();
  for (const copy of plan?.copies ?? []) {
    for (const recipient of copy.recipients) marks.set(foldAddress(recipient.addr), markOf(recipient));
  }
  return marks;
}
