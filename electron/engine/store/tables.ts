/**
 * Retention class of a table: `cache` is on the server as well and goes with a purge, an eviction or a rebuild;
 * `record` is an only copy and goes only with its account or by a person's own act; `secret` is a record that opens
 * something; `profile` belongs to the person and stays when an account goes.
 */
export type Retention = 'cache' | 'record' | 'secret' | 'profile';

export interface Table {
  readonly name: string;
  readonly retention: Retention;
  /** Erases what the table holds of one account (every `?` is its id), or says why there is nothing of one account in it. */
  readonly purge: { readonly sql: string } | { readonly none: string };
}

/** Every table of records.db, in an order in which a purge may walk: what points before what is pointed at. */
export const recordsTables: readonly Table[] = [
  {
    name: 'draft_attachment',
    retention: 'record',
    purge: {
      sql: `DELETE FROM draft_attachment WHERE draft_id IN
        (SELECT id FROM draft WHERE account_id = ? UNION SELECT draft_id FROM outbox_send WHERE account_id = ?)`,
    },
  },
  {
    name: 'blob',
    retention: 'record',
    purge: {
      sql: 'DELETE FROM blob WHERE id NOT IN (SELECT blob_id FROM draft_attachment)',
    },
  },
  { name: 'draft', retention: 'record', purge: { sql: 'DELETE FROM draft WHERE account_id = ?' } },
  {
    name: 'evidence',
    retention: 'record',
    purge: { none: 'proof of what was sent outlives the account (45 CFR 164.316(b)(2): six years)' },
  },
  {
    name: 'outbox_source',
    retention: 'record',
    purge: { sql: 'DELETE FROM outbox_source WHERE copy_id IN (SELECT id FROM outbox_copy WHERE account_id = ?)' },
  },
  { name: 'outbox_copy', retention: 'record', purge: { sql: 'DELETE FROM outbox_copy WHERE account_id = ?' } },
  { name: 'outbox_send', retention: 'record', purge: { sql: 'DELETE FROM outbox_send WHERE account_id = ?' } },
  { name: 'openpgp_key_email', retention: 'secret', purge: { none: 'a key belongs to a person, not to an account' } },
  { name: 'openpgp_key', retention: 'secret', purge: { none: 'without the key, sealed messages elsewhere are lost' } },
  { name: 'contact', retention: 'profile', purge: { none: 'people are known to the profile, not to an account' } },
  { name: 'operation', retention: 'record', purge: { sql: 'DELETE FROM operation WHERE account_id = ?' } },
  { name: 'receipt_answer', retention: 'record', purge: { none: 'a second receipt must not go out after a re-add' } },
  { name: 'setting', retention: 'profile', purge: { none: 'settings of the profile' } },
  { name: 'account', retention: 'secret', purge: { sql: 'DELETE FROM account WHERE id = ?' } },
];

/** Every table of cache.db, in the same kind of order. */
export const cacheTables: readonly Table[] = [
  {
    name: 'search',
    retention: 'cache',
    purge: { sql: 'DELETE FROM search WHERE rowid IN (SELECT id FROM message WHERE account_id = ?)' },
  },
  {
    name: 'thread_row',
    retention: 'cache',
    purge: { sql: 'DELETE FROM thread_row WHERE mailbox_id IN (SELECT id FROM mailbox WHERE account_id = ?)' },
  },
  { name: 'message', retention: 'cache', purge: { sql: 'DELETE FROM message WHERE account_id = ?' } },
  {
    name: 'source',
    retention: 'cache',
    purge: {
      sql: `DELETE FROM source
        WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.source_id = source.id)`,
    },
  },
  { name: 'thread_ref', retention: 'cache', purge: { sql: 'DELETE FROM thread_ref WHERE account_id = ?' } },
  { name: 'thread', retention: 'cache', purge: { sql: 'DELETE FROM thread WHERE account_id = ?' } },
  { name: 'mailbox', retention: 'cache', purge: { sql: 'DELETE FROM mailbox WHERE account_id = ?' } },
];
