import { asBuffer, isAscii, strictUtf8 } from './bytes.ts';
import { decodeCharset } from './charset.ts';
import { mimeLimits } from './limits.ts';
import type { DefectCode, HeaderField } from './tree.ts';

const LF = 10;
const CR = 13;

export interface HeaderSection {
  readonly fields: HeaderField[];
  readonly bodyStart: number;
}

/** A field's bytes as text: ASCII, or UTF-8 (RFC 6532), or windows-1252 where it is neither. */
function fieldText(bytes: Uint8Array): { text: string; raw8bit: boolean } {
  if (isAscii(bytes)) return { text: asBuffer(bytes).toString('latin1'), raw8bit: false };
  const text = strictUtf8(bytes);
  return text === null ? { text: decodeCharset(bytes, 'windows-1252').text, raw8bit: true } : { text, raw8bit: false };
}

/**
 * Reads a header section from `start` up to `limit` (RFC 5322 section 2.2). Ends at the empty line, at a line for which
 * `stop` is true (a boundary), or at the first line that cannot belong to a header when no field came before it. Lines
 * that are no field are passed over and noted.
 */
export function readHeaderSection(
  source: Buffer,
  start: number,
  limit: number,
  stop: (lineStart: number) => boolean,
  note: (code: DefectCode, detail: string) => void,
): HeaderSection {
  const fields: HeaderField[] = [];
  let at = start;
  let open: { name: string; nameRaw: string; start: number; valueStart: number; end: number } | null = null;
  let noted8bit = false;

  const close = (): void => {
    if (!open) return;
    if (fields.length >= mimeLimits.headerFields) {
      note('too-many-fields', `${mimeLimits.headerFields} fields read`);
    } else {
      const valueEnd = Math.min(open.end, open.valueStart + mimeLimits.fieldChars);
      if (valueEnd < open.end) note('field-too-long', open.name.slice(0, 60));
      const { text, raw8bit } = fieldText(source.subarray(open.valueStart, valueEnd));
      if (raw8bit && !noted8bit) {
        noted8bit = true;
        note('raw-8bit-header', 'eight-bit bytes that are not UTF-8');
      }
      fields.push({
        name: open.name,
        nameRaw: open.nameRaw,
        value: text.replace(/\r?\n/g, '').trim(),
        start: open.start,
        end: open.end,
      });
    }
    open = null;
  };

  while (at < limit) {
    if (at - start > mimeLimits.headerBytes) {
      note('header-too-large', `${mimeLimits.headerBytes} bytes read`);
      break;
    }
    const newline = source.indexOf(LF, at);
    const next = newline < 0 || newline >= limit ? limit : newline + 1;
    let end = newline < 0 || newline >= limit ? limit : newline;
    if (end > at && source[end - 1] === CR) end--;
    if (end - at > mimeLimits.lineBytes) note('line-too-long', 'in the header');
    if (end === at) {
      close();
      return { fields, bodyStart: next };
    }
    const first = source[at];
    if (first === 0x2d && stop(at)) {
      close();
      note('boundary-in-header', 'a boundary stands before the empty line');
      return { fields, bodyStart: at };
    }
    if ((first === 0x20 || first === 0x09) && open) {
      (open as { end: number }).end = next;
    } else {
      close();
      const nameEnd = fieldNameEnd(source, at, end);
      if (nameEnd > 0) {
        const nameRaw = source.toString('latin1', at, nameEnd);
        open = {
          name: nameRaw.toLowerCase(),
          nameRaw,
          start: at,
          valueStart: source.indexOf(0x3a, nameEnd) + 1,
          end: next,
        };
      } else if (at === start && isFromLine(source, at)) {
        note('mbox-from-line', 'passed over');
      } else if (fields.length === 0) {
        note('no-header', 'the text starts at once');
        return { fields, bodyStart: at };
      } else {
        note('malformed-field', 'line without a field name');
      }
    }
    at = next;
  }
  close();
  if (at >= limit) note('header-not-ended', 'no empty line after the header');
  return { fields, bodyStart: Math.min(at, limit) };
}

/** Index just after a field's name (blanks before the colon allowed, RFC 5322 section 4.5), or -1. */
function fieldNameEnd(source: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = source[at] as number;
    if (byte === 0x3a) return at > start ? at : -1;
    if (byte === 0x20 || byte === 0x09) break;
    if (byte < 0x21 || byte > 0x7e) return -1;
    at++;
  }
  const nameEnd = at;
  while (at < end && (source[at] === 0x20 || source[at] === 0x09)) at++;
  return at < end && source[at] === 0x3a && nameEnd > start ? nameEnd : -1;
}

function isFromLine(source: Buffer, at: number): boolean {
  const head = source.toString('latin1', at, at + 6);
  return head.startsWith('From ') || head.startsWith('>From ');
}
