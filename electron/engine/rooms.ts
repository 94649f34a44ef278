import type { EngineNotice, EngineQuestion, QuestionAnswer, QuestionInput } from '../../shared/contract/control.ts';
import type { EventName, PayloadOf } from '../../shared/contract/index.ts';
import type { AccountSetup, AccountStatus } from '../../shared/model/account.ts';
import type { AuditEntry } from '../../shared/model/audit.ts';
import type { MessageView } from '../../shared/model/message.ts';
import type { Profile } from '../../shared/model/profile.ts';
import type { Locale } from '../../shared/model/settings.ts';
import type { Inspection } from './mime/inspection.ts';
import type { MessageFacts, Store } from './store/types.ts';

/** How the engine reaches main: the control contract's client. */
export interface Control {
  ask<Q extends EngineQuestion>(question: Q, input: QuestionInput<Q>): Promise<QuestionAnswer<Q>>;
  notice(notice: EngineNotice): void;
}

/** Raises an event for the window; checked against the contract at the door. */
export type Emit = <E extends EventName>(name: E, payload: PayloadOf<E>) => void;

/** Seals an entry to the audit public key and hands it to main. `profile` and `at` are filled in. */
export type Audit = (entry: Omit<AuditEntry, 'profile' | 'at'>) => Promise<void>;

/** What every room gets once a profile is unlocked. Rooms know each other only through what is handed to them. */
export interface Session {
  readonly profile: Profile;
  readonly store: Store;
  readonly control: Control;
  readonly emit: Emit;
  readonly audit: Audit;
  /** The clock, so that tests and `--at` may set it. */
  readonly now: () => Date;
  /** PEM of the clinic's own certificate authorities in addition to the system's, or `undefined`. */
  readonly clinicCa: string | undefined;
  /** Language of what is written for this profile, such as a read receipt. */
  readonly locale: Locale;
}

/** One message after the way in: parsed, opened, judged, sanitised (ARCHITECTURE.md, "A message's way in"). */
export interface ReadMessage {
  readonly facts: MessageFacts;
  /** The object that `careseal inspect` prints; the window's badge is taken from the same. */
  readonly inspection: Inspection;
  readonly view: ReadView;
  /** Decoded bytes of an attachment by its part path. */
  attachment(part: string): { readonly name: string; readonly type: string; readonly bytes: Uint8Array } | undefined;
  /** Sender's key from an Autocrypt header (Autocrypt 1.1), if there is a usable one. */
  readonly autocrypt: {
    readonly addr: string;
    readonly preferEncrypt: 'mutual' | 'nopreference';
    readonly key: Uint8Array;
  } | null;
  /** Targets of the links in the view, as written in the message; only these may be opened from it. */
  readonly links: readonly string[];
  /** `multipart/report` content, parsed. */
  readonly reports: readonly Report[];
}
export type ReadView = Pick<
  MessageView,
  | 'from'
  | 'to'
  | 'cc'
  | 'replyTo'
  | 'subject'
  | 'date'
  | 'verdict'
  | 'signatures'
  | 'sealTone'
  | 'blocks'
  | 'attachments'
  | 'remoteBlocked'
  | 'senderChecks'
  | 'warnings'
> & { readonly mdn: { readonly requested: boolean; readonly to: string | null } };

/** A delivery status notification (RFC 3464), disposition notification (RFC 8098) or abuse report (RFC 5965). */
export interface Report {
  readonly kind: 'dsn' | 'mdn' | 'arf';
  readonly recipients: readonly {
    readonly final_recipient: string;
    readonly original_recipient: string | null;
    readonly action: string | null;
    readonly status: string | null;
    readonly diagnostic: string | null;
  }[];
  readonly disposition: string | null;
  readonly original_message_id: string | null;
  readonly reporting: string | null;
}

/** The one way in. Never throws for malformed mail; the defects are in the inspection. */
export interface Reader {
  read(raw: Uint8Array): Promise<ReadMessage>;
}

/** The wire of a session: accounts' sync and the outbox's submission. */
export interface Wire {
  /** Connects every account and resumes the outbox; returns at once. */
  start(): void;
  /** Ends all connections; nothing is half written after it resolves. */
  stop(): Promise<void>;
  setOnline(online: boolean): void;
  /** Logs in at both servers over verified TLS; throws a ProblemError that says which of them refused, and why. */
  check(setup: AccountSetup): Promise<void>;
  accountAdded(accountId: number): void;
  accountRemoved(accountId: number): Promise<void>;
  status(): AccountStatus[];
  syncNow(accountId?: number): void;
  /** There may be something to replay to the server (operations) or to submit (outbox). */
  poke(): void;
  /** Fetches a body that was evicted or not fetched yet. */
  fetchBody(messageId: number): Promise<Uint8Array>;
}
