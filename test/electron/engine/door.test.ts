import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngineDoor, type EngineDoor, type EnginePort } from '../../../electron/engine/door.ts';
import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import type { Result } from '../../../shared/contract/problem.ts';
import type { Profile } from '../../../shared/model/profile.ts';
import { badNames, calls, cloneableJunk, goodInput } from '../../shared/contract/sample.ts';

const rosa: Profile = {
  id: '0123456789abcdef',
  displayName: 'Rosa Vega',
  role: 'admin',
  createdAt: '2026-01-02T03:04:05Z',
};

/** A real message port, with the face of Electron's. */
function enginePort(port: MessagePort): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (_event, listener) => port.on('message', (data) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

class Window {
  readonly port: MessagePort;
  readonly events: unknown[] = [];
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  #lastId = 0;
  constructor(port: MessagePort) {
    this.port = port;
    port.on('message', (message: { id: number; result: Result<unknown>; event?: string }) => {
      if (message.event !== undefined) this.events.push(message);
      else this.#waiting.get(message.id)?.(message.result);
    });
  }
  async call(name: unknown, input: unknown): Promise<string> {
    this.#lastId += 1;
    const id = this.#lastId;
    const result = await new Promise<Result<unknown>>((resolve) => {
      this.#waiting.set(id, resolve);
      this.port.postMessage({ id, name, input });
    });
    return result.ok ? 'ok' : result.problem.code;
  }
}

let unlocked: Profile | null;
let reached: string[];
let door: EngineDoor;
let window: Window;

function openWindow(): Window {
  const { port1, port2 } = new MessageChannel();
  door.setPort(enginePort(port2));
  return new Window(port1);
}

beforeEach(() => {
  unlocked = rosa;
  reached = [];
  const handlers = Object.fromEntries(
    calls.filter(([, row]) => row.side === 'engine').map(([name]) => [name, () => reached.push(name)]),
  ) as unknown as Handlers<EngineCallName>;
  door = createEngineDoor({ handlers, state: () => ({ unlocked }), audit: () => undefined });
  window = openWindow();
});
afterEach(() => window.port.close());

test('junk over the port reaches no room, for every row', async () => {
  for (const [name, row] of calls) {
    const unknownKey = { ...(goodInput(name) as object), unknownKeyOfNobody: 1 };
    for (const input of [...cloneableJunk, unknownKey]) {
      expect(await window.call(name, input)).toBe(row.side === 'engine' ? 'bad-input' : 'unknown-row');
    }
  }
  expect(reached).toEqual([]);
});

test('a request without the envelope is dropped, and the next one is still answered', async () => {
  for (const junk of [null, 7, 'x', [], {}, { id: -1 }, { id: 'x', name: 'settings.get' }, { id: 1.5, name: 'a' }]) {
    window.port.postMessage(junk);
  }
  for (const name of badNames) window.port.postMessage({ id: 1, name: typeof name === 'string' ? name : 7, input: {} });
  window.port.postMessage({ id: 2, name: 'settings.get', input: {}, more: 1 });
  await window.call('settings.get', {});
  expect(reached).toEqual(['settings.get']);
});

test('names that every object has are no rows', async () => {
  for (const name of badNames) {
    if (typeof name === 'string' && name.length <= 60) expect(await window.call(name, {})).toBe('unknown-row');
  }
});

test('a window that was replaced hears nothing any more', async () => {
  const before = window;
  const after = openWindow();
  door.emit('mail.changed', { mailboxIds: [1], newMessages: 1 });
  await after.call('settings.get', {});
  expect(after.events).toEqual([{ event: 'mail.changed', payload: { mailboxIds: [1], newMessages: 1 } }]);
  expect(before.events).toEqual([]);
  after.port.close();
});

test('no event leaves a locked engine, nor one with more in it than its row allows', async () => {
  unlocked = null;
  door.emit('mail.changed', { mailboxIds: [1], newMessages: 1 });
  unlocked = rosa;
  door.emit('mail.changed', { mailboxIds: [1], newMessages: 1, subject: 'CANARY' } as never);
  await window.call('settings.get', {});
  expect(window.events).toEqual([]);
});
