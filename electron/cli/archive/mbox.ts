import { open } from 'node:fs/promises';
import { type ArchiveEntry, maxMessageBytes } from './message.ts';

const chunkBytes = 4 * 1024 * 1024;
const lineFeed = 10;
const fromAfterLine = Buffer.from('\nFrom ', 'latin1');
const fromStart = Buffer.from('From ', 'latin1');
/** The asctime date at the end of a From_ line (RFC 4155), with or without seconds and zone. */
const fromDate =
  /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) +(\d{2}):(\d{2})(?::(\d{2}))?(?: +[A-Z]{1,5})?(?: +[+-]\d{4})? +(\d{4})/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const headerLine = /^(?:[\x21-\x39\x3b-\x7e]+[ \t]*:|>From )/;

/**
 * Reads an mbox of any size in bounded memory, one message at a time. A line `From ` starts a message when a From_ date is on
 * it or, after an empty line, when a header field follows: files exist whose writers quoted nothing, and "From what I
 * hear" in a letter is not a new message. Quoting is undone as mboxrd says: one `>` less before `From `.
 */
export async function* readMbox(file: string): AsyncGenerator<ArchiveEntry> {
  const handle = await open(file, 'r');
  try {
    let window = Buffer.alloc(0);
    /** File position of the window's first byte. */
    let offset = 0;
    let ended = false;
    /** The current message is too large: its bytes are dropped as they come. */
    let dropping = false;
    let searchFrom = 0;

    const more = async (): Promise<void> => {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, null);
      if (bytesRead === 0) ended = true;
      else
        window =
          window.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([window, chunk.subarray(0, bytesRead)]);
    };

    await more();
    for (;;) {
      const found = window.indexOf(fromAfterLine, searchFrom);
      if (found >= 0) {
        const start = found + 1;
        if (!ended && !hasTwoLines(window, start)) {
          await more();
          continue;
        }
        if (!startsMessage(window, start)) {
          searchFrom = start;
          continue;
        }
        yield dropping ? { offset, reason: 'too-large' } : entry(window.subarray(0, start), offset);
        dropping = false;
        offset += start;
        window = window.subarray(start);
        searchFrom = 0;
        continue;
      }
      if (ended) break;
      searchFrom = Math.max(0, window.length - fromAfterLine.length);
      if (window.length > maxMessageBytes) {
        dropping = true;
        // What a separator needs to be recognised is kept: the line before it.
        const keep = Math.min(window.length, 4096);
        offset += window.length - keep;
        window = window.subarray(window.length - keep);
        searchFrom = Math.max(0, keep - fromAfterLine.length);
      }
      await more();
    }
    if (dropping) yield { offset, reason: 'too-large' };
    else if (!isBlank(window)) yield entry(window, offset);
  } finally {
    await handle.close();
  }
}

/** True when the line at `start` and the one after it are in the window as a whole. */
function hasTwoLines(window: Buffer, start: number): boolean {
  const first = window.indexOf(lineFeed, start);
  return first >= 0 && (window.indexOf(lineFeed, first + 1) >= 0 || window.length - first > 1000);
}

function startsMessage(window: Buffer, start: number): boolean {
  const end = window.indexOf(lineFeed, start);
  if (end < 0) return false;
  const line = window.toString('latin1', start, Math.min(end, start + 1000));
  if (fromDate.test(line)) return true;
  if (!afterBlankLine(window, start)) return false;
  return headerLine.test(window.toString('latin1', end + 1, Math.min(window.length, end + 1001)));
}

function afterBlankLine(window: Buffer, start: number): boolean {
  if (window[start - 2] === lineFeed) return true;
  return window[start - 2] === 13 && window[start - 3] === lineFeed;
}

function isBlank(bytes: Buffer): boolean {
  return /^\s*$/.test(bytes.toString('latin1', 0, Math.min(bytes.length, 4096))) && bytes.length <= 4096;
}

function entry(block: Buffer, offset: number): ArchiveEntry {
  if (!block.subarray(0, fromStart.length).equals(fromStart)) {
    return { offset, reason: 'not-a-message' };
  }
  const firstEnd = block.indexOf(lineFeed);
  const fromLine = block.toString('latin1', 0, firstEnd < 0 ? block.length : firstEnd);
  const body = firstEnd < 0 ? Buffer.alloc(0) : block.subarray(firstEnd + 1);
  return {
    raw: unquote(withoutSeparator(body)),
    offset,
    receivedAt: dateOf(fromLine),
    flags: [],
    folder: '',
  };
}

/** The empty line that a writer puts between messages is no part of either. */
function withoutSeparator(body: Buffer): Buffer {
  const text = body.toString('latin1', Math.max(0, body.length - 4));
  if (text.endsWith('\r\n\r\n')) return body.subarray(0, body.length - 2);
  if (text.endsWith('\n\n')) return body.subarray(0, body.length - 1);
  return body;
}

/** mboxrd: a line of one or more `>` before `From ` loses one of them. */
function unquote(body: Buffer): Buffer {
  const cuts: number[] = [];
  for (let at = body.indexOf('>From ', 0, 'latin1'); at >= 0; at = body.indexOf('>From ', at + 6, 'latin1')) {
    let lineStart = at;
    while (lineStart > 0 && body[lineStart - 1] === 0x3e) lineStart -= 1;
    if (lineStart === 0 || body[lineStart - 1] === lineFeed) cuts.push(lineStart);
  }
  if (cuts.length === 0) return Buffer.from(body);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const cut of cuts) {
    pieces.push(body.subarray(from, cut));
    from = cut + 1;
  }
  pieces.push(body.subarray(from));
  return Buffer.concat(pieces);
}

function dateOf(fromLine: string): Date | null {
  const match = fromDate.exec(fromLine);
  if (!match) return null;
  const [, month = '', day, hour, minute, second = '0', year] = match;
  const time = Date.UTC(Number(year), months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  return Number.isFinite(time) ? new Date(time) : null;
}
