import type { Sql } from '../connection.ts';
import { storeLimits } from '../limits.ts';
import type { MessageFacts } from '../types.ts';

/** Puts a message into the full-text index under its own id. */
export function indexMessage(sql: Sql, id: number, facts: MessageFacts): void {
  const people = [...facts.from, ...facts.to, ...facts.cc].map(({ name, addr }) => `${name} ${addr}`).join('\n');
  sql.run(
    'INSERT INTO search (rowid, subject, people, body) VALUES (?, ?, ?, ?)',
    id,
    facts.subject,
    people,
    facts.indexText.slice(0, storeLimits.indexTextChars),
  );
}

export function unindexMessage(sql: Sql, id: number): void {
  sql.run('DELETE FROM search WHERE rowid = ?', id);
}
