import type { Migration } from '../../migrate.ts';

/** The only copies: accounts, drafts, outbox, evidence, keys, contacts, operations, answers, settings. */
export const initial: Migration = {
  version: 10,
  up(sql) {
    sql.exec(`
      CREATE TABLE IF NOT EXISTS account (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        address TEXT NOT NULL,
        display_name TEXT NOT NULL,
        user TEXT NOT NULL,
        password TEXT NOT NULL,
        imap TEXT NOT NULL,
        smtp TEXT NOT NULL,
        keep_days INTEGER,
        keep_bytes INTEGER
      ) STRICT;

      CREATE TABLE IF NOT EXISTS draft (
        id TEXT PRIMARY KEY,
        account_id INTEGER NOT NULL,
        mode TEXT NOT NULL,
        origin_message_id TEXT,
        must_protect INTEGER NOT NULL,
        content TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        open INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE IF NOT EXISTS blob (
        id INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        codec INTEGER NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;

      -- Belongs to a draft or to the send that was made of it, both under the draft's id: no foreign key.
      CREATE TABLE IF NOT EXISTS draft_attachment (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        draft_id TEXT NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        size INTEGER NOT NULL,
        blob_id INTEGER NOT NULL REFERENCES blob (id)
      ) STRICT;
      CREATE INDEX IF NOT EXISTS draft_attachment_draft ON draft_attachment (draft_id, seq);
      CREATE INDEX IF NOT EXISTS draft_attachment_blob ON draft_attachment (blob_id);

      CREATE TABLE IF NOT EXISTS outbox_send (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        account_id INTEGER NOT NULL,
        draft_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        recipients TEXT NOT NULL,
        created_at TEXT NOT NULL,
        draft TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outbox_send_draft ON outbox_send (draft_id);

      CREATE TABLE IF NOT EXISTS outbox_copy (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        send_id TEXT NOT NULL REFERENCES outbox_send (id) ON DELETE CASCADE,
        account_id INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        method TEXT NOT NULL,
        mail_from TEXT NOT NULL,
        rcpt_to TEXT NOT NULL,
        ask_dsn INTEGER NOT NULL,
        state TEXT NOT NULL,
        needs_you TEXT,
        hold_until TEXT NOT NULL,
        data_started INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        next_attempt TEXT,
        reply TEXT,
        created_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outbox_copy_send ON outbox_copy (send_id);
      CREATE INDEX IF NOT EXISTS outbox_copy_message_id ON outbox_copy (message_id);

      CREATE TABLE IF NOT EXISTS outbox_source (
        copy_id TEXT PRIMARY KEY REFERENCES outbox_copy (id) ON DELETE CASCADE,
        size INTEGER NOT NULL,
        codec INTEGER NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;

      CREATE TABLE IF NOT EXISTS evidence (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        message_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        recipient TEXT,
        method TEXT,
        detail TEXT NOT NULL,
        source TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX IF NOT EXISTS evidence_fact
        ON evidence (message_id, kind, coalesce(recipient, ''), source, detail);

      CREATE TABLE IF NOT EXISTS openpgp_key (
        fingerprint TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        armored TEXT NOT NULL,
        emails TEXT NOT NULL,
        trust TEXT NOT NULL,
        source TEXT NOT NULL,
        added_at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS openpgp_key_email (
        addr TEXT NOT NULL,
        fingerprint TEXT NOT NULL REFERENCES openpgp_key (fingerprint) ON DELETE CASCADE,
        PRIMARY KEY (addr, fingerprint)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE IF NOT EXISTS contact (
        addr TEXT PRIMARY KEY,
        written TEXT NOT NULL,
        name TEXT NOT NULL,
        sent_count INTEGER NOT NULL,
        saved_by_hand INTEGER NOT NULL,
        last_used TEXT NOT NULL,
        prefer_encrypt TEXT
      ) STRICT;

      CREATE TABLE IF NOT EXISTS operation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX IF NOT EXISTS operation_account ON operation (account_id, id);

      CREATE TABLE IF NOT EXISTS receipt_answer (
        message_id TEXT PRIMARY KEY,
        answer TEXT NOT NULL
      ) STRICT;

      CREATE TABLE IF NOT EXISTS setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT;
    `);
  },
};
