import { decodeCharset } from './charset.ts';
import { mimeLimits } from './limits.ts';
import type { DefectCode, Structured } from './tree.ts';
import { decodeWords } from './words.ts';

type Note = (code: DefectCode, detail: string) => void;

/** One `name=value` as written: quotes and comments taken off, nothing decoded. */
interface RawParameter {
  readonly name: string;
  readonly value: string;
}

const blank = new Set([' ', '\t', '\r', '\n']);

/**
 * Splits a structured value (RFC 2045 section 5.1) at its semicolons, with quoted strings and comments understood.
 * Own code because a comment or a quoted semicolon decides which name a file is saved under, and one pass over the
 * characters is what keeps a value of many backslashes linear.
 */
function split(text: string): { value: string; raw: RawParameter[]; damaged: boolean } {
  const raw: RawParameter[] = [];
  let value: string | null = null;
  let name = '';
  let current = '';
  let pendingBlanks = '';
  let inName = false;
  let quoted = false;
  let comment = 0;
  const end = (): void => {
    if (value === null) value = current;
    else if (inName) {
      if (current) raw.push({ name: current.toLowerCase(), value: '' });
    } else raw.push({ name, value: current });
    current = '';
    pendingBlanks = '';
    inName = true;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (comment > 0) {
      if (char === '\\') i++;
      else if (char === '(') comment++;
      else if (char === ')') comment--;
    } else if (quoted) {
      if (char === '"') quoted = false;
      else if (char === '\\' && i + 1 < text.length) current += text.charAt(++i);
      else current += char;
    } else if (char === '"') {
      current += pendingBlanks;
      pendingBlanks = '';
      quoted = true;
    } else if (char === '(') comment++;
    else if (char === ';') end();
    else if (inName && char === '=') {
      name = current.toLowerCase();
      current = '';
      pendingBlanks = '';
      inName = false;
    } else if (blank.has(char)) {
      if (current) pendingBlanks += char;
    } else {
      current += pendingBlanks + char;
      pendingBlanks = '';
    }
  }
  end();
  return { value: (value ?? '').toLowerCase(), raw, damaged: quoted || comment > 0 };
}

/** Percent-decoded bytes of one RFC 2231 section. */
function percentBytes(text: string): Uint8Array {
  const out = new Uint8Array(Buffer.byteLength(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const hex = text.slice(i + 1, i + 3);
    if (text.charAt(i) === '%' && /^[0-9a-f]{2}$/i.test(hex)) {
      out[at++] = Number.parseInt(hex, 16);
      i += 2;
    } else {
      const code = text.codePointAt(i) ?? 0;
      if (code < 0x80) out[at++] = code;
      else {
        const bytes = Buffer.from(String.fromCodePoint(code));
        out.set(bytes, at);
        at += bytes.length;
        if (code > 0xffff) i++;
      }
    }
  }
  return out.subarray(0, at);
}

interface Section {
  readonly index: number;
  readonly extended: boolean;
  readonly value: string;
}

/** Joins the sections of a continued parameter; the first extended one names the charset (RFC 2231 section 4.1). */
function join(sections: Section[], note: Note): string {
  const sorted = sections.toSorted((a, b) => a.index - b.index);
  let charset: string | null = null;
  const chunks: Uint8Array[] = [];
  let expected = 0;
  for (const section of sorted) {
    if (section.index !== expected) {
      note('parameter-damaged', 'continuation missing or twice');
      if (section.index > expected) break;
      continue;
    }
    expected++;
    let value = section.value;
    if (section.index === 0 && section.extended) {
      const parts = /^([^']*)'[^']*'(.*)$/s.exec(value);
      if (parts) {
        charset = parts[1] || null;
        value = parts[2] ?? '';
      } else note('parameter-damaged', 'extended value without charset');
    }
    chunks.push(section.extended ? percentBytes(value) : Buffer.from(value));
  }
  return decodeCharset(Buffer.concat(chunks), charset).text;
}

/** `Content-Type`, `Content-Disposition` and the like, with RFC 2231 and the encoded words that RFC 2047 forbids there. */
export function parseStructured(text: string, note: Note): Structured {
  const { value, raw, damaged } = split(text);
  if (damaged) note('parameter-damaged', 'quote or comment not closed');
  if (raw.length > mimeLimits.parameters) note('parameter-damaged', 'too many parameters');
  const params = new Map<string, string>();
  const continued = new Map<string, Section[]>();
  for (const parameter of raw.slice(0, mimeLimits.parameters)) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(parameter.name);
    if (match?.[1]) {
      const sections = continued.get(match[1]) ?? [];
      if (sections.length < mimeLimits.continuations) {
        sections.push({
          index: match[2] === undefined ? 0 : Number(match[2]),
          extended: match[2] === undefined || match[3] === '*',
          value: parameter.value,
        });
      }
      continued.set(match[1], sections);
    } else if (params.has(parameter.name)) {
      note('parameter-duplicate', /^[a-z0-9-]{1,40}$/.test(parameter.name) ? parameter.name : 'parameter');
    } else {
      params.set(parameter.name, decodeWords(parameter.value));
    }
  }
  // RFC 6266 section 4.3 and common practice: the extended form wins over the plain fallback beside it.
  for (const [name, sections] of continued) params.set(name, decodeWords(join(sections, note)));
  return { value, params };
}
