import type { Evidence } from '../../../../shared/model/evidence.ts';
import type { Sql } from '../connection.ts';
import type { Records } from '../types.ts';

export function evidenceRepository(sql: Sql): Records['evidence'] {
  const add = (messageId: string, evidence: Evidence): boolean =>
    sql.run(
      `INSERT INTO evidence (message_id, kind, at, recipient, method, detail, source) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      messageId,
      evidence.kind,
      evidence.at,
      evidence.recipient,
      evidence.method,
      evidence.detail,
      evidence.source,
    ) > 0;
  return {
    add,
    addAll: (facts) => sql.transaction(() => facts.forEach(({ messageId, ...fact }) => void add(messageId, fact))),
    list: (messageId) =>
      sql.all<Evidence>(
        'SELECT kind, at, recipient, method, detail, source FROM evidence WHERE message_id = ? ORDER BY at, seq',
        messageId,
      ),
  };
}
