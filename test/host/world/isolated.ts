import type { FromWorld, ToWorld } from '../wire.ts';

/**
 * Runs in the isolated world of every frame, before the page: what Electron gives a sandboxed preload. The preload's
 * own text is put after it by the host, for the main frame only, as in Electron.
 */

declare const caresealToken: string;
declare const caresealBinding: (payload: string) => void;

type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;

const tell = (message: FromWorld): void => caresealBinding(JSON.stringify(message));
const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
const listeners = new Map<string, Listener[]>();
/** Our ends of the channels whose other ends the preload holds. */
const ports = new Map<number, MessagePort>();
let lastCall = 0;

const ipcRenderer = {
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      lastCall += 1;
      calls.set(lastCall, { resolve, reject });
      tell({ t: 'invoke', call: lastCall, channel, args });
    });
  },
  on(channel: string, listener: Listener): void {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  },
};

function adopt(id: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => caresealBinding(`p${id}:${JSON.stringify(data)}`);
  port1.addEventListener('close', () => tell({ t: 'port.close', port: id }));
  ports.set(id, port1);
  return port2;
}

function deliver(texts: readonly string[]): void {
  for (const text of texts) {
    if (text.startsWith('p')) {
      const colon = text.indexOf(':');
      ports.get(Number(text.slice(1, colon)))?.postMessage(JSON.parse(text.slice(colon + 1)));
      continue;
    }
    const message = JSON.parse(text) as ToWorld;
    if (message.t === 'reply') {
      const call = calls.get(message.call);
      calls.delete(message.call);
      if (message.ok) call?.resolve(message.value);
      else call?.reject(new Error(String(message.value)));
    } else if (message.t === 'send') {
      const received = message.ports.map(adopt);
      for (const listener of listeners.get(message.channel) ?? []) listener({ ports: received }, ...message.args);
    } else {
      ports.get(message.port)?.close();
      ports.delete(message.port);
    }
  }
}

// ------------------------------------------------------------------------------------------- contextBridge

type Api = Record<string, (...args: unknown[]) => unknown>;
const exposed: Record<string, Api> = {};
const functions = new Map<number, (...args: unknown[]) => unknown>();
let lastFunction = 0;

const raise = (kind: string, detail: unknown): void => {
  window.dispatchEvent(new CustomEvent(`${caresealToken}:${kind}`, { detail }));
};
const heard = (kind: string, listener: (detail: never) => void): void => {
  window.addEventListener(`${caresealToken}:${kind}`, (event) => listener((event as CustomEvent).detail as never));
};

/** A value on its way to the page: functions go as numbers. */
function outward(value: unknown): unknown {
  if (typeof value !== 'function') return { value };
  lastFunction += 1;
  functions.set(lastFunction, value as (...args: unknown[]) => unknown);
  return { fn: lastFunction };
}

/** An argument from the page: a number of a function becomes a function that calls it. */
function inward(argument: { value?: unknown; fn?: number }): unknown {
  const { fn } = argument;
  if (fn === undefined) return argument.value;
  return (...args: unknown[]) => raise('callback', { fn, args });
}

function answer(id: number, run: () => unknown): void {
  try {
    const result = run();
    if (result instanceof Promise) {
      raise('returned', { id, promise: true });
      result.then(
        (value) => raise('settled', { id, ok: true, value }),
        (error: unknown) => raise('settled', { id, ok: false, value: error instanceof Error ? error.message : '' }),
      );
    } else {
      raise('returned', { id, result: outward(result) });
    }
  } catch (error) {
    raise('returned', { id, error: error instanceof Error ? error.message : '' });
  }
}

heard('call', ({ id, name, method, args }: { id: number; name: string; method: string; args: { value: unknown }[] }) =>
  answer(id, () => exposed[name]?.[method]?.(...args.map(inward))),
);
heard('call-function', ({ id, fn, args }: { id: number; fn: number; args: { value: unknown }[] }) =>
  answer(id, () => functions.get(fn)?.(...args.map(inward))),
);
heard('hello', () => {
  for (const [name, api] of Object.entries(exposed)) raise('expose', { name, methods: Object.keys(api) });
});

const contextBridge = {
  exposeInMainWorld(name: string, api: Api): void {
    exposed[name] = api;
    raise('expose', { name, methods: Object.keys(api) });
  },
};

// ------------------------------------------------------------------------------------------------ input

/** Main hears of keys, and the system of input, before the page does. */
window.addEventListener(
  'keydown',
  (event) => {
    if (!event.isTrusted) return;
    tell({
      t: 'key',
      key: event.key,
      code: event.code,
      ctrl: event.ctrlKey,
      shift: event.shiftKey,
      alt: event.altKey,
      meta: event.metaKey,
    });
  },
  true,
);
for (const kind of ['pointerdown', 'wheel'] as const) {
  window.addEventListener(kind, (event) => event.isTrusted && tell({ t: 'input' }), { capture: true, passive: true });
}

Object.assign(globalThis, {
  caresealWorld: {
    deliver,
    ipcRenderer,
    require(name: string): unknown {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`A sandboxed preload may not load ${name}.`);
    },
  },
});
