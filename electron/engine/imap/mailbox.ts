import type { ExpungeEvent, ImapFlow, MailboxObject } from 'imapflow';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { Operation, StoredMailbox } from '../store/types.ts';
import { notDone } from './connection.ts';
import { type Described, download, type FetchContext, fetchBodies } from './fetch.ts';
import { describeBatch } from './limits.ts';
import { forgetPendingUids, type Pending, pendingFor } from './operations.ts';
import { bareMessageId, keptFlags, sequenceSet } from './uids.ts';

export interface MailboxContext extends Omit<FetchContext, 'mailboxId' | 'overlay' | 'onStored'> {
  readonly accountId: number;
  /** A folder changed here; `fresh` counts messages that were not here before. */
  readonly changed: (mailboxId: number, fresh: number) => void;
  /** New unseen messages in a folder whose first sync was complete. */
  readonly arrived: (mailbox: StoredMailbox, count: number) => void;
  /** True when news for this folder was announced while it is being synced; asking clears it. */
  readonly takeNews: (mailboxId: number) => boolean;
}

export interface SyncOptions {
  /** Fetch only so many of the newest and leave the rest for a second run. */
  readonly newest?: number;
  /** List all flags even if the server's numbers say that nothing changed (servers without CONDSTORE). */
  readonly allFlags?: boolean;
}

/**
 * Makes the local copy of one folder equal to the server's. With CONDSTORE (RFC 7162) only changes cross the wire, with
 * QRESYNC also what vanished; otherwise UIDs are compared and flags listed. Interrupted at any point, the next run goes
 * on: what is stored is not fetched again, and the sync state is written last.
 */
export async function syncMailbox(
  client: ImapFlow,
  context: MailboxContext,
  mailboxId: number,
  options: SyncOptions = {},
): Promise<void> {
  const { store } = context;
  const known = store.cache.mailboxes.get(mailboxId);
  if (!known) return;
  // A folder that is open already is not selected again by the lock, and its UIDNEXT and HIGHESTMODSEQ would be old.
  const open = client.mailbox && client.mailbox.path === known.path;
  const lock = await client.getMailboxLock(known.path);
  try {
    if (open) await client.mailboxOpen(known.path);
    const selected = client.mailbox;
    if (!selected) throw new ProblemError('mailbox-missing', 'This folder is no longer on the server.', 'Sync again.');
    const before = renewed(context, known, selected.uidValidity.toString());
    const modseq = selected.noModseq || selected.highestModseq === undefined ? null : selected.highestModseq.toString();
    if (before.uidNext !== null && before.highestModseq !== null && modseq !== null) {
      await changesOnly(client, context, before, selected, modseq);
    } else {
      await everything(client, context, before, selected, modseq, options);
    }
  } finally {
    lock.release();
  }
}

/** Under a new UIDVALIDITY no stored UID means anything; messages stay and are claimed again by Message-ID and size. */
function renewed(context: MailboxContext, known: StoredMailbox, validity: string): StoredMailbox {
  if (known.uidValidity === validity) return known;
  const { store } = context;
  // The path in the operations is what ties them to this folder; they lose their UIDs before the folder gets new ones.
  forgetPendingUids(store, context.accountId, known.path);
  store.cache.mailboxes.forgetUids(known.id);
  store.cache.mailboxes.setSyncState(known.id, { uidValidity: validity, uidNext: null, highestModseq: null });
  return { ...known, uidValidity: validity, uidNext: null, highestModseq: null };
}

/** Local changes on their way: those from before the server was asked and those made since. */
function pendingNow(context: MailboxContext, path: string, atStart: readonly Operation[]): Pending {
  const now = context.store.records.operations.pending(context.accountId);
  const seen = new Set(atStart.map((operation) => operation.id));
  return pendingFor(context.store, [...atStart, ...now.filter((operation) => !seen.has(operation.id))], path);
}

function fetchContext(context: MailboxContext, mailbox: StoredMailbox, atStart: readonly Operation[]): FetchContext {
  return {
    ...context,
    mailboxId: mailbox.id,
    overlay: (uid, flags) => pendingNow(context, mailbox.path, atStart).overlay(uid, flags),
    onStored: (batch) => {
      context.changed(mailbox.id, batch.length);
      if (mailbox.uidNext === null) return;
      const { uidNext } = mailbox;
      const unseen = batch.filter((one) => one.uid >= uidNext && !one.flags.includes('\\Seen')).length;
      if (unseen > 0) context.arrived(mailbox, unseen);
    },
  };
}

