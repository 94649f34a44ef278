import { afterTorn, type LogHead, type LogLine, NO_LINES, parseLine, type RawLine, readLines } from './line.ts';

/** What is wrong at a line of the file (1 is the first). */
export interface LogFault {
  readonly line: number;
  /**
   * `unreadable`: no line of ours. `hash`: the line before is not the one that was there when this was written.
   * `sequence`: numbers are missing, doubled or out of order. `head`: this line, or one that should come after the
   * last, is not the one that the head names.
   */
  readonly kind: 'unreadable' | 'hash' | 'sequence' | 'head';
}

/** The result of a verification; nothing in it needs, or gives away, what the entries say. */
export interface Verification {
  /**
   * `holds`; `torn`: holds, and a power cut or crash left a half-written line; `truncated`: holds as far as it goes,
   * but the head names a later line; `broken`: a line was edited, deleted, moved or put in.
   */
  readonly chain: 'holds' | 'torn' | 'truncated' | 'broken';
  /** Whole lines. */
  readonly entries: number;
  readonly torn: number;
  readonly first: { readonly seq: number; readonly at: string } | null;
  readonly last: { readonly seq: number; readonly at: string; readonly hash: string } | null;
  /** Whether a head was there to compare with: without one, lines missing at the end cannot be seen. */
  readonly headChecked: boolean;
  /** The first hundred. */
  readonly faults: readonly LogFault[];
}

const FAULTS_MAX = 100;

/** Follows the chain of a log, line by line. */
export class ChainReader {
  entries = 0;
  torn = 0;
  first: LogLine | undefined;
  last: LogLine | undefined;
  /** Number and hash to go on from. */
  head: LogHead = NO_LINES;
  /** Hashes of lines after the last whole one that are no lines of ours. */
  pendingTorn: string[] = [];
  readonly faults: LogFault[] = [];
  readonly #expected: LogHead | null;
  #headSeen = false;
  #line = 0;

  constructor(expected: LogHead | null) {
    this.#expected = expected;
    this.#headSeen = !expected || expected.seq === 0;
  }

  read(raw: RawLine): LogLine | undefined {
    this.#line++;
    const line = raw.text === undefined ? undefined : parseLine(raw.text);
    if (!line) {
      this.pendingTorn.push(raw.hash);
      return undefined;
    }
    this.#follow(line);
    this.head = { seq: line.seq, hash: raw.hash };
    this.entries++;
    this.first ??= line;
    this.last = line;
    if (this.#expected && line.seq === this.#expected.seq && !this.#headSeen) {
      this.#headSeen = true;
      if (raw.hash !== this.#expected.hash) this.#fault('head');
    }
    return line;
  }

  finish(): Verification {
    this.torn += this.pendingTorn.length;
    const cut = !this.#headSeen;
    const broken = this.faults.length > 0;
    if (cut) this.#fault('head', this.#line + 1);
    return {
      chain: broken ? 'broken' : cut ? 'truncated' : this.torn > 0 ? 'torn' : 'holds',
      entries: this.entries,
      torn: this.torn,
      first: this.first ? { seq: this.first.seq, at: this.first.at } : null,
      last: this.last ? { seq: this.last.seq, at: this.last.at, hash: this.head.hash } : null,
      headChecked: this.#expected !== null,
      faults: this.faults,
    };
  }

  #follow(line: LogLine): void {
    const torn = this.pendingTorn;
    this.pendingTorn = [];
    if (line.seq !== this.head.seq + 1) this.#fault('sequence');
    if (torn.length > 0 && line.torn && line.prev === afterTorn(this.head.hash, torn)) {
      this.torn += torn.length;
      return;
    }
    for (let back = torn.length; back > 0; back--) this.#fault('unreadable', this.#line - back);
    if (line.torn || line.prev !== this.head.hash) this.#fault('hash');
  }

  #fault(kind: LogFault['kind'], line = this.#line): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push({ line, kind });
  }
}

/**
 * Verifies a log file without reading its entries.
 *
 * @param head number and hash of the last line, kept apart from the log; without it a cut end cannot be seen
 * @param end bytes to read, for a log that is being written to
 * @throws the system's error when the file cannot be read
 */
export async function verifyLog(path: string, head: LogHead | null = null, end?: number): Promise<Verification> {
  const chain = new ChainReader(head);
  for await (const raw of readLines(path, end === undefined ? {} : { end })) chain.read(raw);
  return chain.finish();
}
