import { asBuffer } from './bytes.ts';
import { decodeCharset } from './charset.ts';
import { mimeLimits } from './limits.ts';
import { decodeTransfer } from './transfer.ts';
import { bodyBytes, type DefectCode, type MimePart } from './tree.ts';

interface DecodedBody {
  readonly bytes: Uint8Array;
  readonly defect: DefectCode | null;
}

const bodies = new WeakMap<MimePart, DecodedBody>();

function transferred(part: MimePart): DecodedBody {
  let done = bodies.get(part);
  if (!done) {
    done = decodeTransfer(bodyBytes(part), part.children.length > 0 ? '7bit' : part.encoding);
    bodies.set(part, done);
  }
  return done;
}

/** A part's bytes after transfer decoding, before charset. Decoded once. */
export function decodeBody(part: MimePart): Uint8Array {
  return transferred(part).bytes;
}

export interface PartText {
  /** LF line ends. */
  readonly text: string;
  readonly charset: string;
  readonly defects: readonly DefectCode[];
}

const texts = new WeakMap<MimePart, PartText>();

/** A text part as text, decoded once. HTML without a charset in its header field is asked for the one in its `meta` element. */
export function decodeText(part: MimePart): PartText {
  let done = texts.get(part);
  if (!done) {
    done = textOf(part);
    texts.set(part, done);
  }
  return done;
}

function textOf(part: MimePart): PartText {
  const { bytes, defect } = transferred(part);
  let label = part.type.params.get('charset') ?? null;
  if (label === null && part.type.value === 'text/html') label = metaCharset(bytes);
  const head = bytes.length > mimeLimits.textBytes ? wholeLines(bytes, mimeLimits.textBytes) : bytes;
  const decoded = decodeCharset(head, label);
  const defects: DefectCode[] = [];
  if (head !== bytes) defects.push('too-large');
  if (defect) defects.push(defect);
  if (decoded.defect) defects.push(decoded.defect);
  return { text: decoded.text.replace(/\r\n?/g, '\n'), charset: decoded.charset, defects };
}

/** Up to `most` bytes, ended at a line end so that no character is cut in two. */
function wholeLines(bytes: Uint8Array, most: number): Uint8Array {
  const end = bytes.lastIndexOf(10, most - 1);
  return bytes.subarray(0, end < 0 ? most : end + 1);
}

/** HTML's own declaration is looked for where browsers do: in the first 1,024 bytes (HTML Standard, 4.2.5.4). */
function metaCharset(bytes: Uint8Array): string | null {
  const head = asBuffer(bytes).toString('latin1', 0, 1024);
  const found = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})/i.exec(head)?.[1] ?? null;
  // A page that was readable as ASCII up to here cannot be in UTF-16, whatever it says.
  return found && /^utf-?16/i.test(found) ? 'utf-8' : found;
}
