import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type OpenedStore, type OpenOptions, openStore } from '../../../../electron/engine/store/open.ts';
import type {
  MessageFacts,
  NewMessage,
  OutboxCopy,
  OutboxSend,
  StoredDraft,
  StoredMailbox,
} from '../../../../electron/engine/store/types.ts';
import { ProblemError } from '../../../../shared/contract/problem.ts';
import type { AccountSetup } from '../../../../shared/model/account.ts';

/** A folder of the test's own, gone when it ends. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'careseal-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function newStore(options: Partial<OpenOptions> = {}): { store: OpenedStore; dir: string; storeKey: Buffer } {
  const dir = options.dir ?? path.join(temporaryFolder(), 'store');
  const storeKey = options.storeKey ?? randomBytes(32);
  const store = openStore({ create: true, ...options, dir, storeKey });
  onTestFinished(() => store.close());
  return { store, dir, storeKey };
}

export const setup: AccountSetup = {
  address: 'frontdesk@clinic.test',
  displayName: 'Front Desk',
  user: 'frontdesk',
  password: 'invented password',
  imap: { host: 'mail.clinic.test', port: 993, security: 'tls' },
  smtp: { host: 'mail.clinic.test', port: 465, security: 'tls' },
};

export function folders(store: OpenedStore, accountId = 1): { inbox: StoredMailbox; sent: StoredMailbox } {
  const [inbox, sent] = store.cache.mailboxes.replace(accountId, [
    { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
    { path: 'Sent', name: 'Sent', delimiter: '/', specialUse: 'sent' },
  ]);
  if (!inbox || !sent) throw new Error('folders were not made');
  return { inbox, sent };
}

let counter = 0;

export function facts(change: Partial<MessageFacts> = {}): MessageFacts {
  counter += 1;
  return {
    messageId: `<${counter}@clinic.test>`,
    inReplyTo: null,
    references: [],
    from: [{ name: 'Ana Alder', addr: 'ana@patient.test' }],
    to: [{ name: 'Front Desk', addr: 'frontdesk@clinic.test' }],
    cc: [],
    replyTo: [],
    subject: 'Appointment',
    date: '2026-01-05T09:00:00.000Z',
    hasAttachment: false,
    sealed: false,
    preview: 'Good morning',
    indexText: 'Good morning, may I come on Tuesday?',
    ...change,
  };
}

export function message(
  mailboxId: number,
  uid: number | null,
  change: Partial<Omit<NewMessage, 'facts'>> & { facts?: Partial<MessageFacts> } = {},
): NewMessage {
  const { facts: changedFacts, ...rest } = change;
  const raw = rest.raw === undefined ? Buffer.from(`Subject: ${uid}\r\n\r\nbody ${counter}\r\n`) : rest.raw;
  return {
    mailboxId,
    uid,
    flags: [],
    receivedAt: '2026-01-05T09:00:00.000Z',
    size: raw?.length ?? 1000,
    raw,
    facts: facts(changedFacts),
    ...rest,
  };
}

export function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined || list.length !== 1) throw new Error(`expected one, found ${list.length}`);
  return first;
}

/** Code of the problem that `work` throws. */
export function problemOf(work: () => unknown): ProblemError['problem'] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export function hexId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export function draft(number = 1, change: Partial<StoredDraft> = {}): StoredDraft {
  return {
    id: hexId(number),
    mode: 'new',
    originMessageId: null,
    mustProtect: false,
    content: {
      accountId: 1,
      to: [{ name: 'Ana Alder', addr: 'ana@patient.test' }],
      cc: [],
      bcc: [],
      subject: 'Your results',
      bodyHtml: '<p>Hello</p>',
      askDsn: false,
      askMdn: false,
      cursor: 0,
    },
    updatedAt: '2026-01-05T09:00:00.000Z',
    open: true,
    ...change,
  };
}

export function send(number: number, of: StoredDraft): OutboxSend {
  return {
    id: hexId(1000 + number),
    draftId: of.id,
    subject: of.content.subject,
    to: of.content.to,
    createdAt: '2026-01-05T09:01:00.000Z',
    draft: of,
  };
}

export function copy(number: number, of: OutboxSend, change: Partial<OutboxCopy> = {}): OutboxCopy & { raw: Buffer } {
  return {
    id: hexId(2000 + number),
    sendId: of.id,
    accountId: 1,
    messageId: `<copy-${number}@clinic.test>`,
    method: 'plain',
    mailFrom: 'frontdesk@clinic.test',
    rcptTo: ['ana@patient.test'],
    askDsn: false,
    state: 'held',
    needsYou: null,
    holdUntil: '2026-01-05T09:01:10.000Z',
    dataStarted: false,
    attempts: 0,
    nextAttempt: null,
    reply: null,
    createdAt: '2026-01-05T09:01:00.000Z',
    raw: Buffer.from(`Message-ID: <copy-${number}@clinic.test>\r\n\r\nHello\r\n`),
    ...change,
  };
}
