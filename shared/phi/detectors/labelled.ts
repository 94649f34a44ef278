import type { FindingType } from '../../model/finding.ts';
import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import type { Mark } from '../lexicon.ts';
import { contextReach, labelReach } from '../limits.ts';
import type { ReasonCode } from '../reasons.ts';
import { kind } from '../tokens.ts';
import { isDate, isDea, isMbi, isNanp, isNpi, isSsn, isVin } from '../validate.ts';

/** A value that stands behind its label. */
interface Value {
  readonly start: number;
  readonly end: number;
  /** Without separators, in capitals. */
  readonly bare: string;
  readonly digits: number;
}

const maxValueLength = 26;
const maxSkippedTokens = 7;

/**
 * The identifier behind a label: signs and words like "number is" are skipped, at most one line end; the value is a run
 * of digits and capital letters, joined by dashes, dots or slashes without blanks.
 */
function valueAfter(field: Field, mark: Mark): Value | undefined {
  let t = mark.lastToken + 1;
  let lines = 0;
  for (let skipped = 0; ; t++, skipped++) {
    const what = field.kindOf(t);
    if (what === 0 || skipped > maxSkippedTokens || field.startOf(t) - mark.end > labelReach) return undefined;
    if (what === kind.number || what === kind.mixed) break;
    if (what === kind.line) {
      if (++lines > 1) return undefined;
    } else if (what === kind.sign) {
      if (!':#=.-*()[]|"\'_&;\u00ba\u00b0>'.includes(field.read(t))) return undefined;
    } else if (isPrefix(field, t)) break;
    else if (!field.isFiller(t)) return undefined;
  }
  let last = t;
  while (isJoin(field.sign(last + 1)) && field.gap(last + 1) === 0 && field.gap(last + 2) === 0) {
    const next = field.kindOf(last + 2);
    if (next !== kind.number && next !== kind.mixed && !(next === kind.word && isUpper(field.read(last + 2)))) break;
    last += 2;
    if (field.endOf(last) - field.startOf(t) > maxValueLength) return undefined;
  }
  const start = field.startOf(t);
  const end = field.endOf(last);
  if (end - start > maxValueLength) return undefined;
  const bare = field.text
    .slice(start, end)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return { start, end, bare, digits: bare.replaceAll(/\D/g, '').length };
}

function isJoin(code: number): boolean {
  return code === 0x2d || code === 0x2e || code === 0x2f || code === 0x5f;
}

function isUpper(text: string): boolean {
  return text.length <= 6 && text === text.toUpperCase();
}

/** "UCSF-12345", "MRN-A-5512": capitals that a dash joins to digits. */
function isPrefix(field: Field, t: number): boolean {
  return (
    isUpper(field.read(t)) &&
    (field.sign(t + 1) === 0x2d || field.sign(t + 1) === 0x5f) &&
    field.gap(t + 1) === 0 &&
    field.gap(t + 2) === 0 &&
    (field.kindOf(t + 2) === kind.number || field.kindOf(t + 2) === kind.mixed)
  );
}

/** Whether the value is a date or a telephone number by its looks, which a weak label does not make an identifier. */
function looksOtherwise(text: string): boolean {
  const groups = text.split(/[-./]/).map(Number);
  const [a = 0, b = 0, c = 0] = groups;
  if (groups.length === 3 && (isDate(c, a, b) || isDate(c, b, a) || (a > 99 && isDate(a, b, c)))) return true;
  return /^\d{3}[-.]\d{3}[-.]\d{4}$/.test(text) && isNanp(text.replaceAll(/\D/g, ''));
}

interface Rule {
  readonly flags: number;
  readonly type: FindingType;
  readonly reason: ReasonCode;
  readonly confidence: number;
  /** Confidence when a health term is near; the same when absent. */
  readonly withHealth?: number;
  /** Confidence when words about a person under care are near; numbers of things and bills stay as they are. */
  readonly withPatient?: number;
  accept(value: Value, text: string): boolean;
}

