import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Control } from '../../../electron/engine/rooms.ts';
import { openStore } from '../../../electron/engine/store/open.ts';
import { createVault } from '../../../electron/engine/vault/vault.ts';
import type { EngineQuestion, QuestionAnswer } from '../../../shared/contract/control.ts';
import type { Context } from '../context.ts';
import { median } from '../measure.ts';
import { absent, type Line } from '../table.ts';

/** From passphrase to the first 100 lines of the list: Argon2id, unwrap, both databases, one window of threads. */
export async function unlock(context: Context): Promise<Line> {
  const what = 'unlock until the list can be painted';
  if (!context.synced) return absent(what, '1 000 ms', 'there is no synced store');
  const passphrase = `bench ${randomBytes(9).toString('base64url')} words`;
  const secret = randomBytes(32).toString('base64');
  const profilesDir = path.join(context.dir, 'profiles');
  mkdirSync(profilesDir, { mode: 0o700 });
  const vault = createVault({ profilesDir, control: keychain(secret) });
  const { profile, storeKey } = await vault.create({ displayName: 'Bench', role: 'front-desk', passphrase });
  storeKey.fill(0);
  // The synced store has its own key; what is timed is the same work on the same amount of data.
  const dir = path.join(context.dir, 'unlock-store');
  cpSync(context.synced.dir, dir, { recursive: true });
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await vault.unlock({ profileId: profile.id, passphrase });
    const store = openStore({ dir, storeKey: context.storeKey });
    const inbox = store.cache.mailboxes.list().find(({ specialUse }) => specialUse === 'inbox');
    if (inbox) store.cache.threads.list(inbox.id, 0, 100, 'all');
    times.push(performance.now() - started);
    store.close();
  }
  const ms = median(times);
  return {
    what,
    unit: 'ms',
    ours: ms,
    peers: [],
    budget: '1 000 (first paint)',
    within: ms <= 1000,
    note: 'without the window',
  };
}

/** A keychain that answers at once, so that what is timed is ours. */
function keychain(secret: string): Control {
  const entry = `careseal.${'0'.repeat(16)}.${'0'.repeat(32)}`;
  const answers: { readonly [Q in EngineQuestion]: QuestionAnswer<Q> } = {
    deviceSecret: { outcome: 'ok', secret, entry },
    keychainState: { outcome: 'ok' },
    makeDeviceSecret: { outcome: 'ok', secret, entry },
    attemptEnded: { waitSeconds: 0 },
    recoveryAttempt: { outcome: 'ok' },
    setAuditPublicKey: { accepted: true },
    chooseFolder: { path: null },
  };
  return { ask: (question) => Promise.resolve(answers[question]), notice: () => undefined };
}

/** The end of a process that holds an open store with everything in its caches, as lock ends the engine. */
export async function lock(context: Context): Promise<Line[]> {
  const what = 'lock: end of the engine';
  if (!context.synced) return [absent(what, '500 ms', 'there is no synced store')];
  const times: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, '../children/hold.ts'), context.synced.dir, context.storeKey.toString('hex')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = await once(child.stdout, 'data');
    memory.push(Number(String(said)) / 1e6);
    const ended = once(child, 'exit');
    const started = performance.now();
    child.kill('SIGKILL');
    await ended;
    times.push(performance.now() - started);
  }
  const ms = median(times);
  return [
    {
      what,
      unit: 'ms',
      ours: ms,
      peers: [],
      budget: '500',
      within: ms <= 500,
      note: 'the end-to-end test times the whole',
    },
    {
      what: 'memory of an open store, list and bodies read',
      unit: 'MB',
      ours: median(memory),
      peers: [],
      budget: '350 (main + engine, 100,000 messages, idle)',
      within: null,
      note: 'Node and the store alone',
    },
  ];
}
