import type { Field } from './field.ts';
import { kind } from './tokens.ts';

const digitMark = 0x23;
const letterMark = 0x40;

/**
 * The form of a clinic's record numbers: `#` stands for a digit, `@` for a letter, anything else for itself, so
 * `H-######` or `@@####`. Not a regular expression, because a policy file must not be able to stall the window.
 */
export class RecordPattern {
  readonly #mask: string;
  readonly #telling: boolean;

  constructor(mask: string) {
    this.#mask = mask.slice(0, 40);
    this.#telling = /[^#\s]/.test(this.#mask);
  }

  /** Adds an MRN when the pattern begins at a token and ends at the end of one. */
  detect(field: Field, t: number): void {
    const mask = this.#mask;
    const start = field.startOf(t);
    const { text } = field;
    if (mask.length === 0 || start + mask.length > text.length) return;
    const before = t > 0 && field.gap(t) === 0 ? field.kindOf(t - 1) : 0;
    if (before === kind.number || before === kind.word || before === kind.mixed) return;
    for (let i = 0; i < mask.length; i++) {
      const want = mask.charCodeAt(i);
      const have = text.charCodeAt(start + i);
      const isDigit = have >= 48 && have <= 57;
      const isLetter = (have | 32) >= 97 && (have | 32) <= 122;
      if (want === digitMark ? !isDigit : want === letterMark ? !isLetter : (want | 32) !== (have | 32)) return;
    }
    const end = start + mask.length;
    if (/[\p{L}\p{N}]/u.test(text.charAt(end))) return;
    field.add(start, end, 'MRN', this.#telling ? 0.9 : 0.6, 'mrn-pattern');
  }
}
