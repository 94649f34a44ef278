import { createReader } from '../../electron/engine/intake.ts';
import type { Live } from '../../electron/engine/live.ts';
import { OpenedMessages } from '../../electron/engine/opening.ts';
import type { StoredAccount } from '../../electron/engine/store/types.ts';
import type { AuditEntry } from '../../shared/model/audit.ts';
import type { DraftContent } from '../../shared/model/draft.ts';
import { openWorkstation, type Workstation } from './workstation.ts';

/** An unlocked engine without its wire: a real store on disk, the real reader, nothing that is connected. */
export interface LiveDesk {
  readonly live: Live;
  readonly place: Workstation;
  readonly account: StoredAccount;
  /** What was audited, before it would be sealed. */
  readonly audited: Omit<AuditEntry, 'at' | 'profile'>[];
  /** A folder of the account; the inbox is made with the desk. */
  readonly inboxId: number;
  /** Puts a message into the inbox as if the server had brought it. */
  receive(raw: string | Uint8Array, uid?: number | null): Promise<number>;
  /** Stores a draft and returns its id. */
  draft(content: Partial<DraftContent>, more?: { mustProtect?: boolean; id?: string }): string;
  discard(): Promise<void>;
}

const server = { host: 'localhost', port: 1, security: 'tls' } as const;

/** Opens such a desk with one account. */
export async function openLive(address = 'frontdesk@clinic.test'): Promise<LiveDesk> {
  const place = openWorkstation({ ca: undefined });
  const { store, wire } = place;
  const audited: LiveDesk['audited'] = [];
  const session: Live['session'] = {
    ...place.session,
    audit: async (entry) => {
      audited.push(entry);
    },
  };
  const account = store.records.accounts.add({
    address,
    displayName: 'Front desk',
    user: address,
    password: 'x',
    imap: server,
    smtp: server,
  });
  const reader = createReader({
    keys: () => store.records.keys.list(),
    ownAddresses: () => store.records.accounts.list().map((one) => one.address),
    now: session.now,
  });
  const [inbox] = store.cache.mailboxes.replace(account.id, [
    { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
    { path: 'Trash', name: 'Trash', delimiter: '/', specialUse: 'trash' },
  ]);
  const inboxId = inbox?.id ?? 0;
  const live: Live = { session, reader, wire, opened: new OpenedMessages(), undo: new Map(), shown: new Map() };
  let drafts = 0;
  return {
    live,
    place,
    account,
    audited,
    inboxId,
    async receive(raw, uid = 1) {
      const bytes = Buffer.from(raw);
      const { facts } = await reader.read(bytes);
      const added = store.cache.messages.add([
        {
          mailboxId: inboxId,
          uid,
          flags: [],
          receivedAt: new Date().toISOString(),
          size: bytes.length,
          raw: bytes,
          facts,
          onlyCopy: false,
        },
      ]);
      return added[0] ?? 0;
    },
    draft(content, more = {}) {
      drafts += 1;
      const id = more.id ?? drafts.toString(16).padStart(32, '0');
      store.records.drafts.put({
        id,
        mode: 'new',
        originMessageId: null,
        mustProtect: more.mustProtect ?? false,
        content: {
          accountId: account.id,
          to: [],
          cc: [],
          bcc: [],
          subject: 'Hours',
          bodyHtml: '<p>We open at nine.</p>',
          askDsn: false,
          askMdn: false,
          cursor: 0,
          ...content,
        },
        updatedAt: new Date().toISOString(),
        open: true,
      });
      return id;
    },
    discard: () => place.discard(),
  };
}
