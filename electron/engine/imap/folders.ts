import type { ImapFlow, ListResponse } from 'imapflow';
import type { SpecialUse } from '../../../shared/model/message.ts';
import type { Store, StoredMailbox } from '../store/types.ts';
import { mostMailboxes } from './limits.ts';

/** RFC 6154 attributes; `\Inbox` is imapflow's mark for INBOX itself. */
const uses: Readonly<Record<string, SpecialUse>> = {
  '\\Inbox': 'inbox',
  '\\Sent': 'sent',
  '\\Drafts': 'drafts',
  '\\Trash': 'trash',
  '\\Junk': 'junk',
  '\\Archive': 'archive',
};

/** What the server says of a folder without opening it (STATUS, RFC 9051 section 6.3.11). */
export interface MailboxStatus {
  readonly messages: number;
  readonly uidNext: number;
  readonly uidValidity: string;
  /** `null` without CONDSTORE. */
  readonly highestModseq: string | null;
  readonly unseen: number;
}

export interface ListedMailbox {
  readonly mailbox: StoredMailbox;
  readonly status: MailboxStatus | null;
}

/** Order of work: what people look at first comes first. */
const rank: Readonly<Record<SpecialUse, number>> = { inbox: 0, sent: 1, drafts: 2, archive: 4, trash: 5, junk: 6 };

/**
 * Lists the account's folders with their state in one command where the server can (LIST-STATUS, RFC 5819), and makes
 * the store's list equal to it. Special uses come from attributes; the library's table of localised names is the
 * fallback for servers without them. Folders that cannot be selected are left out.
 */
export async function listMailboxes(client: ImapFlow, store: Store, accountId: number): Promise<ListedMailbox[]> {
  const listed = await client.list({
    statusQuery: {
      messages: true,
      uidNext: true,
      uidValidity: true,
      unseen: true,
      highestModseq: client.enabled.has('CONDSTORE') || client.capabilities.has('CONDSTORE'),
    },
  });
  const selectable = listed.filter((entry) => !entry.flags.has('\\Noselect')).slice(0, mostMailboxes);
  const taken = new Set<SpecialUse>();
  const plan = selectable.map((entry) => {
    const use = specialUseOf(entry);
    // Two folders with one use would make "delete" and "file" ambiguous: the first keeps it.
    const specialUse = use !== null && !taken.has(use) ? use : null;
    if (specialUse) taken.add(specialUse);
    return { path: entry.path, name: entry.name, delimiter: entry.delimiter ?? '/', specialUse };
  });
  const mailboxes = store.cache.mailboxes.replace(accountId, plan);
  const byPath = new Map(mailboxes.map((mailbox) => [mailbox.path, mailbox]));
  return selectable
    .flatMap((entry) => {
      const mailbox = byPath.get(entry.path);
      return mailbox ? [{ mailbox, status: statusOf(entry) }] : [];
    })
    .sort((a, b) => rankOf(a.mailbox) - rankOf(b.mailbox));
}

function rankOf(mailbox: StoredMailbox): number {
  return mailbox.specialUse === null ? 3 : rank[mailbox.specialUse];
}

function specialUseOf(entry: ListResponse): SpecialUse | null {
  if (entry.path.toUpperCase() === 'INBOX') return 'inbox';
  const use = entry.specialUse === undefined ? undefined : uses[entry.specialUse];
  return use ?? null;
}

function statusOf(entry: ListResponse): MailboxStatus | null {
  const { status } = entry;
  if (!status || status.uidValidity === undefined || status.uidNext === undefined) return null;
  return {
    messages: status.messages ?? 0,
    uidNext: status.uidNext,
    uidValidity: status.uidValidity.toString(),
    highestModseq: status.highestModseq === undefined ? null : status.highestModseq.toString(),
    unseen: status.unseen ?? 0,
  };
}

/**
 * Does a folder need to be opened? Compares what STATUS said with what the last sync left. With a MODSEQ every change
 * shows; without one, changed flags do not (see `flagListingEveryPolls`).
 */
export function looksChanged(mailbox: StoredMailbox, status: MailboxStatus | null): boolean {
  if (status === null || mailbox.uidValidity === null) return true;
  if (mailbox.uidValidity !== status.uidValidity || mailbox.uidNext !== status.uidNext) return true;
  // A folder without MODSEQ says 0 here; one whose state was set back on purpose has none in the store.
  const counted = status.highestModseq !== null && status.highestModseq !== '0';
  if (counted && mailbox.highestModseq === null) return true;
  if (counted) {
    return status.highestModseq !== mailbox.highestModseq || status.messages !== mailbox.total;
  }
  return status.messages !== mailbox.total || status.unseen !== mailbox.unseen;
}
