import { contentHash, pack, unpack } from '../content.ts';
import type { CacheContext } from './context.ts';

/** Keeps raw bytes once; gives the row and the bytes that it takes. */
export function keepSource(context: CacheContext, raw: Uint8Array): { id: number; stored: number } {
  const { sql } = context;
  const hash = contentHash(context.contentKey, raw);
  const known = sql.get<{ id: number; stored: number }>(
    'SELECT id, length(bytes) AS stored FROM source WHERE hash = ?',
    hash,
  );
  if (known) return known;
  const { codec, bytes } = pack(raw);
  const id = sql.insert(
    'INSERT INTO source (hash, size, codec, bytes) VALUES (?, ?, ?, ?)',
    hash,
    raw.length,
    codec,
    bytes,
  );
  return { id, stored: bytes.length };
}

/** Ids of messages whose source is exactly these bytes. */
export function messagesWithSource(context: CacheContext, raw: Uint8Array): number[] {
  const hash = contentHash(context.contentKey, raw);
  return context.sql.values<number>(
    'SELECT message.id FROM source JOIN message ON source_id = source.id WHERE hash = ? ORDER BY message.id',
    hash,
  );
}

export function readSource(context: CacheContext, messageId: number): Uint8Array | undefined {
  const row = context.sql.get<{ size: number; codec: number; bytes: Uint8Array }>(
    'SELECT source.size, codec, bytes FROM message JOIN source ON source.id = source_id WHERE message.id = ?',
    messageId,
  );
  return row && unpack(row.codec, row.bytes, row.size);
}

/** Erases a source that no message points at any more; false while one still does. */
export function releaseSource(context: CacheContext, sourceId: number): boolean {
  const erased = context.sql.run(
    'DELETE FROM source WHERE id = ? AND NOT EXISTS (SELECT 1 FROM message WHERE source_id = source.id)',
    sourceId,
  );
  return erased > 0;
}
