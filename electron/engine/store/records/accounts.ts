import type { AccountSetup, Server } from '../../../../shared/model/account.ts';
import type { Sql } from '../connection.ts';
import type { Eraser } from '../eraser.ts';
import { fromJson } from '../json.ts';
import { notFound } from '../problems.ts';
import { purgeTables } from '../purge.ts';
import { recordsTables } from '../tables.ts';
import type { Records, StoredAccount } from '../types.ts';

interface Row {
  readonly id: number;
  readonly address: string;
  readonly display_name: string;
  readonly user: string;
  readonly password: string;
  readonly imap: string;
  readonly smtp: string;
  readonly keep_days: number | null;
  readonly keep_bytes: number | null;
}

export function accountsRepository(sql: Sql, erase: Eraser): Records['accounts'] {
  const get = (id: number): StoredAccount | undefined => {
    const row = sql.get<Row>('SELECT * FROM account WHERE id = ?', id);
    return row && toAccount(row);
  };
  const need = (id: number): StoredAccount => {
    const account = get(id);
    if (!account) throw notFound();
    return account;
  };
  return {
    add: (setup: AccountSetup) =>
      need(
        sql.insert(
          'INSERT INTO account (address, display_name, user, password, imap, smtp) VALUES (?, ?, ?, ?, ?, ?)',
          setup.address,
          setup.displayName,
          setup.user,
          setup.password,
          JSON.stringify(setup.imap),
          JSON.stringify(setup.smtp),
        ),
      ),
    list: () => sql.all<Row>('SELECT * FROM account ORDER BY id').map(toAccount),
    get,
    update: (id, change) =>
      sql.transaction(() => {
        const next = { ...need(id), ...change };
        sql.run(
          'UPDATE account SET display_name = ?, password = ?, keep_days = ?, keep_bytes = ? WHERE id = ?',
          next.displayName,
          next.password,
          next.keepDays,
          next.keepBytes,
          id,
        );
        return need(id);
      }),
    remove: (id) => {
      sql.transaction(() => purgeTables(sql, recordsTables, id));
      erase.soon();
    },
  };
}

function toAccount(row: Row): StoredAccount {
  return {
    id: row.id,
    address: row.address,
    displayName: row.display_name,
    user: row.user,
    password: row.password,
    imap: fromJson<Server>(row.imap),
    smtp: fromJson<Server>(row.smtp),
    keepDays: row.keep_days,
    keepBytes: row.keep_bytes,
  };
}
