import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const entry = resolve(import.meta.dirname, '../../electron/cli/careseal.ts');

/** Runs `careseal` as a process of its own, under the Node that runs the tests. */
export function careseal(
  args: readonly string[],
  input: string | Uint8Array = '',
): { status: number; stdout: string; stderr: string } {
  const done = spawnSync(process.execPath, [entry, ...args], {
    input: Buffer.from(input),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) throw done.error;
  return { status: done.status ?? -1, stdout: done.stdout.toString(), stderr: done.stderr.toString() };
}
