import { storeLimits } from '../limits.ts';
import type { Cache } from '../types.ts';
import { addMessages, fillRaw, touch } from './add.ts';
import type { CacheContext } from './context.ts';
import { dropMessages } from './drop.ts';
import { flagColumns, flagsOf } from './flags.ts';
import { type MessageRow, selectMessages, toStored } from './row.ts';
import { messagesWithSource, readSource } from './sources.ts';
import { Touched } from './summary.ts';
import { refKey } from './threading.ts';

export function messagesRepository(context: CacheContext): Cache['messages'] {
  const { sql } = context;

  /** Runs a change and brings the list's lines up to date, all in one transaction. */
  const change = <T>(work: (touched: Touched) => T): T =>
    sql.transaction(() => {
      const touched = new Touched();
      const result = work(touched);
      touched.refresh(sql);
      return result;
    });

  const writeFlags = (id: number, flags: Iterable<string>, touched: Touched): void => {
    const columns = flagColumns(flags);
    sql.run(
      'UPDATE message SET flags = ?, seen = ?, flagged = ?, answered = ? WHERE id = ?',
      columns.text,
      columns.seen,
      columns.flagged,
      columns.answered,
      id,
    );
    touch(context, id, touched);
  };

  const remove = (ids: readonly number[]): void => {
    change((touched) => dropMessages(context, ids, touched));
    context.erase.soon();
  };

  return {
    add: (batch) => addMessages(context, batch),
    get: (id) => selectMessages(sql, 'id = ?', id)[0],
    raw: (id) => readSource(context, id),
    setRaw: (id, raw, facts) => change((touched) => fillRaw(context, id, raw, facts, touched)),
    setRawBatch: (batch) =>
      change((touched) => {
        for (const { id, raw, facts } of batch.toSorted((a, b) => a.id - b.id)) {
          fillRaw(context, id, raw, facts, touched);
        }
      }),
    withRaw: (raw) => messagesWithSource(context, raw),
    byUid: (mailboxId, uid) => selectMessages(sql, 'mailbox_id = ? AND uid = ?', mailboxId, uid)[0],
    byMessageId: (messageId) => {
      const mid = refKey(messageId);
      return mid ? selectMessages(sql, 'mid = ? ORDER BY id', mid) : [];
    },
    uids: (mailboxId) =>
      sql.values<number>('SELECT uid FROM message WHERE mailbox_id = ? AND uid IS NOT NULL ORDER BY uid', mailboxId),
    withoutUid: (mailboxId) =>
      sql.values<number>('SELECT id FROM message WHERE mailbox_id = ? AND uid IS NULL ORDER BY id', mailboxId),
    setFlags: (mailboxId, flags) =>
      change((touched) => {
        const changed: number[] = [];
        for (const [uid, now] of flags) {
          const row = sql.get<{ id: number; flags: string }>(
            'SELECT id, flags FROM message WHERE mailbox_id = ? AND uid = ?',
            mailboxId,
            uid,
          );
          if (!row || row.flags === flagColumns(now).text) continue;
          writeFlags(row.id, now, touched);
          changed.push(row.id);
        }
        return changed;
      }),
    changeFlags: (ids, add, remove_) =>
      change((touched) => {
        const gone = new Set(flagsOf(flagColumns(remove_).text));
        for (const id of ids) {
          const text = sql.value<string>('SELECT flags FROM message WHERE id = ?', id);
          if (text === undefined) continue;
          writeFlags(id, [...flagsOf(text).filter((flag) => !gone.has(flag)), ...add], touched);
        }
      }),
    moveLocal: (ids, mailboxId) =>
      change((touched) => {
        for (const id of ids) {
          touch(context, id, touched);
          sql.run(
            'UPDATE message SET mailbox_id = ?, uid = NULL WHERE id = ? AND mailbox_id <> ?',
            mailboxId,
            id,
            mailboxId,
          );
          touch(context, id, touched);
        }
      }),
    setUid: (id, uid) =>
      change((touched) => {
        const mailboxId = sql.value<number>('SELECT mailbox_id FROM message WHERE id = ?', id);
        if (mailboxId === undefined) return;
        // The listing may have been quicker than the answer to APPEND or MOVE: then there are two rows of one message.
        const twin = sql.value<number>('SELECT id FROM message WHERE mailbox_id = ? AND uid = ?', mailboxId, uid);
        if (twin !== undefined && twin !== id) dropMessages(context, [twin], touched);
        sql.run('UPDATE message SET uid = ?, orphan = 0, only_copy = 0 WHERE id = ?', uid, id);
      }),
    expunge: (mailboxId, uids) => {
      const ids = uids.flatMap((uid) =>
        sql.values<number>('SELECT id FROM message WHERE mailbox_id = ? AND uid = ? AND only_copy = 0', mailboxId, uid),
      );
      remove(ids);
    },
    remove,
    inThread: (threadId) =>
      selectMessages(
        sql,
        'thread_id = ? ORDER BY received DESC, id DESC LIMIT ?',
        threadId,
        storeLimits.threadMessages,
      ).reverse(),
    withoutRaw: (mailboxId, limit) =>
      sql
        .all<MessageRow>(
          `SELECT id, thread_id, mailbox_id, account_id, received, uid, size, source_id, only_copy, flags, facts
           FROM message WHERE mailbox_id = ? AND source_id IS NULL AND evicted = 0 ORDER BY id DESC LIMIT ?`,
          mailboxId,
          limit,
        )
        .map(toStored),
    counts: () => counts(context),
  };
}

/** Messages known, and those whose text is in the index; both kept by triggers. */
export function counts({ sql }: CacheContext): { known: number; indexed: number } {
  const row = sql.get<{ known: number | null; indexed: number | null }>(
    'SELECT sum(total) AS known, sum(indexed) AS indexed FROM mailbox',
  );
  return { known: row?.known ?? 0, indexed: row?.indexed ?? 0 };
}
