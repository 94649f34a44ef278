import { z } from 'zod';
import { keyTrustSchema } from './plan.ts';

/** An OpenPGP key as the settings show it; never the key material. */
export const keyViewSchema = z.strictObject({
  fingerprint: z.string().regex(/^[0-9A-F]{40}$|^[0-9A-F]{64}$/),
  userIds: z.array(z.string().max(998)).max(100),
  emails: z.array(z.string().max(998)).max(100),
  algorithm: z.string().max(60),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revoked: z.boolean(),
  secret: z.boolean(),
  trust: keyTrustSchema,
  source: z.enum(['made', 'import', 'autocrypt', 'attachment']),
});
export type KeyView = z.infer<typeof keyViewSchema>;
