import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createReader } from '../../electron/engine/intake.ts';
import type { Reader, ReadMessage, Session, Wire } from '../../electron/engine/rooms.ts';
import { openStore } from '../../electron/engine/store/open.ts';
import type { OutboxCopy, Store, StoredMailbox, StoredMessage } from '../../electron/engine/store/types.ts';
import { createWire } from '../../electron/engine/wire.ts';
import type { EngineNotice } from '../../shared/contract/control.ts';
import type { EventName } from '../../shared/contract/index.ts';
import type { AccountSetup, Server } from '../../shared/model/account.ts';
import type { Dovecot } from './dovecot.ts';

export interface WorkstationOptions {
  readonly ca: string | undefined;
  /** Kept over several workstations to stand for restarts; a fresh one by default. */
  readonly dir?: string;
  readonly storeKey?: Buffer;
  readonly reader?: Reader;
  readonly now?: () => Date;
}

/** A workstation's engine without a window: a real store on disk, a real wire, and everything that it says, recorded. */
export interface Workstation {
  readonly dir: string;
  readonly storeKey: Buffer;
  readonly store: Store;
  readonly session: Session;
  readonly wire: Wire;
  readonly events: { readonly name: EventName; readonly payload: unknown; readonly at: number }[];
  readonly notices: EngineNotice[];
  readonly reads: { readonly id: number; readonly read: ReadMessage }[];
  mailbox(path: string): StoredMailbox;
  /** Messages of a mailbox, by UID; those without come last. */
  messages(path: string): StoredMessage[];
  subjects(path: string): string[];
  /** Ends the wire and closes the store; the directory stays. */
  close(): Promise<void>;
  /** The same, and the directory goes. */
  discard(): Promise<void>;
}

/** Opens a workstation; its wire is made and not started. */
export function openWorkstation(options: WorkstationOptions): Workstation {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'careseal-workstation-'));
  const storeKey = options.storeKey ?? randomBytes(32);
  const store = openStore({ dir: join(dir, 'store'), storeKey: Buffer.from(storeKey), create: true });
  const events: { name: EventName; payload: unknown; at: number }[] = [];
  const notices: EngineNotice[] = [];
  const reads: { id: number; read: ReadMessage }[] = [];
  const session: Session = {
    profile: {
      id: '0123456789abcdef',
      displayName: 'Front desk',
      role: 'front-desk',
      createdAt: '2026-01-01T00:00:00Z',
    },
    store,
    control: {
      ask: () => Promise.reject(new Error('The wire asks main nothing.')),
      notice: (notice) => notices.push(notice),
    },
    emit: (name, payload) => events.push({ name, payload, at: Date.now() }),
    audit: async () => undefined,
    now: options.now ?? (() => new Date()),
    clinicCa: options.ca,
    locale: 'en',
  };
  const wire = createWire({
    session,
    reader:
      options.reader ??
      createReader({
        keys: () => store.records.keys.list(),
        ownAddresses: () => store.records.accounts.list().map(({ address }) => address),
        now: session.now,
      }),
    onRead: (id, read) => {
      reads.push({ id, read });
    },
  });
  const mailbox = (path: string): StoredMailbox => {
    const found = store.cache.mailboxes.list().find((one) => one.path === path);
    if (!found) throw new Error(`no folder ${path}`);
    return found;
  };
  const messages = (path: string): StoredMessage[] => {
    const { id } = mailbox(path);
    const ids = [
      ...store.cache.messages.uids(id).flatMap((uid) => store.cache.messages.byUid(id, uid)?.id ?? []),
      ...store.cache.messages.withoutUid(id),
    ];
    return ids.flatMap((one) => store.cache.messages.get(one) ?? []);
  };
  const close = async () => {
    await wire.stop();
    store.close();
  };
  return {
    dir,
    storeKey,
    store,
    session,
    wire,
    events,
    notices,
    reads,
    mailbox,
    messages,
    subjects: (path) => messages(path).map((message) => message.facts.subject),
    close,
    async discard() {
      await close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What somebody would type to add the first user's account of a test clinic. */
export function accountOf(
  dovecot: Pick<Dovecot, 'host' | 'imapsPort' | 'users'>,
  smtp: Server,
  user = dovecot.users[0],
): AccountSetup {
  if (!user) throw new Error('the clinic has no users');
  return {
    address: user.address,
    displayName: 'Front desk',
    user: user.address,
    password: user.password,
    imap: { host: dovecot.host, port: dovecot.imapsPort, security: 'tls' },
    smtp,
  };
}

let made = 0;

/** A small invented message; every one has its own Message-ID. */
export function makeMessage(options: {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly messageId?: string;
  readonly date?: Date;
}): { readonly raw: Buffer; readonly messageId: string } {
  made++;
  const messageId = options.messageId ?? `<${process.pid}.${made}.${randomBytes(4).toString('hex')}@clinic.test>`;
  const date = (options.date ?? new Date()).toUTCString().replace('GMT', '+0000');
  const raw = Buffer.from(
    [
      `From: ${options.from ?? 'lab@clinic.test'}`,
      `To: ${options.to ?? 'frontdesk@clinic.test'}`,
      `Subject: ${options.subject ?? `Message ${made}`}`,
      `Date: ${date}`,
      `Message-ID: ${messageId}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      options.body ?? 'Invented words for a test.',
      '',
    ].join('\r\n'),
  );
  return { raw, messageId };
}

/** Puts a message into the outbox as the composer does, one copy. Returns the send's id. */
export function enqueue(
  place: Pick<Workstation, 'store' | 'session'>,
  accountId: number,
  options: {
    readonly from: string;
    readonly to: readonly string[];
    readonly raw: Uint8Array;
    readonly messageId: string;
    readonly holdMs?: number;
    readonly askDsn?: boolean;
  },
): { readonly sendId: string; readonly copyId: string } {
  const { store, session } = place;
  const sendId = randomBytes(16).toString('hex');
  const copyId = randomBytes(16).toString('hex');
  const createdAt = session.now().toISOString();
  const to = options.to.map((addr) => ({ name: '', addr }));
  const copy: OutboxCopy & { raw: Uint8Array } = {
    id: copyId,
    sendId,
    accountId,
    messageId: options.messageId,
    method: 'plain',
    mailFrom: options.from,
    rcptTo: options.to,
    askDsn: options.askDsn ?? false,
    state: 'held',
    needsYou: null,
    holdUntil: new Date(session.now().getTime() + (options.holdMs ?? 0)).toISOString(),
    dataStarted: false,
    attempts: 0,
    nextAttempt: null,
    reply: null,
    createdAt,
    raw: options.raw,
  };
  const draftId = randomBytes(16).toString('hex');
  store.records.outbox.add(
    {
      id: sendId,
      draftId,
      subject: 'A test',
      to,
      createdAt,
      draft: {
        id: draftId,
        mode: 'new',
        originMessageId: null,
        mustProtect: false,
        content: {
          accountId,
          to,
          cc: [],
          bcc: [],
          subject: 'A test',
          bodyHtml: '<p>A test</p>',
          askDsn: options.askDsn ?? false,
          askMdn: false,
          cursor: 0,
        },
        updatedAt: createdAt,
        open: false,
      },
    },
    [copy],
  );
  return { sendId, copyId };
}

/** Waits until something is true; the message says what was waited for. */
export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    if (await check()) return;
    await sleep(15);
  }
  throw new Error(`waited ${timeoutMs} ms for: ${what}`);
}
