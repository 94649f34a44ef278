import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './fixture.ts';

const marker = 'zqx-never-in-clear-zqx';

test('big sorts, index builds, savepoints, VACUUM, sweep and purge write nothing readable anywhere', () => {
  const dir = temporaryFolder();
  const temp = path.join(dir, 'temp');
  mkdirSync(temp);
  const trace = path.join(dir, 'trace');
  const run = spawnSync(
    'strace',
    [
      ...[
        '-f',
        '-qq',
        '-s',
        '1048576',
        '-e',
        'trace=openat,open,creat,memfd_create,write,pwrite64,writev,pwritev',
        '-o',
        trace,
      ],
      process.execPath,
      path.join(import.meta.dirname, 'children/sorts.ts'),
      ...[path.join(dir, 'store'), randomBytes(32).toString('hex'), marker],
    ],
    { env: { ...process.env, SQLITE_TMPDIR: temp, TMPDIR: temp }, encoding: 'utf8', maxBuffer: 1e8 },
  );
  expect(run.error).toBeUndefined();
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  const lines = readFileSync(trace, 'latin1').split('\n');
  // The process's own start has the marker among its arguments; a write never may.
  const written = lines.filter((line) => /\b(write|pwrite64|writev|pwritev)\(/.test(line));
  expect(written.length).toBeGreaterThan(100);
  expect(written.filter((line) => line.includes(marker))).toEqual([]);
  expect(lines.filter((line) => /etilqs_/.test(line))).toEqual([]);
  expect(readdirSync(temp)).toEqual([]);
  for (const name of readdirSync(path.join(dir, 'store'))) {
    expect(readFileSync(path.join(dir, 'store', name)).includes(marker), name).toBe(false);
  }
});
