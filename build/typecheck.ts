import { spawnSync } from 'node:child_process';

/** One tsconfig per layer: a file sees only the globals that its layer has. */
const layers = [
  'shared',
  'electron/disk',
  'electron/audit',
  'electron/main',
  'electron/preload',
  'electron/engine',
  'electron/cli',
  'renderer',
  'build',
  'test',
];

let failed = false;
for (const layer of layers) {
  const run = spawnSync('tsc', ['-p', layer], { stdio: 'inherit' });
  if (run.status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
