import { hkdfSync, randomBytes } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import type { Kdf } from '../../../shared/model/vault-file.ts';
import { KDF_BOUNDS, KDF_NEW, KDF_SALT_BYTES, KEY_BYTES } from './limits.ts';

/** Cost of Argon2id: memory in KiB, passes, lanes. */
export interface KdfCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Parameters for a new wrap, with a fresh salt. */
export function newKdf(cost: KdfCost = KDF_NEW): Kdf {
  return { name: 'argon2id', ...cost, salt: randomBytes(KDF_SALT_BYTES).toString('base64') };
}

/** Whether parameters that were read from a file may be run at all: neither cheap for a thief nor ruinous for the PC. */
export function kdfWithinBounds(kdf: KdfCost): boolean {
  return (['memoryKiB', 'passes', 'lanes'] as const).every(
    (name) => kdf[name] >= KDF_BOUNDS[name].min && kdf[name] <= KDF_BOUNDS[name].max,
  );
}

/**
 * KEK of a passphrase wrap: HKDF-SHA-256 (RFC 5869) over Argon2id(passphrase) || device secret, bound to the profile.
 *
 * The passphrase is taken in NFKC, because keyboards and systems differ in how they compose letters. Electron's
 * BoringSSL has no Argon2, hence the WebAssembly one.
 *
 * @returns 32 bytes that the caller wipes
 * @throws RangeError when the parameters are out of bounds
 */
export async function passphraseKek(
  passphrase: string,
  deviceSecret: Uint8Array,
  kdf: Kdf,
  profileId: string,
): Promise<Buffer> {
  if (!kdfWithinBounds(kdf)) throw new RangeError('Argon2id parameters out of bounds');
  const password = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  let stretched: Uint8Array | undefined;
  let joined: Buffer | undefined;
  try {
    stretched = await argon2id({
      password,
      salt: Buffer.from(kdf.salt, 'base64'),
      parallelism: kdf.lanes,
      iterations: kdf.passes,
      memorySize: kdf.memoryKiB,
      hashLength: KEY_BYTES,
      outputType: 'binary',
    });
    joined = Buffer.concat([stretched, deviceSecret]);
    return deriveKey(joined, Buffer.from(kdf.salt, 'base64'), `passphrase/${profileId}`);
  } finally {
    password.fill(0);
    stretched?.fill(0);
    joined?.fill(0);
  }
}

/**
 * HKDF-SHA-256 to 32 bytes; `purpose` keeps keys for different uses apart.
 *
 * @returns 32 bytes that the caller wipes
 */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, `careseal/vault/1/${purpose}`, KEY_BYTES));
}
