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
   * Opens the store and starts the rooms; takes ownership of the key and wipes it. Only a new profile may have its
   * store made: a store that is missing later is a loss to be told, not an empty mailbox.
   */
  readonly begin: (profile: Profile, storeKey: Buffer, create: boolean) => Promise<void>;
  readonly audit: (entry: Omit<AuditEntry, 'at'>) => Promise<void>;
}

/** Unlocking and the keys to it. One engine serves one profile: after an unlock the only way on is a lock. */
export function vaultHandlers({ vault, unlocked, begin, audit }: VaultDoor): Handlers<VaultCall> {
  const onlyWhileLocked = () => {
    if (!unlocked()) return;
    throw new ProblemError('conflict', 'Somebody is already working here.', 'Lock Careseal first.');
  };
  const current = () => {
    const profile = unlocked();
    if (!profile) throw new ProblemError('locked', 'Careseal is locked.', 'Unlock it first.');
    return profile;
  };
  /** A refused attempt is written down whatever the reason, and the reason goes on to the person. */
  const counted = async <T>(profileId: string, attempt: Promise<T>): Promise<T> => {
    try {
      return await attempt;
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : 'internal';
      await audit({ action: 'unlock-failed', profile: profileId, reason: code });
      throw error;
    }
  };

  return {
    'vault.create': async (input) => {
      onlyWhileLocked();
      const { profile, storeKey, recoveryKey, auditKey } = await vault.create(input);
      await audit({ action: 'profile-created', profile: profile.id });
      // The printed keys exist nowhere else: they reach the person even when the store cannot be opened now.
      const opened = await begin(profile, storeKey, true).then(
        () => true,
        () => false,
      );
      if (opened) await audit({ action: 'unlock', profile: profile.id });
      return { profile, recoveryKey, auditKey };
    },
    'vault.unlock': async (input) => {
      onlyWhileLocked();
      const { profile, storeKey } = await counted(input.profileId, vault.unlock(input));
      await begin(profile, storeKey, false);
      await audit({ action: 'unlock', profile: profile.id });
      return { profile };
    },
    'vault.recover': async (input) => {
      onlyWhileLocked();
      const { profile, storeKey } = await counted(input.profileId, vault.recover(input));
      await begin(profile, storeKey, false);
      await audit({ action: 'recovery-used', profile: profile.id });
      return { profile };
    },
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
