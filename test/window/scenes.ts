import type { KeychainOutcome, LockTrigger } from '../../shared/model/profile.ts';
import type { Locale } from '../../shared/model/settings.ts';

/** What the window is to be shown: who is there, how much mail, and what goes wrong. */
export interface Scene {
  readonly stage: 'first-run' | 'locked' | 'mail';
  readonly locale: Locale;
  readonly mail: 'full' | 'empty' | 'huge' | 'loading' | 'error' | 'first-sync' | 'no-account';
  readonly line: 'online' | 'offline' | 'login-refused' | 'certificate-refused' | 'fetching';
  readonly density: 'comfortable' | 'compact';
  readonly preview: boolean;
  readonly longNames: boolean;
  readonly keychain: KeychainOutcome;
  readonly lockedBy: LockTrigger;
  readonly profiles: number;
  /** The draft that was open when Careseal stopped comes back. */
  readonly openDraft: boolean;
  /** What the gate says of a draft that is to be sent. */
  readonly gate: 'none' | 'justify' | 'block';
  /** Milliseconds that every answer takes. */
  readonly slow: number;
  readonly discover: boolean;
  /** What `account.add` answers. */
  readonly addAccount: 'ok' | 'login-refused' | 'slow';
  readonly theme: 'system' | 'light' | 'dark';
}

const standard: Scene = {
  stage: 'mail',
  locale: 'en',
  mail: 'full',
  line: 'online',
  density: 'comfortable',
  preview: false,
  longNames: false,
  keychain: 'ok',
  lockedBy: 'start',
  profiles: 3,
  openDraft: false,
  gate: 'none',
  slow: 0,
  discover: true,
  addAccount: 'ok',
  theme: 'system',
};

/** The scene that an address bar names: `?stage=locked&locale=es`. Values are trusted: this page is for screenshots. */
export function sceneOf(query: URLSearchParams): Scene {
  const named: Record<string, unknown> = {};
  for (const [key, usual] of Object.entries(standard)) {
    const value = query.get(key);
    if (value === null) continue;
    named[key] = typeof usual === 'number' ? Number(value) : typeof usual === 'boolean' ? value === 'true' : value;
  }
  return { ...standard, ...named };
}
