import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineQuestion, QuestionAnswer, QuestionInput } from '../../../shared/contract/control.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { type Profile, profileIdSchema } from '../../../shared/model/profile.ts';
import { type VaultHead, vaultHeadSchema } from '../../../shared/model/vault-file.ts';
import { isMissing } from '../../disk/write.ts';
import { type Attempts, type Clocks, createAttempts } from './attempts.ts';
import { type Keychain, osKeychain } from './keychain.ts';
import { createDeviceSecrets, type SecretState } from './keychain-state.ts';
import { VAULT_FILE_BYTES } from './limits.ts';

/** The questions of the control contract that are about keys. */
export type KeeperQuestion = Extract<
  EngineQuestion,
  'deviceSecret' | 'keychainState' | 'makeDeviceSecret' | 'attemptEnded' | 'recoveryAttempt'
>;

/** Main's half of the vault: device secrets, the count of attempts, and the profiles for the lock screen. */
export interface VaultKeeper {
  answer<Q extends KeeperQuestion>(question: Q, input: QuestionInput<Q>): Promise<QuestionAnswer<Q>>;
  /**
   * Profiles for the lock screen, oldest first. One whose vault file cannot be read is listed under a name that says
   * so: if it vanished, somebody would make it anew beside its records.
   */
  profiles(): Promise<(Profile & { waitSeconds: number })[]>;
}

type Answers = { [Q in KeeperQuestion]: (input: QuestionInput<Q>) => Promise<QuestionAnswer<Q>> };

/**
 * @param keychain the OS keychain by default
 * @param clocks the machine's by default
 */
export function createVaultKeeper({
  profilesDir,
  keychain = osKeychain(),
  clocks,
}: {
  readonly profilesDir: string;
  readonly keychain?: Keychain;
  readonly clocks?: Clocks;
}): VaultKeeper {
  const secrets = createDeviceSecrets(keychain);
  const counters = new Map<string, Attempts>();
  /** Profiles whose recovery was let through and has not ended: only they may get a second device secret. */
  const recovering = new Set<string>();

  const attempts = (profileId: string): Attempts => {
    const known = counters.get(profileId);
    if (known) return known;
    const made = createAttempts({
      file: join(profilesDir, profileId, 'attempts.json'),
      keychain,
      entry: `attempts.${profileId}`,
      ...(clocks ? { clocks } : {}),
    });
    counters.set(profileId, made);
    return made;
  };

  /** The newest device secret that the keychain has of those the vault names; the newest's outcome if it has none. */
  const readSecret = async (profileId: string): Promise<SecretState> => {
    const head = await readHead(profilesDir, profileId);
    if (head === 'absent') return { outcome: 'absent' };
    if (head === 'damaged') return { outcome: 'damaged' };
    let first: SecretState | undefined;
    for (const entry of new Set(head.passphrase.map((wrap) => wrap.entry))) {
      const state = await secrets.read(entry, profileId);
      if (state.outcome === 'ok') return state;
      first ??= state;
    }
    return first ?? { outcome: 'absent' };
  };

  /** Nothing is counted, and no directory made, for a profile that is not there. */
  const unknown = async (profileId: string): Promise<boolean> => (await readHead(profilesDir, profileId)) === 'absent';

  const answers: Answers = {
    deviceSecret: async ({ profileId }) => {
      const seconds = await attempts(profileId).shownSeconds();
      if (seconds > 0) return { outcome: 'wait', seconds };
      const state = await readSecret(profileId);
      if (state.outcome !== 'ok') return state;
      const wait = await attempts(profileId).begin();
      return wait > 0 ? { outcome: 'wait', seconds: wait } : state;
    },
    keychainState: async ({ profileId }) => ({ outcome: (await readSecret(profileId)).outcome }),
    makeDeviceSecret: async ({ profileId }) => {
      const head = await readHead(profilesDir, profileId);
      if (head !== 'absent' && !recovering.delete(profileId)) throw refused();
      return secrets.make(profileId);
    },
    attemptEnded: async ({ profileId, good }) => {
      recovering.delete(profileId);
      if (await unknown(profileId)) return { waitSeconds: 0 };
      return { waitSeconds: await attempts(profileId).end(good) };
    },
    recoveryAttempt: async ({ profileId }) => {
      if (await unknown(profileId)) throw profileUnknown();
      const wait = await attempts(profileId).begin();
      if (wait > 0) return { outcome: 'wait', seconds: wait };
      recovering.add(profileId);
      return { outcome: 'ok' };
    },
  };

  return {
    answer: (question, input) => answers[question](input),
    profiles: async () => {
      const found = await Promise.all(
        (await profileIds(profilesDir)).map(async (id) => {
          const profile = await readProfile(profilesDir, id);
          return profile ? [{ ...profile, waitSeconds: await attempts(id).shownSeconds() }] : [];
        }),
      );
      return found.flat().sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    },
  };
}

function profileUnknown(): ProblemError {
  return new ProblemError(
    'profile-unknown',
    'This profile is not on this workstation.',
    'Choose another profile, or make a new one.',
  );
}

function refused(): ProblemError {
  return new ProblemError(
    'not-permitted',
    'This profile has its key in the keychain already.',
    'Unlock it, or use its printed recovery key.',
  );
}

async function profileIds(profilesDir: string): Promise<string[]> {
  try {
    return (await readdir(profilesDir)).filter((name) => profileIdSchema.safeParse(name).success);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function readProfile(profilesDir: string, id: string): Promise<Profile | undefined> {
  const head = await readHead(profilesDir, id);
  if (head === 'absent') return undefined;
  if (head !== 'damaged') return head.profile;
  // The least role: it is for the list alone, the engine refuses to unlock this profile.
  return { id, displayName: `Damaged profile ${id.slice(0, 4)}`, role: 'front-desk', createdAt: '' };
}

/**
 * The head of a vault file; of its second copy when the first is damaged, so that the profile keeps its name in the
 * list. A directory that holds nothing but leftovers of a profile that was never finished counts as absent.
 */
async function readHead(profilesDir: string, profileId: string): Promise<VaultHead | 'absent' | 'damaged'> {
  const dir = join(profilesDir, profileId);
  for (const name of ['vault.json', 'vault.copy.json']) {
    const head = await readOne(join(dir, name));
    if (head?.profile.id === profileId) return head;
  }
  const rest = await readdir(dir).catch((): string[] => []);
  return rest.some((name) => !name.endsWith('.new') && name !== 'attempts.json') ? 'damaged' : 'absent';
}

async function readOne(path: string): Promise<VaultHead | undefined> {
  try {
    return vaultHeadSchema.safeParse(JSON.parse(await readBounded(path))).data;
  } catch {
    return undefined;
  }
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(VAULT_FILE_BYTES + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    if (bytesRead > VAULT_FILE_BYTES) throw new RangeError('no vault file');
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
