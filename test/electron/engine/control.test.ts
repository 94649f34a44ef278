import { beforeEach, expect, test } from 'vitest';
import { connectControl, type FromMain, type ParentPort } from '../../../electron/engine/control.ts';
import type { EnginePort } from '../../../electron/engine/door.ts';
import type { Control } from '../../../electron/engine/rooms.ts';

const profileId = '0123456789abcdef';

let sent: { id: number; question: string }[];
let received: { message: FromMain; port: EnginePort | undefined }[];
let hear: (data: unknown, ports?: readonly EnginePort[]) => void;
let control: Control;

beforeEach(() => {
  sent = [];
  received = [];
  const parent: ParentPort = {
    postMessage: (message) => sent.push(message as { id: number; question: string }),
    on: (_event, listener) => {
      hear = (data, ports = []) => listener({ data, ports });
    },
  };
  control = connectControl(parent, (message, port) => received.push({ message, port }));
});

test('answers find their questions, in whatever order they come', async () => {
  const first = control.ask('keychainState', { profileId });
  const second = control.ask('chooseFolder', {});
  expect(sent.map(({ question }) => question)).toEqual(['keychainState', 'chooseFolder']);
  hear({ kind: 'answer', id: sent[1]?.id, answer: { path: null } });
  hear({ kind: 'answer', id: sent[0]?.id, answer: { outcome: 'locked' } });
  expect(await first).toEqual({ outcome: 'locked' });
  expect(await second).toEqual({ path: null });
});

test('an answer that does not fit its question fails it, and unlocks nothing', async () => {
  const short = { outcome: 'ok', secret: 'too short', entry: 'x' };
  for (const answer of [null, {}, short, { outcome: 'ok' }, { outcome: 'wait', seconds: -1 }]) {
    const asked = control.ask('deviceSecret', { profileId });
    hear({ kind: 'answer', id: sent.at(-1)?.id, answer });
    await expect(asked).rejects.toMatchObject({ problem: { code: 'internal' } });
  }
});

test('an answer to nothing, and one that comes twice, changes nothing', async () => {
  hear({ kind: 'answer', id: 99, answer: { path: '/x' } });
  const asked = control.ask('chooseFolder', {});
  hear({ kind: 'answer', id: sent[0]?.id, answer: { path: '/a' } });
  hear({ kind: 'answer', id: sent[0]?.id, answer: { path: '/b' } });
  expect(await asked).toEqual({ path: '/a' });
});

test('what main may not say is not heard', () => {
  for (const junk of [null, 7, {}, { kind: 'exec' }, { kind: 'online' }, { kind: 'online', online: true, more: 1 }]) {
    hear(junk);
  }
  expect(received).toEqual([]);
  hear({ kind: 'online', online: false });
  expect(received).toEqual([{ message: { kind: 'online', online: false }, port: undefined }]);
});

test('a port comes with its message and with no other', () => {
  const port = {} as EnginePort;
  hear({ kind: 'port' }, [port]);
  hear({ kind: 'locale', locale: 'es' });
  expect(received.map(({ port: given }) => given)).toEqual([port, undefined]);
});
