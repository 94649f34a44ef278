import { foldAddress } from '../../../../shared/model/address.ts';
import type { Sql } from '../connection.ts';
import type { Eraser } from '../eraser.ts';
import { fromJson } from '../json.ts';
import { notFound } from '../problems.ts';
import type { Records, StoredKey } from '../types.ts';

interface Row {
  readonly fingerprint: string;
  readonly kind: StoredKey['kind'];
  readonly armored: string;
  readonly emails: string;
  readonly trust: StoredKey['trust'];
  readonly source: StoredKey['source'];
  readonly added_at: string;
}

export function keysRepository(sql: Sql, erase: Eraser): Records['keys'] {
  return {
    put: (key) => {
      const replaced = sql.transaction(() => {
        const before = sql.value<string>('SELECT armored FROM openpgp_key WHERE fingerprint = ?', key.fingerprint);
        sql.run(
          `INSERT INTO openpgp_key (fingerprint, kind, armored, emails, trust, source, added_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)
           -- A public copy that arrives with a message must never take the place of the secret key.
           ON CONFLICT (fingerprint) DO UPDATE SET
             armored = CASE WHEN kind = 'secret' AND excluded.kind = 'public' THEN armored ELSE excluded.armored END,
             kind = CASE WHEN kind = 'secret' THEN kind ELSE excluded.kind END,
             emails = excluded.emails, trust = excluded.trust, source = excluded.source, added_at = excluded.added_at`,
          key.fingerprint,
          key.kind,
          key.armored,
          JSON.stringify(key.emails),
          key.trust,
          key.source,
          key.addedAt,
        );
        sql.run('DELETE FROM openpgp_key_email WHERE fingerprint = ?', key.fingerprint);
        for (const addr of new Set(key.emails.map(foldAddress))) {
          sql.run('INSERT INTO openpgp_key_email (addr, fingerprint) VALUES (?, ?)', addr, key.fingerprint);
        }
        return before !== undefined && before !== key.armored;
      });
      if (replaced) erase.soon();
    },
    get: (fingerprint) => {
      const row = sql.get<Row>('SELECT * FROM openpgp_key WHERE fingerprint = ?', fingerprint);
      return row && toKey(row);
    },
    list: () => sql.all<Row>('SELECT * FROM openpgp_key ORDER BY added_at, fingerprint').map(toKey),
    byEmail: (addr) =>
      sql
        .all<Row>(
          `SELECT openpgp_key.* FROM openpgp_key_email JOIN openpgp_key USING (fingerprint)
           WHERE addr = ? ORDER BY added_at, fingerprint`,
          foldAddress(addr),
        )
        .map(toKey),
    setTrust: (fingerprint, trust) => {
      if (sql.run('UPDATE openpgp_key SET trust = ? WHERE fingerprint = ?', trust, fingerprint) === 0) throw notFound();
    },
    remove: (fingerprint) => {
      sql.run('DELETE FROM openpgp_key WHERE fingerprint = ?', fingerprint);
      erase.now();
    },
  };
}

function toKey(row: Row): StoredKey {
  return {
    fingerprint: row.fingerprint,
    kind: row.kind,
    armored: row.armored,
    emails: fromJson<string[]>(row.emails),
    trust: row.trust,
    source: row.source,
    addedAt: row.added_at,
  };
}
