import type { Sql } from '../connection.ts';
import { fromJson } from '../json.ts';
import type { MessageFacts, StoredMessage } from '../types.ts';
import { flagsOf } from './flags.ts';

export interface MessageRow {
  readonly id: number;
  readonly thread_id: number;
  readonly mailbox_id: number;
  readonly account_id: number;
  readonly received: number;
  readonly uid: number | null;
  readonly size: number;
  readonly source_id: number | null;
  readonly only_copy: number;
  readonly flags: string;
  readonly facts: string;
}

const columns =
  'id, thread_id, mailbox_id, account_id, received, uid, size, source_id, only_copy, flags, facts' as const;

/** Messages by a condition that is ours, with its values. */
export function selectMessages(sql: Sql, where: string, ...values: readonly (string | number | Uint8Array)[]) {
  return sql.all<MessageRow>(`SELECT ${columns} FROM message WHERE ${where}`, ...values).map(toStored);
}

export function toStored(row: MessageRow): StoredMessage {
  return {
    id: row.id,
    accountId: row.account_id,
    mailboxId: row.mailbox_id,
    threadId: row.thread_id,
    uid: row.uid,
    flags: flagsOf(row.flags),
    receivedAt: new Date(row.received).toISOString(),
    size: row.size,
    hasRaw: row.source_id !== null,
    onlyCopy: row.only_copy === 1,
    facts: fromJson<StoredMessage['facts']>(row.facts),
  };
}

/** The facts as they are kept beside the index, which has the text. */
export function factsText(facts: MessageFacts): string {
  const { indexText: _, ...kept } = facts;
  return JSON.stringify(kept);
}

/** Milliseconds of an RFC 3339 time; what is no time at all sorts last. */
export function timeOf(text: string): number {
  const time = Date.parse(text);
  return Number.isFinite(time) ? Math.min(Math.max(time, 0), 8.64e15) : 0;
}
