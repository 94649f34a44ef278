import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import { labelReach } from '../limits.ts';
import { kind } from '../tokens.ts';
import { isDate } from '../validate.ts';
import { type Cluster, group } from './numbers.ts';

const slashCode = 0x2f;
const dashCode = 0x2d;
const dotCode = 0x2e;

/** `03/04/1960`, `04-03-60`, `4.3.1960`, `1960-03-04`: month or day first, because both are written; the day must exist. */
export function numericDate(field: Field, start: number, end: number, c: Cluster): boolean {
  const sign = c.signs[0];
  if (sign !== c.signs[1] || (sign !== slashCode && sign !== dashCode && sign !== dotCode)) return false;
  const [first, second, third] = [group(c, 0), group(c, 1), group(c, 2)];
  const [a, b, y] = [Number(first), Number(second), Number(third)];
  let good = false;
  if (first.length === 4 && second.length <= 2 && third.length <= 2) good = isDate(a, b, y);
  else if (
    first.length <= 2 &&
    second.length <= 2 &&
    (third.length === 4 || (third.length === 2 && sign !== dotCode))
  ) {
    good = isDate(y, a, b) || isDate(y, b, a);
  }
  if (good) judgeDate(field, start, end);
  return good;
}

/**
 * A label on an earlier line whose value stands between belongs to that value: "born 03/04/1960" above "On 2026-11-21
 * Jane Roe wrote:" does not make the second a birth date, and the message one about two patients.
 */
function isSpent(field: Field, labelEnd: number, start: number): boolean {
  const between = field.text.slice(labelEnd, start);
  return between.includes('\n') && /\d/.test(between);
}

/** What kind of date it is, by the nearest label. */
export function judgeDate(field: Field, start: number, end: number): void {
  const label = field.before(flag.dob | flag.medicalDate, start, labelReach);
  const behind = field.after(flag.dob, end, 12);
  if (
    (label && label.flags & flag.dob && !isSpent(field, label.end, start)) ||
    (behind && field.text.charCodeAt(behind.start - 1) === 0x28)
  ) {
    field.add(start, end, 'DOB', field.healthNear(start, end) ? 0.8 : 0.7, 'dob-keyword');
  } else if (label) field.add(start, end, 'DATE', 0.5, 'date-medical');
  else if (field.before(flag.patientContext, start, 60)) field.add(start, end, 'DATE', 0.5, 'date-patient');
  else field.add(start, end, 'DATE', 0.2, 'date-plain');
}

/** Day of the month from a token: `4`, `4th`, `1st`. */
function dayOf(field: Field, t: number): number {
  const what = field.kindOf(t);
  if (what !== kind.number && what !== kind.mixed) return 0;
  const match = /^(\d{1,2})(?:st|nd|rd|th|o|a)?$/i.exec(field.read(t));
  return match ? Number(match[1]) : 0;
}

function yearOf(field: Field, t: number): number {
  if (field.kindOf(t) !== kind.number) return 0;
  const text = field.read(t);
  return /^(?:1[89]|20)\d{2}$/.test(text) ? Number(text) : 0;
}

/** Skips the small words and signs of a date: "of", "de", "del", a comma, a dot. */
function skip(field: Field, t: number, step: 1 | -1): number {
  for (let n = 0; n < 2; n++) {
    const code = field.sign(t);
    const small = code === 0x2c || code === 0x2e || code === 0x2d || code === 0x2f;
    if (!small && !(field.kindOf(t) === kind.word && /^(?:of|de|del)$/i.test(field.read(t)))) break;
    t += step;
  }
  return t;
}

/** `March 4, 1960`, `4 March 1960`, `4 de marzo de 1960`, `4th of Mar. 1960`. Returns tokens used after the month. */
export function detectNamedDate(field: Field, t: number): number {
  const month = field.markOf(t)?.value ?? 0;
  const next = skip(field, t + 1, 1);
  const dayAfter = dayOf(field, next);
  if (dayAfter > 0 && field.startOf(next) - field.endOf(t) <= 5) {
    const yearAt = skip(field, next + 1, 1);
    const year = yearOf(field, yearAt);
    if (year && isDate(year, month, dayAfter) && field.startOf(yearAt) - field.endOf(next) <= 6) {
      judgeDate(field, field.startOf(t), field.endOf(yearAt));
      return yearAt - t + 1;
    }
  }
  const prev = skip(field, t - 1, -1);
  const dayBefore = dayOf(field, prev);
  if (dayBefore > 0 && field.startOf(t) - field.endOf(prev) <= 6) {
    const yearAt = skip(field, t + 1, 1);
    const year = yearOf(field, yearAt);
    if (year && isDate(year, month, dayBefore) && field.startOf(yearAt) - field.endOf(t) <= 6) {
      judgeDate(field, field.startOf(prev), field.endOf(yearAt));
      return yearAt - t + 1;
    }
  }
  // Without a year only a birth or medical label makes it more than a day in the calendar.
  const day = dayAfter || dayBefore;
  if (day > 0 && isDate(2000, month, day)) {
    const [start, end] = dayAfter ? [field.startOf(t), field.endOf(next)] : [field.startOf(prev), field.endOf(t)];
    if (end - start > 20) return 0;
    const label = field.before(flag.dob | flag.medicalDate, start, labelReach);
    if (label) {
      const birth = (label.flags & flag.dob) !== 0;
      field.add(start, end, birth ? 'DOB' : 'DATE', birth ? 0.5 : 0.4, birth ? 'dob-keyword' : 'date-medical');
      return Math.max(1, dayAfter ? next - t + 1 : 1);
    }
  }
  return 0;
}

/** Ages of 90 and over, which HIPAA treats as an identifier (45 CFR 164.514(b)(2)(i)(C)). Returns tokens used. */
export function detectAge(field: Field, t: number): number {
  const length = field.endOf(t) - field.startOf(t);
  if (length !== 2 && length !== 3) return 0;
  if (!/^(?:9\d|1[01]\d)$/.test(field.read(t))) return 0;
  let next = t + 1;
  if (field.sign(next) === dashCode) next++;
  const unit = field.markOf(next);
  const behind = unit !== undefined && (unit.flags & flag.years) !== 0 && unit.start - field.endOf(t) <= 2;
  const before = field.before(flag.ageBefore, field.startOf(t), 8) !== undefined;
  if (!behind && !before) return 0;
  const spanish = behind && /^a(?:n|\u00f1)os$/i.test(field.text.slice(unit.start, unit.end));
  if (spanish && !before && !field.contextNear(field.startOf(t), unit.end)) return 0;
  field.add(field.startOf(t), behind ? unit.end : field.endOf(t), 'AGE90', 0.6, 'age-90');
  return behind ? unit.lastToken - t + 1 : 1;
}
