import { z } from 'zod';

/** How a copy is protected. */
export const methods = ['openpgp', 'smime', 'tls', 'document', 'plain'] as const;
export const methodSchema = z.enum(methods);
export type Method = z.infer<typeof methodSchema>;

/** How well a key is known, in the product's words. */
export const keyTrusts = ['own', 'verified', 'seen', 'new', 'changed', 'refused'] as const;
export const keyTrustSchema = z.enum(keyTrusts);
export type KeyTrust = z.infer<typeof keyTrustSchema>;

/** Why a recipient gets this method: code for the words, and the proof behind it. */
export const plannedRecipientSchema = z.strictObject({
  addr: z.string().max(320),
  name: z.string().max(998),
  method: methodSchema,
  reason: z.enum(['key-known', 'own-key', 'no-key', 'key-expired', 'key-changed', 'key-refused', 'signed-off']),
  key: z
    .strictObject({
      fingerprint: z.string().max(64),
      trust: keyTrustSchema,
      createdAt: z.string(),
    })
    .nullable(),
});
export type PlannedRecipient = z.infer<typeof plannedRecipientSchema>;

/** One copy that will leave: everyone in it sees the same bytes. */
export const plannedCopySchema = z.strictObject({
  method: methodSchema,
  signed: z.boolean(),
  recipients: z.array(plannedRecipientSchema),
});

/** The methods of one send (ARCHITECTURE.md, "A message's way out"). */
export const planSchema = z.strictObject({
  copies: z.array(plannedCopySchema),
  /** True when every recipient's copy is protected. */
  allProtected: z.boolean(),
});
export type Plan = z.infer<typeof planSchema>;

/** Outcome of policy over findings, recipients and protection: the strictest rule that applied. */
export const outcomes = ['none', 'inform', 'justify', 'protect', 'block'] as const;
export const decisionSchema = z.strictObject({
  outcome: z.enum(outcomes),
  /** Codes of the rules that spoke, strictest first. */
  reasons: z.array(z.string().max(80)),
  /** Recipients the decision is about. */
  recipients: z.array(z.string().max(320)),
});
export type Decision = z.infer<typeof decisionSchema>;

/** Fixed reasons for an override; `other` wants words. */
export const justificationReasons = ['patient-asked', 'emergency', 'not-phi', 'already-agreed', 'other'] as const;
export const justificationSchema = z.strictObject({
  reason: z.enum(justificationReasons),
  text: z.string().max(300),
});
export type Justification = z.infer<typeof justificationSchema>;
