import type { ImapFlow } from 'imapflow';
import type { Store, StoredMailbox } from '../store/types.ts';
import { notDone } from './connection.ts';

/** UIDs in the selected folder whose Message-ID is this one, oldest first. Throws when the server did not answer. */
export async function findByMessageId(client: ImapFlow, messageId: string): Promise<number[]> {
  const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  // `false` is a failure, not "none": taking it for none would file a message twice.
  if (!Array.isArray(found)) throw notDone(client);
  return found.toSorted((a, b) => a - b);
}

/**
 * How many messages with this Message-ID the account's Sent folder holds, and whether one came back to the inbox.
 * Either proves that the submission server took the message.
 */
export async function lookForSent(
  client: ImapFlow,
  store: Store,
  accountId: number,
  messageId: string,
): Promise<{ sent: number; inbox: number }> {
  const count = async (mailbox: StoredMailbox | undefined): Promise<number> => {
    if (!mailbox) return 0;
    const lock = await client.getMailboxLock(mailbox.path);
    try {
      return (await findByMessageId(client, messageId)).length;
    } finally {
      lock.release();
    }
  };
  return {
    sent: await count(store.cache.mailboxes.bySpecialUse(accountId, 'sent')),
    inbox: await count(store.cache.mailboxes.bySpecialUse(accountId, 'inbox')),
  };
}

/**
 * Files a message in Sent unless Sent already holds more of this Message-ID than `already` counts: a server may file by
 * itself, and an APPEND whose answer was lost may have worked. Returns the path. Throws when there is no Sent folder
 * and none can be made.
 */
export async function fileInSent(
  client: ImapFlow,
  store: Store,
  accountId: number,
  copy: { readonly messageId: string; readonly raw: Uint8Array; readonly already: number; readonly date: Date },
): Promise<string> {
  let path = store.cache.mailboxes.bySpecialUse(accountId, 'sent')?.path;
  if (path === undefined) path = (await client.mailboxCreate('Sent')).path;
  const lock = await client.getMailboxLock(path);
  try {
    const present = (await findByMessageId(client, copy.messageId)).length;
    if (present > copy.already) return path;
    const appended = await client.append(path, Buffer.from(copy.raw), ['\\Seen'], copy.date);
    if (!appended) throw notDone(client);
    return path;
  } finally {
    lock.release();
  }
}
