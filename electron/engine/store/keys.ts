import { hkdfSync } from 'node:crypto';

/** One label per use: a key that leaks from one place opens no other. */
export type KeyLabel = 'records.db' | 'cache.db' | 'records content' | 'cache content';

/**
 * Derives a 32-byte key from the store key by HKDF-SHA-256 (RFC 5869). No salt: the store key is uniformly random,
 * and the label separates the uses.
 */
export function deriveKey(storeKey: Buffer, label: KeyLabel): Buffer {
  if (storeKey.length !== 32) throw new RangeError('store key must have 32 bytes');
  return Buffer.from(hkdfSync('sha256', storeKey, '', `careseal store v1: ${label}`, 32));
}

const hexDigits = Buffer.from('0123456789abcdef', 'latin1');

/**
 * The raw-key form that SQLCipher reads without a KDF: `x'<64 hex>'`. Made in a Buffer and not as a string, because a
 * string cannot be overwritten after use.
 */
export function rawKeyLiteral(key: Buffer): Buffer {
  const literal = Buffer.alloc(3 + key.length * 2);
  literal.write("x'", 0, 'latin1');
  for (let index = 0; index < key.length; index += 1) {
    const byte = key[index] ?? 0;
    literal[2 + index * 2] = hexDigits[byte >> 4] ?? 0;
    literal[3 + index * 2] = hexDigits[byte & 15] ?? 0;
  }
  literal.write("'", literal.length - 1, 'latin1');
  return literal;
}
