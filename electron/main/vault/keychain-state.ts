import { createHmac, randomBytes } from 'node:crypto';
import { type Keychain, KeychainError } from './keychain.ts';

/** Service name of every item that Careseal keeps in the keychain. */
export const KEYCHAIN_SERVICE = 'Careseal';

/** The five outcomes of asking for a device secret (ARCHITECTURE.md, "Keys"). */
export type SecretState =
  | { readonly outcome: 'ok'; readonly secret: string; readonly entry: string }
  | { readonly outcome: 'absent' | 'locked' | 'changed' | 'damaged' };

export interface DeviceSecrets {
  /**
   * Reads a device secret by its entry name. Never creates, repairs or deletes anything. Requests that run at the same
   * time share one question to the keychain. No answer is kept: a remembered failure would outlive its cause, and a
   * remembered secret would hide a keychain that has been locked or changed since, and would lie in main's memory
   * while Careseal is locked.
   */
  read(entry: string, profileId: string): Promise<SecretState>;
  /**
   * Makes a device secret under an entry of its own. The entry's name holds the secret's check value, so two secrets
   * never share a name: nothing can be overwritten.
   */
  make(profileId: string): Promise<Extract<SecretState, { outcome: 'ok' }> | { outcome: 'locked' | 'damaged' }>;
}

/** Device secrets in the OS keychain: 32 random bytes each, as base64, because a keychain item is text. */
export function createDeviceSecrets(keychain: Keychain): DeviceSecrets {
  const running = new Map<string, Promise<SecretState>>();

  const readNow = async (entry: string, profileId: string): Promise<SecretState> => {
    const [backend, owner, check] = entry.split('.');
    // Made with another keychain, or for another profile: what this one holds under that name is not the secret.
    if (backend !== keychain.backend || owner !== profileId) return { outcome: 'changed' };
    try {
      const secret = await keychain.getPassword(KEYCHAIN_SERVICE, entry);
      if (secret === null) return { outcome: 'absent' };
      if (!isSecret(secret)) return { outcome: 'damaged' };
      return checkValue(secret, profileId) === check ? { outcome: 'ok', secret, entry } : { outcome: 'changed' };
    } catch (error) {
      return { outcome: outcomeOf(error) };
    }
  };

  const read = (entry: string, profileId: string): Promise<SecretState> => {
    const question = `${entry} ${profileId}`;
    const before = running.get(question);
    if (before) return before;
    const asked = readNow(entry, profileId).finally(() => running.delete(question));
    running.set(question, asked);
    return asked;
  };

  const make: DeviceSecrets['make'] = async (profileId) => {
    const secret = randomBytes(32).toString('base64');
    const entry = `${keychain.backend}.${profileId}.${checkValue(secret, profileId)}`;
    const before = await read(entry, profileId);
    if (before.outcome !== 'absent') return { outcome: before.outcome === 'locked' ? 'locked' : 'damaged' };
    try {
      await keychain.setPassword(KEYCHAIN_SERVICE, entry, secret);
    } catch (error) {
      return { outcome: outcomeOf(error) };
    }
    const after = await read(entry, profileId);
    if (after.outcome === 'ok' && after.secret === secret) return after;
    return { outcome: after.outcome === 'locked' ? 'locked' : 'damaged' };
  };

  return { read, make };
}

function isSecret(text: string): boolean {
  return text.length === 44 && Buffer.from(text, 'base64').toString('base64') === text;
}

/** 128 bits that name a secret and tell nothing about it: the secret itself has 256 random bits. */
function checkValue(secret: string, profileId: string): string {
  const key = Buffer.from(secret, 'base64');
  return createHmac('sha256', key).update(`careseal/device-secret/${profileId}`).digest('hex').slice(0, 32);
}

function outcomeOf(error: unknown): 'locked' | 'damaged' {
  return error instanceof KeychainError ? error.outcome : 'damaged';
}
