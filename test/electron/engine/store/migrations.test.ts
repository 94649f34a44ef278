import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { connect, type Sql } from '../../../../electron/engine/store/connection.ts';
import { deriveKey } from '../../../../electron/engine/store/keys.ts';
import { checkMonotonic, migrate, schemaVersion } from '../../../../electron/engine/store/migrate.ts';
import { cacheMigrations } from '../../../../electron/engine/store/migrations/cache/list.ts';
import { recordsMigrations } from '../../../../electron/engine/store/migrations/records/list.ts';
import { cacheTables, recordsTables } from '../../../../electron/engine/store/tables.ts';
import { newStore } from './fixture.ts';

const parts = [
  { which: 'records', migrations: recordsMigrations, tables: recordsTables },
  { which: 'cache', migrations: cacheMigrations, tables: cacheTables },
] as const;

function raw(which: 'records' | 'cache'): Sql {
  const { store, dir, storeKey } = newStore();
  store.close();
  return connect({
    file: path.join(dir, `${which}.db`),
    key: deriveKey(storeKey, `${which}.db`),
    synchronous: 'FULL',
    cacheKiB: 1024,
  });
}

const schema = (sql: Sql): unknown[] => sql.all('SELECT type, name, sql FROM sqlite_schema ORDER BY name');

test.each(parts)('every $which migration is listed once, in tens, under its number', ({ which, migrations }) => {
  checkMonotonic(migrations);
  const folder = path.resolve(import.meta.dirname, `../../../../electron/engine/store/migrations/${which}`);
  const numbers = readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .map((name) => Number(name.slice(0, 4)));
  expect(numbers.sort((a, b) => a - b)).toEqual(migrations.map(({ version }) => version));
});

test('a list out of order is refused', () => {
  const step = (version: number) => ({ version, up: () => undefined });
  for (const versions of [[20, 10], [10, 10], [15]])
    expect(() => checkMonotonic(versions.map(step)), String(versions)).toThrow(/out of order/);
});

test.each(parts)(
  '0010 builds the $which schema from nothing, and running it again changes nothing',
  ({ which, migrations }) => {
    const sql = raw(which);
    const first = migrations[0];
    const before = schema(sql);
    expect(before.length).toBeGreaterThan(5);
    first?.up(sql);
    expect(schema(sql)).toEqual(before);
    expect(schemaVersion(sql)).toBe(migrations.at(-1)?.version);
    sql.close();
  },
);

test('a step that fails leaves the version and the schema of the step before', () => {
  const sql = raw('records');
  const before = schema(sql);
  const broken = {
    version: 9000,
    up: (into: Sql) => {
      into.exec('CREATE TABLE half (a)');
      throw new Error('power cut');
    },
  };
  expect(() => migrate(sql, [...recordsMigrations, broken])).toThrow('power cut');
  expect(schema(sql)).toEqual(before);
  expect(schemaVersion(sql)).toBe(recordsMigrations.at(-1)?.version);
  sql.close();
});

test.each(parts)('every $which table names its retention class and its purge hook', ({ which, tables }) => {
  const sql = raw(which);
  const names = sql
    .values<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .filter((name) => !/^search_(data|idx|docsize|config|content)$/.test(name));
  expect(tables.map(({ name }) => name).toSorted()).toEqual(names);
  sql.close();
});
