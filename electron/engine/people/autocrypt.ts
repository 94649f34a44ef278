import { readKey } from 'openpgp';
import { foldAddress } from '../../../shared/model/address.ts';
import type { ReadMessage, Session } from '../rooms.ts';
import type { StoredKey } from '../store/types.ts';

type Header = NonNullable<ReadMessage['autocrypt']>;

/**
 * Takes a key from an Autocrypt header (Autocrypt 1.1 section 2.3) that the reader found usable. The first key of an
 * address is `seen`. A different one later is `changed` and is not used, because anyone can write a header: unless
 * the message that brought it is validly signed with the key known before. A key that a person has verified or refused
 * stays as it is. The key is filed under the address of the header alone, whatever other user IDs it names, so that
 * nobody can bring a key for somebody else. Returns whether the key list changed.
 */
export async function learnAutocrypt(
  session: Pick<Session, 'store' | 'now'>,
  read: ReadMessage,
  header: Header,
): Promise<boolean> {
  const { keys } = session.store.records;
  const addr = foldAddress(header.addr);
  let fingerprint: string;
  let armored: string;
  try {
    const key = await readKey({ binaryKey: header.key });
    if (key.isPrivate()) return false;
    fingerprint = key.getFingerprint().toUpperCase();
    armored = key.armor();
  } catch {
    return false;
  }
  const at = effectiveDate(read.facts.date, session.now());
  const known = keys.byEmail(addr);
  if (known.some((key) => key.kind === 'secret')) return false;

  const same = keys.get(fingerprint);
  if (same) return refresh(session, same, addr, armored, at);

  // First sync reads the newest messages first: a key older than what is known is history, not a change.
  if (known.some((key) => Date.parse(key.addedAt) > Date.parse(at))) return false;
  const trust = known.length === 0 || signedByKnown(read, known) ? 'seen' : 'changed';
  keys.put({ fingerprint, kind: 'public', armored, emails: [addr], trust, source: 'autocrypt', addedAt: at });
  return true;
}

/**
 * The same key again: a later expiry or a revocation is learnt, nothing is unlearnt, because anybody may send an old copy
 * of a key in a new header. The address stays as it was.
 */
async function refresh(
  session: Pick<Session, 'store'>,
  same: StoredKey,
  addr: string,
  armored: string,
  at: string,
): Promise<boolean> {
  // Header keys are cut down to one user ID; what a person imported is never changed by them.
  if (same.source !== 'autocrypt' || same.kind === 'secret' || !same.emails.map(foldAddress).includes(addr))
    return false;
  if (same.trust === 'refused' || Date.parse(at) <= Date.parse(same.addedAt)) return false;
  const known = await readKey({ armoredKey: same.armored });
  const joined = (await known.update(await readKey({ armoredKey: armored }))).armor();
  session.store.records.keys.put({ ...same, armored: joined, addedAt: at });
  return joined !== same.armored;
}

/** The message is validly signed, by its sender, with a key of that sender that is in use here. */
function signedByKnown(read: ReadMessage, known: readonly StoredKey[]): boolean {
  if (read.view.verdict.signature !== 'valid') return false;
  const inUse = new Set(
    known.filter(({ trust }) => trust === 'seen' || trust === 'verified').map(({ fingerprint }) => fingerprint),
  );
  return read.view.signatures.some(
    (signature) =>
      signature.status === 'valid' && signature.identity_match && inUse.has(signature.fingerprint.toUpperCase()),
  );
}

/** When the key was seen: the message's date, but never later than now (Autocrypt 1.1 section 2.3, effective date). */
function effectiveDate(date: string, now: Date): string {
  const given = Date.parse(date);
  return Number.isNaN(given) || given > now.getTime() ? now.toISOString() : new Date(given).toISOString();
}
