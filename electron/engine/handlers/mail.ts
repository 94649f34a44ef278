import { randomBytes } from 'node:crypto';
import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { MessageHead } from '../../../shared/model/message.ts';
import { saveAttachments, viewableBytes } from '../attachments.ts';
import { UNDO_KEPT } from '../limits.ts';
import { type GetLive, type Live, requireMailbox, requireMessage } from '../live.ts';
import { openMessage } from '../opening.ts';
import { answerReceipt } from '../receipts.ts';
import type { StoredMessage } from '../store/types.ts';

type MailCall = Extract<
  EngineCallName,
  `mailbox.${string}` | `thread.${string}` | `message.${string}` | `attachment.${string}` | `search.${string}`
>;

/** Reading, filing and finding messages. */
export function mailHandlers(live: GetLive): Handlers<MailCall> {
  return {
    'mailbox.list': () => ({
      mailboxes: live()
        .session.store.cache.mailboxes.list()
        .map(({ id, accountId, path, name, specialUse, total, unseen }) => ({
          id,
          accountId,
          path,
          name,
          specialUse,
          total,
          unseen,
        })),
    }),

    'thread.list': ({ mailboxId, offset, limit, filter }) => {
      const current = live();
      requireMailbox(current, mailboxId);
      return withPreviewSetting(current, current.session.store.cache.threads.list(mailboxId, offset, limit, filter));
    },

    'thread.get': ({ threadId }) => ({
      messages: live().session.store.cache.messages.inThread(threadId).slice(-1000).map(headOf),
    }),

    'message.open': async ({ messageId }) => ({ view: await openMessage(live(), messageId) }),

    'message.flag': ({ messageIds, seen, flagged }) => {
      const current = live();
      const add = [...(seen === true ? ['\\Seen'] : []), ...(flagged === true ? ['\\Flagged'] : [])];
      const remove = [...(seen === false ? ['\\Seen'] : []), ...(flagged === false ? ['\\Flagged'] : [])];
      changeFlags(current, messageIds, add, remove);
      return {};
    },

    'message.move': ({ messageIds, mailboxId }) => ({ undo: moveMessages(live(), messageIds, mailboxId) }),

    'message.delete': async ({ messageIds }) => {
      const current = live();
      const first = messageIds[0];
      const accountId = first === undefined ? 0 : requireMessage(current, first).accountId;
      const trash = current.session.store.cache.mailboxes.bySpecialUse(accountId, 'trash');
      if (!trash) {
        throw new ProblemError(
          'mailbox-missing',
          'The server has no trash folder.',
          'Move the message to a folder of your choice instead.',
        );
      }
      const names = messageIds.map((id) => requireMessage(current, id).facts.messageId);
      const undo = moveMessages(current, messageIds, trash.id);
      for (const messageId of names) await current.session.audit({ action: 'delete', messageId });
      return { undo };
    },

    'message.undo': ({ undo }) => {
      const current = live();
      const action = current.undo.get(undo);
      current.undo.delete(undo);
      return { undone: action?.() ?? false };
    },

    'message.openLink': async ({ messageId, url }) => {
      const current = live();
      const read = await current.opened.read(current, messageId);
      // Only what the opened message really contains: a compromised window must not get a way to call any address.
      if (!read.links.includes(url)) {
        throw new ProblemError('not-found', 'This link is not in the message.', 'Open the message again.');
      }
      current.session.control.notice({ kind: 'openUrl', url });
      return {};
    },

    'message.answerReceipt': async ({ messageId, answer }) => {
      await answerReceipt(live(), messageId, answer);
      return {};
    },

    'attachment.read': async ({ messageId, part }) => viewableBytes(live(), messageId, part),

    'attachment.save': async ({ messageId, parts }) => ({ saved: await saveAttachments(live(), messageId, parts) }),

    'search.query': ({ text, offset, limit }) => {
      const current = live();
      return withPreviewSetting(current, current.session.store.cache.search.query(text, offset, limit));
    },
  };
}

/** First words stay in the store unless this profile wants them on screen (shoulder-surfing). */
function withPreviewSetting<T extends { threads: readonly { preview: string }[] }>(live: Live, answer: T): T {
  if (live.session.store.records.settings.get().showPreview) return answer;
  return { ...answer, threads: answer.threads.map((thread) => ({ ...thread, preview: '' })) };
}

