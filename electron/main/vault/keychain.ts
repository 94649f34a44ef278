import { AsyncEntry } from '@napi-rs/keyring';
import { KEYCHAIN_ANSWER_MS } from './limits.ts';

/** The OS keychain with the verbs that keytar made common. `null` means: the keychain answered, and has no such item. */
export interface Keychain {
  /** Which keychain this is; recorded beside what is kept in it, because another one holds other items. */
  readonly backend: string;
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Why the keychain gave no answer: `locked` covers a refusal too, `damaged` everything that is not its doing as told. */
export class KeychainError extends Error {
  readonly outcome: 'locked' | 'damaged';
  constructor(outcome: 'locked' | 'damaged') {
    super(outcome);
    this.name = 'KeychainError';
    this.outcome = outcome;
  }
}

/**
 * The OS keychain of this platform.
 *
 * On Linux it is pinned to the Secret Service: the library's own choice falls back to the kernel keyring without a
 * word, and that one forgets everything at the next start of the PC - a lost key. Pinned, a missing service throws.
 * Entries are asked asynchronously, because the keychain may show a prompt and main must go on meanwhile.
 */
export function osKeychain(): Keychain {
  const open = (service: string, account: string) =>
    new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  return {
    backend: backendOf(process.platform),
    getPassword: (service, account) =>
      answered((signal) => open(service, account).getPassword(signal).then(nullWhenAbsent)),
    setPassword: (service, account, password) =>
      answered((signal) => open(service, account).setPassword(password, signal)),
    deletePassword: (service, account) => answered((signal) => open(service, account).deletePassword(signal)),
  };
}

function backendOf(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'windows-credential';
  if (platform === 'darwin') return 'apple-keychain';
  return 'secret-service';
}

/** The library resolves `null`, `undefined` in older releases, for an item that is not there. */
function nullWhenAbsent(value: string | null | undefined): string | null {
  return value ?? null;
}

/** Ends every failure as one of two outcomes; the library's text may name paths and items and goes no further. */
async function answered<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new KeychainError('locked'));
      abort.abort();
    }, KEYCHAIN_ANSWER_MS);
  });
  try {
    return await Promise.race([ask(abort.signal), late]);
  } catch (error) {
    throw error instanceof KeychainError ? error : new KeychainError(outcomeOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The library has one error code for all; its stable texts tell them apart. "Couldn't access platform storage" is what
 * it says for a locked keychain, a dismissed prompt and a denied request, on all three platforms.
 */
function outcomeOf(error: unknown): 'locked' | 'damaged' {
  const text = error instanceof Error ? error.message : '';
  return /^Couldn't access platform (secure )?storage/i.test(text) ? 'locked' : 'damaged';
}
