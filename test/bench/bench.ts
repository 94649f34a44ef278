import { parseArgs } from 'node:util';
import { benchPackages, ensurePackages } from '../../build/packages.ts';
import { prepare } from './context.ts';
import { isThere, type Peer, peerPrograms } from './peers.ts';
import { lock, unlock } from './rows/desk.ts';
import { insert } from './rows/insert.ts';
import { openOpenPgp, openPlain } from './rows/open.ts';
import { scan } from './rows/scan.ts';
import { search } from './rows/search.ts';
import { firstSync, memory, storeSize } from './rows/sync.ts';
import { absent, type Line, printTable } from './table.ts';

/**
 * `npm run bench [-- --messages N --rounds R --json]`: every budget of ARCHITECTURE.md, "Budgets" that needs no window, measured on a
 * generated mailbox beside its peers in the same run. Medians of R rounds, in turns with the peer.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.messages);
const rounds = Number(values.rounds);
if (!Number.isInteger(count) || count < 100 || !Number.isInteger(rounds) || rounds < 1) {
  console.error('usage: npm run bench -- [--messages N, at least 100] [--rounds R] [--json]');
  process.exit(2);
}

ensurePackages(benchPackages);
for (const peer of Object.keys(peerPrograms) as Peer[]) {
  if (!isThere(peer)) console.error(`peer not there: ${peer}`);
}

const context = await prepare(count, rounds);
const lines: Line[] = [];
const rows: readonly (readonly [string, () => Promise<Line | Line[]> | Line | Line[]])[] = [
  ['first sync', () => firstSync(context)],
  ['store size', () => storeSize(context)],
  ['memory', () => memory(context)],
  ['search', () => search(context)],
  ['open', () => openPlain(context)],
  ['open OpenPGP', () => openOpenPgp(context)],
  ['scan', () => scan(context)],
  ['unlock', () => unlock(context)],
  ['lock', () => lock(context)],
  ['bulk insert', () => insert(context)],
];
let failed = false;
try {
  for (const [name, row] of rows) {
    context.say(name);
    try {
      lines.push(...[await row()].flat());
    } catch (error) {
      failed = true;
      lines.push(
        absent(
          name,
          '',
          `FAILED: ${error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 120) : 'unknown'}`,
        ),
      );
    }
  }
} finally {
  await context.stop();
}
if (values.json) console.log(JSON.stringify(lines));
else {
  console.log(`\n${count} messages, ${Math.round(context.rawBytes / 1e6)} MB; Node ${process.version}\n`);
  printTable(lines);
}
process.exit(failed ? 1 : 0);
