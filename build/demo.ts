import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKeyring } from '../test/keyring/keyring.ts';
import { fillMailboxes, makeKeys } from './demo/fill.ts';
import { staff } from './demo/people.ts';
import { seedWorkstation } from './demo/seed.ts';
import { startServers } from './demo/servers.ts';
import { showWindow } from './demo/show.ts';
import { demoPackages, ensurePackages } from './packages.ts';

/**
 * The demo clinic: mail servers on loopback with an invented clinic, two staff profiles with their keys, and the window.
 * No account, no network; everything it makes is gone when it ends.
 */

const root = process.getuid?.() === 0;
// Dovecot wants root. Without it the demo brings an IMAP server of its own.
ensurePackages(root ? demoPackages : demoPackages.filter(({ name }) => !name.startsWith('dovecot')));

const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(1);

const userData = await mkdtemp(path.join(tmpdir(), 'careseal-demo-'));
const keyring = await startKeyring();
const servers = await startServers();
let exitCode = 0;
try {
  const now = new Date();
  const keys = await makeKeys(now);
  const count = await fillMailboxes(servers, keys, now);
  await seedWorkstation(userData, servers, keys);
  console.log(
    `Demo clinic: ${count} messages on ${servers.kind === 'dovecot' ? 'Dovecot' : 'an embedded IMAP server'}.`,
  );
  for (const { displayName, passphrase } of staff) console.log(`  ${displayName}: passphrase "${passphrase}"`);
  await showWindow({ userData, env: keyring.env, staff: staff[0] });
} catch (error) {
  console.error(error);
  exitCode = 1;
} finally {
  await servers.stop();
  await keyring.stop();
  await rm(userData, { recursive: true, force: true });
}
process.exit(exitCode);
