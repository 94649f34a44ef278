import { decryptKey, encryptKey, generateKey, type Key, type PrivateKey, readKeys, readPrivateKey } from 'openpgp';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { foldAddress } from '../../../shared/model/address.ts';
import type { KeyView } from '../../../shared/model/key.ts';
import type { StoredKey } from '../store/types.ts';
import { complete, judging, reading, writing } from './config.ts';
import { openpgpLimits } from './limits.ts';
import { asPublic, parseStored, upperFingerprint } from './parsed.ts';

/** openpgp.js leaves time out of its checks when the date is null; its types do not say so everywhere. */
const anyTime = null as unknown as Date;

/** Makes a v4 key (Ed25519 and X25519 in the form that gpg 2.1 and later reads) for one address, without expiry. */
export async function makeKey(input: {
  readonly name: string;
  readonly address: string;
  readonly now: Date;
}): Promise<StoredKey> {
  const name = input.name.replace(/[<>\p{Cc}]/gu, ' ').trim();
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [{ ...(name ? { name } : {}), email: input.address }],
    // A clock that runs a little behind at the other end would call a brand-new key one from the future.
    date: new Date(Math.floor(input.now.getTime() / 1000) * 1000 - 60_000),
    format: 'object',
    config: writing,
  });
  return store(privateKey, 'made', input.now);
}

/**
 * Reads keys from armoured text (several blocks, text around them) or bytes. Protected secret keys are opened with the
 * passphrase and stored open, because the store is what protects them. Public and secret part of one key give one entry.
 * Throws `key-unreadable`, `key-passphrase-wrong`, `too-large`.
 */
export async function importKeys(input: {
  readonly armored?: string;
  readonly bytes?: Uint8Array;
  readonly passphrase?: string;
  readonly source?: 'import' | 'attachment' | 'autocrypt';
  readonly now?: Date;
}): Promise<StoredKey[]> {
  const found = await readAny(input);
  const source = input.source ?? 'import';
  const now = input.now ?? new Date();
  const byFingerprint = new Map<string, StoredKey>();
  for (const key of found) {
    const open = key.isPrivate() ? await unlock(key, input.passphrase ?? '') : key;
    const stored = await store(open, source, now);
    if (byFingerprint.get(stored.fingerprint)?.kind !== 'secret') byFingerprint.set(stored.fingerprint, stored);
  }
  return [...byFingerprint.values()];
}

/**
 * Reads a keyring file in which some secret keys may stay locked: `passphrases` gives what to try for a fingerprint
 * (upper-case hex). A key that none opens is kept locked, so that "wrong secret" can be told from "no key".
 */
export async function readKeyring(
  bytes: Uint8Array,
  passphrases: (fingerprint: string) => readonly string[],
): Promise<StoredKey[]> {
  const stored: StoredKey[] = [];
  for (const key of await readAny({ bytes })) {
    let best: Key = key;
    if (key.isPrivate() && !key.isDecrypted()) {
      for (const passphrase of passphrases(upperFingerprint(key))) {
        try {
          best = await unlock(key, passphrase);
          break;
        } catch {
          // The next one may fit.
        }
      }
    }
    stored.push(await store(best, 'import', key.getCreationTime()));
  }
  return stored;
}

/** All keys of an input, locked ones as they are. Throws `key-unreadable` and `too-large`. */
export async function readAny(input: { readonly armored?: string; readonly bytes?: Uint8Array }): Promise<Key[]> {
  const size = input.bytes?.length ?? input.armored?.length ?? 0;
  if (size > openpgpLimits.importBytes) {
    throw new ProblemError('too-large', 'This file is too large for a key.', 'Export only the keys that are needed.');
  }
  const keys: Key[] = [];
  try {
    const text = input.armored ?? armorIn(input.bytes);
    if (text === null) {
      keys.push(...(await readKeys({ binaryKeys: input.bytes ?? new Uint8Array(), config: reading })));
    } else {
      for (const block of armorBlocks(text)) keys.push(...(await readKeys({ armoredKeys: block, config: reading })));
    }
  } catch {
    throw unreadable();
  }
  if (keys.length === 0 || keys.length > openpgpLimits.importKeys) throw unreadable();
  return keys;
}

/** The public part, armoured. */
export async function exportPublic(key: StoredKey): Promise<string> {
  return asPublic(await parseStored(key)).armor(complete(writing));
}

/** The secret key, armoured and locked with a passphrase of its own. Throws `key-missing` for a public key. */
export async function exportSecret(key: StoredKey, passphrase: string): Promise<string> {
  const parsed = await parseStored(key);
  if (!parsed.isPrivate()) {
    throw new ProblemError('key-missing', 'There is no secret key here.', 'Export the public key instead.');
  }
  // A copy: locking works in place, and the parsed key is shared.
  const copy = await readPrivateKey({ binaryKey: parsed.write(), config: reading });
  const locked = await encryptKey({ privateKey: copy, passphrase, config: writing });
  return locked.armor(complete(writing));
}

/** What a key can be used for at a moment, and why not. Times are RFC 3339. */
export interface KeyUse {
  readonly canSign: boolean;
  readonly canEncrypt: boolean;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
  /** Why it cannot encrypt; `null` when it can. */
  readonly reason: 'key-expired' | 'key-revoked' | 'key-weak' | 'no-encryption-key' | 'key-unreadable' | null;
}

