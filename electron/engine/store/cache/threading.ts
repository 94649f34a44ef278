import { createHash } from 'node:crypto';
import { foldAddress } from '../../../../shared/model/address.ts';
import type { Sql } from '../connection.ts';
import { fromJson } from '../json.ts';
import { storeLimits } from '../limits.ts';
import type { MessageFacts } from '../types.ts';
import { baseSubject, isReplySubject } from './subject.ts';
import type { Touched } from './summary.ts';

/** Short form of a Message-ID for the lookup tables; `null` when there is none. */
export function refKey(messageId: string): Buffer | null {
  const id = messageId.trim().replace(/^<|>$/g, '');
  return id === '' ? null : createHash('sha256').update(id).digest().subarray(0, 16);
}

/** Short form of the base subject; `null` for an empty one, which says nothing. */
export function subjectKey(subject: string): Buffer | null {
  const base = baseSubject(subject);
  return base === '' ? null : createHash('sha256').update(base).digest().subarray(0, 16);
}

/**
 * Finds or makes the thread of a message: by the ids that it names and the ids that name it (RFC 5322 section 3.6.4), and
 * joins threads that it shows to be one. Only a reply without any reference is threaded by its subject, and only with
 * people who were in that conversation: "Re: appointment" must not put two patients into one thread.
 */
export function threadOf(
  sql: Sql,
  accountId: number,
  receivedMs: number,
  facts: MessageFacts,
  touched: Touched,
): number {
  const own = refKey(facts.messageId);
  const named = ancestors(facts);
  const candidates = new Set<number>();
  for (const ref of own ? [...named, own] : named) {
    const found = sql.value<number>(
      'SELECT thread_id FROM thread_ref WHERE account_id = ? AND ref = ?',
      accountId,
      ref,
    );
    if (found !== undefined) candidates.add(found);
  }
  if (candidates.size === 0 && named.length === 0 && isReplySubject(facts.subject)) {
    const bySubject = threadBySubject(sql, accountId, receivedMs, facts);
    if (bySubject !== undefined) candidates.add(bySubject);
  }
  const existing = joined(sql, [...candidates], touched);
  const threadId = existing ?? newThread(sql, accountId);
  // A full thread is left behind: what answers it later goes on in the new one.
  const leaving = existing === undefined && candidates.size > 0;
  for (const ref of named) pointTo(sql, accountId, ref, threadId, leaving);
  if (own) pointTo(sql, accountId, own, threadId, true);
  return threadId;
}

function pointTo(sql: Sql, accountId: number, ref: Buffer, threadId: number, replace: boolean): void {
  sql.run(
    replace
      ? `INSERT INTO thread_ref (account_id, ref, thread_id) VALUES (?, ?, ?)
         ON CONFLICT (account_id, ref) DO UPDATE SET thread_id = excluded.thread_id`
      : 'INSERT INTO thread_ref (account_id, ref, thread_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    accountId,
    ref,
    threadId,
  );
}

/** Nearest first, so that a bounded list keeps the parent and not the root. */
function ancestors(facts: MessageFacts): Buffer[] {
  const ids = [facts.inReplyTo ?? '', ...facts.references.toReversed()];
  const keys = new Map<string, Buffer>();
  for (const id of ids) {
    if (keys.size >= storeLimits.threadReferences) break;
    const key = refKey(id);
    if (key) keys.set(key.toString('latin1'), key);
  }
  return [...keys.values()];
}

/** The one thread that all candidates become; `undefined` when there is none with room. */
function joined(sql: Sql, candidates: readonly number[], touched: Touched): number | undefined {
  const sizes = candidates
    .map((id) => ({ id, size: sql.value<number>('SELECT count(*) FROM message WHERE thread_id = ?', id) ?? 0 }))
    .filter(({ size }) => size < storeLimits.threadMessages)
    .sort((a, b) => b.size - a.size || a.id - b.id);
  const [target, ...others] = sizes;
  if (!target) return undefined;
  let size = target.size + 1;
  for (const other of others) {
    if (size + other.size > storeLimits.threadMessages) continue;
    size += other.size;
    for (const mailboxId of sql.values<number>(
      'SELECT DISTINCT mailbox_id FROM message WHERE thread_id = ?',
      other.id,
    )) {
      touched.add(mailboxId, other.id);
      touched.add(mailboxId, target.id);
    }
    sql.run('UPDATE message SET thread_id = ? WHERE thread_id = ?', target.id, other.id);
    sql.run('UPDATE thread_ref SET thread_id = ? WHERE thread_id = ?', target.id, other.id);
    sql.run('DELETE FROM thread WHERE id = ?', other.id);
  }
  return target.id;
}

function newThread(sql: Sql, accountId: number): number {
  return sql.insert('INSERT INTO thread (account_id) VALUES (?)', accountId);
}

function threadBySubject(sql: Sql, accountId: number, receivedMs: number, facts: MessageFacts): number | undefined {
  const key = subjectKey(facts.subject);
  if (!key) return undefined;
  const window = storeLimits.subjectWindowMs;
  const rows = sql.all<{ thread_id: number; received: number; facts: string }>(
    `SELECT thread_id, received, facts FROM message WHERE account_id = ? AND subject_key = ?
     ORDER BY id DESC LIMIT ?`,
    accountId,
    key,
    storeLimits.subjectCandidates,
  );
  const senders = facts.from.map(({ addr }) => foldAddress(addr));
  const receivers = [...facts.to, ...facts.cc].map(({ addr }) => foldAddress(addr));
  for (const row of rows) {
    if (Math.abs(row.received - receivedMs) > window) continue;
    const other = fromJson<MessageFacts>(row.facts);
    const people = new Set([...other.from, ...other.to, ...other.cc].map(({ addr }) => foldAddress(addr)));
    if (senders.some((addr) => people.has(addr)) && receivers.some((addr) => people.has(addr))) return row.thread_id;
  }
  return undefined;
}

/** Forgets threads that have lost their last message. */
export function dropEmptyThreads(sql: Sql, threadIds: Iterable<number>): void {
  for (const id of threadIds) {
    if (sql.value<number>('SELECT 1 FROM message WHERE thread_id = ? LIMIT 1', id) !== undefined) continue;
    sql.run('DELETE FROM thread_ref WHERE thread_id = ?', id);
    sql.run('DELETE FROM thread WHERE id = ?', id);
  }
}
