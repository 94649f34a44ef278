import { CompactEncrypt, importJWK } from 'jose';
import { z } from 'zod';
import { type AuditEntry, auditEntrySchema } from '../../shared/model/audit.ts';
import { ENTRY_MAX_BYTES, ENTRY_STEP_BYTES } from './limits.ts';

/** The audit public key: EC P-256 as JWK (RFC 7518 section 6.2.1), and nothing private beside it. */
export const auditPublicKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type AuditPublicKey = z.infer<typeof auditPublicKeySchema>;

/** Reads a public key from JWK JSON, or `undefined`; a private key is refused, it must not lie about. */
export function readAuditPublicKey(jwk: string): AuditPublicKey | undefined {
  try {
    return auditPublicKeySchema.parse(JSON.parse(jwk));
  } catch {
    return undefined;
  }
}

/**
 * Seals one entry to the audit public key: JWE compact (RFC 7516), ECDH-ES on P-256 with A256GCM. Only the private
 * key opens it: not the workstation, not who is unlocked on it.
 *
 * @throws RangeError when the entry is longer than a line may be; `sealEntries` splits such an entry
 */
export async function sealEntry(publicJwk: string, entry: AuditEntry): Promise<string> {
  const key = await importJWK({ ...auditPublicKeySchema.parse(JSON.parse(publicJwk)) }, 'ECDH-ES');
  const plain = pad(auditEntrySchema.parse(entry));
  try {
    return await new CompactEncrypt(plain)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'careseal-audit' })
      .encrypt(key);
  } finally {
    plain.fill(0);
  }
}

/** Seals an entry, split by its recipients where they are too many for one line; every part repeats the rest. */
export async function sealEntries(publicJwk: string, entry: AuditEntry): Promise<string[]> {
  const { recipients = [], ...rest } = entry;
  if (byteLength(entry) <= ENTRY_MAX_BYTES || recipients.length < 2) return [await sealEntry(publicJwk, entry)];
  const middle = Math.ceil(recipients.length / 2);
  const halves = [recipients.slice(0, middle), recipients.slice(middle)];
  const sealed = await Promise.all(halves.map((half) => sealEntries(publicJwk, { ...rest, recipients: half })));
  return sealed.flat();
}

function byteLength(entry: AuditEntry): number {
  return Buffer.byteLength(JSON.stringify(entry));
}

/** JSON ignores white space after the value, so the padding needs no length field. */
function pad(entry: AuditEntry): Uint8Array {
  const json = Buffer.from(JSON.stringify(entry));
  if (json.length > ENTRY_MAX_BYTES) throw new RangeError('audit entry too long for one line');
  const padded = Buffer.alloc(Math.ceil(json.length / ENTRY_STEP_BYTES) * ENTRY_STEP_BYTES, ' ');
  json.copy(padded);
  json.fill(0);
  return padded;
}
