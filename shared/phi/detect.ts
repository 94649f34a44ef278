import { detectIcd, detectTerms } from './detectors/codes.ts';
import { detectAge, detectNamedDate } from './detectors/dates.ts';
import { detectLabelled } from './detectors/labelled.ts';
import { detectClinicalName, detectNames } from './detectors/names.ts';
import { detectMixed, detectNumber } from './detectors/numbers.ts';
import { detectCalle, detectStreet } from './detectors/places.ts';
import { detectEmail, detectUrl } from './detectors/web.ts';
import { type Candidate, Field } from './field.ts';
import { flag } from './keywords.ts';
import type { RecordPattern } from './pattern.ts';
import { kind } from './tokens.ts';

/** What a clinic may add to the detectors. */
export interface Knowledge {
  /** Values that are nobody's secret: the clinic's own numbers and addresses, compared by letters and digits alone. */
  readonly allowed: ReadonlySet<string>;
  readonly pattern: RecordPattern | undefined;
}

/** Letters and digits of a value, folded: the form in which allowed values are compared. */
export function bareValue(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * All candidates of a normalised text, overlaps settled, in order. One pass over characters, one over tokens, a bounded
 * look around each candidate: linear in the length of the text whatever it holds. No candidate crosses a line end, and
 * none depends on text further away than `dependencyReach` beyond its own line.
 */
export function detect(text: string, knowledge: Knowledge): Candidate[] {
  const field = new Field(text);
  detectTerms(field);
  detectLabelled(field);
  detectNames(field);
  const { count, kinds, starts } = field.tokens;
  let quietUntil = 0;
  for (let t = 0; t < count; ) {
    const start = starts[t] ?? 0;
    const what = kinds[t];
    if (knowledge.pattern && what !== kind.line) knowledge.pattern.detect(field, t);
    if (start < quietUntil || what === kind.line) {
      t++;
      continue;
    }
    let used = 0;
    if (what === kind.number)
      used = detectAge(field, t) || detectStreet(field, t) || detectNumber(field, t) || detectMixed(field, t);
    else if (what === kind.mixed) used = detectMixed(field, t) || detectIcd(field, t);
    else if (what === kind.word) {
      const flags = field.flagsOf(t);
      if (flags & flag.month) used = detectNamedDate(field, t);
      else if (flags & flag.streetBefore) detectCalle(field, t);
      else if (field.isCapital(t)) detectClinicalName(field, t);
    } else {
      const sign = field.sign(t);
      if (sign === 0x40) detectEmail(field, t);
      else if (sign === 0x3a) quietUntil = detectUrl(field, t);
    }
    t += used || 1;
  }
  return settle(field, knowledge.allowed);
}

/** Sorts, drops what is allowed, and lets the surer of two overlapping candidates stand. */
function settle(field: Field, allowed: ReadonlySet<string>): Candidate[] {
  const { found } = field;
  found.sort(
    (a, b) => a.start - b.start || b.confidence - a.confidence || b.end - a.end || (a.reason < b.reason ? -1 : 1),
  );
  const out: Candidate[] = [];
  for (const candidate of found) {
    if (allowed.size > 0 && allowed.has(bareValue(field.text.slice(candidate.start, candidate.end)))) continue;
    const last = out.at(-1);
    if (last && candidate.start < last.end) {
      const better =
        candidate.confidence > last.confidence ||
        (candidate.confidence === last.confidence && candidate.end - candidate.start > last.end - last.start);
      if (better) out[out.length - 1] = candidate;
      continue;
    }
    out.push(candidate);
  }
  return out;
}
