import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type ForkedProcess, startEngineProcess } from '../../../electron/main/engine-process.ts';
import { beginPair } from '../../../electron/main/pair.ts';

/** A real process that refuses to end when it is asked, and is too busy to hear anything. */
async function hangingProcess(): Promise<ChildProcess> {
  const script = `process.on('SIGTERM', () => {}); process.stdout.write('x'); for (;;);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? 0, 0);
    return pid !== undefined;
  } catch {
    return false;
  }
}

test('an engine and a renderer that hang are ended too, and so is the process of a frame in the page', async () => {
  const [engine, renderer, frame] = await Promise.all([hangingProcess(), hangingProcess(), hangingProcess()]);
  const done: string[] = [];
  const forked: ForkedProcess = {
    pid: engine.pid,
    postMessage: () => undefined,
    kill: () => engine.kill(),
    on: () => undefined,
  };
  const window = {
    isDestroyed: () => false,
    destroy: () => done.push('destroyed'),
    webContents: {
      on: () => undefined,
      getOSProcessId: () => renderer.pid,
      mainFrame: { framesInSubtree: [{ osProcessId: renderer.pid }, { osProcessId: frame.pid }, { osProcessId: 0 }] },
      forcefullyCrashRenderer: () => done.push('crashed'),
    },
  };
  const pair = beginPair({
    startEngine: () =>
      startEngineProcess({
        fork: () => forked,
        start: new Promise(() => undefined),
        answerers: {} as never,
        onNotice: () => undefined,
        onExit: () => undefined,
      }),
    openWindow: () => window as never,
    channel: () => ({}) as never,
    handPort: () => undefined,
  });
  const { ms, processes, left } = await pair.end();
  expect([engine.pid, renderer.pid, frame.pid].filter(isAlive)).toEqual([]);
  expect({ processes, left, inTime: ms < 500 }).toEqual({ processes: 3, left: 0, inTime: true });
  expect(done).toEqual(['crashed', 'destroyed']);
  expect(pair.ended).toBe(true);
});
