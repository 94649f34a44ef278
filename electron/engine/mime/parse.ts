import { asBuffer } from './bytes.ts';
import { readHeaderSection } from './header-section.ts';
import { mimeLimits } from './limits.ts';
import { parseStructured } from './params.ts';
import { decodeTransfer } from './transfer.ts';
import type { Defect, DefectCode, HeaderField, MimePart, MimeTree, Structured } from './tree.ts';

/** Shared by all parsing of one message, decrypted and decoded parts included, so that the limits hold for the whole. */
export interface ParseBudget {
  parts: number;
  decodedBytes: number;
  readonly defects: Defect[];
}

export function newBudget(): ParseBudget {
  return { parts: 0, decodedBytes: 0, defects: [] };
}

/** A line that delimits parts (RFC 2046 section 5.1.1). */
interface Delimiter {
  /** Depth on the stack of open multiparts, outermost 0. */
  readonly level: number;
  readonly close: boolean;
  /** Where the part before it ends: the line end before the delimiter belongs to the delimiter. */
  readonly partEnd: number;
  readonly lineEnd: number;
}

interface PartDraft {
  path: string;
  parent: MimePart | null;
  source: Uint8Array;
  start: number;
  bodyStart: number;
  end: number;
  headers: HeaderField[];
  type: Structured;
  disposition: Structured | null;
  encoding: string;
  contentId: string | null;
  children: MimePart[];
}

const LF = 10;
const CR = 13;
const plainText: Structured = { value: 'text/plain', params: new Map() };
const anyMessage: Structured = { value: 'message/rfc822', params: new Map() };

/**
 * The MIME structure of a message with the exact byte range of every part. Own code because signatures cover exact
 * bytes (RFC 1847 section 2.1) and libraries hand out decoded copies. Never throws: whatever is wrong becomes a defect
 * and the rest is read. Linear in the size of the source: each delimiter is looked for once, natively.
 *
 * `path` and `parent` place a decrypted or decoded entity inside the message that held it.
 */
export function parseMime(
  raw: Uint8Array,
  place: { readonly path?: string; readonly parent?: MimePart | null; readonly budget?: ParseBudget } = {},
): MimeTree {
  const budget = place.budget ?? newBudget();
  const parser = new Parser(asBuffer(raw), budget);
  const root = parser.message(place.path ?? '1', place.parent ?? null);
  return { root, defects: budget.defects };
}

class Parser {
  readonly #source: Buffer;
  readonly #limit: number;
  readonly #budget: ParseBudget;
  /** Boundaries of the multiparts that are open, each with its levels: an inner one may repeat an outer one's. */
  readonly #boundaries = new Map<string, number[]>();
  #level = 0;

  constructor(source: Buffer, budget: ParseBudget) {
    this.#source = source;
    this.#budget = budget;
    this.#limit = Math.min(source.length, mimeLimits.messageBytes);
  }

