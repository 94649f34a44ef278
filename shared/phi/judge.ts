import type { Finding, FindingType, ScanDecision } from '../model/finding.ts';
import { bareValue } from './detect.ts';
import type { ReasonCode } from './reasons.ts';
import type { ScannedMessage } from './scan.ts';
import { sensitiveSets } from './terms.ts';

/** From here on a finding is sure enough to speak alone. */
export const highConfidence = 0.85;
/** From here on a finding is worth a mark in the composer. */
export const mediumConfidence = 0.55;

/** Findings that do not tell who a patient is. */
const notIdentifying: ReadonlySet<FindingType> = new Set<FindingType>([
  'HEALTH',
  'STAFF_NAME',
  'NPI',
  'FACILITY',
  'IP',
  'URL',
]);
/** Ways to reach somebody: three of them in one signature are one thing known. */
const contact: ReadonlySet<FindingType> = new Set<FindingType>(['PHONE', 'FAX', 'EMAIL', 'ADDRESS']);
/** Findings of which two different ones mean two people. */
const personal: readonly FindingType[] = ['MRN', 'SSN', 'DOB', 'HEALTH_PLAN', 'NAME'];

/** What a judgement may look at besides the findings. */
export interface JudgeContext {
  /**
   * The message that was scanned. Findings hold no values, so only with it can two people be told from one number
   * written twice; without it nothing is called bulk, because that would be a claim without proof.
   */
  readonly message?: ScannedMessage | undefined;
}

/**
 * What the findings of one message amount to, before recipients are looked at: an identifier that speaks alone, or one
 * beside words about health, or two of different kinds make PHI likely; one alone, weak ones beside health, or a
 * sensitive topic make it possible. More findings never make less of it.
 */
export function judge(findings: readonly Finding[], context: JudgeContext = {}): ScanDecision {
  const reasons = new Set<ReasonCode>();
  const identifiers = findings.filter((finding) => !notIdentifying.has(finding.type));
  const health = findings.filter((finding) => finding.type === 'HEALTH');
  const medium = new Set<string>();
  let weak = 0;
  for (const finding of identifiers) {
    if (finding.confidence >= highConfidence) reasons.add('high-identifier');
    if (finding.confidence >= mediumConfidence) medium.add(contact.has(finding.type) ? 'contact' : finding.type);
    else if (finding.confidence >= 0.25) weak++;
  }
  if (medium.size > 0 && health.length > 0) reasons.add('identifier-with-health');
  if (medium.size > 1) reasons.add('several-identifiers');
  const likely = reasons.size > 0;
  if (medium.size > 0 && !likely) reasons.add('identifier-alone');
  const sensitive = sensitiveSets.filter((set) => health.some((finding) => finding.reason === `health-${set}`));
  if (sensitive.length > 0) reasons.add('sensitive-health');
  if (weak > 0 && health.length > 1) reasons.add('weak-identifiers-with-health');
  const bulk = likely && context.message !== undefined && people(identifiers, context.message) > 1;
  if (bulk) reasons.add('several-people');
  const level = likely ? 'likely' : reasons.size > 0 ? 'possible' : 'none';
  return { phi: likely, level, bulk, sensitive: [...sensitive], reasons: [...reasons] };
}

/** How many people the findings speak of: the largest count of different values of one personal kind. */
function people(identifiers: readonly Finding[], message: ScannedMessage): number {
  let most = 0;
  for (const type of personal) {
    const values = new Set<string>();
    for (const finding of identifiers) {
      if (finding.type !== type || finding.confidence < mediumConfidence) continue;
      if (type === 'NAME' && finding.reason !== 'name-patient') continue;
      const value = givenValue(finding, message);
      if (value !== undefined) values.add(value);
    }
    most = Math.max(most, values.size);
  }
  return most;
}

function givenValue(finding: Finding, message: ScannedMessage): string | undefined {
  if (finding.field === 'attachment') {
    const attachments = message.attachments ?? [];
    const only = attachments.length === 1 ? attachments[0] : undefined;
    return only ? bareValue(only.text.slice(finding.start, finding.end)) : undefined;
  }
  const text = message[finding.field];
  return text === undefined ? undefined : bareValue(text.slice(finding.start, finding.end).replaceAll(/<[^>]*>/g, ''));
}
