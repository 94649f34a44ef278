import type { Sql } from '../connection.ts';
import type { Eraser } from '../eraser.ts';

/** What the repositories of cache.db share. */
export interface CacheContext {
  readonly sql: Sql;
  readonly erase: Eraser;
  /** Key of the content hash. */
  readonly contentKey: Buffer;
  /** Next free message id for a time of arrival (ids.ts). */
  readonly nextId: (receivedMs: number) => number;
}
