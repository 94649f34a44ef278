import { z } from 'zod';
import { addrSpecSchema } from './address.ts';
import { accountRefSchema } from './message.ts';

/** How TLS starts; there is no third way (RFC 8314). */
export const securitySchema = z.enum(['tls', 'starttls']);
export type Security = z.infer<typeof securitySchema>;

const hostSchema = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.-]+$|^\[[0-9a-fA-F:]+\]$/);

export const serverSchema = z.strictObject({
  host: hostSchema,
  port: z.number().int().min(1).max(65535),
  security: securitySchema,
});
export type Server = z.infer<typeof serverSchema>;

/** What somebody types, or a clinic's file brings, to add an account. */
export const accountSetupSchema = z.strictObject({
  address: addrSpecSchema,
  displayName: z.string().max(200),
  user: z.string().min(1).max(320),
  password: z.string().min(1).max(1000),
  imap: serverSchema,
  smtp: serverSchema,
});
export type AccountSetup = z.infer<typeof accountSetupSchema>;

export const connectionStates = ['online', 'connecting', 'offline', 'login-refused', 'certificate-refused'] as const;
export const accountStatusSchema = z.strictObject({
  accountId: accountRefSchema,
  state: z.enum(connectionStates),
  /** Messages fetched and messages known to be on the server, for honest progress. */
  fetched: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  /** Next attempt in seconds when offline; `null` when none is planned. */
  retryIn: z.number().nonnegative().nullable(),
  /** RFC 3339 of the last complete sync. */
  lastSync: z.string().nullable(),
});
export type AccountStatus = z.infer<typeof accountStatusSchema>;

/** An account as the window may see it: no secret. */
export const accountSchema = z.strictObject({
  id: accountRefSchema,
  address: addrSpecSchema,
  displayName: z.string().max(200),
  user: z.string().max(320),
  imap: serverSchema,
  smtp: serverSchema,
  /** Bodies older than this many days are evicted from this workstation; `null` keeps them. */
  keepDays: z.number().int().positive().nullable(),
  /** Bodies beyond this many bytes are evicted, oldest first; `null` is without limit. */
  keepBytes: z.number().int().positive().nullable(),
});
export type Account = z.infer<typeof accountSchema>;
