import { type Key, type PublicKey, readKey } from 'openpgp';
import type { StoredKey } from '../store/types.ts';
import { reading } from './config.ts';

/** Keys that were parsed lately, newest last: opening a list of messages asks for the same few again and again. */
const recent = new Map<string, Promise<Key>>();
const RECENT = 200;

/** A stored key, parsed. Never change what comes back: it is shared. */
export function parseStored(stored: StoredKey): Promise<Key> {
  const known = recent.get(stored.armored);
  if (known) return known;
  const parsing = readKey({ armoredKey: stored.armored, config: reading });
  recent.set(stored.armored, parsing);
  parsing.catch(() => recent.delete(stored.armored));
  const oldest = recent.keys().next().value;
  if (recent.size > RECENT && oldest !== undefined) recent.delete(oldest);
  return parsing;
}

export function asPublic(key: Key): PublicKey {
  return key.isPrivate() ? key.toPublic() : key;
}

/** Fingerprints are upper-case hex everywhere but inside the library. */
export function upperFingerprint(key: { getFingerprint(): string }): string {
  return key.getFingerprint().toUpperCase();
}
