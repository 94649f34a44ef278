import { type Address, foldAddress } from '../../../../shared/model/address.ts';
import type { OutboxState } from '../../../../shared/model/evidence.ts';
import type { Sql } from '../connection.ts';
import { pack, unpack } from '../content.ts';
import type { Eraser } from '../eraser.ts';
import { bit, fromJson } from '../json.ts';
import type { OutboxCopy, OutboxSend, Records, StoredDraft } from '../types.ts';
import { dropUnownedAttachments, putDraft } from './drafts.ts';

interface CopyRow {
  readonly id: string;
  readonly send_id: string;
  readonly account_id: number;
  readonly message_id: string;
  readonly method: OutboxCopy['method'];
  readonly mail_from: string;
  readonly rcpt_to: string;
  readonly ask_dsn: number;
  readonly state: OutboxState;
  readonly needs_you: OutboxCopy['needsYou'];
  readonly hold_until: string;
  readonly data_started: number;
  readonly attempts: number;
  readonly next_attempt: string | null;
  readonly reply: string | null;
  readonly created_at: string;
}

interface SendRow {
  readonly id: string;
  readonly draft_id: string;
  readonly subject: string;
  readonly recipients: string;
  readonly created_at: string;
  readonly draft: string;
}

export function outboxRepository(sql: Sql, erase: Eraser): Records['outbox'] {
  const copy = (id: string): OutboxCopy | undefined => {
    const row = sql.get<CopyRow>('SELECT * FROM outbox_copy WHERE id = ?', id);
    return row && toCopy(row);
  };
  const copies = (sendId: string): OutboxCopy[] =>
    sql.all<CopyRow>('SELECT * FROM outbox_copy WHERE send_id = ? ORDER BY seq', sendId).map(toCopy);
  const send = (id: string): OutboxSend | undefined => {
    const row = sql.get<SendRow>('SELECT * FROM outbox_send WHERE id = ?', id);
    return row && toSend(row);
  };
  const remove = (sendId: string): void => {
    const draftId = sql.value<string>('SELECT draft_id FROM outbox_send WHERE id = ?', sendId);
    sql.run('DELETE FROM outbox_send WHERE id = ?', sendId);
    if (draftId !== undefined) dropUnownedAttachments(sql, draftId);
  };
  return {
    add: (newSend, newCopies) =>
      sql.transaction(() => {
        sql.run(
          `INSERT INTO outbox_send (id, account_id, draft_id, subject, recipients, created_at, draft)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          newSend.id,
          newSend.draft.content.accountId,
          newSend.draftId,
          newSend.subject,
          JSON.stringify(newSend.to),
          newSend.createdAt,
          JSON.stringify(newSend.draft),
        );
        for (const newCopy of newCopies) addCopy(sql, newCopy);
        sql.run('DELETE FROM draft WHERE id = ?', newSend.draftId);
      }),
    sends: () => sql.all<SendRow>('SELECT * FROM outbox_send ORDER BY seq').map(toSend),
    send,
    copies: (sendId) =>
      sendId === undefined ? sql.all<CopyRow>('SELECT * FROM outbox_copy ORDER BY seq').map(toCopy) : copies(sendId),
    copy,
    byMessageId: (messageId) => {
      const row = sql.get<CopyRow>('SELECT * FROM outbox_copy WHERE message_id = ? ORDER BY seq', messageId);
      return row && toCopy(row);
    },
    raw: (copyId) => {
      const row = sql.get<{ size: number; codec: number; bytes: Uint8Array }>(
        'SELECT size, codec, bytes FROM outbox_source WHERE copy_id = ?',
        copyId,
      );
      return row && unpack(row.codec, row.bytes, row.size);
    },
    move: (copyId, from, change) =>
      sql.transaction(() => {
        const current = copy(copyId);
        if (!current || !from.includes(current.state)) return false;
        const next = { ...current, ...change };
        sql.run(
          `UPDATE outbox_copy SET state = ?, needs_you = ?, data_started = ?, attempts = ?, next_attempt = ?, reply = ?,
             hold_until = ? WHERE id = ?`,
          next.state,
          next.needsYou,
          bit(next.dataStarted),
          next.attempts,
          next.nextAttempt,
          next.reply,
          next.holdUntil,
          copyId,
        );
        return true;
      }),
    backToDraft: (sendId, from, kept = []) => {
      const draft = sql.transaction(() => {
        const found = send(sendId);
        if (!found || copies(sendId).some((each) => !from.includes(each.state))) return undefined;
        putDraft(sql, found.draft);
        if (kept.length === 0) remove(sendId);
        else keepOnly(sql, found, kept);
        return found.draft;
      });
      if (draft) erase.soon();
      return draft;
    },
    remove: (sendId) => {
      sql.transaction(() => remove(sendId));
      erase.soon();
    },
  };
}

function addCopy(sql: Sql, copy: OutboxCopy & { readonly raw: Uint8Array }): void {
  sql.run(
    `INSERT INTO outbox_copy (id, send_id, account_id, message_id, method, mail_from, rcpt_to, ask_dsn, state, needs_you,
       hold_until, data_started, attempts, next_attempt, reply, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    copy.id,
    copy.sendId,
    copy.accountId,
    copy.messageId,
    copy.method,
    copy.mailFrom,
    JSON.stringify(copy.rcptTo),
    bit(copy.askDsn),
    copy.state,
    copy.needsYou,
    copy.holdUntil,
    bit(copy.dataStarted),
    copy.attempts,
    copy.nextAttempt,
    copy.reply,
    copy.createdAt,
  );
  const packed = pack(copy.raw);
  sql.run(
    'INSERT INTO outbox_source (copy_id, size, codec, bytes) VALUES (?, ?, ?, ?)',
    copy.id,
    copy.raw.length,
    packed.codec,
    packed.bytes,
  );
}

/** Takes away the copies of a send that are not kept; what it says of its recipients follows. */
function keepOnly(sql: Sql, found: OutboxSend, kept: readonly Pick<OutboxCopy, 'id' | 'rcptTo' | 'state'>[]): void {
  const ids = JSON.stringify(kept.map(({ id }) => id));
  sql.run('DELETE FROM outbox_copy WHERE send_id = ? AND id NOT IN (SELECT value FROM json_each(?))', found.id, ids);
  for (const { id, rcptTo, state } of kept) {
    sql.run(
      'UPDATE outbox_copy SET state = ?, needs_you = NULL, next_attempt = NULL, rcpt_to = ? WHERE id = ?',
      state,
      JSON.stringify(rcptTo),
      id,
    );
  }
  const reached = new Set(kept.flatMap(({ rcptTo }) => rcptTo.map(foldAddress)));
  const to = found.to.filter(({ addr }) => reached.has(foldAddress(addr)));
  sql.run('UPDATE outbox_send SET recipients = ? WHERE id = ?', JSON.stringify(to), found.id);
}

function toCopy(row: CopyRow): OutboxCopy {
  return {
    id: row.id,
    sendId: row.send_id,
    accountId: row.account_id,
    messageId: row.message_id,
    method: row.method,
    mailFrom: row.mail_from,
    rcptTo: fromJson<string[]>(row.rcpt_to),
    askDsn: row.ask_dsn === 1,
    state: row.state,
    needsYou: row.needs_you,
    holdUntil: row.hold_until,
    dataStarted: row.data_started === 1,
    attempts: row.attempts,
    nextAttempt: row.next_attempt,
    reply: row.reply,
    createdAt: row.created_at,
  };
}

function toSend(row: SendRow): OutboxSend {
  return {
    id: row.id,
    draftId: row.draft_id,
    subject: row.subject,
    to: fromJson<Address[]>(row.recipients),
    createdAt: row.created_at,
    draft: fromJson<StoredDraft>(row.draft),
  };
}
