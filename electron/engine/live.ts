import { ProblemError } from '../../shared/contract/problem.ts';
import type { OpenedMessages } from './opening.ts';
import type { Reader, Session, Wire } from './rooms.ts';
import type { ShownProtection } from './shown.ts';
import type { StoredAccount, StoredMailbox, StoredMessage } from './store/types.ts';

/** A profile that is unlocked: its session and the rooms that work on it. Ends with the process. */
export interface Live {
  readonly session: Session;
  readonly reader: Reader;
  readonly wire: Wire;
  readonly opened: OpenedMessages;
  /** Changes that can still be taken back, by token. */
  readonly undo: Map<string, () => boolean>;
  /** What the window was last told about each draft's protection, by draft id: a send never gives less unseen. */
  readonly shown: Map<string, ShownProtection>;
}

/** Hands out the live session, or fails as locked. Handlers call it anew each time, because a lock may come between. */
export type GetLive = () => Live;

const notFound = (what: string) =>
  new ProblemError('not-found', `This ${what} is no longer here.`, 'Refresh the list and try again.');

/** The message with this id. */
export function requireMessage(live: Live, id: number): StoredMessage {
  const message = live.session.store.cache.messages.get(id);
  if (!message) throw notFound('message');
  return message;
}

/** The mailbox with this id. */
export function requireMailbox(live: Live, id: number): StoredMailbox {
  const mailbox = live.session.store.cache.mailboxes.get(id);
  if (!mailbox) throw notFound('folder');
  return mailbox;
}

/** The account with this id. */
export function requireAccount(live: Live, id: number): StoredAccount {
  const account = live.session.store.records.accounts.get(id);
  if (!account) throw notFound('account');
  return account;
}

/** The source of a message: from the store, or from the server when it was evicted or never fetched. */
export async function sourceOf(live: Live, id: number): Promise<Uint8Array> {
  return live.session.store.cache.messages.raw(id) ?? (await live.wire.fetchBody(id));
}
