import { ProblemError } from '../../../shared/contract/problem.ts';
import type { Sql } from './connection.ts';

/** One step of a schema. `version` is a multiple of ten, so that a fix can be put between two released steps. */
export interface Migration {
  readonly version: number;
  /** Re-runnable: running it twice leaves what running it once leaves. */
  up(sql: Sql): void;
}

/** Refuses a list that is not strictly rising in tens: a renumbered step would be skipped on some machines. */
export function checkMonotonic(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { version } of migrations) {
    if (version % 10 !== 0 || version <= last) throw new Error(`migration ${version} is out of order`);
    last = version;
  }
}

export function schemaVersion(sql: Sql): number {
  return sql.value<number>('PRAGMA user_version') ?? 0;
}

/** A store written by a newer app is left as it is. */
export function refuseNewer(sql: Sql, migrations: readonly Migration[]): void {
  if (schemaVersion(sql) <= newestVersion(migrations)) return;
  throw new ProblemError(
    'store-newer',
    'This profile was used with a newer Careseal. It was not changed.',
    'Update Careseal on this workstation, then unlock again.',
  );
}

export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Brings a database to the newest version, each step in a transaction of its own with its version number. */
export function migrate(sql: Sql, migrations: readonly Migration[]): void {
  checkMonotonic(migrations);
  refuseNewer(sql, migrations);
  for (const migration of migrations) {
    if (migration.version <= schemaVersion(sql)) continue;
    sql.transaction(() => {
      migration.up(sql);
      sql.exec(`PRAGMA user_version = ${migration.version}`);
    });
  }
}
