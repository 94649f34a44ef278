import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { AuditEntry } from '../../../shared/model/audit.ts';
import type { Profile } from '../../../shared/model/profile.ts';
import type { Vault } from '../vault/vault.ts';

type VaultCall = Extract<EngineCallName, `vault.${string}`>;

export interface VaultDoor {
  readonly vault: Vault;
  readonly unlocked: () => Profile | null;
  /**
   * Opens the store and starts the rooms; takes ownership of the key and wipes it. When it fails, nothing is left open
   * and the engine waits as before.
   */
  readonly begin: (profile: Profile, storeKey: Buffer) => Promise<void>;
  readonly audit: (entry: Omit<AuditEntry, 'at'>) => Promise<void>;
}

/** A refused attempt is written down whatever the reason, and the reason goes on to the person. */
export function countedBy(audit: VaultDoor['audit']) {
  return async <T>(profileId: string, attempt: Promise<T>): Promise<T> => {
    try {
      return await attempt;
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : 'internal';
      await audit({ action: 'unlock-failed', profile: profileId, reason: code });
      throw error;
    }
  };
}

/** Unlocking and the keys to it. One engine serves one profile: after an unlock the only way on is a lock. */
export function vaultHandlers({ vault, unlocked, begin, audit }: VaultDoor): Handlers<VaultCall> {
  const current = () => {
    const profile = unlocked();
    if (!profile) throw new ProblemError('locked', 'Careseal is locked.', 'Unlock it first.');
    return profile;
  };
  let last: Promise<unknown> = Promise.resolve();
  /**
   * One way in at a time, and none after one that succeeded: two that run together would give two sessions over one
   * store, with every message submitted twice, or the mail of one person in the window of another.
   */
  const enter = <T>(work: () => Promise<T>): Promise<T> => {
    const entered = last.then(() => {
      if (unlocked()) throw new ProblemError('conflict', 'Somebody is already working here.', 'Lock Careseal first.');
      return work();
    });
    last = entered.catch(() => undefined);
    return entered;
  };
  const counted = countedBy(audit);
  const start = async (profile: Profile, storeKey: Buffer): Promise<void> => {
    await counted(profile.id, begin(profile, storeKey));
    await audit({ action: 'unlock', profile: profile.id });
  };

  return {
    'vault.create': (input) =>
      enter(async () => {
        const { profile, storeKey, recoveryKey, auditKey } = await vault.create(input);
        await audit({ action: 'profile-created', profile: profile.id });
        // The printed keys exist nowhere else: they reach the person even when the store cannot be opened now.
        await start(profile, storeKey).catch(() => undefined);
        return { profile, recoveryKey, auditKey };
      }),
    'vault.unlock': (input) =>
      enter(async () => {
        const { profile, storeKey } = await counted(input.profileId, vault.unlock(input));
        await start(profile, storeKey);
        return { profile };
      }),
    'vault.recover': (input) =>
      enter(async () => {
        const { profile, storeKey } = await counted(input.profileId, vault.recover(input));
        // Passphrase and device secret are new from here on, whether the store opens or not.
        await audit({ action: 'recovery-used', profile: profile.id });
        await start(profile, storeKey);
        return { profile };
      }),
    'vault.changePassphrase': async (input) => {
      const profile = current();
      await counted(profile.id, vault.changePassphrase({ profileId: profile.id, ...input }));
      await audit({ action: 'passphrase-changed', profile: profile.id });
      return {};
    },
    'vault.renewRecoveryKey': async (input) => {
      const profile = current();
      const recoveryKey = await counted(profile.id, vault.renewRecoveryKey({ profileId: profile.id, ...input }));
      await audit({ action: 'passphrase-changed', profile: profile.id, reason: 'recovery-key-renewed' });
      return { recoveryKey };
    },
    'vault.keychain': async ({ profileId }) => ({ outcome: await vault.keychain(profileId) }),
  };
}