async function changesOnly(
  client: ImapFlow,
  context: MailboxContext,
  before: StoredMailbox,
  selected: MailboxObject,
  modseq: string,
): Promise<void> {
  const { store } = context;
  const { messages } = store.cache;
  const withUid = () => (store.cache.mailboxes.get(before.id)?.total ?? 0) - messages.withoutUid(before.id).length;
  if (modseq === before.highestModseq && selected.uidNext === before.uidNext && selected.exists === withUid()) {
    if (messages.withoutRaw(before.id, 1).length > 0) await fetchBodies(client, fetchContext(context, before, []));
    return;
  }
  const { uidNext } = selected;
  const atStart = store.records.operations.pending(context.accountId);
  const vanished: number[] = [];
  const onExpunge = (event: ExpungeEvent) => {
    if (event.uid !== undefined && event.path === before.path) vanished.push(event.uid);
  };
  client.on('expunge', onExpunge);
  let changed: Described[];
  try {
    const answer = await client.fetchAll(
      '1:*',
      { uid: true, flags: true },
      { uid: true, changedSince: BigInt(before.highestModseq ?? '0') },
    );
    changed = answer.map((one) => ({ uid: one.uid, size: 0, flags: keptFlags(one.flags), receivedAt: '' }));
  } finally {
    client.off('expunge', onExpunge);
  }
  const local = changed.length > 200 ? new Set(messages.uids(before.id)) : null;
  const isHere = (uid: number) => (local ? local.has(uid) : messages.byUid(before.id, uid) !== undefined);
  applyFlags(
    context,
    before,
    changed.filter((one) => isHere(one.uid)),
    atStart,
  );
  if (vanished.length > 0) expunge(context, before.id, vanished);
  const fresh = changed.map((one) => one.uid).filter((uid) => !isHere(uid));
  await takeFresh(client, context, before, fresh, atStart);
  // CONDSTORE without QRESYNC does not tell what is gone; the numbers do, and only then are the UIDs compared.
  if (selected.exists !== withUid()) await compareUids(client, context, before, atStart);
  await fetchBodies(client, fetchContext(context, before, atStart));
  writeState(context, before, uidNext, modseq);
}

async function everything(
  client: ImapFlow,
  context: MailboxContext,
  before: StoredMailbox,
  selected: MailboxObject,
  modseq: string | null,
  options: SyncOptions,
): Promise<void> {
  const { store } = context;
  const atStart = store.records.operations.pending(context.accountId);
  const { uidNext } = selected;
  const known = store.cache.messages.uids(before.id).sort((a, b) => b - a);
  const fresh = await compareUids(client, context, before, atStart, options.newest);
  if (known.length > 0 && options.newest === undefined) {
    // A server without CONDSTORE is asked for all flags now and then; in between the newest must do.
    const all = before.uidNext === null || modseq !== null || options.allFlags === true;
    const still = all ? known : known.slice(0, describeBatch);
    for (let at = 0; at < still.length; at += describeBatch * 10) {
      if (context.stopped()) return;
      const range = sequenceSet(still.slice(at, at + describeBatch * 10));
      const answer = await client.fetchAll(range, { uid: true, flags: true }, { uid: true });
      applyFlags(
        context,
        before,
        answer.map((one) => ({ uid: one.uid, size: 0, flags: keptFlags(one.flags), receivedAt: '' })),
        atStart,
      );
    }
  }
  if (context.stopped()) return;
  if (options.newest !== undefined && !fresh.complete) return;
  await fetchBodies(client, fetchContext(context, before, atStart));
  if (context.stopped()) return;
  if (store.cache.mailboxes.dropUnclaimed(before.id) > 0) context.changed(before.id, 0);
  writeState(context, before, uidNext, modseq);
}

/** Lists the server's UIDs, removes what is gone, fetches what is new (newest first). */
async function compareUids(
  client: ImapFlow,
  context: MailboxContext,
  mailbox: StoredMailbox,
  atStart: readonly Operation[],
  newest?: number,
): Promise<{ complete: boolean }> {
  const answer = await client.search({ all: true }, { uid: true });
  // `false` is an answer that could not be read; taking it for an empty folder would expunge everything here.
  if (!Array.isArray(answer)) throw notDone(client);
  const onServer = new Set(answer);
  const here = context.store.cache.messages.uids(mailbox.id);
  const gone = here.filter((uid) => !onServer.has(uid));
  if (gone.length > 0) expunge(context, mailbox.id, gone);
  const known = new Set(here);
  const fresh = answer.filter((uid) => !known.has(uid)).sort((a, b) => b - a);
  const wanted = newest === undefined ? fresh : fresh.slice(0, newest);
  await takeFresh(client, context, mailbox, wanted, atStart);
  return { complete: wanted.length === fresh.length };
}

