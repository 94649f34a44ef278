import { ProblemError } from '../../../shared/contract/problem.ts';
import type { KeychainOutcome } from '../../../shared/model/profile.ts';

/**
 * What can go wrong at the lock screen, in words, each with one next step. The words are kept apart because the steps
 * are: a locked keychain taken for an empty one has cost users of other clients their data.
 */

/** Why the device secret is not to be had. Nothing was changed on this workstation. */
export function keychainProblem(outcome: Exclude<KeychainOutcome, 'ok'>): ProblemError {
  switch (outcome) {
    case 'absent':
      return new ProblemError(
        'keychain-absent',
        'The keychain of this computer has no key for this profile. This happens after a new computer, a new login or a reset keychain.',
        'Use the printed recovery key of this profile.',
      );
    case 'locked':
      return new ProblemError(
        'keychain-locked',
        'The keychain of this computer is locked, or it refused access.',
        'Unlock the keychain with the password of this computer, then try again.',
        { retryable: true },
      );
    case 'changed':
      return new ProblemError(
        'keychain-changed',
        'The keychain of this computer holds another key than the one this profile was made with.',
        'If the profile was copied here or the keychain was restored, use the printed recovery key.',
      );
    case 'damaged':
      return new ProblemError(
        'keychain-damaged',
        'The keychain of this computer does not answer as it should, or its entry cannot be read.',
        'Restart the computer and try again. If it stays like this, use the printed recovery key.',
        { retryable: true },
      );
  }
}

/** The delay for failed attempts runs. */
export function delayed(seconds: number): ProblemError {
  return new ProblemError(
    'unlock-delayed',
    `There were too many failed attempts. The next one is possible in ${seconds} s.`,
    'Wait, then try again. The printed recovery key does not shorten the wait.',
    { retryable: true, details: { seconds } },
  );
}

export function passphraseWrong(seconds: number): ProblemError {
  return new ProblemError(
    'passphrase-wrong',
    'This passphrase does not open the profile.',
    'Check the keyboard language and Caps Lock, then type it again.',
    { retryable: true, details: { seconds } },
  );
}

export function recoveryKeyMistyped(): ProblemError {
  return new ProblemError(
    'recovery-key-wrong',
    'This recovery key has a typing slip: its check characters do not fit.',
    'Compare it with the sheet, group by group. This was not counted as an attempt.',
    { retryable: true, details: { mistyped: 1 } },
  );
}

export function recoveryKeyWrong(seconds: number): ProblemError {
  return new ProblemError(
    'recovery-key-wrong',
    'This recovery key is complete, but it is not the current one of this profile.',
    'Look for a newer sheet, or for the sheet of this profile.',
    { retryable: true, details: { mistyped: 0, seconds } },
  );
}

export function vaultDamaged(): ProblemError {
  return new ProblemError(
    'vault-damaged',
    'The vault file of this profile is damaged or was altered. Nothing was changed.',
    'Use the printed recovery key: it opens the second copy of the file. If that fails too, have the folder of this profile restored from a backup.',
  );
}

export function vaultNewer(): ProblemError {
  return new ProblemError(
    'store-newer',
    'This profile was last used with a newer Careseal.',
    'Install the newest Careseal on this workstation.',
  );
}

/** The vault is there and opened, and its records are not. */
export function storeMissing(): ProblemError {
  return new ProblemError(
    'store-damaged',
    'The records of this profile are not on this computer any more. Nothing was changed.',
    'Have the folder of this profile restored from a backup. A new profile starts empty.',
  );
}

export function profileUnknown(): ProblemError {
  return new ProblemError(
    'profile-unknown',
    'This profile is not on this workstation.',
    'Choose another profile, or make a new one.',
  );
}

export function profileExists(): ProblemError {
  return new ProblemError(
    'profile-exists',
    'A profile with this name is on this workstation already.',
    'Choose a name that tells the two apart.',
  );
}
