import { foldAddress } from '../../../../shared/model/address.ts';
import type { Sql } from '../connection.ts';
import type { Contact, Records } from '../types.ts';

interface Row {
  readonly written: string;
  readonly name: string;
  readonly sent_count: number;
  readonly saved_by_hand: number;
  readonly last_used: string;
  readonly prefer_encrypt: Contact['preferEncrypt'];
}

/** Stored by folded address; given back as it was last written. */
export function contactsRepository(sql: Sql, now: () => Date): Records['contacts'] {
  return {
    seen: (addr, name, change) => {
      const sent = change.sent ? 1 : 0;
      const preferGiven = change.preferEncrypt === undefined ? 0 : 1;
      sql.run(
        `INSERT INTO contact (addr, written, name, sent_count, saved_by_hand, last_used, prefer_encrypt)
         VALUES (?, ?, ?, ?, 0, ?, ?)
         ON CONFLICT (addr) DO UPDATE SET
           written = excluded.written,
           name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END,
           sent_count = sent_count + excluded.sent_count,
           last_used = excluded.last_used,
           prefer_encrypt = CASE WHEN ? = 1 THEN excluded.prefer_encrypt ELSE prefer_encrypt END`,
        foldAddress(addr),
        addr.trim(),
        name,
        sent,
        now().toISOString(),
        change.preferEncrypt ?? null,
        preferGiven,
      );
    },
    get: (addr) => {
      const row = sql.get<Row>('SELECT * FROM contact WHERE addr = ?', foldAddress(addr));
      return row && toContact(row);
    },
    suggest: (text, limit) => {
      const wanted = text.trim().toLowerCase();
      if (wanted === '') return [];
      const pattern = `${wanted.replace(/[\\%_]/g, '\\$&')}%`;
      // A word of the name or the start of the address; never from the middle, which surprises while typing.
      return sql
        .all<Row>(
          `SELECT * FROM contact
           WHERE (sent_count >= 2 OR saved_by_hand = 1)
             AND (addr LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')
           ORDER BY sent_count DESC, last_used DESC, addr LIMIT ?`,
          pattern,
          pattern,
          `% ${pattern}`,
          limit,
        )
        .map(toContact);
    },
  };
}

function toContact(row: Row): Contact {
  return {
    addr: row.written,
    name: row.name,
    sentCount: row.sent_count,
    savedByHand: row.saved_by_hand === 1,
    lastUsed: row.last_used,
    preferEncrypt: row.prefer_encrypt,
  };
}
