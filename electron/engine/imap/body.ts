import type { ImapFlow } from 'imapflow';
import { type FetchContext, keepBody } from './fetch.ts';

type BodyOptions = Pick<FetchContext, 'store' | 'reader' | 'onRead'>;

/** Fetches one body for somebody who waits, stores it, and returns it. */
export async function fetchOneBody(
  client: ImapFlow,
  options: BodyOptions,
  messageId: number,
): Promise<Uint8Array | undefined> {
  const { store } = options;
  const message = store.cache.messages.get(messageId);
  const mailbox = message && store.cache.mailboxes.get(message.mailboxId);
  if (!message || !mailbox || message.uid === null) return undefined;
  const lock = await client.getMailboxLock(mailbox.path);
  try {
    // Under another UIDVALIDITY this UID would be somebody else's message.
    if (!client.mailbox || client.mailbox.uidValidity.toString() !== mailbox.uidValidity) return undefined;
    const answer = await client.fetchOne(`${message.uid}`, { uid: true, source: true }, { uid: true });
    const source = answer ? answer.source : undefined;
    if (!source) return undefined;
    await keepBody(options, messageId, source);
    return source;
  } finally {
    lock.release();
  }
}
