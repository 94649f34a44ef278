import { spawnSync } from 'node:child_process';
import { ensurePackages, testPackages } from './packages.ts';

/** Every test there is, cheapest first, so that a broken line is known in seconds. */
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['lint', ['run', 'lint']],
  ['types', ['run', 'typecheck']],
  ['unit and fault tests', ['run', 'unit']],
  ['bundle', ['run', 'build']],
  ['end-to-end tests', ['run', 'e2e']],
];

ensurePackages(testPackages);

for (const [name, args] of steps) {
  const started = performance.now();
  console.log(`\n== ${name}`);
  const run = spawnSync('npm', args, { stdio: 'inherit' });
  console.log(
    `== ${name}: ${run.status === 0 ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  if (run.status !== 0) process.exit(1);
}