function expunge(context: MailboxContext, mailboxId: number, uids: readonly number[]): void {
  context.store.cache.messages.expunge(mailboxId, uids);
  context.changed(mailboxId, 0);
}

function applyFlags(
  context: MailboxContext,
  mailbox: StoredMailbox,
  changed: readonly Described[],
  atStart: readonly Operation[],
): void {
  if (changed.length === 0) return;
  const pending = pendingNow(context, mailbox.path, atStart);
  const flags = new Map(changed.map((one) => [one.uid, pending.overlay(one.uid, one.flags)]));
  if (context.store.cache.messages.setFlags(mailbox.id, flags).length > 0) context.changed(mailbox.id, 0);
}

/** New UIDs: some name messages that are here already without one, some are on their way out, the rest is fetched. */
async function takeFresh(
  client: ImapFlow,
  context: MailboxContext,
  mailbox: StoredMailbox,
  fresh: readonly number[],
  atStart: readonly Operation[],
): Promise<void> {
  if (fresh.length === 0) return;
  const wanted = await withoutKnown(client, context, mailbox, fresh, atStart);
  let highest = Math.max(0, ...fresh.slice(0, 1), ...fresh.slice(-1));
  const next = async (): Promise<readonly number[]> => {
    if (!context.takeNews(mailbox.id)) return [];
    const answer = await client.search({ uid: `${highest + 1}:*` }, { uid: true });
    // `n:*` always matches the last message, however small its UID is (RFC 9051 section 9, seq-range).
    const above = Array.isArray(answer) ? answer.filter((uid) => uid > highest).sort((a, b) => b - a) : [];
    const news = above.filter((uid) => context.store.cache.messages.byUid(mailbox.id, uid) === undefined);
    highest = Math.max(highest, ...above.slice(0, 1));
    return news;
  };
  await download(client, fetchContext(context, mailbox, atStart), wanted, next);
}

async function withoutKnown(
  client: ImapFlow,
  context: MailboxContext,
  mailbox: StoredMailbox,
  fresh: readonly number[],
  atStart: readonly Operation[],
): Promise<number[]> {
  const { messages } = context.store.cache;
  const pending = pendingNow(context, mailbox.path, atStart);
  const staying = fresh.filter((uid) => !pending.leaving(uid, null));
  const unclaimed = new Map<string, number[]>();
  for (const id of messages.withoutUid(mailbox.id)) {
    const message = messages.get(id);
    if (!message || message.facts.messageId === '') continue;
    const key = claimKey(message.facts.messageId, message.size);
    unclaimed.set(key, [...(unclaimed.get(key) ?? []), id]);
  }
  if (unclaimed.size === 0 && !pending.leavingById) return staying;
  const wanted: number[] = [];
  for (let at = 0; at < staying.length; at += describeBatch) {
    if (context.stopped()) return [];
    const group = staying.slice(at, at + describeBatch);
    const answer = await client.fetchAll(
      sequenceSet(group),
      { uid: true, size: true, envelope: true, flags: true },
      { uid: true },
    );
    const claimedFlags = new Map<number, readonly string[]>();
    for (const one of answer) {
      const messageId = one.envelope?.messageId ?? '';
      if (pending.leaving(one.uid, messageId === '' ? null : messageId)) continue;
      const id = messageId === '' ? undefined : unclaimed.get(claimKey(messageId, one.size ?? 0))?.shift();
      if (id === undefined) {
        wanted.push(one.uid);
        continue;
      }
      messages.setUid(id, one.uid);
      claimedFlags.set(one.uid, pending.overlay(one.uid, keptFlags(one.flags)));
    }
    if (claimedFlags.size > 0) messages.setFlags(mailbox.id, claimedFlags);
  }
  context.changed(mailbox.id, 0);
  return wanted.sort((a, b) => b - a);
}

function claimKey(messageId: string, size: number): string {
  return `${size} ${bareMessageId(messageId)}`;
}

/** `uidNext` and `modseq` are those of the moment of opening: what came later is found by the next run. */
function writeState(context: MailboxContext, before: StoredMailbox, uidNext: number, modseq: string | null): void {
  if (context.stopped() || before.uidValidity === null || !context.store.cache.mailboxes.get(before.id)) return;
  context.store.cache.mailboxes.setSyncState(before.id, {
    uidValidity: before.uidValidity,
    uidNext,
    highestModseq: modseq,
  });
}
