import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
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
  const exits = Promise.all([engine, renderer, frame].map((child) => once(child, 'exit')));
  const { ms, processes, left } = await pair.end();
  await exits;
  expect([engine.pid, renderer.pid, frame.pid].filter(isAlive)).toEqual([]);
  expect({ processes, left, inTime: ms < 500 }).toEqual({ processes: 3, left: 0, inTime: true });
  expect(done).toEqual(['crashed', 'destroyed']);
  expect(pair.ended).toBe(true);
});

test('a killed process that its parent has not waited for does not hold up the lock: it has no memory', async () => {
  // The shell becomes a program that never waits for its child.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(said.toString().trim());
  // The shell itself would wait for it.
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim()).toBe('sleep');
  const window = {
    isDestroyed: () => false,
    destroy: () => undefined,
    webContents: {
      on: () => undefined,
      getOSProcessId: () => child,
      mainFrame: { framesInSubtree: [] },
      forcefullyCrashRenderer: () => undefined,
    },
  };
  const pair = beginPair({
    startEngine: () => ({ kill: () => undefined, pid: () => undefined, connect: () => undefined }) as never,
    openWindow: () => window as never,
    channel: () => ({}) as never,
    handPort: () => undefined,
  });
  try {
    const { ms, left } = await pair.end();
    expect(isAlive(child), 'still a zombie').toBe(true);
    expect(left).toBe(0);
    expect(ms).toBeLessThan(500);
  } finally {
    parent.kill('SIGKILL');
  }
});
