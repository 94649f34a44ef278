import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PassphraseWrap, RecoveryWrap } from '../../../shared/model/vault-file.ts';
import { type KdfCost, newKdf, passphraseKek } from './kdf.ts';
import { KEY_BYTES, NONCE_BYTES, RECOVERY_SALT_BYTES, TAG_BYTES } from './limits.ts';
import { recoveryKek } from './recovery-key.ts';

/** A device secret together with the keychain entry it came from. */
export interface DeviceSecret {
  readonly secret: Buffer;
  readonly entry: string;
}

/** Wraps the store key under passphrase and device secret. */
export async function wrapWithPassphrase(
  storeKey: Buffer,
  profileId: string,
  passphrase: string,
  device: DeviceSecret,
  cost?: KdfCost,
): Promise<PassphraseWrap> {
  const head = { entry: device.entry, kdf: newKdf(cost) };
  const kek = await passphraseKek(passphrase, device.secret, head.kdf, profileId);
  try {
    return { ...head, ...seal(storeKey, kek, passphraseAad(profileId, head)) };
  } finally {
    kek.fill(0);
  }
}

/** The store key of a passphrase wrap, or `undefined` when passphrase or device secret do not fit. */
export async function openWithPassphrase(
  wrap: PassphraseWrap,
  profileId: string,
  passphrase: string,
  device: DeviceSecret,
): Promise<Buffer | undefined> {
  const kek = await passphraseKek(passphrase, device.secret, wrap.kdf, profileId);
  try {
    return open(wrap, kek, passphraseAad(profileId, wrap));
  } finally {
    kek.fill(0);
  }
}

/** Wraps the store key under the recovery key alone: it must open on a new PC. */
export function wrapWithRecoveryKey(storeKey: Buffer, profileId: string, recoveryKey: Uint8Array): RecoveryWrap {
  const salt = randomBytes(RECOVERY_SALT_BYTES);
  const head = { salt: salt.toString('base64') };
  const kek = recoveryKek(recoveryKey, salt, profileId);
  try {
    return { ...head, ...seal(storeKey, kek, recoveryAad(profileId, head)) };
  } finally {
    kek.fill(0);
  }
}

/** The store key of a recovery wrap, or `undefined` when the recovery key does not fit. */
export function openWithRecoveryKey(
  wrap: RecoveryWrap,
  profileId: string,
  recoveryKey: Uint8Array,
): Buffer | undefined {
  const kek = recoveryKek(recoveryKey, Buffer.from(wrap.salt, 'base64'), profileId);
  try {
    return open(wrap, kek, recoveryAad(profileId, wrap));
  } finally {
    kek.fill(0);
  }
}

/** A wrap is good for one profile, one purpose and the parameters beside it; a fixed order makes the bytes the same. */
function passphraseAad(profileId: string, wrap: Pick<PassphraseWrap, 'entry' | 'kdf'>): Buffer {
  const { name, memoryKiB, passes, lanes, salt } = wrap.kdf;
  return Buffer.from(
    JSON.stringify(['careseal/vault/1', profileId, 'passphrase', wrap.entry, name, memoryKiB, passes, lanes, salt]),
  );
}

function recoveryAad(profileId: string, wrap: Pick<RecoveryWrap, 'salt'>): Buffer {
  return Buffer.from(JSON.stringify(['careseal/vault/1', profileId, 'recovery', wrap.salt]));
}

function seal(storeKey: Buffer, kek: Buffer, aad: Buffer): { iv: string; sealed: string } {
  const iv = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', kek, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const sealed = Buffer.concat([cipher.update(storeKey), cipher.final(), cipher.getAuthTag()]);
  return { iv: iv.toString('base64'), sealed: sealed.toString('base64') };
}

function open(wrap: { iv: string; sealed: string }, kek: Buffer, aad: Buffer): Buffer | undefined {
  const sealed = Buffer.from(wrap.sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', kek, Buffer.from(wrap.iv, 'base64'), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(KEY_BYTES));
  const storeKey = decipher.update(sealed.subarray(0, KEY_BYTES));
  try {
    decipher.final();
    return storeKey;
  } catch {
    storeKey.fill(0);
    return undefined;
  }
}