  message(path: string, parent: MimePart | null): MimePart {
    if (this.#source.length > this.#limit) this.#note('too-large', path, `${this.#limit} bytes read`);
    if (this.#source.indexOf(0) >= 0) this.#note('nul-byte', path, 'in the source');
    const newline = this.#source.indexOf(LF);
    if (newline === 0 || (newline > 0 && this.#source[newline - 1] !== CR)) this.#note('bare-lf', path, 'line ends');
    const depth = path.split('.').length - 1;
    return this.#entity(0, path, parent, depth, plainText).part;
  }

  #note(code: DefectCode, part: string, detail: string): void {
    if (this.#budget.defects.length < mimeLimits.defects) this.#budget.defects.push({ code, part, detail });
  }

  #entity(
    start: number,
    path: string,
    parent: MimePart | null,
    depth: number,
    fallback: Structured,
  ): { part: MimePart; delimiter: Delimiter | null } {
    this.#budget.parts++;
    const note = (code: DefectCode, detail: string): void => this.#note(code, path, detail);
    const section = readHeaderSection(
      this.#source,
      start,
      this.#limit,
      (at) => this.#boundaries.size > 0 && this.#match(at) !== null,
      note,
    );
    const part: PartDraft = {
      path,
      parent,
      source: this.#source,
      start,
      bodyStart: section.bodyStart,
      end: this.#limit,
      headers: section.fields,
      type: contentType(section.fields, fallback, note),
      disposition: structured(section.fields, 'content-disposition', note),
      encoding: encodingOf(section.fields),
      contentId: contentIdOf(section.fields),
      children: [],
    };
    const delimiter = this.#body(part, depth);
    part.end = delimiter ? Math.max(part.bodyStart, delimiter.partEnd) : this.#limit;
    // A header that a boundary cut off has no body, and the line end before the boundary is not the header's.
    if (part.end < part.bodyStart) part.bodyStart = part.end;
    return { part, delimiter };
  }

  /** Reads what stands in a part and returns the delimiter that ended it: one of an enclosing multipart, or none. */
  #body(part: PartDraft, depth: number): Delimiter | null {
    const holdsMore =
      part.type.value.startsWith('multipart/') ||
      part.type.value === 'message/rfc822' ||
      part.type.value === 'message/global';
    if (!holdsMore) return this.#next(part.bodyStart);
    if (depth + 1 >= mimeLimits.depth) {
      this.#note('too-deep', part.path, `${mimeLimits.depth} levels read`);
      return this.#next(part.bodyStart);
    }
    if (this.#budget.parts >= mimeLimits.parts) {
      this.#noteFull(part.path);
      return this.#next(part.bodyStart);
    }
    const encoded =
      part.encoding === 'base64' || part.encoding === 'quoted-printable' || part.encoding === 'x-uuencode';
    if (part.type.value.startsWith('multipart/')) return this.#multipart(part, depth, encoded);
    if (encoded) return this.#encodedMessage(part);
    const { part: inner, delimiter } = this.#entity(part.bodyStart, `${part.path}.1`, part, depth + 1, plainText);
    part.children.push(inner);
    return delimiter;
  }

  #multipart(part: PartDraft, depth: number, encoded: boolean): Delimiter | null {
    const boundary = part.type.params.get('boundary')?.trimEnd() ?? '';
    if (boundary === '' || boundary.length > mimeLimits.boundaryBytes) {
      this.#note('boundary-missing', part.path, 'multipart without a usable boundary');
      return this.#next(part.bodyStart);
    }
    const key = Buffer.from(boundary).toString('latin1');
    const level = this.#level;
    this.#open(key);
    let delimiter = this.#next(part.bodyStart);
    if (!delimiter || delimiter.level < level) {
      this.#shut(key);
      if (encoded) {
        this.#note('multipart-encoded', part.path, 'a transfer encoding over a multipart');
        this.#decodedMultipart(part);
      } else this.#note('boundary-not-found', part.path, 'no part begins');
      return delimiter;
    }
    const fallback = part.type.value === 'multipart/digest' ? anyMessage : plainText;
    while (delimiter && delimiter.level === level && !delimiter.close) {
      if (this.#budget.parts >= mimeLimits.parts) {
        this.#noteFull(part.path);
        this.#shut(key);
        return this.#next(delimiter.lineEnd);
      }
      const child = this.#entity(
        delimiter.lineEnd,
        `${part.path}.${part.children.length + 1}`,
        part,
        depth + 1,
        fallback,
      );
      part.children.push(child.part);
      delimiter = child.delimiter;
    }
    this.#shut(key);
    if (delimiter && delimiter.level === level) return this.#next(delimiter.lineEnd);
    this.#note('boundary-not-closed', part.path, 'the last part ends with what is around it');
    return delimiter;
  }

