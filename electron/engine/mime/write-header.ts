/// <reference path="./libmime.d.ts" />
import libmime from 'libmime';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { Address } from '../../../shared/model/address.ts';
import { asciiAddress } from './address.ts';

/** RFC 5322 section 2.1.1 wants 78; encoded words may have 75 (RFC 2047 section 2). */
const LINE = 76;

/**
 * Text that may stand in a header: no line break and no control character can get in, whatever the user, a file name or
 * a quoted message brings, because one line break would be a field of somebody else's choosing.
 */
export function headerText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** UTF-8 encoded words (RFC 2047); a character is never split between two, surrogate pairs included. */
export function encodedWords(text: string): string[] {
  const special = [...text].filter((char) => !/[A-Za-z0-9 ]/.test(char)).length;
  const base64 = special * 3 > text.length;
  const words: string[] = [];
  let chunk = '';
  let size = 0;
  const flush = (): void => {
    if (chunk) words.push(base64 ? `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=` : `=?UTF-8?Q?${chunk}?=`);
    chunk = '';
    size = 0;
  };
  for (const char of text) {
    const piece = base64 ? char : qEncode(char);
    const length = base64 ? Buffer.byteLength(char) : piece.length;
    if (size + length > (base64 ? 42 : 58)) flush();
    chunk += piece;
    size += length;
  }
  flush();
  return words;
}

/** The Q encoding in its strictest form, that of a phrase (RFC 2047 section 5, rule 3). */
function qEncode(char: string): string {
  if (/[A-Za-z0-9!*+\-/]/.test(char)) return char;
  if (char === ' ') return '_';
  return [...Buffer.from(char)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** Puts pieces on lines of at most 76 characters; a piece is never broken. */
export function fold(name: string, pieces: readonly string[], separator = ' '): string {
  let out = `${name}:`;
  let column = out.length;
  pieces.forEach((piece, index) => {
    const text = index < pieces.length - 1 ? piece + separator.trimEnd() : piece;
    if (index > 0 && column + 1 + text.length > LINE) {
      out += `\r\n ${text}`;
      column = 1 + text.length;
    } else {
      out += ` ${text}`;
      column += 1 + text.length;
    }
  });
  return `${out}\r\n`;
}

/** An unstructured field such as Subject. */
export function textField(name: string, value: string): string {
  const text = headerText(value);
  const plain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{70}/.test(text);
  return fold(name, plain ? text.split(' ') : encodedWords(text));
}

function mailbox({ name, addr }: Address): string[] {
  const ascii = asciiAddress(addr.trim());
  if (!/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(ascii) || /[<>,;:()\\]/.test(ascii)) {
    throw new ProblemError(
      'address-invalid',
      'An address cannot be written into a message.',
      'Check the addresses; letters before the @ must be plain ones.',
    );
  }
  const display = headerText(name);
  if (!display) return [ascii];
  if (!/^[\x20-\x7e]*$/.test(display) || display.includes('=?') || display.length > 60) {
    return [...encodedWords(display), `<${ascii}>`];
  }
  const phrase = /^[A-Za-z0-9 !#$%&'*+/=?^_{|}~-]+$/.test(display) ? display : `"${display.replace(/["\\]/g, '\\$&')}"`;
  return [phrase, `<${ascii}>`];
}

/** An address field; empty lists give no field. */
export function addressField(name: string, addresses: readonly Address[]): string {
  if (addresses.length === 0) return '';
  const pieces = addresses.flatMap((address, index) => {
    const words = mailbox(address);
    if (index < addresses.length - 1) words[words.length - 1] += ',';
    return words;
  });
  return fold(name, pieces);
}

/** A field of message ids, given without angle brackets; ids that are none are left out. */
export function idField(name: string, ids: readonly string[]): string {
  const good = ids.filter((id) => /^[\x21-\x3b\x3d\x3f-\x7e]{1,900}$/.test(id) && id.includes('@'));
  return good.length === 0
    ? ''
    : fold(
        name,
        good.map((id) => `<${id}>`),
      );
}

/** A structured field with parameters (RFC 2231 where they are not plain). */
export function structuredField(name: string, value: string, params: Readonly<Record<string, string>>): string {
  const pieces = Object.entries(params).flatMap(([key, given]) => {
    const text = headerText(given);
    if (/^[A-Za-z0-9!#$&+.^_{}|~-]{1,60}$/.test(text)) return [`${key}=${text}`];
    if (/^[\x20-\x7e]{1,60}$/.test(text)) return [`${key}="${text.replace(/["\\]/g, '\\$&')}"`];
    return libmime
      .buildHeaderParam(key, text, 50)
      .map(
        (section) =>
          `${section.key}=${section.key.endsWith('*') ? section.value : `"${section.value.replace(/["\\]/g, '\\$&')}"`}`,
      );
  });
  return fold(name, [value, ...pieces], ';');
}

/** RFC 5322 date in UTC: a local offset would say where the sender is. */
export function dateField(date: Date): string {
  return `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`;
}
