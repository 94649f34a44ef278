import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import { attachFile, createDraft, draftView, requireDraft, saveDraft } from '../drafts.ts';
import { suggestContacts } from '../keyring.ts';
import type { GetLive } from '../live.ts';
import type { Session } from '../rooms.ts';
import { planFor, requireStillProtected, reviewDraft, sendDraft } from '../sending.ts';
import { planShown, reviewShown } from '../shown.ts';
import { outboxItem, resolveSend, undoSend } from '../smtp/outbox.ts';
import type { OutboxCopy } from '../store/types.ts';

type ComposeCall = Extract<
  EngineCallName,
  `draft.${string}` | `outbox.${string}` | `evidence.${string}` | `contact.${string}`
>;

/** Writing, sending, and what became of it. */
export function composeHandlers(live: GetLive): Handlers<ComposeCall> {
  return {
    'draft.create': async ({ mode, messageId }) => ({ draft: await createDraft(live(), mode, messageId) }),

    'draft.get': ({ draftId }) => {
      const current = live();
      return { draft: draftView(current, requireDraft(current, draftId)) };
    },

    'draft.list': () => {
      const drafts = live()
        .session.store.records.drafts.list()
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
      return {
        drafts: drafts.slice(0, 5000).map(({ id, content, updatedAt }) => ({
          id,
          subject: content.subject,
          to: content.to,
          updatedAt,
        })),
        openDraftId: drafts.find((draft) => draft.open)?.id ?? null,
      };
    },

    'draft.save': ({ draftId, content, open }) => ({ updatedAt: saveDraft(live(), draftId, content, open) }),

    'draft.discard': ({ draftId }) => {
      const current = live();
      current.session.store.records.drafts.remove(draftId);
      current.shown.delete(draftId);
      return {};
    },

    'draft.attach': ({ draftId, name, type, base64 }) => ({
      attachment: attachFile(live(), draftId, name, type, Buffer.from(base64, 'base64')),
    }),

    'draft.detach': ({ draftId, attachmentId }) => {
      live().session.store.records.drafts.detach(draftId, attachmentId);
      return {};
    },

    'draft.plan': async ({ draftId, recipients }) => {
      const current = live();
      const { content } = requireDraft(current, draftId);
      const plan = await planFor(current, content.accountId, recipients, content.bcc);
      planShown(current, draftId, plan);
      return { plan };
    },

    'draft.review': async ({ draftId }) => {
      const current = live();
      const review = await reviewDraft(current, draftId);
      reviewShown(current, draftId, review.plan, review.decision);
      return review;
    },

    'draft.send': async ({ draftId, justification }) => ({ item: await sendDraft(live(), draftId, justification) }),

    'outbox.list': () => {
      const { store } = live().session;
      // By the copies: the sends hold the text of everything that was ever sent.
      const open = store.records.outbox.copies().filter(({ state }) => state !== 'filed' && state !== 'undone');
      const ids = [...new Set(open.map(({ sendId }) => sendId))].slice(0, 2000);
      return { items: ids.map((id) => outboxItem(store, id)) };
    },

    'outbox.undo': async ({ id }) => {
      const { session } = live();
      const copies = session.store.records.outbox.copies(id);
      const draftId = undoSend(session, id);
      await auditCopies(session, copies, { action: 'send-undone' });
      return { draftId };
    },

    'outbox.resolve': async ({ id, answer }) => {
      const current = live();
      const { session, wire } = current;
      const asking = session.store.records.outbox.copies(id).filter(({ state }) => state === 'needs-you');
      if (answer === 'send') await requireStillProtected(current, asking);
      const draftId = resolveSend(session, id, answer);
      await auditCopies(session, asking, { action: answer === 'to-draft' ? 'send-undone' : 'send', reason: answer });
      wire.poke();
      return { draftId };
    },

    'evidence.list': ({ outboxId }) => {
      const { records } = live().session.store;
      const evidence = records.outbox.copies(outboxId).flatMap((copy) => records.evidence.list(copy.messageId));
      return { evidence: evidence.sort((a, b) => a.at.localeCompare(b.at)).slice(-10_000) };
    },

    'contact.suggest': ({ text, limit }) => suggestContacts(live(), text, limit),
  };
}

/** A person decided about these copies: each is in the log with whom it was for. */
async function auditCopies(
  { audit }: Session,
  copies: readonly OutboxCopy[],
  what: { readonly action: 'send' | 'send-undone'; readonly reason?: string },
): Promise<void> {
  for (const { messageId, rcptTo, method } of copies)
    await audit({ ...what, messageId, recipients: [...rcptTo], method });
}