  /** RFC 2046 section 5.2.1 forbids an encoded `message/rfc822`; it is met all the same, and hides what is inside. */
  #encodedMessage(part: PartDraft): Delimiter | null {
    const delimiter = this.#next(part.bodyStart);
    const bytes = this.#decode(part, delimiter);
    if (bytes) {
      part.children.push(parseMime(bytes, { path: `${part.path}.1`, parent: part, budget: this.#budget }).root);
    }
    return delimiter;
  }

  #decodedMultipart(part: PartDraft): void {
    const bytes = this.#decode(part, this.#next(part.bodyStart));
    if (!bytes) return;
    const boundary = part.type.params.get('boundary') ?? '';
    const header = Buffer.from(
      `Content-Type: ${part.type.value}; boundary="${boundary.replace(/["\\]/g, '\\$&')}"\r\n\r\n`,
    );
    const whole = parseMime(Buffer.concat([header, bytes]), {
      path: part.path,
      parent: part.parent,
      budget: this.#budget,
    });
    part.children.push(...whole.root.children);
  }

  #decode(part: PartDraft, delimiter: Delimiter | null): Uint8Array | null {
    const end = delimiter ? Math.max(part.bodyStart, delimiter.partEnd) : this.#limit;
    if (this.#budget.decodedBytes + (end - part.bodyStart) > mimeLimits.decodedBytes) {
      this.#note('decoded-too-large', part.path, `${mimeLimits.decodedBytes} bytes decoded`);
      return null;
    }
    const { bytes, defect } = decodeTransfer(this.#source.subarray(part.bodyStart, end), part.encoding);
    this.#budget.decodedBytes += bytes.length;
    if (defect) this.#note(defect, part.path, 'inside an encoded container');
    return bytes;
  }

  #noteFull(path: string): void {
    if (this.#budget.defects.some((defect) => defect.code === 'too-many-parts')) return;
    this.#note('too-many-parts', path, `${mimeLimits.parts} parts read`);
  }

  #open(boundary: string): void {
    const levels = this.#boundaries.get(boundary);
    if (levels) levels.push(this.#level);
    else this.#boundaries.set(boundary, [this.#level]);
    this.#level++;
  }

  #shut(boundary: string): void {
    const levels = this.#boundaries.get(boundary);
    levels?.pop();
    if (levels?.length === 0) this.#boundaries.delete(boundary);
    this.#level--;
  }

  /** The next delimiter of any open multipart at or after `from`, which is the start of a line. */
  #next(from: number): Delimiter | null {
    if (this.#boundaries.size === 0) return null;
    let at = from;
    while (at < this.#limit) {
      if (this.#source[at] === 0x2d) {
        const found = this.#match(at);
        if (found) return found;
      }
      const next = this.#source.indexOf('\n--', at, 'latin1');
      if (next < 0 || next >= this.#limit) return null;
      at = next + 1;
    }
    return null;
  }

  /** The delimiter that the line at `at` is, if it is one. Blanks after the boundary are padding. */
  #match(at: number): Delimiter | null {
    const source = this.#source;
    if (source[at] !== 0x2d || source[at + 1] !== 0x2d) return null;
    const newline = source.indexOf(LF, at);
    const lineEnd = newline < 0 || newline >= this.#limit ? this.#limit : newline + 1;
    if (lineEnd - at > mimeLimits.boundaryBytes + 80) return null;
    const text = source.toString('latin1', at + 2, lineEnd).trimEnd();
    let levels = this.#boundaries.get(text);
    let close = false;
    if (!levels && text.endsWith('--')) {
      levels = this.#boundaries.get(text.slice(0, -2).trimEnd());
      close = true;
    }
    const level = levels?.at(-1);
    if (level === undefined) return null;
    let partEnd = at;
    if (partEnd > 0 && source[partEnd - 1] === LF) partEnd--;
    if (partEnd > 0 && partEnd < at && source[partEnd - 1] === CR) partEnd--;
    return { level, close, partEnd, lineEnd };
  }
}

function structured(
  fields: readonly HeaderField[],
  name: string,
  note: (code: DefectCode, detail: string) => void,
): Structured | null {
  const value = fields.find((header) => header.name === name)?.value;
  return value === undefined || value === '' ? null : parseStructured(value, note);
}

function contentType(
  fields: readonly HeaderField[],
  fallback: Structured,
  note: (code: DefectCode, detail: string) => void,
): Structured {
  const found = structured(fields, 'content-type', note);
  if (!found) return fallback;
  if (/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+*-]+$/.test(found.value)) return found;
  note('content-type-invalid', 'read as text/plain');
  return { value: 'text/plain', params: found.params };
}

function encodingOf(fields: readonly HeaderField[]): string {
  const value = fields.find((header) => header.name === 'content-transfer-encoding')?.value ?? '';
  // Cut first: brackets that never close would be looked for from each of them.
  const token =
    value
      .slice(0, 200)
      .replace(/\([^)]*\)/g, '')
      .split(';')[0] ?? '';
  return token.trim().toLowerCase().slice(0, 40) || '7bit';
}

function contentIdOf(fields: readonly HeaderField[]): string | null {
  const value = fields.find((header) => header.name === 'content-id')?.value.trim();
  return value ? value.replace(/^</, '').replace(/>$/, '') : null;
}
