import type { Migration } from '../../migrate.ts';

/** What the server can give again: folders, messages, threads, the index. */
export const initial: Migration = {
  version: 10,
  up(sql) {
    sql.exec(`
      -- The counters are kept by triggers, so that no path that changes a message can forget them.
      CREATE TABLE IF NOT EXISTS mailbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        name TEXT NOT NULL,
        delimiter TEXT NOT NULL,
        special_use TEXT,
        uid_validity TEXT,
        uid_next INTEGER,
        highest_modseq TEXT,
        total INTEGER NOT NULL DEFAULT 0,
        unseen INTEGER NOT NULL DEFAULT 0,
        indexed INTEGER NOT NULL DEFAULT 0,
        threads INTEGER NOT NULL DEFAULT 0,
        threads_unseen INTEGER NOT NULL DEFAULT 0,
        threads_flagged INTEGER NOT NULL DEFAULT 0,
        UNIQUE (account_id, path)
      ) STRICT;

      -- Raw messages, each content once.
      CREATE TABLE IF NOT EXISTS source (
        id INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        codec INTEGER NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;

      CREATE TABLE IF NOT EXISTS thread (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account_id INTEGER NOT NULL
      ) STRICT;

      -- Every Message-ID that is known or named, as the first 16 bytes of its SHA-256: ids may be kilobytes long.
      CREATE TABLE IF NOT EXISTS thread_ref (
        account_id INTEGER NOT NULL,
        ref BLOB NOT NULL,
        thread_id INTEGER NOT NULL,
        PRIMARY KEY (account_id, ref)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS thread_ref_thread ON thread_ref (thread_id);

      CREATE TABLE IF NOT EXISTS message (
        id INTEGER PRIMARY KEY,
        thread_id INTEGER NOT NULL,
        mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
        account_id INTEGER NOT NULL,
        received INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        flagged INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        has_attachment INTEGER NOT NULL,
        sealed INTEGER NOT NULL,
        uid INTEGER,
        size INTEGER NOT NULL,
        source_id INTEGER REFERENCES source (id),
        stored INTEGER NOT NULL,
        only_copy INTEGER NOT NULL,
        evicted INTEGER NOT NULL DEFAULT 0,
        -- UIDVALIDITY changed and the new listing has not claimed it yet
        orphan INTEGER NOT NULL DEFAULT 0,
        indexed INTEGER NOT NULL,
        mid BLOB,
        subject_key BLOB,
        flags TEXT NOT NULL,
        facts TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX IF NOT EXISTS message_uid ON message (mailbox_id, uid) WHERE uid IS NOT NULL;
      CREATE INDEX IF NOT EXISTS message_unclaimed ON message (mailbox_id, mid) WHERE uid IS NULL;
      CREATE INDEX IF NOT EXISTS message_thread ON message (thread_id, mailbox_id);
      CREATE INDEX IF NOT EXISTS message_mid ON message (mid) WHERE mid IS NOT NULL;
      CREATE INDEX IF NOT EXISTS message_subject ON message (account_id, subject_key, id) WHERE subject_key IS NOT NULL;
      CREATE INDEX IF NOT EXISTS message_source ON message (source_id) WHERE source_id IS NOT NULL;
      CREATE INDEX IF NOT EXISTS message_evictable ON message (account_id, id, stored)
        WHERE source_id IS NOT NULL AND only_copy = 0;
      -- What a search needs of a hit, two hundred to a page: the rows themselves are four to a page.
      CREATE INDEX IF NOT EXISTS message_hit ON message (id, thread_id, mailbox_id);
      CREATE INDEX IF NOT EXISTS message_wanted ON message (mailbox_id, id) WHERE source_id IS NULL AND evicted = 0;

      CREATE TRIGGER IF NOT EXISTS message_added AFTER INSERT ON message BEGIN
        UPDATE mailbox SET total = total + 1, unseen = unseen + 1 - new.seen, indexed = indexed + new.indexed
          WHERE id = new.mailbox_id;
      END;
      CREATE TRIGGER IF NOT EXISTS message_gone AFTER DELETE ON message BEGIN
        UPDATE mailbox SET total = total - 1, unseen = unseen - 1 + old.seen, indexed = indexed - old.indexed
          WHERE id = old.mailbox_id;
      END;
      CREATE TRIGGER IF NOT EXISTS message_changed AFTER UPDATE OF mailbox_id, seen, indexed ON message
        WHEN old.mailbox_id <> new.mailbox_id OR old.seen <> new.seen OR old.indexed <> new.indexed BEGIN
        UPDATE mailbox SET total = total - 1, unseen = unseen - 1 + old.seen, indexed = indexed - old.indexed
          WHERE id = old.mailbox_id;
        UPDATE mailbox SET total = total + 1, unseen = unseen + 1 - new.seen, indexed = indexed + new.indexed
          WHERE id = new.mailbox_id;
      END;

      -- One line of the list, ready to be shown: a window of 100 lines out of 100,000 threads is one index range.
      CREATE TABLE IF NOT EXISTS thread_row (
        mailbox_id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        newest INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        count INTEGER NOT NULL,
        unseen INTEGER NOT NULL,
        flagged INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        has_attachment INTEGER NOT NULL,
        sealed INTEGER NOT NULL,
        people TEXT NOT NULL,
        subject TEXT NOT NULL,
        preview TEXT NOT NULL,
        PRIMARY KEY (mailbox_id, thread_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS thread_row_newest ON thread_row (mailbox_id, newest, thread_id);
      CREATE INDEX IF NOT EXISTS thread_row_unseen ON thread_row (mailbox_id, newest, thread_id) WHERE unseen > 0;
      CREATE INDEX IF NOT EXISTS thread_row_flagged ON thread_row (mailbox_id, newest, thread_id) WHERE flagged = 1;
      CREATE INDEX IF NOT EXISTS thread_row_thread ON thread_row (thread_id);

      CREATE TRIGGER IF NOT EXISTS thread_row_added AFTER INSERT ON thread_row BEGIN
        UPDATE mailbox SET threads = threads + 1, threads_unseen = threads_unseen + (new.unseen > 0),
          threads_flagged = threads_flagged + new.flagged WHERE id = new.mailbox_id;
      END;
      CREATE TRIGGER IF NOT EXISTS thread_row_gone AFTER DELETE ON thread_row BEGIN
        UPDATE mailbox SET threads = threads - 1, threads_unseen = threads_unseen - (old.unseen > 0),
          threads_flagged = threads_flagged - old.flagged WHERE id = old.mailbox_id;
      END;
      CREATE TRIGGER IF NOT EXISTS thread_row_changed AFTER UPDATE OF unseen, flagged ON thread_row
        WHEN (old.unseen > 0) <> (new.unseen > 0) OR old.flagged <> new.flagged BEGIN
        UPDATE mailbox SET threads_unseen = threads_unseen - (old.unseen > 0) + (new.unseen > 0),
          threads_flagged = threads_flagged - old.flagged + new.flagged WHERE id = new.mailbox_id;
      END;

      -- Contentless: the text is in the source already. Row ids are message ids.
      CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (
        subject, people, body,
        content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
      );
      INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
      -- Merging eight segments at a time instead of four saves a tenth of a bulk load, and a search does not notice.
      INSERT INTO search (search, rank) VALUES ('automerge', 8);
    `);
  },
};
