import { enums, type Key, type SignaturePacket } from 'openpgp';
import { foldAddress } from '../../../shared/model/address.ts';
import type { SignatureDetail, SignatureStatus } from '../../../shared/model/verdict.ts';
import type { StoredKey } from '../store/types.ts';
import { complete, judging, reading } from './config.ts';
import { openpgpLimits } from './limits.ts';
import { parseStored } from './parsed.ts';

/** What one signature is worth: cryptography, key and time. Whether it is the sender's is decided elsewhere. */
export interface JudgedSignature {
  readonly status: SignatureStatus;
  readonly cryptoOk: boolean;
  readonly emails: readonly string[];
  readonly name: string | null;
  readonly fingerprint: string | null;
  readonly keyId: string | null;
  readonly trust: SignatureDetail['trust'];
  /** RFC 3339, UTC. */
  readonly signedAt: string | null;
  readonly digest: string | null;
}

/** Against what signatures are judged. */
export interface JudgingContext {
  readonly keys: readonly StoredKey[];
  /** The clock. */
  readonly at: Date;
  /** Newest `Received` time; a signature cannot be a day younger than the message's arrival. */
  readonly newestReceived: Date | null;
}

const DAY = 24 * 60 * 60 * 1000;
const weakHashes: ReadonlySet<enums.hash> = new Set([enums.hash.md5, enums.hash.sha1, enums.hash.ripemd]);
/** openpgp.js leaves time out of a check when the date is null. */
const anyTime = null as unknown as Date;

/** Judges every signature packet over `data`, which is a literal data packet of the library. */
export async function judgeSignatures(
  packets: readonly SignaturePacket[],
  data: object,
  detached: boolean,
  context: JudgingContext,
): Promise<JudgedSignature[]> {
  const judged: JudgedSignature[] = [];
  for (const packet of packets.slice(0, openpgpLimits.signatures))
    judged.push(await judge(packet, data, detached, context));
  return judged;
}

async function judge(
  packet: SignaturePacket,
  data: object,
  detached: boolean,
  context: JudgingContext,
): Promise<JudgedSignature> {
  const keyId = packet.issuerKeyID.toHex().toUpperCase();
  const base = {
    keyId: keyId || null,
    signedAt: packet.created ? packet.created.toISOString().replace('.000Z', 'Z') : null,
    digest: packet.hashAlgorithm === null ? null : hashName(packet.hashAlgorithm),
  };
  let best: JudgedSignature | null = null;
  for (const { stored, key } of await findSigners(packet, context.keys)) {
    const about = {
      ...base,
      emails: stored.emails,
      name: nameOf(key, stored.emails),
      fingerprint: stored.fingerprint,
      trust: stored.trust,
    };
    const cryptoOk = await verifies(packet, key, data, detached);
    const status = cryptoOk ? await statusOf(packet, key, stored, context) : 'invalid';
    if (status === 'valid') return { ...about, cryptoOk, status };
    if (best === null || best.status === 'invalid') best = { ...about, cryptoOk, status };
  }
  return (
    best ?? { ...base, status: 'unknown-key', cryptoOk: false, emails: [], name: null, fingerprint: null, trust: null }
  );
}

/**
 * Every key that claims to hold the signing key: anybody can glue the public part of somebody's key to his own, and must
 * not spoil that person's signatures by it. Which key may speak for it is judged one by one.
 */
async function findSigners(
  packet: SignaturePacket,
  keys: readonly StoredKey[],
): Promise<{ stored: StoredKey; key: Key }[]> {
  const found: { stored: StoredKey; key: Key }[] = [];
  const fingerprint = packet.issuerFingerprint
    ? Buffer.from(packet.issuerFingerprint).toString('hex').toUpperCase()
    : null;
  for (const stored of keys) {
    const key = await parseStored(stored).catch(() => null);
    if (!key) continue;
    const holds = key
      .getKeys()
      .some((one) =>
        fingerprint ? one.getFingerprint().toUpperCase() === fingerprint : one.getKeyID().equals(packet.issuerKeyID),
      );
    if (holds) found.push({ stored, key });
    if (found.length >= openpgpLimits.signerKeys) break;
  }
  return found;
}

async function verifies(packet: SignaturePacket, key: Key, data: object, detached: boolean): Promise<boolean> {
  const type = packet.signatureType;
  // Any other type signs something else than a document (RFC 9580 section 5.2.1).
  if (type !== enums.signature.binary && type !== enums.signature.text) return false;
  for (const one of key.getKeys(packet.issuerKeyID)) {
    try {
      await packet.verify(one.keyPacket, type, data, anyTime, detached, complete(reading));
      return true;
    } catch {
      // The next key with this id, if there is one: key ids are short enough to collide on purpose.
    }
  }
  return false;
}

/** The first thing that is wrong with a signature that is cryptographically right, worst first. */
async function statusOf(
  packet: SignaturePacket,
  key: Key,
  stored: StoredKey,
  { at, newestReceived }: JudgingContext,
): Promise<SignatureStatus> {
  const created = packet.created ?? at;
  const config = complete(judging);
  if (packet.hashAlgorithm === null || weakHashes.has(packet.hashAlgorithm)) return 'weak-algorithm';
  const signing = key.getKeys(packet.issuerKeyID)[0];
  if (!signing || (signing.getAlgorithmInfo().bits ?? openpgpLimits.rsaBits) < openpgpLimits.rsaBits)
    return 'weak-algorithm';
  if (await key.isRevoked(undefined, undefined, at, config).catch(() => true)) return 'key-revoked';
  if ('bindingSignatures' in signing) {
    const revoked = await Promise.all(
      signing.bindingSignatures.map((binding) =>
        signing.isRevoked(binding, signing.keyPacket, at, config).catch(() => true),
      ),
    );
    if (revoked.length === 0 || revoked.some(Boolean)) return revoked.length === 0 ? 'invalid' : 'key-revoked';
  }
  const usableAt = async (date: Date): Promise<boolean> =>
    key.getSigningKey(packet.issuerKeyID, date, undefined, config).then(
      () => true,
      () => false,
    );
  if (!(await usableAt(created))) return (await usableAt(anyTime)) ? 'key-expired' : 'invalid';
  if (created.getTime() > at.getTime() + DAY) return 'time-mismatch';
  if (newestReceived && created.getTime() > newestReceived.getTime() + DAY) return 'time-mismatch';
  if (packet.isExpired(new Date(Math.max(at.getTime(), created.getTime())))) return 'time-mismatch';
  if (stored.trust === 'refused' || stored.trust === 'changed') return 'not-accepted';
  return 'valid';
}

/** Name in a user ID whose address counts: others may have been glued to the key by anybody. */
function nameOf(key: Key, emails: readonly string[]): string | null {
  const name = key.users.find(({ userID }) => userID?.name && emails.includes(foldAddress(userID.email)))?.userID?.name;
  return name ? name.slice(0, 998) : null;
}

function hashName(hash: enums.hash): string {
  try {
    return enums.read(enums.hash, hash);
  } catch {
    return `hash-${hash}`;
  }
}
