import type { MessageView } from '../../shared/model/message.ts';
import { OPENED_KEPT } from './limits.ts';
import { type Live, requireMessage, sourceOf } from './live.ts';
import type { ReadMessage } from './rooms.ts';
import type { OutboxCopy } from './store/types.ts';

/**
 * Opened messages of this session, newest last. Keys may arrive at any time and change a verdict, so whoever changes
 * the key list calls `clear`.
 */
export class OpenedMessages {
  readonly #kept = new Map<number, ReadMessage>();
  readonly #seen = new Set<number>();

  /** Reads a message through the one way in, or gives back what was read a moment ago. */
  async read(live: Live, id: number): Promise<ReadMessage> {
    const known = this.#kept.get(id);
    if (known) return known;
    const read = await live.reader.read(await sourceOf(live, id));
    this.#kept.set(id, read);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= OPENED_KEPT) break;
      this.#kept.delete(oldest);
    }
    return read;
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Whether this is the first time in this session that somebody gets to see something of the message. */
  isFirstSight(id: number): boolean {
    const first = !this.#seen.has(id);
    this.#seen.add(id);
    return first;
  }
}

/**
 * Writes down that a message's content was shown by another way than opening it: its answer quotes it, its attachments
 * can be looked at. Once in a session, and not when it was opened before.
 */
export async function noteOpened(live: Live, id: number, read: ReadMessage): Promise<void> {
  if (live.opened.isFirstSight(id)) await auditOpened(live, id, read);
}

async function auditOpened(live: Live, id: number, read: ReadMessage): Promise<void> {
  const { encryption } = read.view.verdict;
  const action = encryption === 'full' || encryption === 'partial' ? 'decrypt' : 'open';
  await live.session.audit({ action, messageId: requireMessage(live, id).facts.messageId });
}

/** Opens a message for the reader, and writes down that it was opened. */
export async function openMessage(live: Live, id: number): Promise<MessageView> {
  const { store } = live.session;
  const message = requireMessage(live, id);
  const common = {
    id: message.id,
    threadId: message.threadId,
    mailboxId: message.mailboxId,
    accountId: message.accountId,
    seen: message.flags.includes('\\Seen'),
    flagged: message.flags.includes('\\Flagged'),
    answered: message.flags.includes('\\Answered'),
  };
  const read = await live.opened.read(live, id);
  const messageId = message.facts.messageId;
  live.opened.isFirstSight(id);
  await auditOpened(live, id, read);

  const copy = await sentCopy(live, id, messageId);
  const { mdn, ...view } = read.view;
  return {
    ...common,
    ...view,
    bodyMissing: false,
    mdn: { ...mdn, answered: store.records.receipts.answered(messageId) },
    evidence: copy ? store.records.evidence.list(messageId) : [],
    sentBy: copy ? copy.rcptTo.map((addr) => ({ addr, method: copy.method })) : [],
  };
}

/**
 * The copy that we sent, if this message is that very copy. Everybody who got a message knows its Message-ID and may
 * send another under it; only equal bytes make what we know about ours true of this one.
 */
async function sentCopy(live: Live, id: number, messageId: string): Promise<OutboxCopy | undefined> {
  const { outbox } = live.session.store.records;
  const copy = outbox.byMessageId(messageId);
  const sent = copy ? outbox.raw(copy.id) : undefined;
  if (!sent) return undefined;
  return Buffer.compare(sent, await sourceOf(live, id)) === 0 ? copy : undefined;
}
