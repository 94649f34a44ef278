import { createMessage, encrypt, enums, type PrivateKey, type PublicKey, readSignature, sign } from 'openpgp';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { multipart } from '../mime/build.ts';
import type { StoredKey } from '../store/types.ts';
import { complete, judging, writing } from './config.ts';
import { asPublic, parseStored } from './parsed.ts';

export interface SealInput {
  /** A whole MIME entity with CRLF line ends, seven-bit clean, as `mime/build.ts` makes it. */
  readonly entity: Uint8Array;
  /** Secret key to sign with, or `null` not to sign. */
  readonly sign: StoredKey | null;
  /** Keys to encrypt to, or `null` not to encrypt. The signer is always added, so that Sent stays readable. */
  readonly encryptTo: readonly StoredKey[] | null;
  /** Time of the signature. */
  readonly now?: Date;
}

/**
 * Seals an entity by PGP/MIME (RFC 3156) and returns the entity to send in its place: `multipart/signed`,
 * `multipart/encrypted` with the signature inside, or the entity itself when neither is asked for. Put a header before
 * it with `joinMessage`. Throws `key-missing` when a key cannot be used, `seal-failed` when the library refuses.
 */
export async function sealEntity(input: SealInput): Promise<Uint8Array> {
  if (!input.sign && !input.encryptTo) return input.entity;
  const now = input.now ?? new Date();
  const signer = input.sign ? await secretKey(input.sign) : null;
  if (!input.encryptTo) return signer ? signed(input.entity, signer, now) : input.entity;
  if (input.encryptTo.length === 0 && !input.sign) throw missing();

  const recipients = new Map<string, PublicKey>();
  for (const stored of [...input.encryptTo, ...(input.sign ? [input.sign] : [])]) {
    const key = asPublic(await parseStored(stored).catch(() => Promise.reject(missing())));
    // Asked here and not left to the library, so that the problem is "this key" and not "something failed".
    await key.getEncryptionKey(undefined, now, undefined, complete(judging)).catch(() => Promise.reject(missing()));
    recipients.set(key.getFingerprint(), key);
  }
  try {
    const armored = await encrypt({
      message: await createMessage({ binary: input.entity, format: 'binary', date: now }),
      encryptionKeys: [...recipients.values()],
      ...(signer ? { signingKeys: signer } : {}),
      date: now,
      format: 'armored',
      config: writing,
    });
    return multipart('encrypted', { protocol: 'application/pgp-encrypted' }, [
      Buffer.from('Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n'),
      Buffer.from(
        'Content-Type: application/octet-stream; name=encrypted.asc\r\n' +
          `Content-Disposition: inline; filename=encrypted.asc\r\n\r\n${crlf(armored)}`,
      ),
    ]);
  } catch {
    throw failed();
  }
}

async function signed(entity: Uint8Array, signer: PrivateKey, now: Date): Promise<Uint8Array> {
  try {
    const armored = await sign({
      message: await createMessage({ binary: entity, format: 'binary', date: now }),
      signingKeys: signer,
      detached: true,
      date: now,
      format: 'armored',
      config: writing,
    });
    // The hash may follow the key's preference, so `micalg` is read from what was made.
    const made = await readSignature({ armoredSignature: armored });
    const hash = made.packets[0]?.hashAlgorithm ?? enums.hash.sha512;
    return multipart(
      'signed',
      { protocol: 'application/pgp-signature', micalg: `pgp-${enums.read(enums.hash, hash)}` },
      [
        entity,
        Buffer.from(
          'Content-Type: application/pgp-signature; name=signature.asc\r\n' +
            `Content-Disposition: inline; filename=signature.asc\r\n\r\n${crlf(armored)}`,
        ),
      ],
    );
  } catch {
    throw failed();
  }
}

async function secretKey(stored: StoredKey): Promise<PrivateKey> {
  const key = await parseStored(stored).catch(() => null);
  if (!key?.isPrivate()) throw missing();
  return key;
}

function crlf(armored: string): string {
  return `${armored.trimEnd().replace(/\r?\n/g, '\r\n')}\r\n`;
}

function missing(): ProblemError {
  return new ProblemError(
    'key-missing',
    'A key that this message needs cannot be used now.',
    'Look at the keys of the recipients in Settings; a key may have expired.',
  );
}

function failed(): ProblemError {
  return new ProblemError(
    'seal-failed',
    'The message could not be sealed.',
    'Nothing was sent. Try again, or check the keys.',
  );
}
