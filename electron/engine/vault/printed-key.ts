import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Keys on paper: Crockford's base32 in groups of four, the last group a checksum. Read aloud, typed by hand and
 * scanned from a bad copy, so that `O` is 0, `I` and `L` are 1, `U` is V, and case, spaces and dashes do not matter.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK_CHARS = 4;
const GROUP = 4;

/** What a printed key is for; part of the checksum, so that one sheet is not taken for another. */
export type PrintedKeyKind = 'recovery' | 'audit';

/**
 * The printed form of a key.
 *
 * @returns groups of four, joined by dashes: 20 bytes give 9 groups, 32 bytes give 14
 */
export function printKey(kind: PrintedKeyKind, bytes: Uint8Array): string {
  const text = encode(bytes) + checksum(kind, bytes);
  return (text.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/**
 * Reads a printed key.
 *
 * @returns its `length` bytes, which the caller wipes, or `undefined` for a slip of the pen: wrong length, a character
 * that no key has, or a checksum that does not fit (one slip in a million goes unseen and is then a wrong key)
 */
export function readPrintedKey(kind: PrintedKeyKind, text: string, length: number): Buffer | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replaceAll('U', 'V');
  const bodyChars = Math.ceil((length * 8) / 5);
  if (plain.length !== bodyChars + CHECK_CHARS) return undefined;
  const bytes = decode(plain.slice(0, bodyChars), length);
  if (!bytes) return undefined;
  const good = timingSafeEqual(Buffer.from(checksum(kind, bytes)), Buffer.from(plain.slice(bodyChars).padEnd(4)));
  if (good) return bytes;
  bytes.fill(0);
  return undefined;
}

function checksum(kind: PrintedKeyKind, bytes: Uint8Array): string {
  const digest = createHash('sha256').update(`careseal printed key/${kind}/`).update(bytes).digest();
  return encode(digest.subarray(0, 5)).slice(0, CHECK_CHARS);
}

function encode(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((value << (5 - bits)) & 31) : text;
}

function decode(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  let at = 0;
  let bits = 0;
  let value = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (value >>> bits) & 255;
      value &= (1 << bits) - 1;
    }
  }
  // Bits beyond the last byte are zero in every printed key; anything else is a slip.
  return value === 0 && at === length ? bytes : undefined;
}
