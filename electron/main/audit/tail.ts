import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { TAIL_BYTES } from '../../audit/limits.ts';
import { afterTorn, type LogHead, type LogLine, readLines } from '../../audit/line.ts';
import { ChainReader } from '../../audit/verify.ts';
import { isMissing } from '../../disk/write.ts';

/** The end of a log. `ended`: a line feed is the last byte, or there is none at all. */
export interface Tail {
  readonly head: LogHead;
  readonly torn: readonly string[];
  readonly ended: boolean;
}

/** The lines of sealed entries that follow a tail, and the head that they make. */
export function linesFor(sealed: readonly string[], tail: Tail, at: Date): { text: string; head: LogHead } {
  let { head } = tail;
  let text = tail.ended ? '' : '\n';
  let torn = tail.torn;
  for (const entry of sealed) {
    const line: LogLine = {
      seq: head.seq + 1,
      at: at.toISOString(),
      prev: torn.length > 0 ? afterTorn(head.hash, torn) : head.hash,
      ...(torn.length > 0 ? { torn: true } : {}),
      entry,
    };
    const json = JSON.stringify(line);
    head = { seq: line.seq, hash: createHash('sha256').update(json).digest('hex') };
    text += `${json}\n`;
    torn = [];
  }
  return { text, head };
}

/** Reads the end of the log; the whole of it only if no whole line is near the end. */
export async function readTail(path: string): Promise<Tail> {
  const size = await sizeOf(path);
  for (const start of [Math.max(0, size - TAIL_BYTES), 0]) {
    const chain = new ChainReader(null);
    let ended = true;
    let index = 0;
    for await (const raw of readLines(path, { start, end: size })) {
      ended = raw.ended;
      // The first piece is the end of some line unless the reading began at the start of the file.
      if (start === 0 || index > 0) chain.read(raw);
      index++;
    }
    if (chain.last || start === 0) return { head: chain.head, torn: chain.pendingTorn, ended };
  }
  throw new Error('unreachable');
}

/** Whether the log holds the line that the head names. Usually it is near the end. */
export async function holdsLine(path: string, head: LogHead): Promise<boolean> {
  if (head.seq === 0) return true;
  const size = await sizeOf(path);
  for (const start of [Math.max(0, size - TAIL_BYTES), 0]) {
    for await (const raw of readLines(path, { start, end: size })) if (raw.hash === head.hash) return true;
    if (start === 0) return false;
  }
  return false;
}

/** Bytes of a file; none when there is no file. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
