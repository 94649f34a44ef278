import { foldAddress } from '../../shared/model/address.ts';
import type { Decision, Plan } from '../../shared/model/plan.ts';
import type { Live } from './live.ts';

/** Addresses of a draft, folded, to whether the window was last told that their copy is protected. */
export type ShownProtection = Map<string, boolean>;

/** Every recipient of a plan with whether its copy is protected; of someone named twice, the worse. */
function protectionIn(plan: Plan): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { method, recipients } of plan.copies) {
    for (const { addr } of recipients) {
      const folded = foldAddress(addr);
      found.set(folded, method !== 'plain' && (found.get(folded) ?? true));
    }
  }
  return found;
}

function shownOf(live: Live, draftId: string): ShownProtection {
  const known = live.shown.get(draftId) ?? new Map<string, boolean>();
  live.shown.set(draftId, known);
  return known;
}

/** The plan beside the text: people see it, whatever it says. */
export function planShown(live: Live, draftId: string, plan: Plan): void {
  const shown = shownOf(live, draftId);
  for (const [addr, isProtected] of protectionIn(plan)) shown.set(addr, isProtected);
}

/**
 * A review before a send. When it stops the send, its page names who is unprotected; otherwise nobody looks at it, so it
 * takes back nothing that was shown before.
 */
export function reviewShown(live: Live, draftId: string, plan: Plan, { outcome }: Decision): void {
  const stops = outcome !== 'none' && outcome !== 'inform';
  const shown = shownOf(live, draftId);
  for (const [addr, isProtected] of protectionIn(plan)) {
    shown.set(addr, isProtected || (!stops && shown.get(addr) === true));
  }
}

/** Whether somebody who was shown as protected is not so by this plan: a key may expire, or be refused, at any moment. */
export function isWeakerThanShown(live: Live, draftId: string, plan: Plan): boolean {
  const shown = live.shown.get(draftId);
  return [...protectionIn(plan)].some(([addr, isProtected]) => !isProtected && shown?.get(addr) === true);
}
