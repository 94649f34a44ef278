import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeychainOutcome, Profile } from '../../../shared/model/profile.ts';
import type { PassphraseWrap, VaultBody } from '../../../shared/model/vault-file.ts';
import { VAULT_FORMAT, VAULT_VERSION } from '../../../shared/model/vault-file.ts';
import type { Role } from '../../../shared/policy/roles.ts';
import type { Control } from '../rooms.ts';
import type { KdfCost } from './kdf.ts';
import { KEY_BYTES } from './limits.ts';
import { assertStrong } from './passphrase-rule.ts';
import { printKey } from './printed-key.ts';
import {
  delayed,
  keychainProblem,
  passphraseWrong,
  profileExists,
  recoveryKeyMistyped,
  recoveryKeyWrong,
  vaultDamaged,
} from './problems.ts';
import { newRecoveryKey, readRecoveryKey } from './recovery-key.ts';
import {
  assertUntampered,
  displayNames,
  isStoreless,
  markStoreless,
  profileDir,
  type ReadVault,
  readVault,
  readVaultOrCopy,
  removeVault,
  unmarkStoreless,
  writeVault,
} from './vault-file.ts';
import {
  type DeviceSecret,
  openWithPassphrase,
  openWithRecoveryKey,
  wrapWithPassphrase,
  wrapWithRecoveryKey,
} from './wrap.ts';

/** A profile and the key of its store: 32 bytes, which whoever opens the store wipes afterwards. */
export interface Unlocked {
  readonly profile: Profile;
  readonly storeKey: Buffer;
}

/** The vaults of a workstation (ARCHITECTURE.md, "Keys"). Every method throws a ProblemError. */
export interface Vault {
  /**
   * Makes a profile. `recoveryKey` and `auditKey` are printed and kept nowhere; `auditKey` comes only with the first
   * profile of a workstation.
   */
  create(input: {
    readonly displayName: string;
    readonly role: Role;
    readonly passphrase: string;
  }): Promise<Unlocked & { readonly recoveryKey: string; readonly auditKey: string | null }>;
  unlock(input: { readonly profileId: string; readonly passphrase: string }): Promise<Unlocked>;
  /**
   * Unlocks with the printed key and sets a new passphrase and a new device secret. The printed key stays valid. Mends
   * a damaged vault file from its second copy.
   */
  recover(input: {
    readonly profileId: string;
    readonly recoveryKey: string;
    readonly newPassphrase: string;
  }): Promise<Unlocked>;
  /** From now on the new passphrase works; the old one too, until the new one has unlocked once. */
  changePassphrase(input: {
    readonly profileId: string;
    readonly oldPassphrase: string;
    readonly newPassphrase: string;
  }): Promise<void>;
  /** Resolves when this is the passphrase; counts like an unlock. */
  confirm(input: { readonly profileId: string; readonly passphrase: string }): Promise<void>;
  /** Answers a new printed key; the old sheet stops working. */
  renewRecoveryKey(input: { readonly profileId: string; readonly passphrase: string }): Promise<string>;
  /** How the OS keychain answers for a profile, without counting an attempt. */
  keychain(profileId: string): Promise<KeychainOutcome>;
  /** Directory of a profile: `vault.json` and whatever the store keeps beside it. */
  dir(profileId: string): string;
  /** Whether the store of this profile is still to be made: its vault is new, or making it was interrupted. */
  isStoreless(profileId: string): Promise<boolean>;
  /** The store has been made. */
  storeMade(profileId: string): Promise<void>;
}

/** A vault that was opened, with the wrap that opened it. */
interface Opened extends ReadVault {
  readonly storeKey: Buffer;
  readonly wrap: PassphraseWrap;
  readonly device: DeviceSecret;
}

/**
 * The vaults under `profilesDir`. Device secrets and the count of attempts are main's, behind `control`.
 *
 * @param kdf cost of new wraps; the default is KDF_NEW
 */
