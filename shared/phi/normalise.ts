import { htmlToText } from './html.ts';
import { wrappedLineLength } from './limits.ts';

/** One line after normalisation. */
export interface Line {
  /** The line as given, without its line end. */
  readonly source: string;
  readonly text: string;
  /** Start and end in `source` of each code unit of `text`; `null` when both are equal. */
  readonly starts: Uint32Array | null;
  readonly ends: Uint32Array | null;
  /** Depth of `>` quoting, taken off. */
  readonly quote: number;
}

/** A text ready for the detectors, and the way back to the field as it was given. */
export interface Normalised {
  readonly text: string;
  /** Range of the given field for a range of `text`. */
  original(start: number, end: number): { start: number; end: number };
}

/** What needs no work: no quote sign in front, and only ASCII and Latin letters and signs that NFKC leaves alone. */
const plain =
  /^[\x20-\x3d\x3f-\x5f\x61-\x7e\u00a1-\u00a7\u00ab\u00b0\u00b1\u00bb\u00bf-\u0131][\t\x20-\x5f\x61-\x7e\u00a1-\u00a7\u00ab\u00b0\u00b1\u00bb\u00bf-\u0131]*$/;
const quoteShape = /^(?:[ \t]{0,2}>)+[ \t]?/;
/** Every kind of dash and minus that people or word processors put into numbers. */
const dash = /[\u2010-\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d]/u;
const apostrophe = /[\u2018\u2019\u201b\u02bc\u0060\u00b4]/u;
/** Not seen, but it breaks a pattern: zero-width signs, direction marks, soft hyphen, variation selectors, tags. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\u200e\u200f\u202a-\u202e]/u;
const blank = /[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;

const mark = /\p{M}/u;
/** Marks on one character that are looked at; Unicode's stream-safe format allows as many (UAX 15 section 13). */
const maxMarks = 30;

const emptyLine: Line = { source: '', text: '', starts: null, ends: null, quote: 0 };

/** Normalises one line: quote signs off, NFKC, one kind of dash, apostrophe and blank, nothing invisible. */
export function normaliseLine(source: string): Line {
  if (source === '') return emptyLine;
  if (plain.test(source)) return { source, text: source, starts: null, ends: null, quote: 0 };
  const quoted = quoteShape.exec(source)?.[0] ?? '';
  const quote = quoted.replaceAll(/[^>]/g, '').length;
  const starts: number[] = [];
  const ends: number[] = [];
  const out: string[] = [];
  for (let i = quoted.length; i < source.length; ) {
    const end = groupEnd(source, i);
    const shown = normaliseGroup(source.slice(i, end));
    for (let n = 0; n < shown.length; n++) {
      starts.push(i);
      ends.push(end);
    }
    out.push(shown);
    i = end;
  }
  const text = out.join('');
  if (text === source) return { source, text: source, starts: null, ends: null, quote };
  return { source, text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), quote };
}

/** End of the character at `start` with its combining marks: NFKC joins within such a group only. */
function groupEnd(text: string, start: number): number {
  let end = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  for (let marks = 0; marks < maxMarks && text.charCodeAt(end) >= 0x300; marks++) {
    const point = String.fromCodePoint(text.codePointAt(end) ?? 0);
    if (!mark.test(point)) break;
    end += point.length;
  }
  return end;
}

/** What common groups become, asked once each; the table is bounded by what it may hold. */
const known = new Map<string, string>();

function normaliseGroup(piece: string): string {
  if (piece.length === 1) {
    const code = piece.charCodeAt(0);
    if (code >= 0x20 && code < 0x7f && code !== 0x60) return piece;
  }
  const before = known.get(piece);
  if (before !== undefined) return before;
  let out = '';
  const folded = piece.normalize('NFKC');
  // Signs that stand for whole phrases say nothing here, and would make a short text a long one.
  for (const char of folded.length > 4 * piece.length ? piece : folded) {
    if (invisible.test(char)) continue;
    if (dash.test(char)) out += '-';
    else if (apostrophe.test(char)) out += "'";
    else if (blank.test(char) || char < ' ' || char === '\x7f') out += ' ';
    else out += char;
  }
  // A code unit of `text` must not be a line end: lines are the units of the scan.
  out = out.replaceAll('\n', ' ');
  if (known.size < 5000) known.set(piece, out);
  return out;
}

/** Cuts at CRLF, LF and CR. Returns the lines and the offset of each. */
export function cutLines(text: string): { lines: string[]; offsets: number[] } {
  const lines: string[] = [];
  const offsets: number[] = [];
  let start = 0;
  // Where the next of each sign is, asked again only when it was passed: one look at each character whatever the mix.
  let lf = text.indexOf('\n');
  let cr = text.indexOf('\r');
  for (;;) {
    if (lf !== -1 && lf < start) lf = text.indexOf('\n', start);
    if (cr !== -1 && cr < start) cr = text.indexOf('\r', start);
    const end = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
    offsets.push(start);
    if (end === -1) {
      lines.push(text.slice(start));
      return { lines, offsets };
    }
    lines.push(text.slice(start, end));
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
}

/** Whether the sentence of `line` goes on in `next`: then its line end is a blank, not an end. */
export function isWrapped(line: Line, next: Line): boolean {
  if (line.text.length < wrappedLineLength || next.text === '' || line.quote !== next.quote) return false;
  const last = line.text.charCodeAt(line.text.length - 1);
  if (last === 0x2e || last === 0x3a || last === 0x3b || last === 0x21 || last === 0x3f) return false;
  return /^[\p{L}\p{N}("'$#+]/u.test(next.text);
}

/** Lines and their offsets put together again. */
export function join(lines: readonly Line[], offsets: readonly number[]): Normalised & { lineStarts: number[] } {
  const parts: string[] = [];
  const lineStarts: number[] = [];
  let at = 0;
  lines.forEach((line, i) => {
    lineStarts.push(at);
    parts.push(line.text);
    at += line.text.length;
    const next = lines[i + 1];
    if (next) {
      parts.push(isWrapped(line, next) ? ' ' : '\n');
      at++;
    }
  });
  const text = parts.join('');
  const lineOf = (pos: number): number => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lineStarts[middle] ?? 0) <= pos) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const place = (pos: number, edge: 'start' | 'end'): number => {
    const at = lineOf(pos);
    const line = lines[at];
    const within = pos - (lineStarts[at] ?? 0);
    const offset = offsets[at] ?? 0;
    if (!line) return offset;
    // The line end itself lies behind the line's last code unit.
    if (within >= line.text.length) return offset + line.source.length + (edge === 'end' ? 1 : 0);
    const table = edge === 'start' ? line.starts : line.ends;
    return offset + (table ? (table[within] ?? line.source.length) : within + (edge === 'end' ? 1 : 0));
  };
  return {
    text,
    lineStarts,
    original: (start, end) => ({
      start: place(start, 'start'),
      end: end > start ? place(end - 1, 'end') : place(start, 'start'),
    }),
  };
}

/** Normalises a plain text field. */
export function normaliseText(text: string): Normalised {
  const { lines, offsets } = cutLines(text);
  return join(lines.map(normaliseLine), offsets);
}

/** Normalises an HTML field: offsets point into the markup as given. */
export function normaliseHtml(html: string): Normalised {
  const seen = htmlToText(html);
  const inner = normaliseText(seen.text);
  return {
    text: inner.text,
    original(start, end) {
      const range = inner.original(start, end);
      return {
        start: seen.starts[range.start] ?? html.length,
        end: range.end > range.start ? (seen.ends[range.end - 1] ?? html.length) : (seen.starts[range.start] ?? 0),
      };
    },
  };
}
