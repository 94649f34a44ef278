/** Kinds of token. */
export const kind = { word: 1, number: 2, mixed: 3, sign: 4, line: 5 } as const;

/** Tokens of a text as columns. Blanks are no tokens: they show as gaps between `ends[i]` and `starts[i + 1]`. */
export interface Tokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const letterClass = 1;
const digitClass = 2;
const blankClass = 3;
const lineClass = 4;
const signClass = 5;
const asciiClass = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) asciiClass[code] = letterClass;
  else if (code >= 48 && code <= 57) asciiClass[code] = digitClass;
  else if (code === 10) asciiClass[code] = lineClass;
  else if (code <= 32) asciiClass[code] = blankClass;
  else asciiClass[code] = signClass;
}
const letter = /\p{L}|\p{M}/u;

/** Class of a code unit beyond ASCII, asked once each: surrogates count as letters, so a pair is never torn. */
const wideClass = new Uint8Array(0x10000);
function classOf(code: number): number {
  if (code < 128) return asciiClass[code] ?? signClass;
  let known = wideClass[code] ?? 0;
  if (known === 0) {
    known = (code >= 0xd800 && code <= 0xdfff) || letter.test(String.fromCharCode(code)) ? letterClass : signClass;
    wideClass[code] = known;
  }
  return known;
}

/**
 * Cuts text into tokens in one pass: words (letters, with an apostrophe inside), numbers (digits), mixed runs of both
 * (`E11`, `1EG4`), single signs, line ends.
 */
export function tokenise(text: string): Tokens {
  const length = text.length;
  let capacity = (length >> 2) + 64;
  let kinds = new Uint8Array(capacity);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;
  let i = 0;
  while (i < length) {
    const first = classOf(text.charCodeAt(i));
    if (first === blankClass) {
      i++;
      continue;
    }
    const start = i++;
    let what: number = kind.sign;
    if (first === lineClass) what = kind.line;
    else if (first !== signClass) {
      let letters = first === letterClass;
      let digits = first === digitClass;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        const next = classOf(code);
        if (next === letterClass) letters = true;
        else if (next === digitClass) digits = true;
        else if (code === 0x27 && !digits && i + 1 < length && classOf(text.charCodeAt(i + 1)) === letterClass)
          continue;
        else break;
      }
      what = letters ? (digits ? kind.mixed : kind.word) : kind.number;
    }
    if (count === capacity) {
      capacity = Math.max(capacity * 2, count + 64);
      kinds = grow(kinds, new Uint8Array(capacity));
      starts = grow(starts, new Int32Array(capacity));
      ends = grow(ends, new Int32Array(capacity));
    }
    kinds[count] = what;
    starts[count] = start;
    ends[count] = i;
    count++;
  }
  return { count, kinds, starts, ends };
}

function grow<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
