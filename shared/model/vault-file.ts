import { z } from 'zod';
import { profileSchema } from './profile.ts';

/**
 * The vault file of a profile (`vault.json`, ARCHITECTURE.md, "Keys"). The engine reads and writes all of it; main reads
 * the profile and the names of the keychain entries. Nothing in it is a secret in clear.
 */

export const VAULT_FORMAT = 'careseal-vault';
export const VAULT_VERSION = 1;

/** Canonical base64 of exactly `bytes` bytes. */
function base64(bytes: number) {
  const tail = bytes % 3 === 0 ? '' : bytes % 3 === 1 ? '==' : '=';
  const body = Math.ceil((bytes * 8) / 6);
  return z.string().regex(new RegExp(`^[A-Za-z0-9+/]{${body}}${tail}$`));
}

/** Argon2id (RFC 9106): memory in KiB, passes, lanes, and the salt. Its bounds are the engine's business. */
export const kdfSchema = z.strictObject({
  name: z.literal('argon2id'),
  memoryKiB: z.number().int().positive(),
  passes: z.number().int().positive(),
  lanes: z.number().int().positive(),
  salt: base64(16),
});
export type Kdf = z.infer<typeof kdfSchema>;

/** The store key (32 bytes) under AES-256-GCM: 12 bytes nonce, then 32 bytes ciphertext with 16 bytes tag. */
const sealedKey = { iv: base64(12), sealed: base64(48) };

/** Keychain entry of a device secret: backend, profile, and the check value of the secret (main/vault). */
export const keychainEntrySchema = z.string().regex(/^[a-z-]{3,40}\.[0-9a-f]{16}\.[0-9a-f]{32}$/);

export const passphraseWrapSchema = z.strictObject({ entry: keychainEntrySchema, kdf: kdfSchema, ...sealedKey });
export type PassphraseWrap = z.infer<typeof passphraseWrapSchema>;

export const recoveryWrapSchema = z.strictObject({ salt: base64(32), ...sealedKey });
export type RecoveryWrap = z.infer<typeof recoveryWrapSchema>;

/** Room for the clinic's recovery public key: the store key as a JWE that only the clinic's private key opens. */
export const clinicWrapSchema = z.strictObject({ keyId: z.string().min(1).max(128), sealed: z.string().max(4000) });

/** What the file says, before its two seals. */
export const vaultBodySchema = z.strictObject({
  format: z.literal(VAULT_FORMAT),
  version: z.literal(VAULT_VERSION),
  profile: profileSchema,
  /** Newest first. Two while a new wrap waits for its proof; the last one has been proven. */
  passphrase: z.array(passphraseWrapSchema).min(1).max(2),
  recovery: recoveryWrapSchema,
  clinic: clinicWrapSchema.nullable(),
});
export type VaultBody = z.infer<typeof vaultBodySchema>;

export const vaultFileSchema = vaultBodySchema.extend({
  /** HMAC-SHA-256 of the body under a key that is derived from the store key: nobody alters name, role or wraps. */
  mac: base64(32),
  /** SHA-256 of the body and the MAC: tells a damaged file from a wrong passphrase before anything is opened. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What main needs of it. Loose on purpose: main lists profiles whose file the engine will refuse, too. */
export const vaultHeadSchema = z.object({
  profile: profileSchema,
  passphrase: z
    .array(z.object({ entry: keychainEntrySchema }))
    .min(1)
    .max(2),
});
export type VaultHead = z.infer<typeof vaultHeadSchema>;
