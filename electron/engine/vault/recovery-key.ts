import { randomBytes } from 'node:crypto';
import { deriveKey } from './kdf.ts';
import { RECOVERY_KEY_BYTES } from './limits.ts';
import { printKey, readPrintedKey } from './printed-key.ts';

/** A new recovery key: 160 random bits, which the caller wipes, and their printed form. */
export function newRecoveryKey(): { readonly bytes: Buffer; readonly printed: string } {
  const bytes = randomBytes(RECOVERY_KEY_BYTES);
  return { bytes, printed: printKey('recovery', bytes) };
}

/** The bytes of a typed recovery key, or `undefined` for a typing slip (which is no guess, and not counted as one). */
export function readRecoveryKey(text: string): Buffer | undefined {
  return readPrintedKey('recovery', text, RECOVERY_KEY_BYTES);
}

/** KEK of the recovery wrap. No slow KDF: 160 random bits cannot be guessed. The caller wipes it. */
export function recoveryKek(key: Uint8Array, salt: Uint8Array, profileId: string): Buffer {
  return deriveKey(key, salt, `recovery/${profileId}`);
}
