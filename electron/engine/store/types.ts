import type { Account, AccountSetup } from '../../../shared/model/account.ts';
import type { Address } from '../../../shared/model/address.ts';
import type { DraftAttachment, DraftContent } from '../../../shared/model/draft.ts';
import type { Evidence, needsYouReasons, OutboxState } from '../../../shared/model/evidence.ts';
import type { Mailbox, SpecialUse, ThreadRow } from '../../../shared/model/message.ts';
import type { KeyTrust, Method } from '../../../shared/model/plan.ts';
import type { ProfileSettings } from '../../../shared/model/settings.ts';

/**
 * What the rooms of the engine see of the store: repositories, never SQL. All calls are synchronous (better-sqlite3),
 * each method is one transaction unless it says otherwise, times are RFC 3339 UTC strings, ids are row ids.
 * `records` is records.db (the only copies), `cache` is cache.db (what the server can give again).
 */
export interface Store {
  readonly records: Records;
  readonly cache: Cache;
  close(): void;
}

// ---------------------------------------------------------------------------------------------- records.db

export interface StoredAccount extends Account {
  readonly password: string;
}

export interface StoredDraft {
  readonly id: string;
  readonly mode: 'new' | 'reply' | 'reply-all' | 'forward';
  /** Message-ID of the message that is answered, because cache row ids may change when the cache is rebuilt. */
  readonly originMessageId: string | null;
  readonly mustProtect: boolean;
  readonly content: DraftContent;
  readonly updatedAt: string;
  /** In the composer when it was last saved: opened again after lock or crash. */
  readonly open: boolean;
}

/** One copy of a send: one envelope, one sealed source, its own state. */
export interface OutboxCopy {
  readonly id: string;
  /** Groups the copies of one send. */
  readonly sendId: string;
  readonly accountId: number;
  /** Fixed before anything leaves; the same in every retry and in Sent. */
  readonly messageId: string;
  readonly method: Method;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly askDsn: boolean;
  readonly state: OutboxState;
  readonly needsYou: (typeof needsYouReasons)[number] | null;
  readonly holdUntil: string;
  /** Set in the same transaction that makes it `sending`, before DATA is written; cleared when the server refused. */
  readonly dataStarted: boolean;
  readonly attempts: number;
  readonly nextAttempt: string | null;
  readonly reply: string | null;
  readonly createdAt: string;
}

/** What the user sees of a send, kept for the outbox list and for undo. */
export interface OutboxSend {
  readonly id: string;
  readonly draftId: string;
  readonly subject: string;
  readonly to: readonly Address[];
  readonly createdAt: string;
  /** The draft as it was, so that undo and `to-draft` lose nothing. */
  readonly draft: StoredDraft;
}

export interface StoredKey {
  readonly fingerprint: string;
  readonly kind: 'secret' | 'public';
  /** Transferable key, armoured; for `secret` without passphrase, because the store is what protects it. */
  readonly armored: string;
  readonly emails: readonly string[];
  readonly trust: KeyTrust;
  readonly source: 'made' | 'import' | 'autocrypt' | 'attachment';
  readonly addedAt: string;
}

export interface Contact {
  readonly addr: string;
  readonly name: string;
  /** Messages sent to this address; suggestions want 2, or a contact that was saved by hand. */
  readonly sentCount: number;
  readonly savedByHand: boolean;
  readonly lastUsed: string;
  /** Autocrypt `prefer-encrypt` as last seen. */
  readonly preferEncrypt: 'mutual' | 'nopreference' | null;
}

/** A change made here that the server has not heard of yet; replayed in order. */
export interface Operation {
  readonly id: number;
  readonly accountId: number;
  readonly kind: 'flag' | 'move' | 'append';
  readonly payload: OperationPayload;
  readonly attempts: number;
}
export type OperationPayload =
  | {
      readonly kind: 'flag';
      readonly path: string;
      readonly uids: readonly number[];
      readonly add: readonly string[];
      readonly remove: readonly string[];
      /** Messages whose UID is not known yet (just moved or filed): found by Message-ID when it is replayed. */
      readonly messageIds?: readonly number[];
    }
  | {
      readonly kind: 'move';
      readonly from: string;
      readonly to: string;
      readonly uids: readonly number[];
      readonly messageIds: readonly number[];
    }
  | {
      readonly kind: 'append';
      readonly path: string;
      readonly flags: readonly string[];
      readonly messageId: string;
      readonly outboxId: string;
    };

