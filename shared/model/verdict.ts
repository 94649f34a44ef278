import { z } from 'zod';

/** Status words of one signature; they speak of cryptography, key and chain only (docs/command-line.md). */
export const signatureStatuses = [
  'valid',
  'invalid',
  'unknown-key',
  'not-accepted',
  'key-expired',
  'key-revoked',
  'cert-expired',
  'cert-not-yet-valid',
  'cert-revoked',
  'chain-untrusted',
  'chain-invalid',
  'weak-algorithm',
  'time-mismatch',
  'no-signer',
  'unsupported',
  'revocation-unknown',
] as const;
export const signatureStatusSchema = z.enum(signatureStatuses);
export type SignatureStatus = z.infer<typeof signatureStatusSchema>;

export const decryptionStatuses = [
  'ok',
  'no-key',
  'wrong-secret',
  'failed',
  'integrity-missing',
  'integrity-failed',
  'unsupported',
  'refused',
] as const;
export const decryptionStatusSchema = z.enum(decryptionStatuses);
export type DecryptionStatus = z.infer<typeof decryptionStatusSchema>;

export const encryptionWords = ['none', 'full', 'partial', 'failed'] as const;
export const signatureWords = ['none', 'valid', 'partial', 'mismatch', 'unknown-key', 'invalid'] as const;

/** What is known of a message's protection as a whole: computed once, stored, printed and shown as it is. */
export const verdictSchema = z.strictObject({
  encryption: z.enum(encryptionWords),
  signature: z.enum(signatureWords),
  /** Address of the signer that may be shown; `null` unless the signature says something about a person. */
  signer_shown: z.string().max(998).nullable(),
  covers_all_visible: z.boolean(),
  technology: z.enum(['openpgp', 'smime', 'mixed', 'none']),
  /** Stable codes; the words are in the message catalogues. */
  reasons: z.array(z.string().max(80)).max(64),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** The signature behind a verdict, for the details panel. */
export const signatureDetailSchema = z.strictObject({
  status: signatureStatusSchema,
  identity_match: z.boolean(),
  name: z.string().max(998),
  emails: z.array(z.string().max(998)).max(50),
  fingerprint: z.string().max(64),
  trust: z.enum(['own', 'verified', 'seen', 'new', 'changed', 'refused']).nullable(),
  signed_at: z.string().nullable(),
});
export type SignatureDetail = z.infer<typeof signatureDetailSchema>;

export const attachmentRisks = ['none', 'executable', 'macro', 'archive', 'double-extension', 'rtl'] as const;
export const attachmentRiskSchema = z.enum(attachmentRisks);
export type AttachmentRisk = z.infer<typeof attachmentRiskSchema>;

/** Doubts about who sent it (`sender_checks` of `careseal inspect`). */
export const senderCheckCodes = [
  'display-name-is-address',
  'lookalike-domain',
  'mixed-script',
  'multiple-from',
  'group-syntax',
  'reply-to-differs',
  'sender-differs',
] as const;
