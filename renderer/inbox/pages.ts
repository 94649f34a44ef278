import type { ThreadRow } from '../../shared/model/message.ts';

/** Rows per question: two screens of compact rows, and well under the contract's 500. */
const PAGE = 100;
/** Rows kept at most. Plaintext beyond what one scrolls through should not gather in the page. */
const KEEP = 3000;

export interface PageAnswer {
  readonly total: number;
  readonly threads: readonly ThreadRow[];
}

export type FetchPage = (offset: number, limit: number) => Promise<PageAnswer>;

/**
 * The rows of one list, of which only the wanted ones are held. A refresh asks for what is on screen and swaps it in
 * one piece, so no row is ever shown twice or missing in between; what somebody did (flag, delete) shows at once, and
 * no answer that was on its way before may undo it.
 */
export class ThreadPages {
  readonly #fetch: FetchPage;
  readonly #listeners = new Set<() => void>();
  readonly #onItsWay = new Set<number>();
  #rows = new Map<number, ThreadRow>();
  #total: number | null = null;
  #error: unknown = null;
  #version = 0;
  /** Answers of an older generation are dropped. */
  #generation = 0;
  #changing = 0;
  #refreshing = false;
  #refreshAgain = false;
  #wanted: readonly [number, number] = [0, PAGE - 1];

  constructor(fetch: FetchPage) {
    this.#fetch = fetch;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  /** Number of rows there are; `null` before the first answer. */
  get total(): number | null {
    return this.#total;
  }

  /** What the last question failed with; `null` when it did not. */
  get error(): unknown {
    return this.#error;
  }

  row(index: number): ThreadRow | undefined {
    return this.#rows.get(index);
  }

  /** Where a thread is, if its row is held; -1 otherwise. */
  indexOf(threadId: number): number {
    for (const [index, row] of this.#rows) if (row.threadId === threadId) return index;
    return -1;
  }

  /** Asks for the rows `first..last` that are not held and not on their way. */
  want(first: number, last: number): void {
    this.#wanted = [Math.max(0, first), Math.max(first, last)];
    const end = Math.min(this.#wanted[1], (this.#total ?? PAGE) - 1);
    for (let page = Math.floor(this.#wanted[0] / PAGE); page <= Math.floor(end / PAGE); page += 1) {
      if (!this.#onItsWay.has(page) && this.#lacks(Math.max(page * PAGE, this.#wanted[0]), page, end)) {
        void this.#load(page);
      }
    }
  }

  #lacks(from: number, page: number, end: number): boolean {
    if (this.#total === null) return true;
    for (let index = from; index <= Math.min(end, page * PAGE + PAGE - 1); index += 1) {
      if (!this.#rows.has(index)) return true;
    }
    return false;
  }

  async #load(page: number): Promise<void> {
    const generation = this.#generation;
    this.#onItsWay.add(page);
    try {
      const answer = await this.#fetch(page * PAGE, PAGE);
      if (generation !== this.#generation) return;
      // Rows moved between this answer and the ones held: what is held is of another moment.
      if (this.#total !== null && answer.total !== this.#total) this.#rows = new Map();
      this.#hold(page * PAGE, answer);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#error = error;
    } finally {
      this.#onItsWay.delete(page);
      this.#changed();
    }
    if (generation === this.#generation && this.#error === null) this.want(this.#wanted[0], this.#wanted[1]);
  }

  #hold(offset: number, answer: PageAnswer): void {
    this.#total = answer.total;
    this.#error = null;
    answer.threads.forEach((row, at) => {
      this.#rows.set(offset + at, row);
    });
    if (this.#rows.size <= KEEP) return;
    const [first, last] = this.#wanted;
    for (const index of this.#rows.keys()) {
      if (index < first - KEEP / 4 || index > last + KEEP / 4) this.#rows.delete(index);
    }
  }

  /** Asks again for what is on screen, after a notice that something changed. Several notices make one question. */
  async refresh(): Promise<void> {
    if (this.#refreshing || this.#changing > 0) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    this.#refreshAgain = false;
    const generation = ++this.#generation;
    const from = Math.max(0, Math.floor(this.#wanted[0] / PAGE) * PAGE);
    const upTo = Math.ceil((this.#wanted[1] + 1) / PAGE) * PAGE;
    try {
      const answer = await this.#fetch(from, Math.min(500, Math.max(PAGE, upTo - from)));
      if (generation === this.#generation) {
        this.#rows = new Map();
        this.#hold(from, answer);
      } else this.#refreshAgain = true;
    } catch (error) {
      if (generation === this.#generation) this.#error = error;
    } finally {
      this.#refreshing = false;
      this.#changed();
    }
    if (this.#refreshAgain && this.#changing === 0) await this.refresh();
    else this.want(this.#wanted[0], this.#wanted[1]);
  }

  /**
   * Shows a change at once. The returned function is called when the engine has answered, well or not; then the truth
   * is asked for.
   */
  change(threadIds: ReadonlySet<number>, to: 'gone' | ((row: ThreadRow) => ThreadRow)): () => void {
    this.#generation += 1;
    this.#changing += 1;
    const kept = [...this.#rows.entries()].sort(([a], [b]) => a - b);
    this.#rows = new Map();
    let gone = 0;
    for (const [index, row] of kept) {
      if (!threadIds.has(row.threadId)) this.#rows.set(index - gone, row);
      else if (to === 'gone') gone += 1;
      else this.#rows.set(index - gone, to(row));
    }
    if (this.#total !== null) this.#total -= gone;
    this.#changed();
    let settled = false;
    return () => {
      if (settled) return;
      settled = true;
      this.#changing -= 1;
      if (this.#changing === 0) void this.refresh();
    };
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
