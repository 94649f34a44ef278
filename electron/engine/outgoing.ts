import type { z } from 'zod';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { plannedCopySchema } from '../../shared/model/plan.ts';
import { ownKey } from './keyring.ts';
import type { Live } from './live.ts';
import { buildEntity, buildHeader, joinMessage, newMessageId, type OutgoingMessage } from './mime/build.ts';
import { concealSubject } from './mime/protect-header.ts';
import { autocryptValue } from './openpgp/autocrypt.ts';
import { sealEntity } from './openpgp/seal.ts';
import type { StoredAccount, StoredDraft, StoredKey } from './store/types.ts';

type PlannedCopy = z.infer<typeof plannedCopySchema>;

/**
 * Builds and seals one copy of a send: the bytes that leave, and that are filed in Sent. To and Cc name everyone of the
 * whole send, so that answers reach all; Bcc is in no header of any copy.
 */
export async function buildCopy(
  live: Live,
  draft: StoredDraft,
  account: StoredAccount,
  planned: PlannedCopy,
): Promise<{ readonly raw: Uint8Array; readonly messageId: string }> {
  const own = await ownKey(live, account.address);
  const message = await outgoingMessage(live, draft, account, own);
  const entity = buildEntity(message);
  // The subject of an encrypted message may have been sealed with it, and its answer repeats it.
  const made =
    planned.method === 'openpgp' && draft.mustProtect
      ? concealSubject(message, entity)
      : { header: buildHeader(message), entity };
  const sealed = await sealPlanned(live, planned, own, made.entity);
  return { raw: joinMessage(made.header, sealed), messageId: message.messageId };
}

/**
 * Seals an entity as planned: to the keys that the plan named, and to our own so that Sent stays readable.
 *
 * @param own our key for the identity that sends; it signs when the plan says so
 */
export async function sealPlanned(
  live: Live,
  planned: PlannedCopy,
  own: StoredKey | null,
  entity: Uint8Array,
): Promise<Uint8Array> {
  const { store, now } = live.session;
  return sealEntity({
    entity,
    sign: planned.signed ? own : null,
    encryptTo: planned.method === 'openpgp' ? keysOf(store.records.keys.get, planned, own) : null,
    now: now(),
  });
}

async function outgoingMessage(
  live: Live,
  draft: StoredDraft,
  account: StoredAccount,
  own: StoredKey | null,
): Promise<OutgoingMessage> {
  const { store, now } = live.session;
  const { content } = draft;
  const origin = draft.originMessageId ? store.cache.messages.byMessageId(draft.originMessageId)[0] : undefined;
  const answers = draft.mode === 'reply' || draft.mode === 'reply-all' ? draft.originMessageId : null;
  return {
    from: { name: account.displayName, addr: account.address },
    to: content.to,
    cc: content.cc,
    subject: content.subject,
    date: now(),
    messageId: newMessageId(account.address),
    inReplyTo: answers,
    references: answers ? [...(origin?.facts.references ?? []), answers] : [],
    html: `<!doctype html><html><head><meta charset="utf-8"></head><body>${content.bodyHtml}</body></html>`,
    files: store.records.drafts.attachments(draft.id).map(({ id, name, type }) => {
      const bytes = store.records.drafts.attachmentBytes(id);
      // A message without a file that was on it would say something else than its sender meant.
      if (!bytes) throw new ProblemError('not-found', 'An attachment is missing.', 'Take it off and attach it again.');
      return { name, type, bytes };
    }),
    dispositionNotificationTo: content.askMdn ? account.address : null,
    autocrypt: own ? await autocryptValue(own, account.address, 'mutual', now()) : null,
  };
}

/** The keys of a plan. One that went away since stops the send. */
function keysOf(
  get: (fingerprint: string) => StoredKey | undefined,
  planned: PlannedCopy,
  own: StoredKey | null,
): StoredKey[] {
  const keys = planned.recipients.map(({ key }) => {
    const stored = key ? get(key.fingerprint) : undefined;
    if (!stored) {
      throw new ProblemError('key-missing', 'A key that was there a moment ago is gone.', 'Look at the plan again.');
    }
    return stored;
  });
  return own ? [...keys, own] : keys;
}
