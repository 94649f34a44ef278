import type { ImapFlow } from 'imapflow';
import type { Operation, OperationPayload, Store, StoredMailbox } from '../store/types.ts';
import { failureCode } from '../wire/problems.ts';
import type { Changes } from './changes.ts';
import { notDone } from './connection.ts';
import { operationAttempts } from './limits.ts';
import { findByMessageId } from './sent.ts';
import { bareMessageId, sequenceSet } from './uids.ts';

/*
 * Changes made here are shown at once and reach the server later, in the order in which they were made. When both
 * sides changed something, these rules hold; they are the reason that no change is asked about:
 *
 * 1. Flags: what was set or cleared here wins for exactly those flags, until it has been replayed; all other flags are
 *    the server's. STORE +FLAGS/-FLAGS is used and never FLAGS, so a flag that somebody else set meanwhile stays.
 * 2. Moves: a message that is no longer in the folder it is moved from (moved or deleted elsewhere) stays where the
 *    server has it. The first mover wins, and the local copy follows at the next sync.
 * 3. A message that was moved here and has not been replayed is neither shown twice nor brought back by a sync.
 * 4. UIDs name messages only under the UIDVALIDITY under which they were written down. After a change of UIDVALIDITY a
 *    pending move finds its messages by Message-ID, and a pending flag without Message-ID is dropped.
 * 5. A change that the server has refused five times is given up and the server's state is taken.
 * 6. Deleting is moving to Trash. Nothing here ever expunges a message that was not moved.
 */

type Flag = Extract<OperationPayload, { kind: 'flag' }>;
type Move = Extract<OperationPayload, { kind: 'move' }>;

/** What is still on its way to the server for one folder, for the sync to respect. */
export interface Pending {
  /** The server's flags of a message with the local, not yet replayed changes on top (rule 1). */
  overlay(uid: number, flags: readonly string[]): string[];
  /** True when a message is on its way out of this folder (rule 3). */
  leaving(uid: number, messageId: string | null): boolean;
  /** True when some message is leaving by Message-ID only, so that the caller must ask for Message-IDs. */
  readonly leavingById: boolean;
  /** Rows that a pending move will give a UID; not to be cleared away as unclaimed. */
  readonly rows: ReadonlySet<number>;
}

export function pendingFor(store: Store, operations: readonly Operation[], path: string): Pending {
  const flags: Flag[] = [];
  const outUids = new Set<number>();
  const outIds = new Set<string>();
  const rows = new Set<number>();
  for (const { payload } of operations) {
    if (payload.kind === 'flag' && payload.path === path) flags.push(payload);
    if (payload.kind !== 'move') continue;
    for (const id of payload.messageIds) rows.add(id);
    if (payload.from !== path) continue;
    for (const uid of payload.uids) outUids.add(uid);
    if (payload.uids.length >= payload.messageIds.length) continue;
    for (const id of payload.messageIds) {
      const messageId = store.cache.messages.get(id)?.facts.messageId;
      if (messageId) outIds.add(bareMessageId(messageId));
    }
  }
  return {
    overlay(uid, serverFlags) {
      const result = new Set(serverFlags);
      for (const change of flags) {
        if (!change.uids.includes(uid)) continue;
        for (const flag of change.add) result.add(flag);
        for (const flag of change.remove) result.delete(flag);
      }
      return [...result];
    },
    leaving: (uid, messageId) => outUids.has(uid) || (messageId !== null && outIds.has(bareMessageId(messageId))),
    leavingById: outIds.size > 0,
    rows,
  };
}

/** What the replay of an account needs. */
export interface ReplayContext {
  readonly store: Store;
  readonly accountId: number;
  readonly changes: Changes;
  /** Folders whose state on the server changed by the replay. */
  readonly touched: (path: string) => void;
}

/**
 * Replays everything that is pending, oldest first. Connection failures are thrown and leave the rest for later;
 * refusals count against the operation (rule 5), and the next one goes on.
 */
export async function replay(client: ImapFlow, context: ReplayContext): Promise<void> {
  const { store, accountId } = context;
  for (;;) {
    const operation = store.records.operations.pending(accountId)[0];
    if (!operation) return;
    try {
      await replayOne(client, context, operation.payload);
    } catch (error) {
      if (failureCode(error) !== 'server-refused' && failureCode(error) !== 'mailbox-missing') throw error;
      store.records.operations.failed(operation.id);
      if (operation.attempts + 1 < operationAttempts) throw error;
      abandon(context, operation.payload);
    }
    store.records.operations.done(operation.id);
  }
}

async function replayOne(client: ImapFlow, context: ReplayContext, payload: OperationPayload): Promise<void> {
  switch (payload.kind) {
    case 'flag':
      return replayFlag(client, context, payload);
    case 'move':
      return replayMove(client, context, payload);
    case 'append':
      // Filing in Sent belongs to the outbox, whose own states are the durable queue for it.
      return;
  }
}

