import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import { labelReach } from '../limits.ts';
import { kind } from '../tokens.ts';
import { isCard, isGtin14, isIpv4, isMbi, isNanp, isSsn, isVin } from '../validate.ts';
import { numericDate } from './dates.ts';

/** Groups of digits with one sign or blank between them: `123-45-6789`, `(212) 555-0142`, `10.0.0.1`. */
export interface Cluster {
  readonly field: Field;
  count: number;
  readonly tokens: Int32Array;
  readonly lengths: Int32Array;
  /** Code of the sign before group i + 1; a blank is 0x20. */
  readonly signs: Int32Array;
}

const maxGroups = 6;
const dashCode = 0x2d;
const dotCode = 0x2e;
const slashCode = 0x2f;
const blankCode = 0x20;
const closeCode = 0x29;

/** Columns of the one cluster that is looked at: a text of nothing but numbers would else be all allocations. */
const tokenColumn = new Int32Array(maxGroups);
const lengthColumn = new Int32Array(maxGroups);
const signColumn = new Int32Array(maxGroups);

function cluster(field: Field, first: number): Cluster {
  let last = first;
  let count = 1;
  tokenColumn[0] = first;
  lengthColumn[0] = field.endOf(first) - field.startOf(first);
  while (count < maxGroups) {
    const next = field.kindOf(last + 1);
    let sign: number;
    if (next === kind.number && field.gap(last + 1) === 1) {
      sign = blankCode;
      last += 1;
    } else if (next === kind.sign && field.kindOf(last + 2) === kind.number) {
      const code = field.sign(last + 1);
      const left = field.gap(last + 1);
      const right = field.gap(last + 2);
      const even = left === right && left <= 1;
      if (!((code === dashCode || code === dotCode || code === slashCode) && even)) {
        if (code !== closeCode || left !== 0 || right > 1) break;
      }
      sign = code;
      last += 2;
    } else break;
    signColumn[count - 1] = sign;
    tokenColumn[count] = last;
    lengthColumn[count] = field.endOf(last) - field.startOf(last);
    count++;
  }
  return { field, count, tokens: tokenColumn, lengths: lengthColumn, signs: signColumn };
}

/** Text of group `i`. */
export function group(c: Cluster, i: number): string {
  return i < c.count ? c.field.read(c.tokens[i] ?? 0) : '';
}

/** Digits of the first `n` groups. */
function digitsOf(c: Cluster, n: number): string {
  let out = '';
  for (let i = 0; i < n; i++) out += group(c, i);
  return out;
}

/** Whether a token is the continuation of a number: `-5678` of `1234-5678`, or part of a word joined by a dash. */
function joinedLeft(field: Field, t: number): boolean {
  const code = field.sign(t - 1);
  if (field.gap(t) !== 0 || (code !== dashCode && code !== dotCode && code !== slashCode && code !== 0x5f))
    return false;
  const before = field.kindOf(t - 2);
  return field.gap(t - 1) === 0 && (before === kind.number || before === kind.mixed || before === kind.word);
}

/** Whether more of the same number follows the token without a blank. */
function joinedRight(field: Field, t: number): boolean {
  const code = field.sign(t + 1);
  if (field.gap(t + 1) !== 0 || (code !== dashCode && code !== dotCode && code !== slashCode && code !== 0x5f))
    return false;
  const next = field.kindOf(t + 2);
  return field.gap(t + 2) === 0 && (next === kind.number || next === kind.mixed);
}

/** Lengths of the first `n` groups as one number, most significant first: 3-2-4 is 324; lengths over 9 count as 9. */
function shape(c: Cluster, n: number): number {
  let out = 0;
  for (let i = 0; i < n; i++) out = out * 10 + Math.min(9, c.lengths[i] ?? 0);
  return out;
}

function same(c: Cluster, n: number): number {
  const first = c.signs[0] ?? 0;
  for (let i = 1; i < n - 1; i++) if (c.signs[i] !== first) return 0;
  return first;
}

/** Numbers that are known by their shape. Returns how many tokens were used up, 0 for none. */
export function detectNumber(field: Field, t: number): number {
  if (joinedLeft(field, t) || field.sign(t - 1) === 0x24) return 0;
  const c = cluster(field, t);
  const used = (groups: number) => (c.tokens[groups - 1] ?? t) - t + 1;
  const whole = (groups: number) => {
    const last = c.tokens[groups - 1] ?? t;
    return c.count >= groups && !joinedRight(field, last) ? field.endOf(last) : 0;
  };
  const start = field.startOf(t);

  if (c.count >= 3) {
    const end = whole(3);
    if (end && (numericDate(field, start, end, c) || ssn(field, start, end, c))) return used(3);
    const four = c.count >= 4 ? whole(4) : 0;
    if (four && card(field, start, four, c, 4)) return used(4);
    if (four && same(c, 4) === dotCode && isIpv4([group(c, 0), group(c, 1), group(c, 2), group(c, 3)])) {
      field.add(start, four, 'IP', 0.2, 'ip-address');
      return used(4);
    }
    if (end && card(field, start, end, c, 3)) return used(3);
  }
  const phoneGroups = phone(field, t, c, whole);
  if (phoneGroups > 0) return used(phoneGroups);
  const length = c.lengths[0] ?? 0;
  const end = length >= 9 && length <= 19 ? whole(1) : 0;
  if (end && single(field, start, end, group(c, 0))) return 1;
  return 0;
}

