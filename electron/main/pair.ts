import { readFileSync } from 'node:fs';
import type { BrowserWindow, MessagePortMain, WebContents } from 'electron';
import { type EngineProcess, killNow } from './engine-process.ts';
import { goneLimitMs, gonePollMs } from './limits.ts';

/** The two processes that may hold plaintext: a window's renderer and its engine. They begin and end together. */
export interface Pair {
  readonly window: BrowserWindow;
  readonly engine: EngineProcess;
  /** Kills both and answers when both are gone. */
  end(): Promise<PairEnd>;
  readonly ended: boolean;
}

/** How ending went: numbers only, they are logged. */
export interface PairEnd {
  /** From the call to the moment in which no process was left. */
  readonly ms: number;
  readonly processes: number;
  /** Processes that were still there after two seconds; anything but 0 is a fault. */
  readonly left: number;
}

export interface PairParts {
  readonly openWindow: () => BrowserWindow;
  readonly startEngine: () => EngineProcess;
  /** A fresh channel; one end for each. */
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  /** Hands the page its end; goes through the door, as everything to the page does. */
  readonly handPort: (contents: WebContents, port: MessagePortMain) => void;
}

/** Starts a window and a waiting engine and joins them; main keeps neither end of what joins them. */
export function beginPair(parts: PairParts): Pair {
  const engine = parts.startEngine();
  const window = parts.openWindow();
  let ended = false;

  window.webContents.on('did-finish-load', () => {
    if (ended) return;
    const { port1, port2 } = parts.channel();
    engine.connect(port2);
    parts.handPort(window.webContents, port1);
  });

  return {
    window,
    engine,
    get ended() {
      return ended;
    },
    async end() {
      const started = performance.now();
      const pids = new Set<number>(rendererPids(window));
      const enginePid = engine.pid();
      if (enginePid !== undefined) pids.add(enginePid);
      ended = true;

      engine.kill();
      for (const pid of pids) killNow(pid);
      if (!window.isDestroyed()) {
        window.webContents.forcefullyCrashRenderer();
        window.destroy();
      }
      const left = await untilGone(pids, started);
      return { ms: Math.round(performance.now() - started), processes: pids.size, left };
    },
  };
}

/**
 * Every process that renders a part of the window. Sandboxed frames, which show messages, may live in processes of
 * their own, and crashing the main frame's process leaves those alive.
 */
function rendererPids(window: BrowserWindow): number[] {
  if (window.isDestroyed()) return [];
  const contents = window.webContents;
  const pids = [contents.getOSProcessId(), ...contents.mainFrame.framesInSubtree.map((frame) => frame.osProcessId)];
  return pids.filter((pid) => pid > 0);
}

async function untilGone(pids: ReadonlySet<number>, started: number): Promise<number> {
  let left = [...pids];
  while (left.length > 0 && performance.now() - started < goneLimitMs) {
    left = left.filter(isAlive);
    if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, gonePollMs));
  }
  return left.length;
}

/**
 * Whether a process still has memory. A killed one that its parent has not waited for yet answers signals and has none:
 * on a busy machine it stays in that state for seconds.
 */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // proc_pid_stat(5): the state follows the name, which may hold anything and ends at the last bracket.
    return !/^ [ZXx]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}
