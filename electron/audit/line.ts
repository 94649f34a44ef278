import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { LINE_MAX_BYTES } from './limits.ts';

/** JWE compact with direct key agreement: its second part, the encrypted key, is empty. */
export const sealedEntrySchema = z
  .string()
  .max(60_000)
  .regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/** One line of the audit log. */
export const logLineSchema = z.strictObject({
  seq: z.number().int().positive(),
  /** RFC 3339, UTC: when main wrote the line. The entry has its own time, sealed. */
  at: z.string().max(40),
  /** SHA-256 of the line before, hex; after a torn line, of what `afterTorn` says. */
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  /** There is a torn line before this one, found when the log was opened after a power cut or a crash. */
  torn: z.literal(true).optional(),
  entry: sealedEntrySchema,
});
export type LogLine = z.infer<typeof logLineSchema>;

/** Number and hash of a log's last line; kept apart from the log, it shows that lines were cut off. */
export const logHeadSchema = z.object({
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LogHead = z.infer<typeof logHeadSchema>;

/** Before the first line. */
export const NO_LINES: LogHead = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 of a line without its line feed, hex. */
export function hashLine(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('hex');
}

/** What `prev` says after torn lines: it covers them and the last whole line, so that none of them can be altered. */
export function afterTorn(before: string, tornHashes: readonly string[]): string {
  return hashLine([before, ...tornHashes].join('\n'));
}

/** Reads one line, or `undefined` when it is none of ours. */
export function parseLine(text: string): LogLine | undefined {
  try {
    return logLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A line as it stands in the file. */
export interface RawLine {
  readonly hash: string;
  /** `undefined` for a line that is too long to be one. */
  readonly text: string | undefined;
  /** Whether a line feed ends it. */
  readonly ended: boolean;
}

/**
 * The lines of a log, one by one: a log of years never lies in memory as a whole.
 *
 * @param range bytes `start` (inclusive) to `end` (exclusive) of the file
 */
export async function* readLines(
  path: string,
  range: { readonly start?: number; readonly end?: number } = {},
): AsyncGenerator<RawLine> {
  const { start = 0, end = Number.POSITIVE_INFINITY } = range;
  if (end <= start) return;
  let open = new OpenLine();
  for await (const chunk of createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let feed = chunk.indexOf(10); feed >= 0; feed = chunk.indexOf(10, from)) {
      open.add(chunk.subarray(from, feed));
      yield open.done(true);
      open = new OpenLine();
      from = feed + 1;
    }
    open.add(chunk.subarray(from));
  }
  if (open.length > 0) yield open.done(false);
}

/** A line that is still being read; it forgets the text of one that is too long and keeps only its hash. */
class OpenLine {
  length = 0;
  readonly #hash = createHash('sha256');
  #parts: Buffer[] = [];

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.length += bytes.length;
    if (this.length <= LINE_MAX_BYTES) this.#parts.push(bytes);
    else this.#parts = [];
  }

  done(ended: boolean): RawLine {
    const text = this.length <= LINE_MAX_BYTES ? Buffer.concat(this.#parts).toString('utf8') : undefined;
    return { hash: this.#hash.digest('hex'), text, ended };
  }
}
