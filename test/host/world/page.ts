/**
 * Runs in the page's own world, before the page: the other half of `contextBridge`. Builds what the preload exposes out
 * of DOM events, which both worlds hear and which are delivered at once.
 */

declare const caresealToken: string;

(() => {
  // Only the main frame has a preload, so only the main frame has something exposed.
  if (window.top !== window) return;
  type Wrapped = { value?: unknown; fn?: number };
  interface Returned {
    readonly id: number;
    readonly promise?: boolean;
    readonly result?: Wrapped;
    readonly error?: string;
  }

  const callbacks = new Map<number, (...args: unknown[]) => unknown>();
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let returned: Returned | null = null;

  const raise = (kind: string, detail: unknown): void => {
    window.dispatchEvent(new CustomEvent(`${caresealToken}:${kind}`, { detail }));
  };
  const heard = (kind: string, listener: (detail: never) => void): void => {
    window.addEventListener(`${caresealToken}:${kind}`, (event) => listener((event as CustomEvent).detail as never));
  };

  const wrap = (argument: unknown): Wrapped => {
    if (typeof argument !== 'function') return { value: argument };
    lastId += 1;
    callbacks.set(lastId, argument as (...args: unknown[]) => unknown);
    return { fn: lastId };
  };

  const call = (kind: string, what: object, args: readonly unknown[]): unknown => {
    lastId += 1;
    const id = lastId;
    returned = null;
    raise(kind, { ...what, id, args: structuredCloneable(args.map(wrap)) });
    const answer = returned as Returned | null;
    if (answer === null || answer.id !== id) throw new Error('The bridge did not answer.');
    if (answer.error !== undefined) throw new Error(answer.error);
    if (answer.promise) return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    const fn = answer.result?.fn;
    if (fn !== undefined) return (...next: unknown[]) => call('call-function', { fn }, next);
    return answer.result?.value;
  };

  /** Throws here, at the caller, for what cannot cross; a CustomEvent would drop it without a word. */
  const structuredCloneable = (value: unknown): unknown => structuredClone(value);

  heard('returned', (answer: Returned) => {
    returned = answer;
  });
  heard('settled', ({ id, ok, value }: { id: number; ok: boolean; value: unknown }) => {
    const promise = pending.get(id);
    pending.delete(id);
    if (ok) promise?.resolve(value);
    else promise?.reject(new Error(String(value)));
  });
  heard('callback', ({ fn, args }: { fn: number; args: unknown[] }) => callbacks.get(fn)?.(...args));
  heard('expose', ({ name, methods }: { name: string; methods: string[] }) => {
    if (Object.hasOwn(window, name)) return;
    const api = Object.fromEntries(
      methods.map((method) => [method, (...args: unknown[]) => call('call', { name, method }, args)]),
    );
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
  });
  raise('hello', {});
})();
