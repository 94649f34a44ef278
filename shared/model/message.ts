import { z } from 'zod';
import { addressSchema } from './address.ts';
import { evidenceSchema } from './evidence.ts';
import {
  attachmentRiskSchema,
  senderCheckCodes,
  signatureDetailSchema,
  signatureStatusSchema,
  verdictSchema,
} from './verdict.ts';

/** Row id of a message in the cache. Opaque to the window. */
export const messageRefSchema = z.number().int().positive();
export const threadRefSchema = z.number().int().positive();
export const mailboxRefSchema = z.number().int().positive();
export const accountRefSchema = z.number().int().positive();

/** RFC 6154 special uses that the product knows, plus the inbox. */
export const specialUses = ['inbox', 'sent', 'drafts', 'trash', 'junk', 'archive'] as const;
export const specialUseSchema = z.enum(specialUses);
export type SpecialUse = z.infer<typeof specialUseSchema>;

/** An IMAP folder as the folder pane shows it. */
export const mailboxSchema = z.strictObject({
  id: mailboxRefSchema,
  accountId: accountRefSchema,
  /** Full path as on the server, decoded. */
  path: z.string().max(1000),
  /** Last path element. */
  name: z.string().max(1000),
  specialUse: specialUseSchema.nullable(),
  total: z.number().int().nonnegative(),
  unseen: z.number().int().nonnegative(),
});
export type Mailbox = z.infer<typeof mailboxSchema>;

export const sealTones = ['none', 'proven', 'look', 'stop'] as const;

/** One line of the message list: a thread within a mailbox. */
export const threadRowSchema = z.strictObject({
  threadId: threadRefSchema,
  /** Newest message of the thread in this mailbox. */
  messageId: messageRefSchema,
  count: z.number().int().positive(),
  /** Correspondents for the first line, newest last. */
  people: z.array(addressSchema).max(12),
  subject: z.string().max(2000),
  /** RFC 3339 of the newest message. */
  date: z.string(),
  unseen: z.number().int().nonnegative(),
  flagged: z.boolean(),
  answered: z.boolean(),
  hasAttachment: z.boolean(),
  sealed: z.boolean(),
  /** Sent by us, asked for a receipt or result, nothing came back yet. */
  waiting: z.boolean(),
  /** First words; empty unless the setting allows them (shoulder-surfing). */
  preview: z.string().max(200),
});
export type ThreadRow = z.infer<typeof threadRowSchema>;

export const attachmentViewSchema = z.strictObject({
  part: z.string().max(100),
  /** Shown name equals saved name (docs/command-line.md, decision 9). */
  name: z.string().max(255),
  type: z.string().max(255),
  size: z.number().int().nonnegative(),
  encrypted: z.boolean(),
  signed: z.boolean(),
  risk: attachmentRiskSchema,
});
export type AttachmentView = z.infer<typeof attachmentViewSchema>;

/** One shown part. Never mixed with another: each is its own frame or text node. */
export const blockSchema = z.strictObject({
  part: z.string().max(100),
  kind: z.enum(['text', 'html']),
  /** Plain text with LF line ends, or the sanitised document for a frame without scripts. */
  content: z.string(),
  encrypted: z.boolean(),
  signed: z.boolean(),
  signatureStatus: signatureStatusSchema.nullable(),
  /** Code of the heading over the block, if it needs one ("forwarded", "not-signed", ...). */
  label: z.string().max(80).nullable(),
});
export type Block = z.infer<typeof blockSchema>;

export const mdnStateSchema = z.strictObject({
  requested: z.boolean(),
  /** Where a receipt would go; shown before it is sent. */
  to: z.string().max(998).nullable(),
  answered: z.enum(['sent', 'ignored']).nullable(),
});

/** A message as the reader shows it. */
export const messageViewSchema = z.strictObject({
  id: messageRefSchema,
  threadId: threadRefSchema,
  mailboxId: mailboxRefSchema,
  accountId: accountRefSchema,
  from: z.array(addressSchema).max(50),
  to: z.array(addressSchema).max(2000),
  cc: z.array(addressSchema).max(2000),
  replyTo: z.array(addressSchema).max(50),
  /** The protected subject when there is one, else the outer one. */
  subject: z.string().max(2000),
  date: z.string(),
  seen: z.boolean(),
  flagged: z.boolean(),
  answered: z.boolean(),
  verdict: verdictSchema,
  signatures: z.array(signatureDetailSchema).max(20),
  sealTone: z.enum(sealTones),
  /** Body is not on this workstation now (evicted, or not fetched yet). */
  bodyMissing: z.boolean(),
  blocks: z.array(blockSchema).max(200),
  attachments: z.array(attachmentViewSchema).max(1000),
  /** Remote loads that the view removed. */
  remoteBlocked: z.number().int().nonnegative(),
  senderChecks: z.array(z.strictObject({ code: z.enum(senderCheckCodes), detail: z.string().max(998) })).max(20),
  warnings: z.array(z.string().max(80)).max(100),
  mdn: mdnStateSchema,
  evidence: z.array(evidenceSchema).max(10_000),
  /** Method that was used when it is our own sent message. */
  sentBy: z.array(z.strictObject({ addr: z.string().max(320), method: z.string().max(20) })).max(2000),
});
export type MessageView = z.infer<typeof messageViewSchema>;

export const messageHeadSchema = messageViewSchema.pick({
  id: true,
  threadId: true,
  mailboxId: true,
  accountId: true,
  from: true,
  to: true,
  cc: true,
  subject: true,
  date: true,
  seen: true,
  flagged: true,
  answered: true,
});
/** A collapsed message within a thread. */
export type MessageHead = z.infer<typeof messageHeadSchema>;
