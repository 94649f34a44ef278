import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountSetup } from '../../../shared/model/account.ts';
import { openWorkstation, until } from '../../clinic/workstation.ts';
import { productReader } from '../context.ts';

/**
 * A first sync in a process of its own, as the engine is one. Argument: a JSON file with the account, the CA, folder and key.
 * Prints milliseconds from start to the end of the sync, and memory at its peak and idle afterwards.
 */
const given: { setup: AccountSetup; ca: string; dir: string; key: string } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
);
const workstation = openWorkstation({
  ca: given.ca,
  dir: given.dir,
  storeKey: Buffer.from(given.key, 'hex'),
  reader: await productReader(),
});
const { store, wire } = workstation;
if (store.records.accounts.list().length === 0) store.records.accounts.add(given.setup);
const started = performance.now();
wire.start();
let listed = 0;
await until(
  'the first sync',
  () => {
    // The workstation of the tests records all that it hears; here that would be measured as the product's memory.
    workstation.reads.length = 0;
    workstation.events.length = 0;
    const [inbox] = store.cache.mailboxes.list().filter(({ specialUse }) => specialUse === 'inbox');
    if (listed === 0 && inbox && inbox.total > 0) listed = performance.now() - started;
    const [status] = wire.status();
    return status !== undefined && status.lastSync !== null && status.fetched >= status.total;
  },
  1_800_000,
);
const ms = performance.now() - started;
workstation.reads.length = 0;
const engineRss = process.memoryUsage().rss;
const { known, indexed } = store.cache.messages.counts();
await sleep(3000);
globalThis.gc?.();
const idleRss = process.memoryUsage().rss;
await workstation.close();
process.stdout.write(JSON.stringify({ ms, listed, known, indexed, engineRss, idleRss }));
