import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Autosave, type SaveState } from '../../../renderer/compose/autosave.ts';

/** A store that answers when it is told to. */
function slowStore() {
  const written: string[] = [];
  const waiting: { resolve: (at: string) => void; reject: (reason: Error) => void }[] = [];
  return {
    written,
    write: (content: string) =>
      new Promise<string>((resolve, reject) => {
        written.push(content);
        waiting.push({ resolve, reject });
      }),
    answer: () => waiting.shift()?.resolve('2026-06-01T10:42:00Z'),
    refuse: () => waiting.shift()?.reject(new Error('disk full')),
  };
}

describe('Autosave', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('writes once after a quiet time, with the newest text', async () => {
    const store = slowStore();
    const save = new Autosave({ write: store.write, delayMs: 600, onState: () => undefined });
    save.change('a');
    save.change('ab');
    await vi.advanceTimersByTimeAsync(599);
    expect(store.written).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.written).toEqual(['ab']);
  });

  it('never lets an older text land on a newer one', async () => {
    const store = slowStore();
    const save = new Autosave({ write: store.write, delayMs: 10, onState: () => undefined });
    save.change('old');
    await vi.advanceTimersByTimeAsync(10);
    save.change('new');
    await vi.advanceTimersByTimeAsync(50);
    expect(store.written).toEqual(['old']);
    store.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.written).toEqual(['old', 'new']);
  });

  it('holds what could not be stored and writes it at the next chance', async () => {
    const store = slowStore();
    const states: SaveState['kind'][] = [];
    const save = new Autosave({ write: store.write, delayMs: 10, onState: ({ kind }) => states.push(kind) });
    save.change('text');
    const first = save.flush();
    store.refuse();
    expect(await first).toBe(false);
    expect(states.at(-1)).toBe('failed');
    const second = save.flush();
    store.answer();
    expect(await second).toBe(true);
    expect(store.written).toEqual(['text', 'text']);
    expect(states.at(-1)).toBe('saved');
  });

  it('writes nothing after a discard: that would bring the draft back', async () => {
    const store = slowStore();
    const save = new Autosave({ write: store.write, delayMs: 10, onState: () => undefined });
    save.change('text');
    save.stop();
    save.change('more');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await save.flush()).toBe(true);
    expect(store.written).toEqual([]);
  });

  it('waits for a running write when it is closed', async () => {
    const store = slowStore();
    const save = new Autosave({ write: store.write, delayMs: 10, onState: () => undefined });
    save.change('text');
    await vi.advanceTimersByTimeAsync(10);
    let closed = false;
    const closing = save.flush().then(() => {
      closed = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(closed).toBe(false);
    store.answer();
    await closing;
    expect(closed).toBe(true);
  });
});
