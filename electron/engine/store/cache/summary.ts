import type { Address } from '../../../../shared/model/address.ts';
import { foldAddress } from '../../../../shared/model/address.ts';
import type { ThreadRow } from '../../../../shared/model/message.ts';
import type { Sql } from '../connection.ts';
import { fromJson } from '../json.ts';
import { storeLimits } from '../limits.ts';
import type { MessageFacts } from '../types.ts';

/** Lines of the list that a change has made stale: (mailbox, thread) pairs. */
export class Touched {
  readonly #threads = new Map<number, Set<number>>();

  add(mailboxId: number, threadId: number): void {
    const threads = this.#threads.get(mailboxId);
    if (threads) threads.add(threadId);
    else this.#threads.set(mailboxId, new Set([threadId]));
  }

  /** Computes every stale line anew, within the caller's transaction. */
  refresh(sql: Sql): void {
    for (const [mailboxId, threads] of this.#threads) {
      const use = sql.value<string | null>('SELECT special_use FROM mailbox WHERE id = ?', mailboxId);
      for (const threadId of threads) refreshRow(sql, mailboxId, threadId, use === 'sent' || use === 'drafts');
    }
    this.#threads.clear();
  }
}

interface Newest {
  readonly id: number;
  readonly received: number;
  readonly answered: number;
  readonly facts: string;
}

function refreshRow(sql: Sql, mailboxId: number, threadId: number, outgoing: boolean): void {
  const newest = sql.all<Newest>(
    `SELECT id, received, answered, facts FROM message WHERE thread_id = ? AND mailbox_id = ?
     ORDER BY received DESC, id DESC LIMIT ?`,
    threadId,
    mailboxId,
    storeLimits.rowPeople,
  );
  const head = newest[0];
  if (!head) {
    sql.run('DELETE FROM thread_row WHERE mailbox_id = ? AND thread_id = ?', mailboxId, threadId);
    return;
  }
  const all = sql.get<{ count: number; unseen: number; flagged: number; attachment: number; sealed: number }>(
    `SELECT count(*) AS count, sum(1 - seen) AS unseen, max(flagged) AS flagged, max(has_attachment) AS attachment,
       max(sealed) AS sealed FROM message WHERE thread_id = ? AND mailbox_id = ?`,
    threadId,
    mailboxId,
  );
  const facts = newest.map((row) => fromJson<Omit<MessageFacts, 'indexText'>>(row.facts));
  sql.run(
    `INSERT INTO thread_row (mailbox_id, thread_id, newest, message_id, count, unseen, flagged, answered, has_attachment,
       sealed, people, subject, preview) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (mailbox_id, thread_id) DO UPDATE SET newest = excluded.newest, message_id = excluded.message_id,
       count = excluded.count, unseen = excluded.unseen, flagged = excluded.flagged, answered = excluded.answered,
       has_attachment = excluded.has_attachment, sealed = excluded.sealed, people = excluded.people,
       subject = excluded.subject, preview = excluded.preview`,
    mailboxId,
    threadId,
    head.received,
    head.id,
    all?.count ?? 0,
    all?.unseen ?? 0,
    all?.flagged ?? 0,
    head.answered,
    all?.attachment ?? 0,
    all?.sealed ?? 0,
    JSON.stringify(peopleOf(facts, outgoing)),
    clip(facts[0]?.subject ?? '', storeLimits.rowSubjectChars),
    clip(facts[0]?.preview ?? '', storeLimits.rowPreviewChars),
  );
}

/** Whom one talks with: senders, or receivers where we are the sender; each once, newest last. */
function peopleOf(newestFirst: readonly Pick<MessageFacts, 'from' | 'to'>[], outgoing: boolean): Address[] {
  const people = new Map<string, Address>();
  for (const facts of newestFirst) {
    for (const { name, addr } of outgoing ? facts.to : facts.from) {
      const folded = foldAddress(addr);
      if (people.has(folded) || people.size >= storeLimits.rowPeople) continue;
      people.set(folded, { name: clip(name, storeLimits.addressChars), addr: clip(addr, storeLimits.addressChars) });
    }
  }
  return [...people.values()].reverse();
}

/** Cuts without leaving half of a surrogate pair. */
function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

export interface ThreadRowColumns {
  readonly thread_id: number;
  readonly newest: number;
  readonly message_id: number;
  readonly count: number;
  readonly unseen: number;
  readonly flagged: number;
  readonly answered: number;
  readonly has_attachment: number;
  readonly sealed: number;
  readonly people: string;
  readonly subject: string;
  readonly preview: string;
}

export function toThreadRow(row: ThreadRowColumns): ThreadRow {
  return {
    threadId: row.thread_id,
    messageId: row.message_id,
    count: row.count,
    people: fromJson<Address[]>(row.people),
    subject: row.subject,
    date: new Date(row.newest).toISOString(),
    unseen: row.unseen,
    flagged: row.flagged === 1,
    answered: row.answered === 1,
    hasAttachment: row.has_attachment === 1,
    sealed: row.sealed === 1,
    waiting: false,
    preview: row.preview,
  };
}
