import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cdp, connectCdp } from './cdp.ts';

export const chromiumPath = '/usr/bin/chromium';

export interface Chromium {
  readonly cdp: Cdp;
  readonly endpoint: string;
  readonly pid: number;
  /** The empty page that it starts with. */
  readonly firstPage: string;
  /** Resolves when the browser has ended, by us or by whoever closed its last window. */
  readonly ended: Promise<void>;
  /** Processes that render pages. */
  renderers(): Promise<number[]>;
  stop(): Promise<void>;
}

/** What keeps Chromium quiet: no network of its own, no first-run pages, no spare renderer that a test would count. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-features=SpareRendererForSitePerProcess,Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider',
  '--password-store=basic',
  '--remote-debugging-port=0',
];

/** Starts a Chromium of our own in an empty directory that goes with it. */
export async function startChromium(visible: boolean): Promise<Chromium> {
  const dir = mkdtempSync(join(tmpdir(), 'careseal-host-'));
  const args = [...flags, `--user-data-dir=${dir}`];
  if (!visible) args.push('--headless');
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const child = spawn(chromiumPath, [...args, 'about:blank'], { stdio: 'ignore', detached: true });
  // Also when whoever started us ends in a hurry: nothing of ours may stay.
  const atExit = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoint = await readEndpoint(child, dir);
  const cdp = await connectCdp(endpoint);
  const info = async (): Promise<{ type: string; id: number }[]> => {
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    return processInfo as { type: string; id: number }[];
  };
  const pid = (await info()).find(({ type }) => type === 'browser')?.id ?? child.pid ?? 0;
  const { targetInfos } = (await cdp.send('Target.getTargets')) as {
    targetInfos: { type: string; targetId: string }[];
  };
  const firstPage = targetInfos.find(({ type }) => type === 'page')?.targetId ?? '';

  return {
    cdp,
    endpoint,
    pid,
    firstPage,
    ended,
    renderers: async () => (await info()).filter(({ type }) => type === 'renderer').map(({ id }) => id),
    async stop() {
      cdp.close();
      // Its process group is its own: what it forked goes with it.
      if (child.pid !== undefined) killGroup(child.pid);
      await ended;
      process.off('exit', atExit);
      rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

async function readEndpoint(child: ChildProcess, dir: string): Promise<string> {
  const file = join(dir, 'DevToolsActivePort');
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) break;
    if (existsSync(file)) {
      const [port, path] = readFileSync(file, 'utf8').trim().split('\n');
      if (port && path) return `ws://127.0.0.1:${port}${path}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${chromiumPath} did not start.`);
}
