import { compactDecrypt, importJWK, type JWK } from 'jose';
import { type AuditEntry, auditEntrySchema } from '../../shared/model/audit.ts';

/** Opens sealed entries with the audit private key. For the command line: no part of the app ever has this key. */
export async function createOpener(privateJwk: JWK): Promise<(sealed: string) => Promise<AuditEntry | undefined>> {
  const key = await importJWK(privateJwk, 'ECDH-ES');
  return async (sealed) => {
    try {
      const { plaintext } = await compactDecrypt(sealed, key, {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return auditEntrySchema.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    } catch {
      return undefined;
    }
  };
}
