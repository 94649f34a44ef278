import type { DraftAttachment, DraftContent } from '../../../../shared/model/draft.ts';
import type { Sql } from '../connection.ts';
import { contentHash, pack, unpack } from '../content.ts';
import type { Eraser } from '../eraser.ts';
import { bit, fromJson } from '../json.ts';
import type { Records, StoredDraft } from '../types.ts';

interface Row {
  readonly id: string;
  readonly mode: StoredDraft['mode'];
  readonly origin_message_id: string | null;
  readonly must_protect: number;
  readonly content: string;
  readonly updated_at: string;
  readonly open: number;
}

export function draftsRepository(sql: Sql, contentKey: Buffer, erase: Eraser): Records['drafts'] {
  return {
    put: (draft) => putDraft(sql, draft),
    get: (id) => {
      const row = sql.get<Row>('SELECT * FROM draft WHERE id = ?', id);
      return row && toDraft(row);
    },
    list: () => sql.all<Row>('SELECT * FROM draft ORDER BY updated_at DESC, id').map(toDraft),
    remove: (id) => {
      sql.transaction(() => {
        sql.run('DELETE FROM draft WHERE id = ?', id);
        dropUnownedAttachments(sql, id);
      });
      erase.soon();
    },
    attach: (draftId, attachment, bytes) =>
      sql.transaction(() => {
        const hash = contentHash(contentKey, bytes);
        let blobId = sql.value<number>('SELECT id FROM blob WHERE hash = ?', hash);
        if (blobId === undefined) {
          const packed = pack(bytes);
          blobId = sql.insert(
            'INSERT INTO blob (hash, size, codec, bytes) VALUES (?, ?, ?, ?)',
            hash,
            bytes.length,
            packed.codec,
            packed.bytes,
          );
        }
        // The same attachment again is an autosave that came twice.
        sql.run(
          `INSERT INTO draft_attachment (id, draft_id, name, type, size, blob_id) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO NOTHING`,
          attachment.id,
          draftId,
          attachment.name,
          attachment.type,
          bytes.length,
          blobId,
        );
        dropUnownedBlobs(sql);
      }),
    detach: (draftId, attachmentId) => {
      sql.transaction(() => {
        sql.run('DELETE FROM draft_attachment WHERE draft_id = ? AND id = ?', draftId, attachmentId);
        dropUnownedBlobs(sql);
      });
      erase.soon();
    },
    attachments: (draftId) =>
      sql.all<DraftAttachment>(
        'SELECT id, name, type, size FROM draft_attachment WHERE draft_id = ? ORDER BY seq',
        draftId,
      ),
    attachmentBytes: (attachmentId) => {
      const row = sql.get<{ size: number; codec: number; bytes: Uint8Array }>(
        `SELECT blob.size, codec, bytes FROM draft_attachment JOIN blob ON blob.id = blob_id
         WHERE draft_attachment.id = ?`,
        attachmentId,
      );
      return row && unpack(row.codec, row.bytes, row.size);
    },
  };
}

/** Writes a draft as it is now. */
export function putDraft(sql: Sql, draft: StoredDraft): void {
  sql.run(
    `INSERT INTO draft (id, account_id, mode, origin_message_id, must_protect, content, updated_at, open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, mode = excluded.mode,
       origin_message_id = excluded.origin_message_id, must_protect = excluded.must_protect,
       content = excluded.content, updated_at = excluded.updated_at, open = excluded.open`,
    draft.id,
    draft.content.accountId,
    draft.mode,
    draft.originMessageId,
    bit(draft.mustProtect),
    JSON.stringify(draft.content),
    draft.updatedAt,
    bit(draft.open),
  );
}

/** Drops a draft's attachments once neither the draft nor a send made of it is there: undo must find them. */
export function dropUnownedAttachments(sql: Sql, draftId: string): void {
  sql.run(
    `DELETE FROM draft_attachment WHERE draft_id = ?
       AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.id = draft_attachment.draft_id)
       AND NOT EXISTS (SELECT 1 FROM outbox_send WHERE outbox_send.draft_id = draft_attachment.draft_id)`,
    draftId,
  );
  dropUnownedBlobs(sql);
}

function dropUnownedBlobs(sql: Sql): void {
  sql.run('DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM draft_attachment WHERE blob_id = blob.id)');
}

function toDraft(row: Row): StoredDraft {
  return {
    id: row.id,
    mode: row.mode,
    originMessageId: row.origin_message_id,
    mustProtect: row.must_protect === 1,
    content: fromJson<DraftContent>(row.content),
    updatedAt: row.updated_at,
    open: row.open === 1,
  };
}
