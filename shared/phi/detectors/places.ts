import type { Field } from '../field.ts';
import { flag } from '../keywords.ts';
import { kind } from '../tokens.ts';

const maxStreetWords = 5;
const states = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR'.split(
    ' ',
  ),
);

/** "12 N. Main Street, Springfield, IL 62704": number, words, kind of street; then perhaps state and ZIP. */
export function detectStreet(field: Field, t: number): number {
  const following = field.kindOf(t + 1);
  if ((following !== kind.word && following !== kind.mixed) || field.gap(t + 1) !== 1) return 0;
  if (field.endOf(t) - field.startOf(t) > 6 || field.text.charCodeAt(field.startOf(t)) === 0x30) return 0;
  const before = field.sign(t - 1);
  if (field.gap(t) === 0 && before !== 0 && before !== 0x28 && before !== 0x22) return 0;
  let next = t + 1;
  for (let words = 0; words <= maxStreetWords; words++) {
    if (field.gap(next) !== 1) return 0;
    const what = field.kindOf(next);
    if (what !== kind.word && what !== kind.mixed) return 0;
    const capital = what === kind.mixed || field.isCapital(next);
    const street = (field.flagsOf(next) & flag.street) !== 0;
    if (words > 0 && street && capital) {
      const more = field.flagsOf(next + 1) & flag.street && field.gap(next + 1) === 1 && field.isCapital(next + 1);
      if (!more) return finish(field, t, next);
    }
    if (!capital) return 0;
    next++;
    if (field.sign(next) === 0x2e && field.gap(next) === 0) next++;
  }
  return 0;
}

function finish(field: Field, first: number, streetToken: number): number {
  let last = streetToken;
  let zip = false;
  for (let t = streetToken + 1; t <= streetToken + 12; t++) {
    if (field.kindOf(t) === 0 || field.startOf(t) - field.endOf(streetToken) > 60) break;
    if (field.kindOf(t) === kind.word && states.has(field.read(t)) && field.kindOf(t + 1) === kind.number) {
      if (/^\d{5}$/.test(field.read(t + 1))) {
        last = t + 1;
        zip = true;
        if (field.sign(t + 2) === 0x2d && /^\d{4}$/.test(field.read(t + 3)) && field.gap(t + 2) === 0) last = t + 3;
      }
      break;
    }
  }
  // The finding stays on its line, because lines are the units of the scan.
  if (field.text.slice(field.endOf(streetToken), field.endOf(last)).includes('\n')) last = streetToken;
  const [start, end] = [field.startOf(first), field.endOf(last)];
  const own = field.recordNear(start, end);
  field.add(start, end, 'ADDRESS', own ? 0.6 : zip ? 0.5 : 0.4, own ? 'address-patient' : 'address-street');
  return last - first + 1;
}

/** "Calle Mayor 12", "Avenida de la Paz, 7". */
export function detectCalle(field: Field, t: number): void {
  if (!field.isCapital(t)) return;
  for (let next = t + 1, words = 0; words <= maxStreetWords; next++) {
    if (field.kindOf(next) === kind.number && words > 0) {
      const [start, end] = [field.startOf(t), field.endOf(next)];
      if (end - field.startOf(next) > 5) return;
      const own = field.recordNear(start, end);
      field.add(start, end, 'ADDRESS', own ? 0.6 : 0.4, own ? 'address-patient' : 'address-street');
      return;
    }
    if (field.sign(next) === 0x2c || field.sign(next) === 0x23) continue;
    if (field.kindOf(next) !== kind.word || field.gap(next) !== 1) return;
    words++;
  }
}
