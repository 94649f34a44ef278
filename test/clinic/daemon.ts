import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A mail server in the foreground, in a process group of its own. */
export interface Daemon {
  readonly pid: number;
  alive(): boolean;
  /** Signals the master alone: TERM is an orderly end. */
  signal(signal: NodeJS.Signals): void;
  /** Signals master and children together: KILL is a power cut, STOP a server that hangs, CONT its recovery. */
  signalAll(signal: NodeJS.Signals): void;
  readonly ended: Promise<void>;
}

/** Throws with the Debian package's name when a program is missing. */
export function needProgram(path: string, debianPackage: string): void {
  if (!existsSync(path)) throw new Error(`${path} is missing: apt-get install ${debianPackage}`);
}

/**
 * Starts a daemon that ends with us: `--pdeathsig TERM` lets the kernel end it even when the test run is killed, so that
 * no server is left behind.
 */
export function startDaemon(program: string, args: readonly string[]): Daemon {
  const child: ChildProcess = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], {
    detached: true,
    stdio: 'ignore',
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${program}`);
  let alive = true;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      alive = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const send = (to: number, signal: NodeJS.Signals) => {
    try {
      process.kill(to, signal);
    } catch {
      // It has ended already, which is what a signal to it is for.
    }
  };
  return {
    pid,
    alive: () => alive,
    signal: (signal) => send(pid, signal),
    signalAll: (signal) => send(-pid, signal),
    ended,
  };
}

/** A directory that the daemons' own users may enter; mkdtemp alone gives 0700. */
export function makeServerDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `careseal-${name}-`));
  chmodSync(dir, 0o755);
  return dir;
}

/** Makes the system user that owns the mailboxes when there is none. Several test files may come here at once. */
export async function ensureMailUser(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('The test mail servers need root (they switch users).');
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await run('id', ['-u', 'vmail']);
      return;
    } catch {
      await run('useradd', [
        '--system',
        '--user-group',
        '--no-create-home',
        '--shell',
        '/usr/sbin/nologin',
        'vmail',
      ]).catch(() => undefined);
    }
  }
  throw new Error('cannot make the system user vmail');
}
