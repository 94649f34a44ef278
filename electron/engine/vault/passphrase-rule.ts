import { ProblemError } from '../../../shared/contract/problem.ts';
import { PASSPHRASE_MIN, PASSPHRASE_MIN_BESIDE_NAME, PASSPHRASE_MIN_DISTINCT } from './limits.ts';

/**
 * Refuses a passphrase that is short, or long only in looks: one piece repeated, a run like `abcdef` or `987654`, few
 * different characters, or the person's own name. No character classes and no word list: they push people towards
 * notes under the keyboard (NIST SP 800-63B section 5.1.1.2).
 *
 * @throws ProblemError `passphrase-weak`
 */
export function assertStrong(passphrase: string, displayName: string): void {
  const folded = [...passphrase.normalize('NFKC').toLowerCase()];
  const hint = 'Four unrelated words make a passphrase that is easy to remember and hard to guess.';
  if (folded.length < PASSPHRASE_MIN) {
    throw new ProblemError('passphrase-weak', `This is shorter than ${PASSPHRASE_MIN} characters.`, hint, {
      details: { minimum: PASSPHRASE_MIN },
    });
  }
  if (
    period(folded) < PASSPHRASE_MIN ||
    new Set(folded).size < PASSPHRASE_MIN_DISTINCT ||
    steps(folded) > folded.length / 2
  ) {
    throw new ProblemError('passphrase-weak', 'This repeats itself or follows a simple row.', hint);
  }
  let rest = folded.join('');
  for (const word of displayName.normalize('NFKC').toLowerCase().split(/\s+/)) {
    if (word.length > 2) rest = rest.replaceAll(word, '');
  }
  if ([...rest].length < PASSPHRASE_MIN_BESIDE_NAME) {
    throw new ProblemError('passphrase-weak', 'This is little more than the name of the profile.', hint);
  }
}

/** Length of the shortest piece whose repetition gives the text. */
function period(text: readonly string[]): number {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.every((char, index) => char === text[index % length])) return length;
  }
  return text.length;
}

/** How many characters only follow their neighbour in the alphabet or the row of digits, up or down, or repeat it. */
function steps(text: readonly string[]): number {
  return text.filter((char, index) => {
    if (index === 0) return false;
    const distance = (char.codePointAt(0) ?? 0) - ((text[index - 1] ?? '').codePointAt(0) ?? 0);
    return Math.abs(distance) <= 1;
  }).length;
}
