/**
 * Base64 parts of a message, stored as the bytes that they stand for. An attachment in base64 costs a third more and hides from
 * the compressor what repeats in it; most of a mailbox is that. Only what is written back byte for byte is touched:
 * lines of one length, one kind of line end, canonical padding. `collapse` gives `undefined` when nothing is gained.
 *
 * Form: a list of segments, each `kind u8, length u32le` and its bytes. Kind 0 is text as it is; kind 1 is decoded
 * base64 that was in lines of 76 characters ended by CRLF, kind 2 by LF, the last line ended as well.
 */
const minLines = 8;
const lineChars = 76;
const lineEnds = { 1: '\r\n', 2: '\n' } as const;

/** 1 for characters of the base64 alphabet. */
const alphabet = new Uint8Array(256);
for (const char of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'latin1'))
  alphabet[char] = 1;

const carriageReturn = 13;
const lineFeed = 10;
const equals = 61;

export function collapse(raw: Buffer): Buffer | undefined {
  const segments: Buffer[] = [];
  let textStart = 0;
  let lineStart = 0;
  let saved = 0;
  while (lineStart < raw.length) {
    const run = base64Run(raw, lineStart);
    if (run) {
      if (lineStart > textStart) segments.push(header(0, lineStart - textStart), raw.subarray(textStart, lineStart));
      segments.push(header(run.kind, run.decoded.length), run.decoded);
      saved += run.end - lineStart - run.decoded.length;
      textStart = run.end;
      lineStart = run.end;
      continue;
    }
    const next = raw.indexOf(lineFeed, lineStart);
    if (next < 0) break;
    lineStart = next + 1;
  }
  if (saved === 0) return undefined;
  if (textStart < raw.length) segments.push(header(0, raw.length - textStart), raw.subarray(textStart));
  return Buffer.concat(segments);
}

/** The message again; `size` is its length. Throws when the segments do not give exactly that. */
export function expand(collapsed: Buffer, size: number): Buffer {
  const out: Buffer[] = [];
  let at = 0;
  while (at < collapsed.length) {
    const kind = collapsed.readUInt8(at);
    const length = collapsed.readUInt32LE(at + 1);
    const bytes = collapsed.subarray(at + 5, at + 5 + length);
    if (bytes.length !== length || kind > 2) throw new RangeError('source is not whole');
    out.push(kind === 1 || kind === 2 ? expandRun(bytes, kind) : bytes);
    at += 5 + length;
  }
  const raw = Buffer.concat(out);
  if (raw.length !== size) throw new RangeError('source is not whole');
  return raw;
}

function header(kind: 0 | 1 | 2, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32LE(length, 1);
  return bytes;
}

interface Run {
  readonly end: number;
  readonly kind: 1 | 2;
  readonly decoded: Buffer;
}

/** Lines of base64 that start here: full lines of 76, then at most one shorter one with its line end. */
function base64Run(raw: Buffer, start: number): Run | undefined {
  const kind = lineEndAt(raw, start + lineChars);
  if (kind === undefined) return undefined;
  const step = lineChars + lineEnds[kind].length;
  let lines = 0;
  let end = start;
  while (alphabet[raw[end] ?? 0] === 1 && lineEndAt(raw, end + lineChars) === kind) {
    lines += 1;
    end += step;
  }
  if (lines < minLines) return undefined;
  const last = lastLine(raw, end, kind);
  const chars = Buffer.allocUnsafe(lines * lineChars + last);
  for (let line = 0; line < lines; line += 1) {
    raw.copy(chars, line * lineChars, start + line * step, start + line * step + lineChars);
  }
  raw.copy(chars, lines * lineChars, end, end + last);
  const text = chars.toString('latin1');
  const decoded = Buffer.from(text, 'base64');
  // What the decoder forgave (blanks, bits after the end, odd padding) cannot be written back: it stays as it is.
  if (decoded.toString('base64') !== text) return undefined;
  return { kind, decoded, end: last === 0 ? end : end + last + lineEnds[kind].length };
}

function lineEndAt(raw: Buffer, at: number): 1 | 2 | undefined {
  if (raw[at] === lineFeed) return 2;
  return raw[at] === carriageReturn && raw[at + 1] === lineFeed ? 1 : undefined;
}

/** Characters of the shorter line at the end, or 0 when there is none of this kind. */
function lastLine(raw: Buffer, start: number, kind: 1 | 2): number {
  let at = start;
  while (at - start < lineChars && alphabet[raw[at] ?? 0] === 1) at += 1;
  if (at === start) return 0;
  while (raw[at] === equals && at - start < lineChars) at += 1;
  return (at - start) % 4 === 0 && lineEndAt(raw, at) === kind ? at - start : 0;
}

function expandRun(decoded: Buffer, kind: 1 | 2): Buffer {
  const chars = Buffer.from(decoded.toString('base64'), 'latin1');
  const lineEnd = Buffer.from(lineEnds[kind], 'latin1');
  const lines = Math.ceil(chars.length / lineChars);
  const out = Buffer.allocUnsafe(chars.length + lines * lineEnd.length);
  let to = 0;
  for (let at = 0; at < chars.length; at += lineChars) {
    to += chars.copy(out, to, at, Math.min(chars.length, at + lineChars));
    to += lineEnd.copy(out, to);
  }
  return out;
}
