import { AsyncEntry } from '@napi-rs/keyring';
import { ENTRIES_KEPT, KEYCHAIN_ANSWER_MS } from './limits.ts';

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
  const entries = new Map<string, AsyncEntry>();

  /** The most recently used entries are kept: on Linux each has a D-Bus connection that only garbage collection closes. */
  const open = (service: string, account: string): AsyncEntry => {
    const name = `${service} ${account}`;
    const entry = entries.get(name) ?? new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
    entries.delete(name);
    entries.set(name, entry);
    const [oldest] = entries.keys();
    if (entries.size > ENTRIES_KEPT && oldest !== undefined) entries.delete(oldest);
    return entry;
  };

  const ask = async <T>(service: string, account: string, question: Question<T>): Promise<T> => {
    const kept = entries.has(`${service} ${account}`);
    try {
      return await answered(() => open(service, account), question);
    } catch (error) {
      entries.delete(`${service} ${account}`);
      // An entry that was kept may hang on a service that has been restarted since. A fresh one may not, and a locked
      // keychain has been asked already.
      if (!kept || outcomeOf(error) === 'locked') throw error;
      return answered(() => open(service, account), question);
    }
  };

  return {
    backend: backendOf(process.platform),
    getPassword: (service, account) =>
      ask(service, account, (entry, signal) => entry.getPassword(signal).then(nullWhenAbsent)),
    setPassword: (service, account, password) =>
      ask(service, account, (entry, signal) => entry.setPassword(password, signal)),
    deletePassword: (service, account) => ask(service, account, (entry, signal) => entry.deletePassword(signal)),
  };
}

type Question<T> = (entry: AsyncEntry, signal: AbortSignal) => Promise<T>;

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
async function answered<T>(open: () => AsyncEntry, question: Question<T>): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new KeychainError('locked'));
      abort.abort();
    }, KEYCHAIN_ANSWER_MS);
  });
  try {
    return await Promise.race([question(open(), abort.signal), late]);
  } catch (error) {
    throw new KeychainError(outcomeOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The library has one error code for all; its stable texts tell them apart. "Couldn't access platform storage" is what
 * it says for a locked keychain, a dismissed prompt and a denied request, on all three platforms.
 */
function outcomeOf(error: unknown): 'locked' | 'damaged' {
  if (error instanceof KeychainError) return error.outcome;
  const text = error instanceof Error ? error.message : '';
  return /^Couldn't access platform (secure )?storage/i.test(text) ? 'locked' : 'damaged';
}
