import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import { contextReach, labelReach } from '../limits.ts';
import type { ReasonCode } from '../reasons.ts';
import { healthSets } from '../terms.ts';
import { kind } from '../tokens.ts';
import { isIcd10Shape } from '../validate.ts';

/** ICD-10-CM codes beside a word that says so; alone the shape means too many things. Tokens used. */
export function detectIcd(field: Field, t: number): number {
  if (field.endOf(t) - field.startOf(t) !== 3) return 0;
  const before = field.text.charCodeAt(field.startOf(t) - 1);
  if (before === 0x2d || before === 0x2e || before === 0x2f || before === 0x5f || before === 0x40) return 0;
  let last = t;
  if (field.sign(t + 1) === 0x2e && field.gap(t + 1) === 0 && field.gap(t + 2) === 0) {
    const next = field.kindOf(t + 2);
    if ((next === kind.number || next === kind.mixed) && field.endOf(t + 2) - field.startOf(t + 2) <= 4) last = t + 2;
  }
  const [start, end] = [field.startOf(t), field.endOf(last)];
  const text = field.text.slice(start, end);
  const label = field.before(flag.icd, start, labelReach) ?? field.before(flag.icd, start, contextReach);
  if (!isIcd10Shape(label ? text.toUpperCase() : text)) return 0;
  const close = label !== undefined && start - label.end <= labelReach;
  if (last === t) {
    // "B12", "T20": without a dot only right behind the label.
    if (!close || text !== text.toUpperCase()) return 0;
    field.add(start, end, 'HEALTH', 0.5, 'icd10-label');
    return 1;
  }
  if (label) field.add(start, end, 'HEALTH', 0.6, 'icd10-label');
  else if (field.contextNear(start, end)) field.add(start, end, 'HEALTH', 0.4, 'icd10-context');
  else return 0;
  return last - t + 1;
}

const setReasons: Readonly<Record<(typeof healthSets)[number], ReasonCode>> = {
  diagnosis: 'health-diagnosis',
  drug: 'health-drug',
  lab: 'health-lab',
  care: 'health-care',
  sud: 'health-sud',
  psychotherapy: 'health-psychotherapy',
  'hiv-sti': 'health-hiv-sti',
  reproductive: 'health-reproductive',
  genetic: 'health-genetic',
};

/** Health terms; those of the sensitive sets weigh more. */
export function detectTerms(field: Field): void {
  for (const mark of field.marks) {
    if (!(mark.flags & flag.health)) continue;
    const set = healthSets[mark.value - 1];
    if (!set) continue;
    field.add(mark.start, mark.end, 'HEALTH', mark.value > 4 ? 0.5 : 0.3, setReasons[set]);
  }
}
