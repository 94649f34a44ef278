import { expect, test } from 'vitest';
import { type Answerers, type ForkedProcess, startEngineProcess } from '../../../electron/main/engine-process.ts';
import type { EngineNotice, StartMessage } from '../../../shared/contract/control.ts';

const start: StartMessage = { kind: 'start', profilesDir: '/p', clinicFile: null, auditPublicKey: null, locale: 'en' };

async function engine(answerers: Partial<Answerers>): Promise<{
  says: (message: unknown) => Promise<unknown[]>;
  notices: EngineNotice[];
}> {
  const sent: unknown[] = [];
  const notices: EngineNotice[] = [];
  let hear: (message: unknown) => void = () => undefined;
  const child: ForkedProcess = {
    pid: undefined,
    postMessage: (message) => sent.push(message),
    kill: () => true,
    on: (event: string, listener: never) => {
      if (event === 'message') hear = listener;
    },
  };
  const process = startEngineProcess({
    fork: () => child,
    start: Promise.resolve(start),
    answerers: answerers as Answerers,
    onNotice: (notice) => notices.push(notice),
    onExit: () => undefined,
  });
  // What is said before the start message is ready waits behind it.
  process.setOnline(true);
  process.setLocale('es');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(sent.splice(0)).toEqual([start, { kind: 'online', online: true }, { kind: 'locale', locale: 'es' }]);
  return {
    notices,
    says: async (message) => {
      hear(message);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return sent.splice(0);
    },
  };
}

const profileId = '0123456789abcdef';

test('a question is answered by its number', async () => {
  const { says } = await engine({ keychainState: async () => ({ outcome: 'ok' }) });
  expect(await says({ kind: 'question', id: 7, question: 'keychainState', input: { profileId } })).toEqual([
    { kind: 'answer', id: 7, answer: { outcome: 'ok' } },
  ]);
});

test('a profile id that could be a path never reaches the keychain', async () => {
  let asked = 0;
  const { says } = await engine({
    deviceSecret: async () => {
      asked += 1;
      return { outcome: 'absent' };
    },
  });
  for (const bad of ['../../etc', '0123456789ABCDEF', '', 7, null]) {
    const [answer] = await says({ kind: 'question', id: 1, question: 'deviceSecret', input: { profileId: bad } });
    expect(answer).toEqual({ kind: 'answer', id: 1, answer: null });
  }
  expect(asked).toBe(0);
});

test('an answer that says too much does not leave main', async () => {
  const { says } = await engine({
    keychainState: async () => ({ outcome: 'ok', secret: 'CANARY' }) as never,
  });
  const answers = await says({ kind: 'question', id: 1, question: 'keychainState', input: { profileId } });
  expect(JSON.stringify(answers)).not.toContain('CANARY');
});

test('a keychain that throws is an answer of its own, not the end of main', async () => {
  const { says } = await engine({ keychainState: () => Promise.reject(new Error('CANARY')) });
  expect(await says({ kind: 'question', id: 1, question: 'keychainState', input: { profileId } })).toEqual([
    { kind: 'answer', id: 1, answer: null },
  ]);
});

test('what is neither notice nor question is dropped', async () => {
  const { says, notices } = await engine({});
  for (const junk of [
    null,
    7,
    'x',
    {},
    { kind: 'exec', path: '/bin/sh' },
    { kind: 'question', id: 1, question: '__proto__' },
  ]) {
    expect(await says(junk)).toEqual([]);
  }
  await says({ kind: 'openUrl', url: 'https://x.example', more: 1 });
  expect(notices).toEqual([]);
  await says({ kind: 'newMessages', count: 3 });
  expect(notices).toEqual([{ kind: 'newMessages', count: 3 }]);
});
