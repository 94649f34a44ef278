import { z } from 'zod';

/** What the audit log knows to have happened (45 CFR 164.312(b)). */
export const auditActions = [
  'log-started',
  'profile-created',
  'unlock',
  'unlock-failed',
  'recovery-used',
  'passphrase-changed',
  'lock',
  'open',
  'decrypt',
  'attachment-saved',
  'send',
  'send-undone',
  'override',
  'receipt-answered',
  'export',
  'delete',
  'key-added',
  'key-exported',
  'key-trust-changed',
  'account-added',
  'account-removed',
  'settings-changed',
  'audit-exported',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

/**
 * One entry before it is sealed. Never holds a subject, a body, a file name or a found value.
 * `recipients` are addresses: they are readable only with the audit private key.
 */
export const auditEntrySchema = z.strictObject({
  action: auditActionSchema,
  /** Profile that acted; `null` when nobody had been identified. */
  profile: z.string().max(64).nullable(),
  /** RFC 3339, UTC. */
  at: z.string().max(40),
  messageId: z.string().max(998).optional(),
  /** As many as a draft may have: a message that leaves without its entry would be worse than a long one. */
  recipients: z.array(z.string().max(320)).max(1500).optional(),
  method: z.string().max(40).optional(),
  /** Finding type to count, e.g. `{ MRN: 1, DOB: 1 }`. */
  findings: z.record(z.string().max(24), z.number().int().nonnegative()).optional(),
  /** Reason code and, for an override, the words the sender typed. */
  reason: z.string().max(500).optional(),
  trigger: z.string().max(40).optional(),
  count: z.number().int().nonnegative().optional(),
  fingerprint: z.string().max(64).optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