export interface Records {
  readonly accounts: {
    add(setup: AccountSetup): StoredAccount;
    list(): StoredAccount[];
    get(id: number): StoredAccount | undefined;
    update(
      id: number,
      change: Partial<Pick<StoredAccount, 'displayName' | 'password' | 'keepDays' | 'keepBytes'>>,
    ): StoredAccount;
    remove(id: number): void;
  };
  readonly drafts: {
    put(draft: StoredDraft): void;
    get(id: string): StoredDraft | undefined;
    list(): StoredDraft[];
    remove(id: string): void;
    attach(draftId: string, attachment: DraftAttachment, bytes: Uint8Array): void;
    detach(draftId: string, attachmentId: string): void;
    attachments(draftId: string): DraftAttachment[];
    attachmentBytes(attachmentId: string): Uint8Array | undefined;
  };
  readonly outbox: {
    /** Stores a send with all its copies and removes the draft: one transaction, so a crash leaves one or the other. */
    add(send: OutboxSend, copies: readonly (OutboxCopy & { readonly raw: Uint8Array })[]): void;
    sends(): OutboxSend[];
    send(id: string): OutboxSend | undefined;
    copies(sendId?: string): OutboxCopy[];
    copy(id: string): OutboxCopy | undefined;
    byMessageId(messageId: string): OutboxCopy | undefined;
    raw(copyId: string): Uint8Array | undefined;
    /** Compare-and-set: changes the copy only when it is in one of `from`; false means somebody else was first. */
    move(
      copyId: string,
      from: readonly OutboxState[],
      change: Partial<
        Pick<OutboxCopy, 'state' | 'needsYou' | 'dataStarted' | 'attempts' | 'nextAttempt' | 'reply' | 'holdUntil'>
      >,
    ): boolean;
    /**
     * Puts the draft of a send back, only when every copy is in one of `from`. The copies in `kept` stay, as they are
     * given, because somebody has got them; the others go, and without any the send goes too.
     */
    backToDraft(
      sendId: string,
      from: readonly OutboxState[],
      kept?: readonly Pick<OutboxCopy, 'id' | 'rcptTo' | 'state'>[],
    ): StoredDraft | undefined;
    remove(sendId: string): void;
  };
  readonly evidence: {
    /** Adds a fact about a sent message; the same fact (kind, recipient, source, detail) twice is one fact. */
    add(messageId: string, evidence: Evidence): boolean;
    /** The same for many facts, in one transaction: each on its own would wait for the disk. */
    addAll(facts: readonly (Evidence & { readonly messageId: string })[]): void;
    list(messageId: string): Evidence[];
  };
  readonly keys: {
    put(key: StoredKey): void;
    get(fingerprint: string): StoredKey | undefined;
    list(): StoredKey[];
    byEmail(addr: string): StoredKey[];
    setTrust(fingerprint: string, trust: KeyTrust): void;
    remove(fingerprint: string): void;
  };
  readonly contacts: {
    seen(addr: string, name: string, change: { sent?: boolean; preferEncrypt?: Contact['preferEncrypt'] }): void;
    get(addr: string): Contact | undefined;
    suggest(text: string, limit: number): Contact[];
  };
  readonly operations: {
    add(accountId: number, payload: OperationPayload): number;
    pending(accountId: number): Operation[];
    done(id: number): void;
    failed(id: number): void;
  };
  readonly receipts: {
    answered(messageId: string): 'sent' | 'ignored' | null;
    setAnswered(messageId: string, answer: 'sent' | 'ignored'): void;
  };
  readonly settings: {
    get(): ProfileSettings;
    set(change: Partial<ProfileSettings>): ProfileSettings;
  };
}

// ------------------------------------------------------------------------------------------------ cache.db

export interface StoredMailbox extends Mailbox {
  readonly delimiter: string;
  readonly uidValidity: string | null;
  readonly uidNext: number | null;
  readonly highestModseq: string | null;
}

/** What a message says about itself: made by the intake pipeline, indexed and listed by the store. */
export interface MessageFacts {
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly subject: string;
  readonly date: string;
  readonly hasAttachment: boolean;
  /** Has a cryptographic envelope. */
  readonly sealed: boolean;
  readonly preview: string;
  /** Text for the index: decrypted bodies and attachment names; addresses and subject are indexed from the fields above. */
  readonly indexText: string;
}

export interface NewMessage {
  readonly mailboxId: number;
  /** `null` while the server has not said it (a local append or move). */
  readonly uid: number | null;
  readonly flags: readonly string[];
  readonly receivedAt: string;
  readonly size: number;
  /** Source bytes; `null` when only headers were fetched. */
  readonly raw: Uint8Array | null;
  readonly facts: MessageFacts;
  /** No server has it. Without a word: true when there is no UID. */
  readonly onlyCopy?: boolean;
}

