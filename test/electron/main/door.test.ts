import { beforeEach, describe, expect, test } from 'vitest';
import {
  callChannel,
  createMainDoor,
  type DoorContents,
  isOwnFrame,
  type MainDoor,
} from '../../../electron/main/door.ts';
import type { Handlers, MainCallName } from '../../../shared/contract/index.ts';
import type { Result } from '../../../shared/contract/problem.ts';
import type { Profile } from '../../../shared/model/profile.ts';
import { badNames, calls, cloneableJunk, goodInput, spoilt } from '../../shared/contract/sample.ts';

const origin = 'app://careseal';
const rosa: Profile = {
  id: '0123456789abcdef',
  displayName: 'Rosa Vega',
  role: 'admin',
  createdAt: '2026-01-02T03:04:05Z',
};

type Frame = { processId: number; routingId: number; origin: string; url: string; parent: unknown; detached: boolean };
const own: Frame = {
  processId: 4,
  routingId: 1,
  origin,
  url: `${origin}/index.html`,
  parent: null,
  detached: false,
};

/** Frames that a hostile page could have, each with what is wrong with it. */
const badFrames: readonly (readonly [string, Frame | null])[] = [
  ['a frame that is gone', null],
  [
    'a frame that is disposed of while its call arrives',
    new Proxy(own, {
      get() {
        throw new Error('Render frame was disposed');
      },
    }),
  ],
  ['a detached frame', { ...own, detached: true }],
  ['a frame in the page', { ...own, routingId: 2, parent: own }],
  ['a frame in the page that claims to be the first', { ...own, parent: own }],
  ['a page of the web', { ...own, origin: 'https://evil.example', url: 'https://evil.example/' }],
  ['a sandboxed page', { ...own, origin: 'null' }],
  ['about:blank', { ...own, origin: 'null', url: 'about:blank' }],
  ['a file', { ...own, origin: 'file://', url: 'file:///index.html' }],
  ['an origin that begins like ours', { ...own, origin: `${origin}.evil.example`, url: `${origin}.evil.example/` }],
  ['a URL that begins like ours', { ...own, url: `${origin}.evil.example/` }],
  ['a frame of another process', { ...own, processId: 5 }],
];

/** A window's contents as the door sees them; `invoke` is what Electron does with a call that arrives. */
function contentsOf(): DoorContents & {
  invoke(frame: Frame | null, ...args: unknown[]): Promise<Result<unknown>>;
  sent: unknown[];
} {
  const handlers = new Map<string, (event: never, ...args: unknown[]) => unknown>();
  const sent: unknown[] = [];
  return {
    ipc: {
      handle: (channel: string, handler: (event: never, ...args: unknown[]) => unknown) =>
        handlers.set(channel, handler),
    },
    mainFrame: own,
    isDestroyed: () => false,
    send: (...args: unknown[]) => sent.push(args),
    invoke: async (senderFrame: Frame | null, ...args: unknown[]) =>
      (await handlers.get(callChannel)?.({ senderFrame } as never, ...args)) as Result<unknown>,
    sent,
  } as never;
}

let unlocked: Profile | null;
let reached: string[];

function doorOf(): MainDoor {
  const handlers = Object.fromEntries(
    calls.filter(([, row]) => row.side === 'main').map(([name]) => [name, () => reached.push(name)]),
  ) as unknown as Handlers<MainCallName>;
  return createMainDoor({ handlers, origin, state: () => ({ unlocked }), audit: () => undefined });
}

beforeEach(() => {
  unlocked = rosa;
  reached = [];
});

const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code);

describe('good input from a bad frame reaches no handler', () => {
  test.each(badFrames)('%s', async (_what, frame) => {
    const contents = contentsOf();
    doorOf().open(contents);
    for (const [name] of calls) {
      expect(code(await contents.invoke(frame, name, goodInput(name)))).toBe('wrong-sender');
    }
    expect(reached).toEqual([]);
  });
});

test('the app’s own page is answered', async () => {
  const contents = contentsOf();
  doorOf().open(contents);
  await contents.invoke(own, 'desk.state', {});
  expect(reached).toEqual(['desk.state']);
  expect(isOwnFrame({ senderFrame: own as never }, contents, origin)).toBe(true);
});

test('junk from a good frame reaches no handler, for every row', async () => {
  const contents = contentsOf();
  doorOf().open(contents);
  for (const name of badNames) expect(code(await contents.invoke(own, name, {}))).toBe('unknown-row');
  for (const [name, row] of calls) {
    const junk = [...cloneableJunk, ...spoilt(goodInput(name)).filter((input) => !row.input.safeParse(input).success)];
    for (const input of junk) {
      expect(code(await contents.invoke(own, name, input))).toBe(row.side === 'main' ? 'bad-input' : 'unknown-row');
    }
  }
  expect(reached).toEqual([]);
});

test('a window that was ended is not answered', async () => {
  const door = doorOf();
  const before = contentsOf();
  const after = contentsOf();
  door.open(before);
  door.open(after);
  expect(code(await before.invoke(own, 'desk.state', {}))).toBe('wrong-sender');
  door.close();
  expect(code(await after.invoke(own, 'desk.state', {}))).toBe('wrong-sender');
  expect(reached).toEqual([]);
});

test('an event goes to the current window, and not while locked', () => {
  const door = doorOf();
  const contents = contentsOf();
  door.open(contents);
  door.emit('desk.command', { command: 'compose' });
  unlocked = null;
  door.emit('desk.command', { command: 'search' });
  door.emit('desk.countdown', { seconds: 5 });
  door.close();
  door.emit('desk.countdown', { seconds: 4 });
  expect(contents.sent).toEqual([
    ['careseal:event', { event: 'desk.command', payload: { command: 'compose' } }],
    ['careseal:event', { event: 'desk.countdown', payload: { seconds: 5 } }],
  ]);
});
