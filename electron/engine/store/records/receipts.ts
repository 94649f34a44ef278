import type { Sql } from '../connection.ts';
import type { Records } from '../types.ts';

/** RFC 8098 section 2.1: a message gets at most one receipt, so an answer that was given once stays. */
export function receiptsRepository(sql: Sql): Records['receipts'] {
  return {
    answered: (messageId) =>
      sql.value<'sent' | 'ignored'>('SELECT answer FROM receipt_answer WHERE message_id = ?', messageId) ?? null,
    setAnswered: (messageId, answer) => {
      sql.run(
        `INSERT INTO receipt_answer (message_id, answer) VALUES (?, ?)
         ON CONFLICT (message_id) DO UPDATE SET answer = excluded.answer WHERE answer <> 'sent'`,
        messageId,
        answer,
      );
    },
  };
}