export interface StoredMessage {
  readonly id: number;
  readonly accountId: number;
  readonly mailboxId: number;
  readonly threadId: number;
  readonly uid: number | null;
  readonly flags: readonly string[];
  readonly receivedAt: string;
  readonly size: number;
  readonly hasRaw: boolean;
  /** The server has no copy: never evicted, never rebuilt away. */
  readonly onlyCopy: boolean;
  readonly facts: Omit<MessageFacts, 'indexText'>;
}

export interface Cache {
  readonly mailboxes: {
    /** Makes the account's folder list equal to what the server listed; folders that are gone go with their messages. */
    replace(
      accountId: number,
      listed: readonly { path: string; name: string; delimiter: string; specialUse: SpecialUse | null }[],
    ): StoredMailbox[];
    list(accountId?: number): StoredMailbox[];
    get(id: number): StoredMailbox | undefined;
    bySpecialUse(accountId: number, use: SpecialUse): StoredMailbox | undefined;
    setSyncState(
      id: number,
      state: { uidValidity: string; uidNext: number | null; highestModseq: string | null },
    ): void;
    /** UIDVALIDITY changed: forgets the UIDs; messages stay until the new listing has claimed them by Message-ID and size. */
    forgetUids(id: number): void;
    /** After the new listing is complete: removes what it has not claimed. Returns how many. */
    dropUnclaimed(id: number): number;
  };
  readonly messages: {
    /** Adds a batch in one transaction, finds each one's thread, stores raw bytes once, indexes. Same (mailbox, uid) twice is one. */
    add(batch: readonly NewMessage[]): number[];
    get(id: number): StoredMessage | undefined;
    raw(id: number): Uint8Array | undefined;
    setRaw(id: number, raw: Uint8Array, facts: MessageFacts): void;
    /** The same for many in one transaction: several times quicker, because the index writes one run. */
    setRawBatch(
      batch: readonly { readonly id: number; readonly raw: Uint8Array; readonly facts: MessageFacts }[],
    ): void;
    /** Messages whose source is exactly these bytes. */
    withRaw(raw: Uint8Array): number[];
    byUid(mailboxId: number, uid: number): StoredMessage | undefined;
    byMessageId(messageId: string): StoredMessage[];
    uids(mailboxId: number): number[];
    /** Ids of messages of a mailbox that have no UID: moved or filed here, or not claimed yet after `forgetUids`. */
    withoutUid(mailboxId: number): number[];
    /** Flags as the server has them. Returns the ids that changed. */
    setFlags(mailboxId: number, flags: ReadonlyMap<number, readonly string[]>): number[];
    /** Flags changed here. */
    changeFlags(ids: readonly number[], add: readonly string[], remove: readonly string[]): void;
    moveLocal(ids: readonly number[], mailboxId: number): void;
    setUid(id: number, uid: number): void;
    /** The server no longer has these. */
    expunge(mailboxId: number, uids: readonly number[]): void;
    remove(ids: readonly number[]): void;
    inThread(threadId: number): StoredMessage[];
    /** Newest first; not those whose body was evicted here. */
    withoutRaw(mailboxId: number, limit: number): StoredMessage[];
    counts(): { known: number; indexed: number };
  };
  readonly threads: {
    list(
      mailboxId: number,
      offset: number,
      limit: number,
      filter: 'all' | 'unseen' | 'flagged',
    ): { total: number; threads: ThreadRow[] };
  };
  readonly search: {
    /**
     * Words, "phrases" and prefix*; newest first. `total` counts threads and stops 500 beyond the asked page (or after
     * 1,000 messages): a larger one means "at least". `messageId` and `date` of a row are those of its newest matching
     * message.
     */
    query(
      text: string,
      offset: number,
      limit: number,
    ): { total: number; threads: ThreadRow[]; indexed: number; known: number };
    /** The same by message instead of by thread, and counted to the end. */
    messages(
      text: string,
      offset: number,
      limit: number,
    ): { total: number; ids: number[]; indexed: number; known: number };
  };
  readonly retention: {
    /** Evicts bodies beyond the account's limits; headers and index stay, only copies and flagged `onlyCopy` never go. */
    sweep(account: Pick<Account, 'id' | 'keepDays' | 'keepBytes'>, now: Date): { evicted: number; bytes: number };
    /** Erases everything of an account and truncates the WAL. */
    purgeAccount(accountId: number): void;
  };
}
