import { type Key, PacketList, PublicKey, type PublicSubkeyPacket, readKey } from 'openpgp';
import { foldAddress, sameAddress } from '../../../shared/model/address.ts';
import type { StoredKey } from '../store/types.ts';
import { complete, judging, reading } from './config.ts';
import { certifiedEmails } from './keys.ts';
import { openpgpLimits } from './limits.ts';
import { asPublic, parseStored } from './parsed.ts';

export interface AutocryptHeader {
  readonly addr: string;
  readonly preferEncrypt: 'mutual' | 'nopreference';
  readonly key: Uint8Array;
}

/**
 * The value of the Autocrypt field for messages from `addr` (Autocrypt 1.1 section 2.1): the smallest form of the key,
 * primary key, one user ID, one subkey for encryption. `null` when the key does not name the address or is too large.
 */
export async function autocryptValue(
  stored: StoredKey,
  addr: string,
  preferEncrypt: 'mutual' | 'nopreference',
  now: Date,
): Promise<string | null> {
  const key = asPublic(await parseStored(stored));
  const small = await minimal(key, addr, now);
  if (!small || small.length > openpgpLimits.autocryptBytes) return null;
  const prefer = preferEncrypt === 'mutual' ? 'prefer-encrypt=mutual; ' : '';
  return `addr=${addr}; ${prefer}keydata=${Buffer.from(small).toString('base64')}`;
}

async function minimal(key: PublicKey, addr: string, now: Date): Promise<Uint8Array | null> {
  const config = complete(judging);
  const user = key.users.find((one) => one.userID?.email && sameAddress(one.userID.email, addr));
  if (!user?.userID) return null;
  try {
    await user.verify(now, config);
    const encryption = await key.getEncryptionKey(undefined, now, undefined, config);
    const packets = new PacketList();
    packets.push(key.keyPacket as never, user.userID as never);
    const newest = user.selfCertifications.toSorted((a, b) => Number(b.created) - Number(a.created))[0];
    if (newest) packets.push(newest as never);
    if ('bindingSignatures' in encryption) {
      packets.push(encryption.keyPacket as PublicSubkeyPacket as never);
      const binding = encryption.bindingSignatures.toSorted((a, b) => Number(b.created) - Number(a.created))[0];
      if (binding) packets.push(binding as never);
    }
    return new PublicKey(packets as never).write();
  } catch {
    return null;
  }
}

/**
 * Reads Autocrypt fields (Autocrypt 1.1 sections 2.1 and 2.3): one valid field whose `addr` is the one From address,
 * no unknown critical attribute, a key that can encrypt. More than one valid field means none.
 */
export async function readAutocrypt(
  values: readonly string[],
  from: readonly string[],
  at: Date,
): Promise<AutocryptHeader | null> {
  const [sender] = from;
  if (from.length !== 1 || !sender) return null;
  const usable: AutocryptHeader[] = [];
  for (const value of values.slice(0, 10)) {
    const found = await readOne(value, sender, at);
    if (found) usable.push(found);
  }
  return usable.length === 1 ? (usable[0] ?? null) : null;
}

async function readOne(value: string, sender: string, at: Date): Promise<AutocryptHeader | null> {
  const attributes = new Map<string, string>();
  for (const piece of value.split(';')) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (name === '' || attributes.has(name)) return null;
    attributes.set(name, piece.slice(equals + 1).trim());
  }
  for (const name of attributes.keys()) {
    if (!['addr', 'prefer-encrypt', 'keydata'].includes(name) && !name.startsWith('_')) return null;
  }
  const addr = attributes.get('addr') ?? '';
  if (!sameAddress(addr, sender)) return null;
  const bytes = Buffer.from((attributes.get('keydata') ?? '').replace(/\s+/g, ''), 'base64');
  if (bytes.length === 0 || bytes.length > openpgpLimits.autocryptBytes * 2) return null;
  try {
    const key: Key = await readKey({ binaryKey: bytes, config: reading });
    if (key.isPrivate()) return null;
    await key.getEncryptionKey(undefined, at, undefined, complete(judging));
    // The header may name an address that the key does not: then the key is not taken for it.
    if (!(await certifiedEmails(key)).includes(foldAddress(sender))) return null;
  } catch {
    return null;
  }
  return {
    addr: foldAddress(addr),
    preferEncrypt: attributes.get('prefer-encrypt') === 'mutual' ? 'mutual' : 'nopreference',
    key: bytes,
  };
}
