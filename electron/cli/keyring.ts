import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readKeyring } from '../engine/openpgp/keys.ts';
import type { StoredKey } from '../engine/store/types.ts';
import { say, UnreadableError } from './output.ts';

/** Bytes of one file in a keyring; a file beyond it is no key. */
const FILE_BYTES = 8 * 1024 * 1024;

/**
 * The OpenPGP keys of a folder: `*.asc` and `*.gpg`, by name. `accepted.json` lists accepted fingerprints; keys that it
 * does not list are refused, and without it all are accepted. Secret keys that no passphrase opens stay locked.
 */
export async function readKeyringFolder(
  folder: string,
  secrets: Readonly<Record<string, string>>,
): Promise<StoredKey[]> {
  let names: string[];
  try {
    names = (await readdir(folder)).toSorted();
  } catch {
    throw new UnreadableError('the keyring folder cannot be read');
  }
  const accepted = names.includes('accepted.json') ? await readAccepted(join(folder, 'accepted.json')) : null;
  const keys = new Map<string, StoredKey>();
  for (const name of names.filter((one) => /\.(?:asc|gpg)$/i.test(one))) {
    const bytes = await readFile(join(folder, name));
    if (bytes.length > FILE_BYTES) {
      say(`keyring: ${name} is too large and passed over`);
      continue;
    }
    try {
      const passphrase = (fingerprint: string): readonly string[] =>
        [secrets[name], secrets[fingerprint], secrets[fingerprint.toLowerCase()], ''].filter(
          (one) => one !== undefined,
        );
      for (const key of await readKeyring(bytes, passphrase)) {
        const trust =
          accepted === null || accepted.has(key.fingerprint) ? (key.kind === 'secret' ? 'own' : 'verified') : 'refused';
        if (keys.get(key.fingerprint)?.kind !== 'secret') keys.set(key.fingerprint, { ...key, trust });
      }
    } catch {
      say(`keyring: ${name} holds no OpenPGP key and is passed over`);
    }
  }
  return [...keys.values()];
}

async function readAccepted(file: string): Promise<Set<string>> {
  try {
    const list = z.array(z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
    return new Set(list.map((fingerprint) => fingerprint.replace(/\s/g, '').toUpperCase()));
  } catch {
    throw new UnreadableError('accepted.json is not a JSON array of fingerprints');
  }
}
