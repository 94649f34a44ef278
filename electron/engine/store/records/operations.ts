import type { Sql } from '../connection.ts';
import { fromJson } from '../json.ts';
import type { Operation, OperationPayload, Records } from '../types.ts';

interface Row {
  readonly id: number;
  readonly account_id: number;
  readonly kind: Operation['kind'];
  readonly payload: string;
  readonly attempts: number;
}

export function operationsRepository(sql: Sql): Records['operations'] {
  return {
    add: (accountId, payload) =>
      sql.insert(
        'INSERT INTO operation (account_id, kind, payload) VALUES (?, ?, ?)',
        accountId,
        payload.kind,
        JSON.stringify(payload),
      ),
    pending: (accountId) =>
      sql.all<Row>('SELECT * FROM operation WHERE account_id = ? ORDER BY id', accountId).map((row) => ({
        id: row.id,
        accountId: row.account_id,
        kind: row.kind,
        payload: fromJson<OperationPayload>(row.payload),
        attempts: row.attempts,
      })),
    done: (id) => {
      sql.run('DELETE FROM operation WHERE id = ?', id);
    },
    failed: (id) => {
      sql.run('UPDATE operation SET attempts = attempts + 1 WHERE id = ?', id);
    },
  };
}
