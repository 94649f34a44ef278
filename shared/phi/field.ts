import type { FindingType } from '../model/finding.ts';
import { fillers, flag, lexicon } from './keywords.ts';
import type { Mark } from './lexicon.ts';
import { contextReach } from './limits.ts';
import type { ReasonCode } from './reasons.ts';
import { healthSets } from './terms.ts';
import { kind, type Tokens, tokenise } from './tokens.ts';

/** A hit in normalised text, before overlaps are settled. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly type: FindingType;
  readonly confidence: number;
  readonly reason: ReasonCode;
}

const healthContext = flag.health | flag.icd;
const anyContext = healthContext | flag.care | flag.patientContext;

const recordContext = flag.mrn | flag.mrnWeak | flag.dob;
/** How far a telephone number or address stands from the record number or birth date of the same person. */
const recordReach = 120;
const careSet = healthSets.indexOf('care') + 1;

function isClinical(mark: Mark): boolean {
  return (mark.flags & flag.health) !== 0 && mark.value !== careSet;
}

/** Stands for `isClinical` where flags are asked for. */
const clinical = -1;

/** Index of the first mark of `list` that begins at or after `pos`. */
function firstFrom(list: readonly Mark[], pos: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < pos) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One normalised text with its tokens and marks: what every detector asks its questions to. */
export class Field {
  readonly text: string;
  readonly tokens: Tokens;
  readonly marks: readonly Mark[];
  readonly found: Candidate[] = [];
  /** Index of the mark that covers a token, or -1. */
  readonly #markOf: Int32Array;
  readonly #lists = new Map<number, readonly Mark[]>();

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenise(text);
    this.marks = lexicon.marks(text, this.tokens);
    this.#markOf = new Int32Array(this.tokens.count).fill(-1);
    this.marks.forEach((mark, i) => {
      for (let t = mark.firstToken; t <= mark.lastToken; t++) this.#markOf[t] = i;
    });
  }

  add(start: number, end: number, type: FindingType, confidence: number, reason: ReasonCode): void {
    this.found.push({ start, end, type, confidence, reason });
  }

  kindOf(token: number): number {
    return token >= 0 && token < this.tokens.count ? (this.tokens.kinds[token] ?? 0) : 0;
  }

  startOf(token: number): number {
    return this.tokens.starts[token] ?? this.text.length;
  }

  endOf(token: number): number {
    return this.tokens.ends[token] ?? this.text.length;
  }

  /** Text of a token, or of a run of tokens. */
  read(first: number, last = first): string {
    return this.text.slice(this.startOf(first), this.endOf(last));
  }

  /** Code of a sign; 0 for any other token. */
  sign(token: number): number {
    return this.kindOf(token) === kind.sign ? this.text.charCodeAt(this.startOf(token)) : 0;
  }

  /** Blanks before a token; large at the ends of the text. */
  gap(token: number): number {
    if (token <= 0 || token >= this.tokens.count) return 1000;
    return this.startOf(token) - this.endOf(token - 1);
  }

  flagsOf(token: number): number {
    const mark = this.#markOf[token];
    return mark === undefined || mark === -1 ? 0 : (this.marks[mark]?.flags ?? 0);
  }

  markOf(token: number): Mark | undefined {
    const mark = this.#markOf[token];
    return mark === undefined || mark === -1 ? undefined : this.marks[mark];
  }

  isFiller(token: number): boolean {
    return this.kindOf(token) === kind.word && fillers.word(this.text, this.startOf(token), this.endOf(token)) !== -1;
  }

  /** Marks with one of `flags`, in order. Made once for each question, so that asking again costs a binary search. */
  #with(flags: number): readonly Mark[] {
    let list = this.#lists.get(flags);
    if (!list) {
      list = flags === clinical ? this.marks.filter(isClinical) : this.marks.filter((mark) => mark.flags & flags);
      this.#lists.set(flags, list);
    }
    return list;
  }

  /** The nearest mark before `start` with one of `flags`, ending at most `reach` before it. */
  before(flags: number, start: number, reach: number): Mark | undefined {
    const list = this.#with(flags);
    const mark = list[firstFrom(list, start) - 1];
    return mark && mark.end >= start - reach && mark.end <= start ? mark : undefined;
  }

  /** The nearest mark after `end` with one of `flags`, beginning at most `reach` behind it. */
  after(flags: number, end: number, reach: number): Mark | undefined {
    const list = this.#with(flags);
    const mark = list[firstFrom(list, end)];
    return mark && mark.start <= end + reach ? mark : undefined;
  }

  near(flags: number, start: number, end: number, reach: number): boolean {
    return this.before(flags, start, reach) !== undefined || this.after(flags, end, reach) !== undefined;
  }

  /** A health term or diagnosis label within the context window. */
  healthNear(start: number, end: number): boolean {
    return this.near(healthContext, start, end, contextReach);
  }

  /** Anything that speaks of care within the context window. */
  contextNear(start: number, end: number): boolean {
    return this.near(anyContext, start, end, contextReach);
  }

  /** A diagnosis, drug, test or sensitive topic within the window; words of care in general are not enough. */
  clinicalNear(start: number, end: number): boolean {
    return this.near(clinical, start, end, contextReach);
  }

  /** A word that belongs to one patient's record stands close: a record number's or birth date's label. */
  recordNear(start: number, end: number): boolean {
    return this.near(recordContext, start, end, recordReach);
  }

  patientNear(start: number, end: number): boolean {
    return this.near(flag.patientContext, start, end, contextReach);
  }

  isCapital(token: number): boolean {
    const first = this.text.charAt(this.startOf(token));
    return first !== first.toLowerCase();
  }
}
