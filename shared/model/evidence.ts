import { z } from 'zod';

/** Steps of a message on its way out (ARCHITECTURE.md, "A message's way out"). */
export const outboxStates = [
  'held',
  'queued',
  'sending',
  'accepted',
  'filed',
  'bounced',
  'needs-you',
  'undone',
] as const;
export const outboxStateSchema = z.enum(outboxStates);
export type OutboxState = z.infer<typeof outboxStateSchema>;

/** Why the user is asked. */
export const needsYouReasons = [
  'hold-interrupted',
  'outcome-unknown',
  'recipient-refused',
  'server-refused',
  'login-refused',
  'too-large',
  'key-missing',
] as const;

export const evidenceKinds = [
  'queued',
  'accepted',
  'filed',
  'delivered',
  'delayed',
  'relayed',
  'expanded',
  'failed',
  'displayed',
  'mdn-other',
  'replied',
] as const;

/** A stored fact about delivery. Shown word for word as what it is, never as more (ARCHITECTURE.md, idea 5). */
export const evidenceSchema = z.strictObject({
  kind: z.enum(evidenceKinds),
  /** RFC 3339, UTC: when the fact became known here. */
  at: z.string(),
  /** Recipient the fact is about; `null` when it is about the whole message. */
  recipient: z.string().max(320).nullable(),
  method: z.string().max(20).nullable(),
  /** SMTP reply text, enhanced status or diagnostic, as received and cut to 500 characters. */
  detail: z.string().max(500),
  /** Where the fact comes from. */
  source: z.enum(['outbox', 'smtp', 'dsn', 'mdn', 'message', 'imap']),
});
export type Evidence = z.infer<typeof evidenceSchema>;
