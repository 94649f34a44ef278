import { contextBridge, ipcRenderer } from 'electron';
import type { Result } from '../../shared/contract/problem.ts';
import type { Side } from '../../shared/contract/row.ts';

/** Every call and who answers it, and every event; written in from the contract when the bridge is bundled. */
declare const CARESEAL_CALLS: Readonly<Record<string, Side>>;
declare const CARESEAL_EVENTS: readonly string[];

type Listener = (payload: unknown) => void;
const refuse = (code: 'unknown-row' | 'engine-gone', message: string): Result<never> => {
  return { ok: false, problem: { code, message, hint: 'Restart Careseal.', retryable: false } };
};

const listeners = new Map<string, Set<Listener>>(CARESEAL_EVENTS.map((name) => [name, new Set()]));
const raise = (message: { event: string; payload: unknown }): void => {
  for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
};
ipcRenderer.on('careseal:event', (_event, message) => raise(message));

const waiting = new Map<number, (result: Result<unknown>) => void>();
let lastId = 0;
let gone = false;
let setPort: (port: MessagePort) => void;
const port = new Promise<MessagePort>((resolve) => (setPort = resolve));
ipcRenderer.on('careseal:engine-port', ({ ports: [next] }) => {
  if (next === undefined) return;
  next.onmessage = ({ data }) => {
    if ('event' in data) return raise(data);
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  };
  next.addEventListener('close', () => {
    gone = true;
    for (const answer of waiting.values()) answer(refuse('engine-gone', 'A part of Careseal has stopped.'));
    waiting.clear();
  });
  setPort(next);
});

contextBridge.exposeInMainWorld('careseal', {
  async call(name: string, input: unknown): Promise<Result<unknown>> {
    const side = Object.hasOwn(CARESEAL_CALLS, name) ? CARESEAL_CALLS[name] : undefined;
    if (side === undefined) return refuse('unknown-row', 'Careseal does not know this request.');
    if (side === 'main') return await ipcRenderer.invoke('careseal:call', name, input);
    const engine = await port;
    if (gone) return refuse('engine-gone', 'A part of Careseal has stopped.');
    return await new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      engine.postMessage({ id: lastId, name, input });
    });
  },
  on(name: string, listener: Listener): () => void {
    listeners.get(name)?.add(listener);
    return () => listeners.get(name)?.delete(listener);
  },
});