async function replayFlag(client: ImapFlow, context: ReplayContext, payload: Flag): Promise<void> {
  const lock = await client.getMailboxLock(payload.path);
  try {
    const uids = await resolveUids(client, context, payload.path, payload.uids, payload.messageIds ?? []);
    if (uids.length === 0) return;
    const range = sequenceSet(uids);
    const { add, remove } = payload;
    if (add.length > 0 && !(await client.messageFlagsAdd(range, [...add], { uid: true }))) throw notDone(client);
    if (remove.length > 0 && !(await client.messageFlagsRemove(range, [...remove], { uid: true })))
      throw notDone(client);
  } finally {
    lock.release();
  }
}

async function replayMove(client: ImapFlow, context: ReplayContext, payload: Move): Promise<void> {
  const { store } = context;
  const lock = await client.getMailboxLock(payload.from);
  try {
    const uids = await resolveUids(client, context, payload.from, payload.uids, payload.messageIds);
    if (uids.length === 0) return;
    const rows = rowsByMessageId(store, payload.messageIds);
    const names = await messageIdsOf(client, uids);
    const moved = await client.messageMove(sequenceSet(uids), payload.to, { uid: true });
    if (!moved) throw notDone(client);
    context.touched(payload.from);
    context.touched(payload.to);
    if (!moved.uidMap) return;
    const target = mailboxAt(context, payload.to);
    if (!target) return;
    for (const [before, after] of moved.uidMap) {
      const name = names.get(before);
      const row = name === undefined ? undefined : rows.get(name)?.shift();
      if (row === undefined) continue;
      const message = store.cache.messages.get(row);
      // It may have been moved on meanwhile; then this UID is not its own any more.
      if (message && message.mailboxId === target.id && message.uid === null) store.cache.messages.setUid(row, after);
    }
    context.changes.mailbox(target.id);
  } finally {
    lock.release();
  }
}

/** The UIDs of an operation as they are on the server now (rules 2 and 4). */
async function resolveUids(
  client: ImapFlow,
  context: ReplayContext,
  path: string,
  uids: readonly number[],
  messageIds: readonly number[],
): Promise<number[]> {
  const mailbox = mailboxAt(context, path);
  const validity = client.mailbox ? client.mailbox.uidValidity.toString() : null;
  const valid = mailbox?.uidValidity === validity ? uids : [];
  const found = new Set<number>(valid);
  if (valid.length < messageIds.length) {
    for (const id of messageIds) {
      const message = context.store.cache.messages.get(id);
      if (!message || message.facts.messageId === '') continue;
      const matches = await findByMessageId(client, message.facts.messageId);
      // Two messages may carry one Message-ID (a copy to a list); the newest is the one that was just moved here.
      const newest = matches.at(-1);
      if (newest !== undefined && !matches.some((uid) => found.has(uid))) found.add(newest);
    }
  }
  return [...found];
}

async function messageIdsOf(client: ImapFlow, uids: readonly number[]): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const message of await client.fetchAll(sequenceSet(uids), { uid: true, envelope: true }, { uid: true })) {
    const name = message.envelope?.messageId;
    if (name) names.set(message.uid, bareMessageId(name));
  }
  return names;
}

function rowsByMessageId(store: Store, ids: readonly number[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const id of ids) {
    const messageId = store.cache.messages.get(id)?.facts.messageId;
    if (!messageId) continue;
    const name = bareMessageId(messageId);
    rows.set(name, [...(rows.get(name) ?? []), id]);
  }
  return rows;
}

/** The server does not want it: take the server's state again at the next sync (rule 5). */
function abandon(context: ReplayContext, payload: OperationPayload): void {
  const { store } = context;
  if (payload.kind === 'move') {
    const stale = payload.messageIds.filter((id) => {
      const message = store.cache.messages.get(id);
      return message !== undefined && message.uid === null && !message.onlyCopy;
    });
    store.cache.messages.remove(stale);
    for (const path of [payload.from, payload.to]) listAgain(context, path);
  }
  if (payload.kind === 'flag') listAgain(context, payload.path);
}

function listAgain(context: ReplayContext, path: string): void {
  const mailbox = mailboxAt(context, path);
  if (!mailbox || mailbox.uidValidity === null) return;
  context.store.cache.mailboxes.setSyncState(mailbox.id, {
    uidValidity: mailbox.uidValidity,
    uidNext: mailbox.uidNext,
    highestModseq: null,
  });
  context.changes.mailbox(mailbox.id);
  context.touched(path);
}

/**
 * UIDVALIDITY of a folder changed: pending operations lose the UIDs they were written with (rule 4). The new one is
 * written before the old one goes, so a crash between leaves both, and replaying a move twice is harmless.
 */
export function forgetPendingUids(store: Store, accountId: number, path: string): void {
  for (const { id, payload } of store.records.operations.pending(accountId)) {
    if (payload.kind === 'flag' && payload.path === path) {
      if (payload.messageIds && payload.messageIds.length > 0) {
        store.records.operations.add(accountId, { ...payload, uids: [] });
      }
      store.records.operations.done(id);
    }
    if (payload.kind === 'move' && payload.from === path && payload.uids.length > 0) {
      store.records.operations.add(accountId, { ...payload, uids: [] });
      store.records.operations.done(id);
    }
  }
}

function mailboxAt(context: ReplayContext, path: string): StoredMailbox | undefined {
  return context.store.cache.mailboxes.list(context.accountId).find((mailbox) => mailbox.path === path);
}
