import type { Account } from '../../shared/model/account.ts';
import type { Mailbox, SpecialUse } from '../../shared/model/message.ts';
import type { Catalogue } from '../i18n/en/index.ts';

/** The order people know from other mail programs; other folders follow by name. */
const order: readonly SpecialUse[] = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'];

export interface FolderGroup {
  readonly account: Account;
  readonly folders: readonly Folder[];
}

export interface Folder {
  readonly mailbox: Mailbox;
  /** What it is called on screen: special folders have one name in the whole product. */
  readonly label: string;
  /** Depth below the account's root, for indentation. */
  readonly level: number;
}

/** What a mailbox is called on screen. */
export function folderLabel(text: Catalogue, mailbox: Mailbox): string {
  return mailbox.specialUse === null ? mailbox.name : text.common.mailbox[mailbox.specialUse];
}

/**
 * Folders as the pane shows them: by account, special ones first. The server's own drafts folder shows only when
 * something is in it, because Careseal keeps drafts on this computer.
 */
export function groupFolders(
  text: Catalogue,
  accounts: readonly Account[],
  mailboxes: readonly Mailbox[],
  tag: string,
): readonly FolderGroup[] {
  const collator = new Intl.Collator(tag, { sensitivity: 'base', numeric: true });
  return accounts.map((account) => {
    const own = mailboxes.filter((mailbox) => mailbox.accountId === account.id);
    const paths = new Set(own.filter((mailbox) => mailbox.specialUse === null).map((mailbox) => mailbox.path));
    const special = order.flatMap((use) =>
      own.filter((mailbox) => mailbox.specialUse === use && (use !== 'drafts' || mailbox.total > 0)),
    );
    const others = own
      .filter((mailbox) => mailbox.specialUse === null)
      .sort((a, b) => collator.compare(a.path, b.path));
    return {
      account,
      folders: [...special, ...others].map((mailbox) => ({
        mailbox,
        label: folderLabel(text, mailbox),
        level: mailbox.specialUse === null ? depth(mailbox.path, paths) : 0,
      })),
    };
  });
}

/** How many listed folders are above this one. The server's separator is unknown here, so a prefix decides. */
function depth(path: string, paths: ReadonlySet<string>): number {
  let levels = 0;
  for (const other of paths) {
    if (other.length < path.length && path.startsWith(other) && /^[/.\\]/.test(path.slice(other.length))) levels += 1;
  }
  return Math.min(levels, 4);
}
