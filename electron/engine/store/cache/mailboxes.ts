import type { SpecialUse } from '../../../../shared/model/message.ts';
import { notFound } from '../problems.ts';
import type { Cache, StoredMailbox } from '../types.ts';
import type { CacheContext } from './context.ts';
import { dropMessages } from './drop.ts';
import { Touched } from './summary.ts';

interface Row {
  readonly id: number;
  readonly account_id: number;
  readonly path: string;
  readonly name: string;
  readonly delimiter: string;
  readonly special_use: SpecialUse | null;
  readonly uid_validity: string | null;
  readonly uid_next: number | null;
  readonly highest_modseq: string | null;
  readonly total: number;
  readonly unseen: number;
}

export function mailboxesRepository(context: CacheContext): Cache['mailboxes'] {
  const { sql } = context;
  const list = (accountId?: number): StoredMailbox[] =>
    (accountId === undefined
      ? sql.all<Row>('SELECT * FROM mailbox ORDER BY account_id, path')
      : sql.all<Row>('SELECT * FROM mailbox WHERE account_id = ? ORDER BY path', accountId)
    ).map(toMailbox);

  const removeWithMessages = (id: number): void => {
    dropMessages(context, sql.values<number>('SELECT id FROM message WHERE mailbox_id = ?', id), new Touched());
    sql.run('DELETE FROM thread_row WHERE mailbox_id = ?', id);
    sql.run('DELETE FROM mailbox WHERE id = ?', id);
  };

  return {
    replace: (accountId, listed) => {
      const result = sql.transaction(() => {
        const paths = new Set(listed.map(({ path }) => path));
        const gone = list(accountId).filter(({ path }) => !paths.has(path));
        for (const { id } of gone) removeWithMessages(id);
        for (const { path, name, delimiter, specialUse } of listed) {
          sql.run(
            `INSERT INTO mailbox (account_id, path, name, delimiter, special_use) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (account_id, path) DO UPDATE SET name = excluded.name, delimiter = excluded.delimiter,
               special_use = excluded.special_use`,
            accountId,
            path,
            name,
            delimiter,
            specialUse,
          );
        }
        return { mailboxes: list(accountId), erased: gone.length > 0 };
      });
      if (result.erased) context.erase.soon();
      return result.mailboxes;
    },
    list,
    get: (id) => {
      const row = sql.get<Row>('SELECT * FROM mailbox WHERE id = ?', id);
      return row && toMailbox(row);
    },
    bySpecialUse: (accountId, use) => {
      const row = sql.get<Row>(
        'SELECT * FROM mailbox WHERE account_id = ? AND special_use = ? ORDER BY id LIMIT 1',
        accountId,
        use,
      );
      return row && toMailbox(row);
    },
    setSyncState: (id, state) => {
      const changed = sql.run(
        'UPDATE mailbox SET uid_validity = ?, uid_next = ?, highest_modseq = ? WHERE id = ?',
        state.uidValidity,
        state.uidNext,
        state.highestModseq,
        id,
      );
      if (changed === 0) throw notFound();
    },
    forgetUids: (id) =>
      sql.transaction(() => {
        sql.run('UPDATE message SET uid = NULL, orphan = 1 WHERE mailbox_id = ? AND uid IS NOT NULL', id);
        sql.run('UPDATE mailbox SET uid_validity = NULL, uid_next = NULL, highest_modseq = NULL WHERE id = ?', id);
      }),
    dropUnclaimed: (id) => {
      const dropped = sql.transaction(() => {
        const touched = new Touched();
        const ids = sql.values<number>(
          'SELECT id FROM message WHERE mailbox_id = ? AND uid IS NULL AND orphan = 1 AND only_copy = 0',
          id,
        );
        dropMessages(context, ids, touched);
        touched.refresh(sql);
        return ids.length;
      });
      if (dropped > 0) context.erase.soon();
      return dropped;
    },
  };
}

function toMailbox(row: Row): StoredMailbox {
  return {
    id: row.id,
    accountId: row.account_id,
    path: row.path,
    name: row.name,
    specialUse: row.special_use,
    total: row.total,
    unseen: row.unseen,
    delimiter: row.delimiter,
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    highestModseq: row.highest_modseq,
  };
}
