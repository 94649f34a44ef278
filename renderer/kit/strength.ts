export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'good';

/** The engine refuses less (electron/engine/vault); saying so while one types saves a round trip. */
const SHORTEST = 12;
/** Guesses that a stolen disk with a stolen keychain must stand at Argon2id's price: 2^45 is years, 2^60 is not worth it. */
const FAIR_BITS = 45;
const GOOD_BITS = 60;
/** A word that somebody picks themselves is worth about this much, whatever its length. */
const BITS_PER_WORD = 13;

/** Characters that neither repeat nor follow their neighbour: "aaaa" and "1234" say little more than "a" and "1". */
function surprises(text: string): number {
  const points = [...text].map((char) => char.codePointAt(0) ?? 0);
  return points.filter((point, at) => at === 0 || Math.abs(point - (points[at - 1] ?? 0)) > 1).length;
}

/**
 * An honest, rough estimate, and on the low side: words count as words a person would choose, other text by its kinds
 * of characters, the person's own name not at all.
 */
export function strengthOf(passphrase: string, name: string): Strength {
  const folded = passphrase.normalize('NFKC').toLowerCase();
  if (folded === '') return 'empty';
  if ([...folded].length < SHORTEST) return 'short';
  let rest = folded;
  for (const word of name.normalize('NFKC').toLowerCase().split(/\s+/)) {
    if (word.length > 2) rest = rest.replaceAll(word, ' ');
  }
  const words = [...new Set(rest.split(/[^\p{L}\p{M}]+/u).filter((word) => surprises(word) >= 3))];
  const others = [...new Set(rest.replace(/[\p{L}\p{M}\s]/gu, ''))].length;
  const byWords = words.length * BITS_PER_WORD + others * 3;
  // One long run without blanks may be random letters; then each is worth more, but not if few differ.
  const distinct = new Set(rest.replace(/\s/g, '')).size;
  const mixed = /\d/.test(passphrase) && passphrase !== folded;
  const byLetters = words.length <= 1 ? Math.min(surprises(rest), distinct * 1.5) * (mixed ? 4 : 2.5) : 0;
  const bits = Math.max(byWords, byLetters);
  return bits >= GOOD_BITS || words.length >= 5 ? 'good' : bits >= FAIR_BITS ? 'fair' : 'weak';
}
