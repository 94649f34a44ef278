import { bit } from '../json.ts';
import type { MessageFacts, NewMessage } from '../types.ts';
import type { CacheContext } from './context.ts';
import { flagColumns } from './flags.ts';
import { indexMessage, unindexMessage } from './indexing.ts';
import { factsText, timeOf } from './row.ts';
import { keepSource, releaseSource } from './sources.ts';
import { Touched } from './summary.ts';
import { refKey, subjectKey, threadOf } from './threading.ts';

interface Known {
  readonly id: number;
  readonly source_id: number | null;
}

/** Adds messages in one transaction; ids in the order of the batch. */
export function addMessages(context: CacheContext, batch: readonly NewMessage[]): number[] {
  return context.sql.transaction(() => {
    const touched = new Touched();
    const ids = new Array<number>(batch.length).fill(0);
    // Oldest first: the index writes one run of rising row ids instead of flushing at every step back.
    const order = batch.map((message, place) => ({ message, place, received: timeOf(message.receivedAt) }));
    order.sort((a, b) => a.received - b.received);
    for (const { message, place, received } of order) {
      const known = claimed(context, message, touched);
      ids[place] = known ?? insert(context, message, received, touched);
    }
    touched.refresh(context.sql);
    return ids;
  });
}

/** The message when it is here already: under its UID, or without one after a move, an append or a new UIDVALIDITY. */
function claimed(context: CacheContext, message: NewMessage, touched: Touched): number | undefined {
  const { sql } = context;
  if (message.uid === null) return undefined;
  let known = sql.get<Known>(
    'SELECT id, source_id FROM message WHERE mailbox_id = ? AND uid = ?',
    message.mailboxId,
    message.uid,
  );
  if (!known) {
    const mid = refKey(message.facts.messageId);
    if (!mid) return undefined;
    known = sql.get<Known>(
      'SELECT id, source_id FROM message WHERE mailbox_id = ? AND mid = ? AND uid IS NULL AND size = ? ORDER BY id',
      message.mailboxId,
      mid,
      message.size,
    );
    if (!known) return undefined;
    const flags = flagColumns(message.flags);
    sql.run(
      `UPDATE message SET uid = ?, orphan = 0, only_copy = 0, flags = ?, seen = ?, flagged = ?, answered = ?
       WHERE id = ?`,
      message.uid,
      flags.text,
      flags.seen,
      flags.flagged,
      flags.answered,
      known.id,
    );
    touch(context, known.id, touched);
  }
  if (known.source_id === null && message.raw) fillRaw(context, known.id, message.raw, message.facts, touched);
  return known.id;
}

function insert(context: CacheContext, message: NewMessage, received: number, touched: Touched): number {
  const { sql } = context;
  const { facts } = message;
  const accountId = sql.value<number>('SELECT account_id FROM mailbox WHERE id = ?', message.mailboxId);
  // A folder that is gone by now: its messages have nowhere to be.
  if (accountId === undefined) throw new RangeError('mailbox is not there');
  const threadId = threadOf(sql, accountId, received, facts, touched);
  const source = message.raw ? keepSource(context, message.raw) : null;
  const flags = flagColumns(message.flags);
  const id = context.nextId(received);
  sql.run(
    `INSERT INTO message (id, thread_id, mailbox_id, account_id, received, seen, flagged, answered, has_attachment, sealed,
       uid, size, source_id, stored, only_copy, indexed, mid, subject_key, flags, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    threadId,
    message.mailboxId,
    accountId,
    received,
    flags.seen,
    flags.flagged,
    flags.answered,
    bit(facts.hasAttachment),
    bit(facts.sealed),
    message.uid,
    message.size,
    source?.id ?? null,
    source?.stored ?? 0,
    bit(message.onlyCopy ?? message.uid === null),
    bit(source !== null),
    refKey(facts.messageId),
    subjectKey(facts.subject),
    flags.text,
    factsText(facts),
  );
  indexMessage(sql, id, facts);
  touched.add(message.mailboxId, threadId);
  return id;
}

/** Gives a message its body: source, facts of the whole message instead of the header's alone, index. */
export function fillRaw(
  context: CacheContext,
  id: number,
  raw: Uint8Array,
  facts: MessageFacts,
  touched: Touched,
): void {
  const { sql } = context;
  const before = sql.value<number | null>('SELECT source_id FROM message WHERE id = ?', id);
  if (before === undefined) return;
  const source = keepSource(context, raw);
  sql.run(
    `UPDATE message SET source_id = ?, stored = ?, evicted = 0, indexed = 1, has_attachment = ?, sealed = ?,
       mid = ?, subject_key = ?, facts = ? WHERE id = ?`,
    source.id,
    source.stored,
    bit(facts.hasAttachment),
    bit(facts.sealed),
    refKey(facts.messageId),
    subjectKey(facts.subject),
    factsText(facts),
    id,
  );
  if (before !== null && before !== source.id) releaseSource(context, before);
  unindexMessage(sql, id);
  indexMessage(sql, id, facts);
  touch(context, id, touched);
}

/** Marks the line of a message as stale. */
export function touch(context: CacheContext, id: number, touched: Touched): void {
  const row = context.sql.get<{ mailbox_id: number; thread_id: number }>(
    'SELECT mailbox_id, thread_id FROM message WHERE id = ?',
    id,
  );
  if (row) touched.add(row.mailbox_id, row.thread_id);
}
