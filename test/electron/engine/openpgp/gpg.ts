import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The machine's GnuPG with a home of its own. */
export class Gpg {
  readonly home = mkdtempSync(join(tmpdir(), 'gpg-'));

  run(args: readonly string[], input: Uint8Array | string = ''): { stdout: Buffer; stderr: string; status: number } {
    const done = spawnSync(
      'gpg',
      [
        '--homedir',
        this.home,
        '--batch',
        '--no-tty',
        '--yes',
        '--pinentry-mode',
        'loopback',
        '--trust-model',
        'always',
        ...args,
      ],
      { input: Buffer.from(input), maxBuffer: 64 * 1024 * 1024 },
    );
    if (done.error) throw done.error;
    return { stdout: done.stdout, stderr: done.stderr.toString(), status: done.status ?? -1 };
  }

  ok(args: readonly string[], input: Uint8Array | string = ''): Buffer {
    const { stdout, stderr, status } = this.run(args, input);
    if (status !== 0) throw new Error(`gpg ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Makes a key without passphrase and returns its fingerprint. */
  makeKey(userId: string, algorithm = 'default'): string {
    this.ok(['--passphrase', '', '--quick-generate-key', userId, algorithm, 'default', 'never']);
    const listed = this.ok(['--with-colons', '--list-keys', userId]).toString();
    return /^fpr:+([0-9A-F]{40})/m.exec(listed)?.[1] ?? '';
  }

  close(): void {
    try {
      execFileSync('gpgconf', ['--homedir', this.home, '--kill', 'all'], { stdio: 'ignore' });
    } finally {
      rmSync(this.home, { recursive: true, force: true });
    }
  }
}
