import { z } from 'zod';
import { keychainOutcomeSchema, profileIdSchema, profileSchema } from '../model/profile.ts';
import { roleSchema } from '../policy/roles.ts';
import { call } from './row.ts';

const passphrase = z.string().min(1).max(1024);

/** Unlocking. The passphrase goes from the lock screen straight to the waiting engine; main never sees it. */
export const vaultRows = {
  'vault.create': call({
    side: 'engine',
    data: 'phi',
    summary: 'Makes a staff profile with its vault and unlocks it. Returns the keys to print; they are shown once.',
    input: z.strictObject({
      displayName: z.string().trim().min(1).max(80),
      role: roleSchema,
      passphrase,
    }),
    output: z.strictObject({
      profile: profileSchema,
      recoveryKey: z.string(),
      /** Only with the first profile of a workstation: opens the audit log, and is kept nowhere else. */
      auditKey: z.string().nullable(),
    }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'vault.unlock': call({
    side: 'engine',
    data: 'phi',
    summary: 'Unlocks a profile with its passphrase.',
    input: z.strictObject({ profileId: profileIdSchema, passphrase }),
    output: z.strictObject({ profile: profileSchema }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'vault.recover': call({
    side: 'engine',
    data: 'phi',
    summary: 'Unlocks a profile with its printed recovery key and sets a new passphrase and device secret.',
    input: z.strictObject({
      profileId: profileIdSchema,
      recoveryKey: z.string().min(1).max(200),
      newPassphrase: passphrase,
    }),
    output: z.strictObject({ profile: profileSchema }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'vault.changePassphrase': call({
    side: 'engine',
    data: 'phi',
    summary: 'Wraps the store key anew under another passphrase.',
    input: z.strictObject({ oldPassphrase: passphrase, newPassphrase: passphrase }),
    output: z.strictObject({}),
    permission: 'settings',
    whileLocked: false,
    audit: null,
  }),
  'vault.renewRecoveryKey': call({
    side: 'engine',
    data: 'phi',
    summary: 'Replaces the recovery key; the old sheet stops working.',
    input: z.strictObject({ passphrase }),
    output: z.strictObject({ recoveryKey: z.string() }),
    permission: 'settings',
    whileLocked: false,
    audit: null,
  }),
  'vault.keychain': call({
    side: 'engine',
    data: 'none',
    summary: 'How the OS keychain answers for a profile: absent, ok, locked, changed or damaged.',
    input: z.strictObject({ profileId: profileIdSchema }),
    output: z.strictObject({ outcome: keychainOutcomeSchema }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
};
