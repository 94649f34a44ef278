import { z } from 'zod';
import { addressSchema } from './address.ts';
import { needsYouReasons, outboxStateSchema } from './evidence.ts';
import { accountRefSchema, messageRefSchema } from './message.ts';

export const draftIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

export const draftAttachmentSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().max(255),
  type: z.string().max(255),
  size: z.number().int().nonnegative(),
});
export type DraftAttachment = z.infer<typeof draftAttachmentSchema>;

export const draftModes = ['new', 'reply', 'reply-all', 'forward'] as const;

/** What the composer edits. `bodyHtml` is the editor's own markup; plain text is derived when it is built. */
export const draftContentSchema = z.strictObject({
  accountId: accountRefSchema,
  to: z.array(addressSchema).max(500),
  cc: z.array(addressSchema).max(500),
  bcc: z.array(addressSchema).max(500),
  subject: z.string().max(2000),
  bodyHtml: z.string().max(5_000_000),
  askDsn: z.boolean(),
  askMdn: z.boolean(),
  /** Caret position in the body, so that lock or crash bring it back. */
  cursor: z.number().int().nonnegative(),
});
export type DraftContent = z.infer<typeof draftContentSchema>;

export const draftSchema = z.strictObject({
  id: draftIdSchema,
  mode: z.enum(draftModes),
  /** Message that is answered or forwarded. */
  originId: messageRefSchema.nullable(),
  /** The original was encrypted, so the answer stays protected. */
  mustProtect: z.boolean(),
  content: draftContentSchema,
  attachments: z.array(draftAttachmentSchema).max(500),
  updatedAt: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;

export const draftHeadSchema = z.strictObject({
  id: draftIdSchema,
  subject: z.string().max(2000),
  to: z.array(addressSchema).max(500),
  updatedAt: z.string(),
});

/** A line of the outbox. */
export const outboxItemSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  subject: z.string().max(2000),
  to: z.array(addressSchema).max(1500),
  state: outboxStateSchema,
  needsYou: z.enum(needsYouReasons).nullable(),
  /** RFC 3339: end of the time in which it can be taken back. */
  holdUntil: z.string().nullable(),
  /** Last reply of the server, cut; `null` when none came. */
  reply: z.string().max(500).nullable(),
  copies: z.number().int().positive(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;
