import { z } from 'zod';
import { roleSchema } from '../policy/roles.ts';

/** Profile ids name directories: nothing but lower-case hex may ever become a path. */
export const profileIdSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** A staff member on this workstation, as the lock screen shows them. */
export const profileSchema = z.strictObject({
  id: profileIdSchema,
  displayName: z.string().min(1).max(80),
  role: roleSchema,
  createdAt: z.string(),
});
export type Profile = z.infer<typeof profileSchema>;

/** The five outcomes of asking the OS keychain (ARCHITECTURE.md, "Keys"). */
export const keychainOutcomes = ['absent', 'ok', 'locked', 'changed', 'damaged'] as const;
export const keychainOutcomeSchema = z.enum(keychainOutcomes);
export type KeychainOutcome = z.infer<typeof keychainOutcomeSchema>;

/** Why the app locked; goes to the audit log and the lock screen. */
export const lockTriggers = [
  'start',
  'manual',
  'idle',
  'os-lock',
  'suspend',
  'resume',
  'tray',
  'menu',
  'switch-profile',
  'engine-gone',
] as const;
export const lockTriggerSchema = z.enum(lockTriggers);
export type LockTrigger = z.infer<typeof lockTriggerSchema>;
