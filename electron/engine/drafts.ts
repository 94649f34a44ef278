import { randomBytes } from 'node:crypto';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { Draft, DraftAttachment, DraftContent } from '../../shared/model/draft.ts';
import { ATTACHMENT_BYTES, ATTACHMENTS_BYTES } from './limits.ts';
import { type Live, requireMessage } from './live.ts';
import { draftFrom } from './mime/reply.ts';
import { noteOpened } from './opening.ts';
import type { StoredDraft } from './store/types.ts';

/** A fresh id for drafts, attachments and sends: 128 random bits, so ids say nothing and never collide. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** A draft as the composer gets it. */
export function draftView(live: Live, stored: StoredDraft): Draft {
  const origin = stored.originMessageId
    ? live.session.store.cache.messages.byMessageId(stored.originMessageId)[0]
    : undefined;
  return {
    id: stored.id,
    mode: stored.mode,
    originId: origin?.id ?? null,
    mustProtect: stored.mustProtect,
    content: stored.content,
    attachments: live.session.store.records.drafts.attachments(stored.id),
    updatedAt: stored.updatedAt,
  };
}

/** The draft with this id. */
export function requireDraft(live: Live, id: string): StoredDraft {
  const draft = live.session.store.records.drafts.get(id);
  if (!draft) {
    throw new ProblemError('not-found', 'This draft is no longer here.', 'Look in Drafts, Outbox and Sent.');
  }
  return draft;
}

/** Starts a draft. An answer takes recipients, subject and quote from the message, by the rules of mime/reply.ts. */
export async function createDraft(live: Live, mode: Draft['mode'], messageId: number | undefined): Promise<Draft> {
  const { store, now, locale } = live.session;
  const settings = store.records.settings.get();
  const accounts = store.records.accounts.list();
  const origin = messageId === undefined ? undefined : requireMessage(live, messageId);
  const account = accounts.find((candidate) => candidate.id === origin?.accountId) ?? accounts[0];
  if (!account) throw new ProblemError('not-found', 'There is no account to send from.', 'Add an account first.');

  const content: DraftContent = {
    accountId: account.id,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    bodyHtml: '',
    askDsn: settings.askDsnByDefault,
    askMdn: settings.askMdnByDefault,
    cursor: 0,
  };
  const draft: StoredDraft = {
    id: newId(),
    mode,
    originMessageId: origin?.facts.messageId ?? null,
    mustProtect: false,
    content,
    updatedAt: now().toISOString(),
    open: true,
  };
  if (!origin || mode === 'new') {
    store.records.drafts.put({ ...draft, mode: 'new', originMessageId: null });
    return draftView(live, requireDraft(live, draft.id));
  }

  const read = await live.opened.read(live, origin.id);
  await noteOpened(live, origin.id, read);
  const made = draftFrom(read, {
    mode,
    ownAddresses: accounts.map((own) => own.address),
    now: now(),
    language: locale,
  });
  store.records.drafts.put({
    ...draft,
    mustProtect: made.mustProtect,
    content: { ...content, to: made.to, cc: made.cc, subject: made.subject, bodyHtml: made.bodyHtml },
  });
  if (mode === 'forward') {
    for (const part of made.attachmentParts) {
      const file = read.attachment(part);
      if (file) {
        store.records.drafts.attach(
          draft.id,
          { id: newId(), name: file.name, type: file.type, size: file.bytes.byteLength },
          file.bytes,
        );
      }
    }
  }
  return draftView(live, requireDraft(live, draft.id));
}

/** Saves what the composer holds. At most one draft is the open one, so that lock and crash bring back the right one. */
export function saveDraft(live: Live, id: string, content: DraftContent, open: boolean): string {
  const { store, now } = live.session;
  const draft = requireDraft(live, id);
  const updatedAt = now().toISOString();
  if (open) {
    for (const other of store.records.drafts.list()) {
      if (other.open && other.id !== id) store.records.drafts.put({ ...other, open: false });
    }
  }
  store.records.drafts.put({ ...draft, content, open, updatedAt });
  return updatedAt;
}

/** Adds a file to a draft. */
export function attachFile(live: Live, id: string, name: string, type: string, bytes: Uint8Array): DraftAttachment {
  const { drafts } = live.session.store.records;
  requireDraft(live, id);
  const already = drafts.attachments(id).reduce((sum, attachment) => sum + attachment.size, 0);
  if (bytes.byteLength > ATTACHMENT_BYTES || already + bytes.byteLength > ATTACHMENTS_BYTES) {
    throw new ProblemError(
      'too-large',
      'The files of a message may have 25 MB together; most mail servers refuse more.',
      'Send large files in several messages.',
    );
  }
  const attachment: DraftAttachment = { id: newId(), name, type, size: bytes.byteLength };
  drafts.attach(id, attachment, bytes);
  return attachment;
}
