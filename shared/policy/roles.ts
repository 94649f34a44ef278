import { z } from 'zod';

/** What somebody may do. A contract row names at most one. */
export const permissions = ['read', 'send', 'override', 'export', 'keys', 'settings', 'accounts', 'audit'] as const;
export type Permission = (typeof permissions)[number];

/** Staff roles (45 CFR 164.308(a)(3)-(4)). */
export const roles = ['front-desk', 'clinician', 'privacy-officer', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

/**
 * The built-in table, in force while the clinic has no signed policy. It is generous for the mail work, because a
 * clinic without a policy has no administrator to ask, and strict for the audit log, because nobody should be able to
 * carry off the record of what they did.
 */
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  'front-desk': ['read', 'send', 'override', 'export', 'keys', 'settings', 'accounts'],
  clinician: ['read', 'send', 'override', 'export', 'keys', 'settings', 'accounts'],
  'privacy-officer': permissions,
  admin: permissions,
};

/** Whether `role` may do `permission`. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}