function headOf(message: StoredMessage): MessageHead {
  const { facts, flags } = message;
  return {
    id: message.id,
    threadId: message.threadId,
    mailboxId: message.mailboxId,
    accountId: message.accountId,
    from: facts.from.slice(0, 50),
    to: facts.to.slice(0, 2000),
    cc: facts.cc.slice(0, 2000),
    subject: facts.subject.slice(0, 2000),
    date: facts.date,
    seen: flags.includes('\\Seen'),
    flagged: flags.includes('\\Flagged'),
    answered: flags.includes('\\Answered'),
  };
}

/** Changes flags here at once and queues them for the server, one operation per mailbox. */
export function changeFlags(
  live: Live,
  ids: readonly number[],
  add: readonly string[],
  remove: readonly string[],
): void {
  const { store, emit } = live.session;
  const messages = ids.flatMap((id) => store.cache.messages.get(id) ?? []);
  store.cache.messages.changeFlags(ids, add, remove);
  for (const [mailboxId, group] of groupByMailbox(messages)) {
    const mailbox = requireMailbox(live, mailboxId);
    const uids = group.flatMap((message) => message.uid ?? []);
    // A message that was moved a moment ago has no UID yet; the replay finds the one that it gets.
    const messageIds = group.flatMap((message) => (message.uid === null ? message.id : []));
    store.records.operations.add(mailbox.accountId, {
      kind: 'flag',
      path: mailbox.path,
      uids,
      messageIds,
      add,
      remove,
    });
  }
  emit('mail.changed', { mailboxIds: [...groupByMailbox(messages).keys()], newMessages: 0 });
  live.wire.poke();
}

/** Moves messages within their account; returns the token that takes it back. */
function moveMessages(live: Live, ids: readonly number[], mailboxId: number): string {
  const { store, emit } = live.session;
  const target = requireMailbox(live, mailboxId);
  const messages = ids.map((id) => requireMessage(live, id)).filter((message) => message.mailboxId !== mailboxId);
  if (messages.some((message) => message.accountId !== target.accountId)) {
    throw new ProblemError(
      'conflict',
      'Messages cannot be moved to a folder of another account.',
      'Choose a folder of the same account.',
    );
  }
  const queued: { operation: number; messages: StoredMessage[] }[] = [];
  for (const [from, group] of groupByMailbox(messages)) {
    const source = requireMailbox(live, from);
    const operation = store.records.operations.add(source.accountId, {
      kind: 'move',
      from: source.path,
      to: target.path,
      uids: group.flatMap((message) => message.uid ?? []),
      messageIds: group.map((message) => message.id),
    });
    queued.push({ operation, messages: group });
  }
  store.cache.messages.moveLocal(
    messages.map((message) => message.id),
    mailboxId,
  );
  const touched = [...new Set([mailboxId, ...messages.map((message) => message.mailboxId)])];
  emit('mail.changed', { mailboxIds: touched, newMessages: 0 });
  live.wire.poke();

  const token = randomBytes(16).toString('hex');
  for (const oldest of live.undo.keys()) {
    if (live.undo.size < UNDO_KEPT) break;
    live.undo.delete(oldest);
  }
  live.undo.set(token, () => {
    for (const { messages: group } of queued) {
      const back = group[0]?.mailboxId;
      if (back === undefined) continue;
      const present = group.filter((message) => store.cache.messages.get(message.id)?.mailboxId === mailboxId);
      const uids = present.flatMap((message) => store.cache.messages.get(message.id)?.uid ?? []);
      // Always a second move behind the first one: the first may be on its way to the server at this very moment.
      store.records.operations.add(target.accountId, {
        kind: 'move',
        from: target.path,
        to: requireMailbox(live, back).path,
        uids,
        messageIds: present.map((message) => message.id),
      });
      store.cache.messages.moveLocal(
        present.map((message) => message.id),
        back,
      );
    }
    emit('mail.changed', { mailboxIds: touched, newMessages: 0 });
    live.wire.poke();
    return true;
  });
  return token;
}

function groupByMailbox(messages: readonly StoredMessage[]): Map<number, StoredMessage[]> {
  return Map.groupBy(messages, (message) => message.mailboxId);
}