/** Judges a key at `at`: expiry, revocation, strength, and whether there is a subkey for the purpose. */
export async function keyUse(stored: StoredKey, at: Date): Promise<KeyUse> {
  let key: Key;
  try {
    key = await parseStored(stored);
  } catch {
    const createdAt = new Date(0).toISOString();
    return { canSign: false, canEncrypt: false, createdAt, expiresAt: null, revoked: false, reason: 'key-unreadable' };
  }
  const config = complete(judging);
  const works = async (find: () => Promise<unknown>): Promise<boolean> => {
    try {
      await find();
      return true;
    } catch {
      return false;
    }
  };
  const canEncrypt = await works(() => key.getEncryptionKey(undefined, at, undefined, config));
  const canSign = key.isPrivate() && (await works(() => key.getSigningKey(undefined, at, undefined, config)));
  const revoked = await key.isRevoked(undefined, undefined, at, config).catch(() => true);
  const expires = await key.getExpirationTime(undefined, config).catch(() => null);
  const expiresAt = expires instanceof Date ? expires.toISOString() : null;
  let reason: KeyUse['reason'] = null;
  if (!canEncrypt) {
    if (revoked) reason = 'key-revoked';
    else if (expires instanceof Date && expires <= at) reason = 'key-expired';
    else if (isWeak(key)) reason = 'key-weak';
    else {
      // The primary key may live on while its subkey for encryption has run out.
      const once = await works(() => key.getEncryptionKey(undefined, anyTime, undefined, config));
      reason = once ? 'key-expired' : 'no-encryption-key';
    }
  }
  return { canSign, canEncrypt, createdAt: key.getCreationTime().toISOString(), expiresAt, revoked, reason };
}

/** Whether a message may be encrypted to this key at `at`, with the reason why not. */
export async function usableForEncryption(
  key: StoredKey,
  at: Date,
): Promise<{ readonly usable: boolean; readonly reason: KeyUse['reason'] }> {
  const { canEncrypt, reason } = await keyUse(key, at);
  return { usable: canEncrypt, reason };
}

/** A key as the settings show it. */
export async function viewOf(stored: StoredKey): Promise<KeyView> {
  const key = await parseStored(stored);
  const use = await keyUse(stored, new Date());
  return {
    fingerprint: stored.fingerprint,
    userIds: key
      .getUserIDs()
      .slice(0, 100)
      .map((id) => id.slice(0, 998)),
    emails: stored.emails.slice(0, 100),
    algorithm: algorithmOf(key),
    createdAt: use.createdAt,
    expiresAt: use.expiresAt,
    revoked: use.revoked,
    secret: stored.kind === 'secret',
    trust: stored.trust,
    source: stored.source,
  };
}

/**
 * Addresses of the user IDs that the key itself certifies and has not revoked: an unsigned user ID can be glued to
 * anybody's key, and would make that key speak for an address.
 */
export async function certifiedEmails(key: Key): Promise<string[]> {
  const emails: string[] = [];
  for (const user of key.users.slice(0, 100)) {
    const email = user.userID?.email;
    if (!email) continue;
    try {
      await user.verify(anyTime, complete(judging));
      const folded = foldAddress(email);
      if (!emails.includes(folded)) emails.push(folded);
    } catch {
      // Not certified, or revoked: it does not count.
    }
  }
  return emails;
}

/**
 * Two states of one key as one: the newer self-signatures, all subkeys, and every revocation. An older copy of a key, which
 * anybody may send again, must not make a revocation unheard of or bring back an expiry that was extended. A secret key
 * stays secret. Of the rest `newer` wins, except that its addresses are those that the joined key certifies.
 *
 * @throws the library's error when the fingerprints differ
 */
export async function joinKeys(known: StoredKey, newer: StoredKey): Promise<StoredKey> {
  const config = complete(judging);
  const joined = await (await parseStored(known)).update(await parseStored(newer), undefined, config);
  const { kind, armored, emails } = await store(joined, newer.source, new Date(newer.addedAt));
  return { ...newer, kind, armored, emails };
}

/** Makes the stored form of a parsed key. */
export async function store(key: Key, source: StoredKey['source'], now: Date): Promise<StoredKey> {
  const secret = key.isPrivate();
  return {
    fingerprint: upperFingerprint(key),
    kind: secret ? 'secret' : 'public',
    armored: key.armor(complete(writing)),
    emails: await certifiedEmails(key),
    trust: secret ? 'own' : source === 'import' ? 'seen' : 'new',
    source,
    addedAt: now.toISOString(),
  };
}

async function unlock(key: PrivateKey, passphrase: string): Promise<PrivateKey> {
  if (key.isDecrypted()) return key;
  try {
    return await decryptKey({ privateKey: key, passphrase, config: reading });
  } catch {
    throw new ProblemError(
      'key-passphrase-wrong',
      passphrase === '' ? 'This key is locked with a passphrase.' : 'This passphrase does not open the key.',
      'Type the passphrase that the key was exported with.',
    );
  }
}

function isWeak(key: Key): boolean {
  return key.getKeys().some((one) => (one.getAlgorithmInfo().bits ?? openpgpLimits.rsaBits) < openpgpLimits.rsaBits);
}

function algorithmOf(key: Key): string {
  const info = key.getAlgorithmInfo();
  if (info.bits) return `${info.algorithm.startsWith('rsa') ? 'RSA' : info.algorithm} ${info.bits}`;
  if (/25519/.test(info.curve ?? info.algorithm)) return 'Ed25519';
  return (info.curve ?? info.algorithm).slice(0, 60);
}

const armorBlock = /-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----[\s\S]*?-----END PGP \1 KEY BLOCK-----/g;

function armorBlocks(text: string): string[] {
  return (text.match(armorBlock) ?? []).slice(0, openpgpLimits.importKeys);
}

function armorIn(bytes: Uint8Array | undefined): string | null {
  if (!bytes) return null;
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN PGP ') ? Buffer.from(bytes).toString('utf8') : null;
}

function unreadable(): ProblemError {
  return new ProblemError(
    'key-unreadable',
    'There is no OpenPGP key in this.',
    'Ask the sender to export the key again.',
  );
}
