import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReader } from '../../../electron/engine/intake.ts';
import type { Live } from '../../../electron/engine/live.ts';
import { OpenedMessages, openMessage } from '../../../electron/engine/opening.ts';
import type { Session } from '../../../electron/engine/rooms.ts';
import { openStore } from '../../../electron/engine/store/open.ts';
import { makeMessage } from '../../clinic/workstation.ts';

let dir: string;
let live: Live;
const audited: string[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'careseal-opening-'));
  audited.length = 0;
  const store = openStore({ dir, storeKey: randomBytes(32), create: true });
  const session = {
    profile: { id: '0'.repeat(16), displayName: 'Maria', role: 'front-desk', createdAt: '' },
    store,
    audit: async ({ action }) => void audited.push(action),
    now: () => new Date(),
  } as Pick<Session, 'profile' | 'store' | 'audit' | 'now'> as Session;
  const reader = createReader({ keys: () => [], ownAddresses: () => [], now: () => new Date() });
  live = { session, reader, opened: new OpenedMessages(), undo: new Map() } as Partial<Live> as Live;
});

afterEach(() => {
  live.session.store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Puts a message into the inbox and answers its id. */
async function receive(raw: Buffer): Promise<number> {
  const { cache } = live.session.store;
  const [inbox] = cache.mailboxes.replace(1, [{ path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' }]);
  const { facts } = await live.reader.read(raw);
  const receivedAt = new Date().toISOString();
  const uid = Math.floor(Math.random() * 1e6) + 1;
  const [id] = cache.messages.add([
    { mailboxId: inbox?.id ?? 0, uid, flags: [], receivedAt, size: raw.length, raw, facts },
  ]);
  return id ?? 0;
}

/** Something that we sent, with evidence that it was delivered. */
function sent(raw: Buffer, messageId: string): void {
  const at = new Date().toISOString();
  const { records } = live.session.store;
  const content = {
    accountId: 1,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    bodyHtml: '',
    askDsn: true,
    askMdn: false,
    cursor: 0,
  };
  const draft = {
    id: 'd'.repeat(32),
    mode: 'new',
    originMessageId: null,
    mustProtect: false,
    content,
    updatedAt: at,
    open: false,
  } as const;
  records.outbox.add({ id: 's'.repeat(32), draftId: draft.id, subject: '', to: [], createdAt: at, draft }, [
    {
      id: 'c'.repeat(32),
      sendId: 's'.repeat(32),
      accountId: 1,
      messageId,
      method: 'plain',
      mailFrom: 'desk@clinic.test',
      rcptTo: ['jane@home.test'],
      askDsn: true,
      state: 'filed',
      needsYou: null,
      holdUntil: at,
      dataStarted: true,
      attempts: 0,
      nextAttempt: null,
      reply: null,
      createdAt: at,
      raw,
    },
  ]);
  records.evidence.add(messageId, {
    kind: 'delivered',
    at,
    recipient: 'jane@home.test',
    method: 'plain',
    detail: '',
    source: 'dsn',
  });
}

it('shows "you sent this" and its evidence on the very copy that was sent', async () => {
  const { raw, messageId } = makeMessage({ subject: 'Ours' });
  sent(raw, messageId.replace(/[<>]/g, ''));
  const view = await openMessage(live, await receive(raw));
  expect(view.sentBy).toEqual([{ addr: 'jane@home.test', method: 'plain' }]);
  expect(view.evidence).toHaveLength(1);
  expect(audited).toEqual(['open']);
});

it('lends none of it to a message that borrows the Message-ID', async () => {
  const { raw, messageId } = makeMessage({ subject: 'Ours' });
  sent(raw, messageId.replace(/[<>]/g, ''));
  const forged = makeMessage({ subject: 'Please pay here', from: 'desk@clinic.test', messageId });
  const view = await openMessage(live, await receive(forged.raw));
  expect(view.sentBy).toEqual([]);
  expect(view.evidence).toEqual([]);
});
