import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundlePreload } from '../../../build/bundle.ts';
import type { Result } from '../../../shared/contract/problem.ts';

interface Bridge {
  call(name: string, input: unknown): Promise<Result<unknown>>;
  on(name: string, listener: (payload: unknown) => void): () => void;
}
type Listener = (event: object, ...args: unknown[]) => void;

const dir = mkdtempSync(join(tmpdir(), 'careseal-preload-'));
let source: string;
beforeAll(async () => {
  await bundlePreload(join(dir, 'preload.cjs'));
  source = readFileSync(join(dir, 'preload.cjs'), 'utf8');
});
afterAll(() => rmSync(dir, { recursive: true }));

let bridge: Bridge;
let exposed: string[];
let invoked: unknown[][];
let listeners: Map<string, Listener>;
let engine: MessagePort;

/** Runs the shipped script as Electron's sandbox does: one script with `require` for electron and nothing else. */
beforeEach(() => {
  exposed = [];
  invoked = [];
  listeners = new Map();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: Bridge) => {
        exposed.push(name, ...Object.keys(api));
        bridge = api;
      },
    },
    ipcRenderer: {
      invoke: (...args: unknown[]) => {
        invoked.push(args);
        return Promise.resolve({ ok: true, value: 'main' });
      },
      on: (channel: string, listener: Listener) => listeners.set(channel, listener),
    },
  };
  const load = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`The sandbox has no ${name}.`);
    return electron;
  };
  new Function('require', 'module', 'exports', source)(load, { exports: {} }, {});
});

function givePort(): void {
  const { port1, port2 } = new MessageChannel();
  engine = port2;
  listeners.get('careseal:engine-port')?.({ ports: [port1] }, null);
}

test('the page gets two functions, and the bridge stays on one screen', () => {
  expect(exposed).toEqual(['careseal', 'call', 'on']);
  const lines = readFileSync(new URL('../../../electron/preload/preload.ts', import.meta.url), 'utf8').split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
});

test('main never hears of a row of the engine, nor the engine of one of main', async () => {
  givePort();
  const heard: unknown[] = [];
  engine.onmessage = ({ data }) => {
    heard.push(data);
    engine.postMessage({ id: data.id, result: { ok: true, value: 'engine' } });
  };
  expect(await bridge.call('vault.unlock', { passphrase: 'CANARY' })).toEqual({ ok: true, value: 'engine' });
  expect(await bridge.call('desk.state', {})).toEqual({ ok: true, value: 'main' });
  expect(heard).toEqual([{ id: 1, name: 'vault.unlock', input: { passphrase: 'CANARY' } }]);
  expect(invoked).toEqual([['careseal:call', 'desk.state', {}]]);
  engine.close();
});

test('a name that is no call leaves the page nowhere', async () => {
  for (const name of ['__proto__', 'constructor', 'mail.changed', '', 'x']) {
    expect(await bridge.call(name, {})).toMatchObject({ ok: false, problem: { code: 'unknown-row' } });
  }
  expect(invoked).toEqual([]);
});

test('a call that comes before the port waits for it', async () => {
  const early = bridge.call('settings.get', {});
  givePort();
  engine.onmessage = ({ data }) => engine.postMessage({ id: data.id, result: { ok: true, value: 1 } });
  expect(await early).toEqual({ ok: true, value: 1 });
  engine.close();
});

test('a call that the engine takes to its grave is answered, and so is every later one', async () => {
  givePort();
  const waiting = bridge.call('settings.get', {});
  // Lets the request go before the engine does.
  await new Promise((resolve) => setTimeout(resolve, 20));
  engine.close();
  expect(await waiting).toMatchObject({ ok: false, problem: { code: 'engine-gone' } });
  expect(await bridge.call('settings.get', {})).toMatchObject({ ok: false, problem: { code: 'engine-gone' } });
});

test('a listener gets the payload and never the event, until it is taken away', () => {
  const heard: unknown[][] = [];
  const stop = bridge.on('desk.countdown', (...args) => heard.push(args));
  bridge.on('__proto__', () => heard.push(['proto']));
  const raise = (payload: unknown): void =>
    listeners.get('careseal:event')?.({ sender: 'CANARY' }, { event: 'desk.countdown', payload });
  raise({ seconds: 3 });
  stop();
  raise({ seconds: 2 });
  listeners.get('careseal:event')?.({}, { event: '__proto__', payload: {} });
  expect(heard).toEqual([[{ seconds: 3 }]]);
});
