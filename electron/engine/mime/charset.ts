/// <reference path="./libmime.d.ts" />
import iconv from 'iconv-lite';
import libmime from 'libmime';
import { asBuffer, strictUtf8 } from './bytes.ts';

export interface Decoded {
  readonly text: string;
  /** Lower case name of what was used. */
  readonly charset: string;
  readonly defect: 'charset-unknown' | 'charset-wrong' | null;
}

/** Charsets that iconv-lite lacks and ICU has. */
const viaIcu = new Set(['iso-2022-jp', 'iso-2022-kr']);

/**
 * Bytes as text. Without a label, or with `us-ascii` over eight-bit bytes: UTF-8 when it is well-formed, else
 * windows-1252, which is what such mail is in practice and what browsers take ISO 8859-1 for.
 */
export function decodeCharset(bytes: Uint8Array, label: string | null): Decoded {
  const asked = label?.trim().toLowerCase() || null;
  if (asked === null || /^(?:us-)?ascii$|^ansi_x3|^(?:x-)?unknown|^8bit$|^7bit$|^binary$|^default$/.test(asked)) {
    const text = strictUtf8(bytes);
    if (text !== null) return { text: withoutBom(text), charset: asked === null ? 'utf-8' : 'us-ascii', defect: null };
    return { text: windows1252(bytes), charset: 'windows-1252', defect: asked === null ? null : 'charset-wrong' };
  }
  const name = libmime.normalizeCharset(asked).toLowerCase();
  if (name === 'utf-8' || name === 'utf8') {
    const text = strictUtf8(bytes);
    if (text !== null) return { text: withoutBom(text), charset: 'utf-8', defect: null };
    return { text: withoutBom(asBuffer(bytes).toString('utf8')), charset: 'utf-8', defect: 'charset-wrong' };
  }
  if (name === 'iso-8859-1' || name === 'latin1')
    return { text: windows1252(bytes), charset: 'windows-1252', defect: null };
  if (viaIcu.has(name)) {
    try {
      return { text: new TextDecoder(name).decode(bytes), charset: name, defect: null };
    } catch {
      // Falls through to the guess below: this build of ICU lacks the converter.
    }
  }
  if (iconv.encodingExists(name)) {
    return { text: withoutBom(iconv.decode(asBuffer(bytes), name)), charset: name, defect: null };
  }
  const guess = decodeCharset(bytes, null);
  return { ...guess, defect: 'charset-unknown' };
}

function windows1252(bytes: Uint8Array): string {
  return iconv.decode(asBuffer(bytes), 'windows-1252');
}

function withoutBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
