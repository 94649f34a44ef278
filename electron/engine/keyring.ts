import { foldAddress, sameAddress } from '../../shared/model/address.ts';
import type { Live } from './live.ts';
import { type KeyUse, keyUse } from './openpgp/keys.ts';
import type { StoredKey } from './store/types.ts';

/** A stored key with what it can be used for at this moment. */
export interface KeyWithUse {
  readonly key: StoredKey;
  readonly use: KeyUse;
}

/** Keys known for these addresses, each with its use now. */
export async function keysWithUse(live: Live, addresses: readonly string[]): Promise<KeyWithUse[]> {
  const { keys } = live.session.store.records;
  const byFingerprint = new Map<string, StoredKey>();
  for (const addr of addresses) {
    for (const key of keys.byEmail(foldAddress(addr))) byFingerprint.set(key.fingerprint, key);
  }
  return Promise.all(
    [...byFingerprint.values()].map(async (key) => ({ key, use: await keyUse(key, live.session.now()) })),
  );
}

/** The newest usable secret key of an own address, or `null`. */
export async function ownKey(live: Live, address: string): Promise<StoredKey | null> {
  const candidates = (await keysWithUse(live, [address])).filter(
    ({ key, use }) => key.kind === 'secret' && key.trust === 'own' && use.canSign && use.canEncrypt,
  );
  candidates.sort((a, b) => b.use.createdAt.localeCompare(a.use.createdAt));
  return candidates[0]?.key ?? null;
}

/** Addresses that fit what is typed, each with how it would be reached. */
export async function suggestContacts(live: Live, text: string, limit: number) {
  const contacts = live.session.store.records.contacts.suggest(text, limit);
  const keys = await keysWithUse(
    live,
    contacts.map(({ addr }) => addr),
  );
  return {
    suggestions: contacts.map(({ addr, name }) => {
      const usable = keys.find(
        ({ key, use }) =>
          key.emails.some((one) => sameAddress(one, addr)) &&
          use.canEncrypt &&
          key.trust !== 'refused' &&
          key.trust !== 'changed',
      );
      return {
        addr,
        name,
        method: usable ? ('openpgp' as const) : ('plain' as const),
        trust: usable?.key.trust ?? null,
      };
    }),
  };
}