function ssn(field: Field, start: number, end: number, c: Cluster): boolean {
  if (shape(c, 3) !== 324) return false;
  const sign = same(c, 3);
  if ((sign !== dashCode && sign !== blankCode && sign !== dotCode) || !isSsn(digitsOf(c, 3))) return false;
  const keyword = field.near(flag.ssn, start, end, labelReach);
  if (keyword) field.add(start, end, 'SSN', 0.95, 'ssn-keyword');
  else if (sign === dashCode) field.add(start, end, 'SSN', field.contextNear(start, end) ? 0.85 : 0.7, 'ssn-format');
  else return false;
  return true;
}

function card(field: Field, start: number, end: number, c: Cluster, groups: number): boolean {
  const lengths = shape(c, groups);
  if (lengths !== 4444 && lengths !== 465) return false;
  const sign = same(c, groups);
  if ((sign !== dashCode && sign !== blankCode) || !isCard(digitsOf(c, groups))) return false;
  const keyword = field.near(flag.card | flag.account, start, end, labelReach * 2);
  field.add(start, end, 'ACCOUNT', keyword ? 0.7 : 0.5, keyword ? 'card-keyword' : 'card-format');
  return true;
}

/** Telephone numbers: North American by shape, others by a plus sign or a label. Returns the groups used. */
function phone(field: Field, t: number, c: Cluster, whole: (groups: number) => number): number {
  const plus = field.sign(t - 1) === 0x2b && field.gap(t) === 0;
  const open = field.sign(t - 1) === 0x28 && field.gap(t) === 0;
  const start = field.startOf(t) - (plus || open ? 1 : 0);
  let total = 0;
  for (let i = 0; i < Math.min(c.count, 5); i++) total += c.lengths[i] ?? 0;
  if (total < 7) return 0;
  for (let groups = Math.min(c.count, 5); groups >= 1; groups--) {
    const digits = total;
    total -= c.lengths[groups - 1] ?? 0;
    if (digits < 7 || digits > 15) continue;
    const lengths = shape(c, groups);
    const american = lengths === 334 || lengths === 1334 || (lengths === 37 && open);
    const shaped = american || (plus && digits === 11);
    const international = plus && digits >= (groups > 1 ? 9 : 10);
    const labelled =
      (groups === 1 && (digits === 10 || digits === 11)) || lengths === 34 || (groups > 1 && digits === 9);
    if (!shaped && !international && !labelled) continue;
    if (!american && hasSlash(c, groups)) continue;
    const end = whole(groups);
    if (!end) continue;
    const label = field.before(flag.phone | flag.fax, start, labelReach);
    if (
      international ||
      (shaped && isNanp(national(c, groups))) ||
      (label && labelled && (lengths === 34 || (digits === 9 ? label.end >= start - 12 : isNanp(national(c, groups)))))
    ) {
      add(field, start, end, label?.flags ?? 0);
      return groups;
    }
  }
  return 0;
}

function hasSlash(c: Cluster, groups: number): boolean {
  for (let i = 0; i < groups - 1; i++) if (c.signs[i] === slashCode) return true;
  return false;
}

/** Ten digits, the country code 1 taken off. */
function national(c: Cluster, groups: number): string {
  const digits = digitsOf(c, groups);
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
}

function add(field: Field, start: number, end: number, label: number): void {
  const fax = (label & flag.fax) !== 0;
  const own = field.recordNear(start, end) || field.before(flag.patient, start, 20) !== undefined;
  field.add(
    start,
    end,
    fax ? 'FAX' : 'PHONE',
    own ? 0.6 : 0.4,
    fax ? 'fax-number' : own ? 'phone-patient' : 'phone-number',
  );
}

function single(field: Field, start: number, end: number, digits: string): boolean {
  if (digits.length === 9 && isSsn(digits) && field.before(flag.ssn, start, 30)) {
    field.add(start, end, 'SSN', 0.95, 'ssn-keyword');
    return true;
  }
  if (digits.length >= 13 && isCard(digits) && field.near(flag.card | flag.account, start, end, labelReach * 2)) {
    field.add(start, end, 'ACCOUNT', 0.7, 'card-keyword');
    return true;
  }
  if (digits.length === 14 && isGtin14(digits) && field.text.slice(Math.max(0, start - 4), start) === '(01)') {
    field.add(start, end, 'DEVICE', 0.6, 'udi-format');
    return true;
  }
  return false;
}

/** Identifiers of letters and digits that are known by their shape: MBI, VIN. Returns tokens used. */
export function detectMixed(field: Field, t: number): number {
  const start = field.startOf(t);
  const length = field.endOf(t) - start;
  if (joinedLeft(field, t)) return 0;
  if (length === 4 && field.sign(t + 1) === dashCode && field.sign(t + 3) === dashCode) {
    const end = field.endOf(t + 4);
    if (end - start === 13) {
      const bare = field.text.slice(start, end).replaceAll('-', '').toUpperCase();
      if (isMbi(bare) && !joinedRight(field, t + 4)) {
        field.add(start, end, 'HEALTH_PLAN', 0.9, 'mbi-format');
        return 5;
      }
    }
  }
  if (length === 11) {
    const text = field.read(t);
    if (isMbi(text.toUpperCase()) && !joinedRight(field, t)) {
      // Eleven characters in one run also come up in codes of other trades: small letters want a word beside them.
      const sure = text === text.toUpperCase() || field.near(flag.plan, start, start + length, labelReach);
      if (sure) field.add(start, start + length, 'HEALTH_PLAN', 0.9, 'mbi-format');
      return sure ? 1 : 0;
    }
  }
  if (length === 17 && isVin(field.read(t).toUpperCase())) {
    const keyword = field.near(flag.vehicle, start, start + length, labelReach);
    field.add(start, start + length, 'VEHICLE', keyword ? 0.6 : 0.3, keyword ? 'vehicle-keyword' : 'vin-format');
    return 1;
  }
  return 0;
}
