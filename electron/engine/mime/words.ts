/// <reference path="./libmime.d.ts" />
import libmime from 'libmime';
import { mimeLimits } from './limits.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * Encoded words decoded (RFC 2047), blanks collapsed where lines were folded. Control characters, line breaks included,
 * become a blank: an encoded word may carry a CR LF, and a header value that holds one can forge a header elsewhere.
 */
export function decodeWords(value: string): string {
  const cut = value.length > mimeLimits.fieldChars ? value.slice(0, mimeLimits.fieldChars) : value;
  const text = cut.includes('=?') ? libmime.decodeWords(cut) : cut;
  return text.replace(controls, ' ');
}

/** Bidirectional overrides and isolates: they make a line read other than it is stored. */
export const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
