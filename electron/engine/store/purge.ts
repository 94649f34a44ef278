import type { Sql } from './connection.ts';
import type { Table } from './tables.ts';

/** Walks the tables' purge hooks for one account. The caller holds the transaction. */
export function purgeTables(sql: Sql, tables: readonly Table[], accountId: number): void {
  for (const { purge } of tables) {
    if (!('sql' in purge)) continue;
    const placeholders = purge.sql.split('?').length - 1;
    sql.run(purge.sql, ...Array.from({ length: placeholders }, () => accountId));
  }
}
