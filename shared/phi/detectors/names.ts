import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import type { Mark } from '../lexicon.ts';
import { kind } from '../tokens.ts';

/** Capitalised words that stand where a name would: "Patient Portal", "Name: Required". Folded. */
const notNames = new Set(
  `portal services service name information info care id safety advocate relations registration education experience access
satisfaction center centre support first rights bill form intake forms list record records history data chart number no
instructions summary visit visits appointment appointments reminder notice privacy consent agreement questionnaire survey
address phone email mail date birth age sex gender status account insurance payment balance statement room bed unit floor
department team staff doctor dr nurse physician provider md do rn np pa office clinic hospital medical health center pharmacy
lab results result report test tests the a an and or of for to in on at by from with is was are were has had have be will
please thank thanks dear hello hi regards sincerely best re fw fwd subject note notes new old male female mr mrs ms miss
required optional unknown none na tbd yes no anonymous required here see per our your his her their my we i you he she
they it this that these those monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday
nombre datos fecha edad sexo portal servicios atencion informacion el la los las un una de del y o en con por para su sus
es fue tiene lunes martes miercoles jueves viernes sabado domingo hoy estimado estimada gracias saludos
has been needs wants called asked advocacy navigator coordinator representative volume population community experience
satisfaction engagement monitoring protection affordable transport transfer flow count counts outcomes centered level
file files server user users type value table column field string object class function space tag server domain`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
const particles = new Set([
  'de',
  'la',
  'del',
  'van',
  'von',
  'der',
  'den',
  'bin',
  'al',
  'da',
  'dos',
  'di',
  'le',
  'st',
  'y',
  'los',
]);
/** Words of the lexicon that end a name even when they are capitalised. */
const stopFlags =
  flag.mrn |
  flag.mrnWeak |
  flag.dob |
  flag.medicalDate |
  flag.ssn |
  flag.phone |
  flag.fax |
  flag.plan |
  flag.health |
  flag.care |
  flag.icd |
  flag.account |
  flag.id |
  flag.npi |
  flag.years |
  flag.ageBefore |
  flag.device |
  flag.vehicle |
  flag.licence |
  flag.patient;

interface Name {
  readonly start: number;
  readonly end: number;
  readonly words: number;
  readonly lastToken: number;
}

function isNameWord(field: Field, t: number): boolean {
  if (field.kindOf(t) !== kind.word || !field.isCapital(t) || field.flagsOf(t) & stopFlags) return false;
  return !notNames.has(field.read(t).toLowerCase());
}

function isInitial(field: Field, t: number): boolean {
  return field.kindOf(t) === kind.word && field.endOf(t) - field.startOf(t) === 1 && field.isCapital(t);
}

/** One to four capitalised words, initials and particles among them; `mayTurn` allows `Roe, Jane`. */
function nameAt(field: Field, first: number, mayTurn: boolean): Name | undefined {
  let words = 0;
  let last = first - 1;
  let comma = false;
  for (let t = first; words < 4; ) {
    if (t > first && field.gap(t) > 1) break;
    if (isInitial(field, t)) {
      words++;
      last = t;
      if (field.sign(t + 1) === 0x2e && field.gap(t + 1) === 0) last = ++t;
      t++;
    } else if (isNameWord(field, t)) {
      words++;
      last = t++;
      while (field.sign(t) === 0x2d && field.gap(t) === 0 && isNameWord(field, t + 1) && field.gap(t + 1) === 0) {
        last = t + 1;
        t += 2;
      }
      if (
        mayTurn &&
        !comma &&
        words === 1 &&
        field.sign(t) === 0x2c &&
        (isNameWord(field, t + 1) || isInitial(field, t + 1))
      ) {
        comma = true;
        t++;
      }
    } else if (words > 0 && field.kindOf(t) === kind.word && particles.has(field.read(t).toLowerCase())) {
      if (!isNameWord(field, t + 1) && !(field.kindOf(t + 1) === kind.word && isNameWord(field, t + 2))) break;
      t++;
    } else break;
  }
  if (words === 0) return undefined;
  const end = field.endOf(last);
  const owner = /'s$/i.test(field.text.slice(end - 2, end)) ? 2 : 0;
  return { start: field.startOf(first), end: end - owner, words, lastToken: last };
}

/** A name without capitals behind a colon: two or three words up to the end of the line or a comma. */
function lowerNameAt(field: Field, first: number): Name | undefined {
  let t = first;
  while (t - first < 3 && field.kindOf(t) === kind.word && (t === first || field.gap(t) === 1)) {
    const word = field.read(t).toLowerCase();
    if (notNames.has(word) || field.flagsOf(t) !== 0 || word.length < 2) return undefined;
    t++;
  }
  const end = field.kindOf(t);
  if (t - first < 2 || (end !== 0 && end !== kind.line && ![0x2c, 0x3b, 0x28, 0x7c].includes(field.sign(t))))
    return undefined;
  return { start: field.startOf(first), end: field.endOf(t - 1), words: t - first, lastToken: t - 1 };
}

function isAllCapitals(field: Field, t: number): boolean {
  const text = field.read(t);
  return text.length > 1 && text === text.toUpperCase();
}

/**
 * "Jane Roe (MRN 445566)", "Maria Lopez, date of birth": two to four capitalised words right before the label of a
 * record number or birth date.
 */
function nameBefore(field: Field, mark: Mark): void {
  let t = mark.firstToken - 1;
  for (let signs = 0; signs < 2 && [0x2c, 0x28, 0x2d, 0x3b, 0x7c].includes(field.sign(t)); signs++) t--;
  const last = t;
  let words = 0;
  for (; words < 4; t--) {
    if (field.sign(t) === 0x2e && isInitial(field, t - 1)) t--;
    if (!isInitial(field, t) && !isNameWord(field, t)) break;
    words++;
    if (field.gap(t) !== 1) {
      t--;
      break;
    }
  }
  const first = t + 1;
  if (words < 2 || field.text.slice(field.endOf(last), mark.start).includes('\n') || isStaff(field, first)) return;
  for (let n = first; n <= last; n++) if (field.flagsOf(n) & ~flag.month) return;
  field.add(field.startOf(first), field.endOf(last), 'NAME', 0.65, 'name-beside');
}

/** Names that a label announces: "Patient: Jane Roe", "pt Roe, Jane", "Name: ...", "paciente Juana Perez". */
function labelledName(field: Field, mark: Mark): void {
  let t = mark.lastToken + 1;
  let colon = false;
  if (field.sign(t) === 0x2e && field.gap(t) === 0) t++;
  for (let n = 0; n < 3; n++) {
    const code = field.sign(t);
    if (code === 0x3a || code === 0x3d) colon = true;
    else if (colon ? ![0x2a, 0x22, 0x27, 0x28, 0x5f, 0x2d].includes(code) : ![0x2c, 0x28, 0x2d, 0x22].includes(code))
      break;
    t++;
  }
  if (field.kindOf(t) === kind.line && colon) t++;
  if (field.kindOf(t) === kind.word && /^(?:is|was|named|called|es|llamado|llamada|se|llama)$/i.test(field.read(t))) {
    t++;
    if (field.kindOf(t) === kind.word && /^llama$/i.test(field.read(t))) t++;
  }
  let titled = false;
  if (field.flagsOf(t) & flag.title) {
    titled = true;
    t++;
    if (field.sign(t) === 0x2e) t++;
  }
  if (field.startOf(t) - mark.end > 20) return;
  const name = nameAt(field, t, colon || isAllCapitals(field, t)) ?? (colon ? lowerNameAt(field, t) : undefined);
  if (!name) return;
  const patient = (mark.flags & flag.patient) !== 0;
  if (!colon && !titled && (!patient || name.words < 2)) return;
  if (patient) field.add(name.start, name.end, 'NAME', colon ? 0.75 : 0.65, 'name-patient');
  else field.add(name.start, name.end, 'NAME', field.contextNear(name.start, name.end) ? 0.6 : 0.4, 'name-label');
}

/** Names behind a title: "Mrs. Jane Roe"; behind "Dr." they are staff. */
function titledName(field: Field, mark: Mark): void {
  if (!field.isCapital(mark.firstToken)) return;
  let t = mark.lastToken + 1;
  if (field.sign(t) === 0x2e && field.gap(t) === 0) t++;
  if (field.gap(t) > 1) return;
  const name = nameAt(field, t, false);
  if (!name) return;
  if (mark.flags & flag.staff) {
    if (/^(?:dr|dra|doctor|doctora)$/i.test(field.text.slice(mark.start, mark.end))) {
      field.add(name.start, name.end, 'STAFF_NAME', 0.2, 'name-staff');
    }
  } else field.add(name.start, name.end, 'NAME', field.clinicalNear(name.start, name.end) ? 0.6 : 0.3, 'name-title');
}

/** "Sarah P." within clinical text: how clinicians shorten a patient's name. Returns whether it was one. */
function shortName(field: Field, t: number): boolean {
  if (!isInitial(field, t + 1) || field.gap(t + 1) !== 1 || field.sign(t + 2) !== 0x2e || field.gap(t + 2) !== 0)
    return false;
  if (!isNameWord(field, t) || field.endOf(t) - field.startOf(t) < 3 || field.flagsOf(t) !== 0 || isStaff(field, t))
    return false;
  const [start, end] = [field.startOf(t), field.endOf(t + 2)];
  const person = field.near(flag.patientContext | flag.years | flag.title | flag.medicalDate, start, end, 120);
  if (!person || !field.healthNear(start, end)) return false;
  field.add(start, end, 'NAME', 0.6, 'name-clinical');
  return true;
}

/** Whether "Dr." or the like stands right before the token. */
function isStaff(field: Field, t: number): boolean {
  const before = field.markOf(t - 1) ?? field.markOf(t - 2);
  return before !== undefined && (before.flags & flag.staff) !== 0 && field.startOf(t) - before.end <= 2;
}

const personBefore = flag.patientContext | flag.years | flag.person;
const openers = new Set(['for', 'named', 'on', 'of', 'para']);

/**
 * "a 70-year-old male with lung cancer, John Smith, who was admitted": two or three capitalised words that a comma, a
 * bracket or "for" sets off, after words about a person, in clinical text.
 */
function proseName(field: Field, t: number): void {
  const before = field.sign(t - 1);
  const opener = field.kindOf(t - 1) === kind.word && openers.has(field.read(t - 1).toLowerCase());
  if (before !== 0x2c && before !== 0x28 && !opener) return;
  if (field.flagsOf(t) !== 0 || isStaff(field, t)) return;
  const name = nameAt(field, t, false);
  if (!name || name.words < 2 || name.words > 3) return;
  for (let n = t; n <= name.lastToken; n++) if (field.flagsOf(n) !== 0) return;
  const next = field.kindOf(name.lastToken + 1);
  const closed =
    next === kind.sign ? ',().;?:'.includes(field.read(name.lastToken + 1)) : next === kind.line || next === 0;
  if (!closed && !(next === kind.word && !field.isCapital(name.lastToken + 1) && before === 0x2c)) return;
  const person = field.before(personBefore, name.start, 90);
  if (!person && !(opener && field.after(flag.patientContext, name.end, 12))) return;
  if (person && /[.?!]\s/.test(field.text.slice(person.end, name.start))) return;
  if (field.healthNear(name.start, name.end)) field.add(name.start, name.end, 'NAME', 0.6, 'name-clinical');
}

/** Names by label, title or form. */
export function detectNames(field: Field): void {
  for (const mark of field.marks) {
    if (mark.flags & (flag.patient | flag.nameLabel)) labelledName(field, mark);
    else if (mark.flags & (flag.title | flag.staff)) titledName(field, mark);
    else if (mark.flags & (flag.mrn | flag.mrnWeak | flag.dob)) nameBefore(field, mark);
  }
}

/** Names that only their form and the clinical text around them give away; `t` begins with a capital. */
export function detectClinicalName(field: Field, t: number): void {
  if (!shortName(field, t)) proseName(field, t);
}
