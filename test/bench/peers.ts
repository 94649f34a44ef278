import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export const peerPrograms = {
  mbsync: '/usr/bin/mbsync',
  mu: '/usr/bin/mu',
  notmuch: '/usr/bin/notmuch',
  gpg: '/usr/bin/gpg',
} as const;
export type Peer = keyof typeof peerPrograms;

export function isThere(peer: Peer): boolean {
  return existsSync(peerPrograms[peer]);
}

/** Runs a peer to its end; throws with its last words when it fails, because a failed run must not look quick. */
export function runPeer(
  peer: Peer,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: Uint8Array } = {},
): Promise<{ readonly ms: number; readonly stdout: Buffer }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(peerPrograms[peer], args, { env: { ...process.env, ...options.env } });
    const out: Buffer[] = [];
    let words = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString('utf8')}`.slice(-500);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ ms: performance.now() - started, stdout: Buffer.concat(out) });
      else reject(new Error(`${peer} ended with ${code}: ${words}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}