const rules: readonly Rule[] = [
  {
    flags: flag.mrn,
    type: 'MRN',
    reason: 'mrn-keyword',
    confidence: 0.9,
    accept: (value, text) => value.digits >= 4 && value.bare.length <= 18 && !/^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(text),
  },
  {
    flags: flag.npi,
    type: 'NPI',
    reason: 'npi-keyword',
    confidence: 0.5,
    accept: (value) => isNpi(value.bare),
  },
  {
    flags: flag.dea,
    type: 'LICENSE',
    reason: 'dea-keyword',
    confidence: 0.4,
    accept: (value) => isDea(value.bare),
  },
  {
    flags: flag.ssn,
    type: 'SSN',
    reason: 'ssn-keyword',
    confidence: 0.95,
    accept: (value, text) => /^(?:\d{9}|\d{3}([-.])\d{2}\1\d{4})$/.test(text) && isSsn(value.bare),
  },
  {
    // Mistyped, or a taxpayer number (9xx): the writer says what it is.
    flags: flag.ssn,
    type: 'SSN',
    reason: 'ssn-label',
    confidence: 0.7,
    accept: (_value, text) => /^\d{3}([-.])\d{2}\1\d{4}$/.test(text),
  },
  {
    flags: flag.ssn,
    type: 'SSN',
    reason: 'ssn-last-four',
    confidence: 0.6,
    accept: (_value, text) => /^\d{4}$/.test(text),
  },
  {
    flags: flag.plan,
    type: 'HEALTH_PLAN',
    reason: 'plan-keyword',
    confidence: 0.7,
    withHealth: 0.8,
    accept: (value, text) => (isMbi(value.bare) || isPlanId(value)) && !looksOtherwise(text),
  },
  {
    flags: flag.mrnWeak,
    type: 'MRN',
    reason: 'record-keyword',
    confidence: 0.6,
    withHealth: 0.7,
    accept: (value, text) => value.digits >= 4 && value.bare.length <= 14 && !looksOtherwise(text),
  },
  {
    flags: flag.planWeak,
    type: 'HEALTH_PLAN',
    reason: 'plan-keyword',
    confidence: 0.4,
    withHealth: 0.6,
    accept: (value, text) => isPlanId(value) && !looksOtherwise(text),
  },
  {
    flags: flag.licence,
    type: 'LICENSE',
    reason: 'licence-keyword',
    confidence: 0.5,
    withHealth: 0.6,
    accept: (value, text) => value.digits >= 5 && value.bare.length <= 15 && !looksOtherwise(text),
  },
  {
    flags: flag.vehicle,
    type: 'VEHICLE',
    reason: 'vehicle-keyword',
    confidence: 0.5,
    withHealth: 0.6,
    accept: (value) => isVin(value.bare) || /^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{5,8}$/.test(value.bare),
  },
  {
    flags: flag.device,
    type: 'DEVICE',
    reason: 'device-keyword',
    confidence: 0.4,
    withPatient: 0.6,
    accept: (value) => value.digits >= 4 && value.bare.length <= 20,
  },
  {
    flags: flag.account,
    type: 'ACCOUNT',
    reason: 'account-keyword',
    confidence: 0.4,
    withPatient: 0.6,
    accept: (value, text) => value.digits >= 5 && value.bare.length <= 20 && !looksOtherwise(text),
  },
  {
    flags: flag.id,
    type: 'OTHER_ID',
    reason: 'id-keyword',
    confidence: 0.3,
    withPatient: 0.6,
    accept: (value, text) => value.digits >= 5 && value.bare.length <= 16 && !looksOtherwise(text),
  },
];

/** Member numbers: 6 to 17 letters and digits, at least three of them digits. */
function isPlanId(value: Value): boolean {
  return value.bare.length >= 6 && value.bare.length <= 17 && value.digits >= 3;
}

function confidenceOf(field: Field, rule: Rule, mark: Mark, value: Value): number {
  if (rule.withHealth !== undefined && field.healthNear(mark.start, value.end)) return rule.withHealth;
  if (rule.withPatient !== undefined && field.near(aboutPerson, mark.start, value.end, contextReach)) {
    if (field.healthNear(mark.start, value.end)) return rule.withPatient;
  }
  return rule.confidence;
}

const aboutPerson = flag.patientContext | flag.years | flag.person;

const labelled = rules.reduce((all, rule) => all | rule.flags, 0);

/** Labels that mean a person even as a parameter of a web address. */
const personal = flag.mrn | flag.mrnWeak | flag.ssn | flag.dob;

/** `?id=4711`: a parameter of a web address, which numbers things of every kind. */
function isParameter(field: Field, mark: Mark): boolean {
  const before = field.text.charCodeAt(mark.start - 1);
  return (before === 0x3f || before === 0x26) && field.text.charCodeAt(mark.end) === 0x3d;
}

/** Identifiers that only their label tells apart from any other number. */
export function detectLabelled(field: Field): void {
  for (const mark of field.marks) {
    if (!(mark.flags & labelled) || (!(mark.flags & personal) && isParameter(field, mark))) continue;
    const value = valueAfter(field, mark);
    if (!value || value.digits === 0 || (value.digits < 3 && !(mark.flags & flag.vehicle))) continue;
    const text = field.text.slice(value.start, value.end);
    for (const rule of rules) {
      if (!(mark.flags & rule.flags) || !rule.accept(value, text)) continue;
      field.add(value.start, value.end, rule.type, confidenceOf(field, rule, mark, value), rule.reason);
      break;
    }
  }
}