export function createVault({
  profilesDir,
  control,
  kdf,
}: {
  readonly profilesDir: string;
  readonly control: Control;
  readonly kdf?: KdfCost;
}): Vault {
  return {
    create,
    unlock,
    recover,
    confirm,
    changePassphrase,
    renewRecoveryKey,
    keychain,
    dir,
    isStoreless: (profileId) => isStoreless(profilesDir, profileId),
    storeMade: (profileId) => unmarkStoreless(profilesDir, profileId),
  };

  async function create(input: { displayName: string; role: Role; passphrase: string }) {
    const displayName = input.displayName.trim();
    assertStrong(input.passphrase, displayName);
    const taken = (await displayNames(profilesDir)).map(fold);
    if (taken.includes(fold(displayName))) throw profileExists();
    const profile: Profile = {
      id: randomBytes(8).toString('hex'),
      displayName,
      role: input.role,
      createdAt: new Date().toISOString(),
    };
    const device = await newDeviceSecret(profile.id);
    const recovery = newRecoveryKey();
    const storeKey = randomBytes(KEY_BYTES);
    try {
      const body: VaultBody = {
        format: VAULT_FORMAT,
        version: VAULT_VERSION,
        profile,
        passphrase: [await wrapWithPassphrase(storeKey, profile.id, input.passphrase, device, kdf)],
        recovery: wrapWithRecoveryKey(storeKey, profile.id, recovery.bytes),
        clinic: null,
      };
      await markStoreless(profilesDir, profile.id);
      await writeVault(profilesDir, body, storeKey);
      const auditKey = await newAuditKey().catch(async (error: unknown) => {
        // Nothing is in the profile yet. Left behind, it would be one whose recovery key nobody has seen.
        await removeVault(profilesDir, profile.id);
        throw error;
      });
      return { profile, storeKey, recoveryKey: recovery.printed, auditKey };
    } catch (error) {
      storeKey.fill(0);
      throw error;
    } finally {
      device.secret.fill(0);
      recovery.bytes.fill(0);
    }
  }

  async function unlock(input: { profileId: string; passphrase: string }): Promise<Unlocked> {
    const opened = await open(input.profileId, input.passphrase);
    opened.device.secret.fill(0);
    const { body, storeKey, wrap } = opened;
    const wraps = stillNeeded(body, wrap);
    if (wraps.length < body.passphrase.length) {
      // A full disk must not keep anybody out: the wraps then stay as they are and are dropped another day.
      await writeVault(profilesDir, { ...body, passphrase: wraps }, storeKey).catch(() => undefined);
    }
    return { profile: body.profile, storeKey };
  }

  async function recover(input: { profileId: string; recoveryKey: string; newPassphrase: string }): Promise<Unlocked> {
    const { profileId } = input;
    const vault = await readVaultOrCopy(profilesDir, profileId);
    assertStrong(input.newPassphrase, vault.body.profile.displayName);
    const key = readRecoveryKey(input.recoveryKey);
    if (!key) throw recoveryKeyMistyped();
    let storeKey: Buffer | undefined;
    try {
      const attempt = await control.ask('recoveryAttempt', { profileId });
      if (attempt.outcome === 'wait') throw delayed(attempt.seconds);
      storeKey = openWithRecoveryKey(vault.body.recovery, profileId, key);
      if (!storeKey) throw recoveryKeyWrong(await attemptEnded(profileId, false));
      assertUntampered(vault, storeKey);
      const device = await newDeviceSecret(profileId).catch(async (refused: unknown) => {
        // The printed key was right: a keychain that refuses is no guess, and must not bring a delay nearer.
        await attemptEnded(profileId, true);
        throw refused;
      });
      try {
        const wrap = await wrapWithPassphrase(storeKey, profileId, input.newPassphrase, device, kdf);
        // The wrap that was proven before stays until the new one has unlocked once. Main hands out the newest
        // device secret that the keychain has, so the old passphrase is out of use unless the new entry got lost.
        const before = vault.body.passphrase.slice(-1);
        await writeVault(profilesDir, { ...vault.body, passphrase: [wrap, ...before] }, storeKey);
      } finally {
        device.secret.fill(0);
      }
      await attemptEnded(profileId, true);
      return { profile: vault.body.profile, storeKey };
    } catch (error) {
      storeKey?.fill(0);
      throw error;
    } finally {
      key.fill(0);
    }
  }

  async function confirm(input: { profileId: string; passphrase: string }): Promise<void> {
    const { storeKey, device } = await open(input.profileId, input.passphrase);
    storeKey.fill(0);
    device.secret.fill(0);
  }

  async function changePassphrase(input: { profileId: string; oldPassphrase: string; newPassphrase: string }) {
    const { profileId } = input;
    const before = await readVault(profilesDir, profileId);
    assertStrong(input.newPassphrase, before.body.profile.displayName);
    const { body, storeKey, wrap, device } = await open(profileId, input.oldPassphrase);
    try {
      const next = await wrapWithPassphrase(storeKey, profileId, input.newPassphrase, device, kdf);
      await writeVault(profilesDir, { ...body, passphrase: [next, wrap] }, storeKey);
    } finally {
      storeKey.fill(0);
      device.secret.fill(0);
    }
  }

  async function renewRecoveryKey(input: { profileId: string; passphrase: string }): Promise<string> {
    const { profileId } = input;
    const { body, storeKey, device } = await open(profileId, input.passphrase);
    const recovery = newRecoveryKey();
    try {
      const wrap = wrapWithRecoveryKey(storeKey, profileId, recovery.bytes);
      await writeVault(profilesDir, { ...body, recovery: wrap }, storeKey);
      // Proven from the disk and the printed text, because nobody will try the sheet until the day it is needed.
      const again = readRecoveryKey(recovery.printed);
      const written = await readVault(profilesDir, profileId);
      const proof = again && openWithRecoveryKey(written.body.recovery, profileId, again);
      const holds = proof?.equals(storeKey) === true;
      again?.fill(0);
      proof?.fill(0);
      if (!holds) throw vaultDamaged();
      return recovery.printed;
    } finally {
      storeKey.fill(0);
      device.secret.fill(0);
      recovery.bytes.fill(0);
    }
  }

  async function keychain(profileId: string): Promise<KeychainOutcome> {
    await readVault(profilesDir, profileId);
    return (await control.ask('keychainState', { profileId })).outcome;
  }

  function dir(profileId: string): string {
    return profileDir(profilesDir, profileId);
  }

  /** Opens a vault by passphrase, counted by main. The caller wipes `storeKey` and `device.secret`. */
  async function open(profileId: string, passphrase: string): Promise<Opened> {
    const vault = await readVault(profilesDir, profileId);
    const answer = await control.ask('deviceSecret', { profileId });
    if (answer.outcome === 'wait') throw delayed(answer.seconds);
    if (answer.outcome !== 'ok') throw keychainProblem(answer.outcome);
    const device: DeviceSecret = { secret: Buffer.from(answer.secret, 'base64'), entry: answer.entry };
    let storeKey: Buffer | undefined;
    try {
      for (const wrap of vault.body.passphrase.filter(({ entry }) => entry === device.entry)) {
        storeKey = await openWithPassphrase(wrap, profileId, passphrase, device);
        if (!storeKey) continue;
        await attemptEnded(profileId, true);
        assertUntampered(vault, storeKey);
        return { ...vault, storeKey, wrap, device };
      }
      throw passphraseWrong(await attemptEnded(profileId, false));
    } catch (error) {
      storeKey?.fill(0);
      device.secret.fill(0);
      throw error;
    }
  }

  /** Tells main how an attempt ended; answers the seconds until the next one is possible. */
  async function attemptEnded(profileId: string, good: boolean): Promise<number> {
    const { waitSeconds } = await control.ask('attemptEnded', { profileId, good });
    return waitSeconds;
  }

  async function newDeviceSecret(profileId: string): Promise<DeviceSecret> {
    const answer = await control.ask('makeDeviceSecret', { profileId });
    if (answer.outcome !== 'ok') throw keychainProblem(answer.outcome);
    return { secret: Buffer.from(answer.secret, 'base64'), entry: answer.entry };
  }

  /**
   * Makes the workstation's audit key pair, unless it has one: main keeps the public half, the private one is printed.
   * Comes last, after the vault file is written: a crash before it leaves the next profile to make the pair.
   */
  async function newAuditKey(): Promise<string | null> {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { d = '', ...jwk } = pair.privateKey.export({ format: 'jwk' });
    const { accepted } = await control.ask('setAuditPublicKey', { jwk: JSON.stringify(jwk) });
    if (!accepted) return null;
    const bytes = Buffer.from(d, 'base64url');
    try {
      return printKey('audit', bytes);
    } finally {
      bytes.fill(0);
    }
  }
}

/**
 * The wraps that stay once `opened` has opened the vault: itself as the proven one, and a newer one that still waits
 * for its proof. Older ones go.
 */
function stillNeeded(body: VaultBody, opened: PassphraseWrap): PassphraseWrap[] {
  return body.passphrase.slice(0, body.passphrase.indexOf(opened) + 1);
}

/** Names that people cannot tell apart are the same name. */
function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
}
