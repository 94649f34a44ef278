import { maxPhraseChars, maxPhraseWords } from './limits.ts';
import { kind, type Tokens } from './tokens.ts';

/** Length of the fold table: Latin with its extensions. Further characters fold to themselves. */
const foldSize = 0x250;
const foldTable = new Uint16Array(foldSize);
for (let code = 0; code < foldSize; code++) {
  foldTable[code] = String.fromCharCode(code).normalize('NFD').toLowerCase().charCodeAt(0);
}

/** Lower case without diacritics, one code unit to one code unit, so that offsets stay. */
export function foldCode(code: number): number {
  return code < foldSize ? (foldTable[code] ?? code) : code;
}

/** Folds a string by `foldCode`. */
export function fold(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(foldCode(text.charCodeAt(i)));
  return out;
}

/** A phrase that was met: token range, and what it means. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly firstToken: number;
  readonly lastToken: number;
  readonly flags: number;
  readonly value: number;
}

interface Node {
  readonly next: Map<number, Node>;
  flags: number;
  value: number;
  final: boolean;
}

/**
 * Words and phrases with flags, found in one pass over tokens. Words are hashed in place: nothing is allocated for a
 * word that is not in the list, whatever the text.
 */
export class Lexicon {
  readonly #words: string[] = [];
  #table = new Int32Array(0);
  #mask = 0;
  readonly #root: Node = { next: new Map(), flags: 0, value: 0, final: false };

  /** Entries are `[phrase, flags, value]`; the same phrase twice joins its flags, and a value that is not 0 wins. */
  constructor(entries: Iterable<readonly [phrase: string, flags: number, value: number]>) {
    const ids = new Map<string, number>();
    for (const [phrase, flags, value] of entries) {
      const words = fold(phrase).match(/[\p{L}\p{N}']+/gu) ?? [];
      let node = this.#root;
      for (const word of words) {
        let id = ids.get(word);
        if (id === undefined) {
          id = this.#words.length;
          ids.set(word, id);
          this.#words.push(word);
        }
        let child = node.next.get(id);
        if (!child) {
          child = { next: new Map(), flags: 0, value: 0, final: false };
          node.next.set(id, child);
        }
        node = child;
      }
      node.final = true;
      node.flags |= flags;
      if (value !== 0) node.value = value;
    }
    this.#build();
  }

  #build(): void {
    let size = 64;
    while (size < this.#words.length * 4) size *= 2;
    this.#mask = size - 1;
    this.#table = new Int32Array(size).fill(-1);
    this.#words.forEach((word, id) => {
      let slot = this.#hash(word, 0, word.length) & this.#mask;
      while (this.#table[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#table[slot] = id;
    });
  }

  #hash(text: string, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ foldCode(text.charCodeAt(i)), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  #find(text: string, start: number, end: number): number {
    const length = end - start;
    let slot = this.#hash(text, start, end) & this.#mask;
    for (;;) {
      const id = this.#table[slot] ?? -1;
      if (id === -1) return -1;
      const word = this.#words[id] ?? '';
      if (word.length === length) {
        let i = 0;
        while (i < length && word.charCodeAt(i) === foldCode(text.charCodeAt(start + i))) i++;
        if (i === length) return id;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Id of a word as written, without a possessive `'s`, or without a plural `s`; -1 when it is not listed. */
  word(text: string, start: number, end: number): number {
    if (end - start > 30) return -1;
    const id = this.#find(text, start, end);
    if (id !== -1 || end - start < 4 || foldCode(text.charCodeAt(end - 1)) !== 0x73) return id;
    const cut = text.charCodeAt(end - 2) === 0x27 ? end - 2 : end - 1;
    return this.#find(text, start, cut);
  }

  /** All phrases, longest first at each place, none inside another, in order. A phrase never crosses a line. */
  marks(text: string, tokens: Tokens): Mark[] {
    const marks: Mark[] = [];
    const { count, kinds, starts, ends } = tokens;
    for (let t = 0; t < count; t++) {
      const first = kinds[t];
      if (first !== kind.word && first !== kind.mixed) continue;
      const start = starts[t] ?? 0;
      const id = this.word(text, start, ends[t] ?? 0);
      if (id === -1) continue;
      let node = this.#root.next.get(id);
      let last = t;
      let found: Node | undefined;
      let foundAt = t;
      for (let words = 1; node; words++) {
        if (node.final) {
          found = node;
          foundAt = last;
        }
        if (words === maxPhraseWords || node.next.size === 0) break;
        let n = last + 1;
        // "follow-up", "d.o.b.", "y/o": one joining sign between two words of a phrase.
        if (n + 1 < count && kinds[n] === kind.sign) {
          const sign = text.charCodeAt(starts[n] ?? 0);
          if (sign === 0x2d || sign === 0x2e || sign === 0x2f || sign === 0x27) n++;
        }
        const next = kinds[n];
        if (n >= count || (next !== kind.word && next !== kind.mixed)) break;
        if ((ends[n] ?? 0) - start > maxPhraseChars) break;
        const nextId = this.word(text, starts[n] ?? 0, ends[n] ?? 0);
        if (nextId === -1) break;
        node = node.next.get(nextId);
        last = n;
      }
      if (!found) continue;
      marks.push({
        start,
        end: ends[foundAt] ?? 0,
        firstToken: t,
        lastToken: foundAt,
        flags: found.flags,
        value: found.value,
      });
      t = foundAt;
    }
    return marks;
  }
}
