import { foldAddress } from '../model/address.ts';
import type { Finding, ScanDecision } from '../model/finding.ts';
import { type Decision, type Justification, type Method, outcomes, type Plan } from '../model/plan.ts';
import { judge } from '../phi/judge.ts';
import { defaultPolicy, type Policy } from './default.ts';
import type { PolicyReason } from './reasons.ts';
import { may, type Role } from './roles.ts';

export type Outcome = Decision['outcome'];

/** Everything a decision looks at. */
export interface DecideInput {
  readonly findings: readonly Finding[];
  /** `judge()` of the same findings. */
  readonly scan: ScanDecision;
  readonly plan: Plan;
  /** All addresses of To, Cc and Bcc; one that the plan does not name counts as unprotected. */
  readonly recipients: readonly string[];
  readonly role: Role;
  readonly policy?: Policy | undefined;
  /** The draft answers an encrypted message. */
  readonly mustProtect?: boolean | undefined;
}

/** Methods under which the text of a copy cannot be read on its way. */
const protecting: ReadonlySet<Method> = new Set<Method>(['openpgp', 'smime', 'tls', 'document']);

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

/** The stricter of two outcomes. */
export function stricter(a: Outcome, b: Outcome): Outcome {
  return rank(a) >= rank(b) ? a : b;
}

/**
 * Policy over findings, recipients and protection: the strictest rule that applied, all reasons strictest first, and the
 * recipients it is about. Monotone: a finding more, a recipient more, or protection less never makes it milder. What
 * the role may not override is blocked instead.
 */
export function decide(input: DecideInput): Decision {
  const policy = input.policy ?? defaultPolicy;
  const method = new Map<string, Method>();
  const changed: string[] = [];
  for (const copy of input.plan.copies) {
    for (const recipient of copy.recipients) {
      const addr = foldAddress(recipient.addr);
      const before = method.get(addr);
      // Named twice, a recipient is as well protected as in the worse of the two copies.
      if (before === undefined || protecting.has(before)) method.set(addr, copy.method);
      if (recipient.reason === 'key-changed') changed.push(addr);
    }
  }
  const all = new Set([...input.recipients.map(foldAddress), ...method.keys()]);
  const open = [...all].filter((addr) => !protecting.has(method.get(addr) ?? 'plain'));

  const spoken: { reason: PolicyReason; outcome: Outcome; about: readonly string[] }[] = [];
  const say = (reason: PolicyReason, outcome: Outcome, about: readonly string[]): void => {
    if (outcome !== 'none') spoken.push({ reason, outcome, about });
  };

  if (open.length > 0) {
    if (input.scan.level === 'likely') {
      // A copy without protection is never judged more mildly than all with it.
      const least = stricter(policy.possibleUnprotected, policy.likelyProtected);
      say('phi-unprotected', stricter(policy.likelyUnprotected, least), open);
    } else if (input.scan.level === 'possible') say('phi-possible-unprotected', policy.possibleUnprotected, open);
    if (input.scan.sensitive.length > 0) say('sensitive-unprotected', policy.sensitiveUnprotected, open);
    if (input.scan.bulk) say('bulk-unprotected', policy.bulkUnprotected, open);
    if (input.mustProtect) say('protection-dropped', policy.protectionDropped, open);
  } else if (input.scan.level === 'likely') say('phi-protected', policy.likelyProtected, [...all]);

  if (changed.length > 0) say('key-changed', 'inform', changed);

  // The subject leaves in clear whatever protects the body.
  const inSubject = subjectLevel(input);
  if (all.size > 0 && inSubject === 'likely') {
    say('phi-in-subject', stricter(policy.likelyInSubject, policy.possibleInSubject), [...all]);
  } else if (all.size > 0 && inSubject === 'possible')
    say('possible-phi-in-subject', policy.possibleInSubject, [...all]);

  spoken.sort((a, b) => rank(b.outcome) - rank(a.outcome));
  let outcome = spoken[0]?.outcome ?? 'none';
  const reasons: string[] = spoken.map((rule) => rule.reason);
  if (rank(outcome) >= rank('justify') && outcome !== 'block' && !may(input.role, 'override')) {
    outcome = 'block';
    reasons.unshift('override-not-permitted' satisfies PolicyReason);
  }
  const recipients = new Set(spoken.flatMap((rule) => rule.about));
  return { outcome, reasons, recipients: [...recipients] };
}

/**
 * What the subject alone says. An identifier there that the body makes likely is likely there too: whoever reads the
 * subject knows from the sender that it is about health.
 */
function subjectLevel(input: DecideInput): ScanDecision['level'] {
  const alone = judge(input.findings.filter((finding) => finding.field === 'subject')).level;
  return alone === 'possible' && input.scan.level === 'likely' ? 'likely' : alone;
}

/** Whether a decision lets the message go: nothing to justify, or a justification that says something. */
export function isSettled(decision: Decision, justification: Justification | null): boolean {
  if (decision.outcome === 'none' || decision.outcome === 'inform') return true;
  if (decision.outcome !== 'justify' || justification === null) return false;
  return justification.reason !== 'other' || justification.text.trim().length >= 5;
}
