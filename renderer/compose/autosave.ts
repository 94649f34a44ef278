/** What became of the last change: `saved` carries the time that the store answered (RFC 3339). */
export type SaveState =
  | { readonly kind: 'saved'; readonly at: string | null }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly problem: unknown };

export interface AutosaveParts<T> {
  /** Writes the newest content; resolves with the time it was stored, throws when it was not. */
  readonly write: (content: T) => Promise<string>;
  readonly delayMs: number;
  readonly onState: (state: SaveState) => void;
}

/**
 * Saves the newest content after a quiet time, one write at a time. A change that comes while a write runs is written
 * after it, so an older text can never land on top of a newer one.
 */
export class Autosave<T> {
  readonly #parts: AutosaveParts<T>;
  #pending: { readonly content: T } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<boolean> | null = null;
  #stopped = false;

  constructor(parts: AutosaveParts<T>) {
    this.#parts = parts;
  }

  /** There is something newer to save. */
  change(content: T): void {
    if (this.#stopped) return;
    this.#pending = { content };
    this.#parts.onState({ kind: 'waiting' });
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#parts.delayMs);
  }

  /** Saves now what is not saved yet. True when nothing is left unsaved. */
  async flush(): Promise<boolean> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (;;) {
      if (this.#running) await this.#running;
      else if (this.#pending === null) return true;
      else {
        this.#running = this.#writePending();
        const written = await this.#running;
        if (!written) return false;
      }
    }
  }

  /** After a discard or a send nothing may be written any more: it would bring the draft back. */
  stop(): void {
    this.#stopped = true;
    this.#pending = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Takes changes again, for a send that did not happen. */
  resume(): void {
    this.#stopped = false;
  }

  async #writePending(): Promise<boolean> {
    const taken = this.#pending;
    this.#pending = null;
    try {
      if (taken) {
        const at = await this.#parts.write(taken.content);
        if (this.#pending === null) this.#parts.onState({ kind: 'saved', at });
      }
      return true;
    } catch (problem) {
      // Kept for the next attempt, unless something newer came meanwhile.
      if (taken && this.#pending === null && !this.#stopped) this.#pending = taken;
      this.#parts.onState({ kind: 'failed', problem });
      return false;
    } finally {
      this.#running = null;
    }
  }
}
