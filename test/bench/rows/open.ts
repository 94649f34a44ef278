import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../electron/engine/store/open.ts';
import type { StoredKey } from '../../../electron/engine/store/types.ts';
import { type Context, productReader } from '../context.ts';
import { percentile, timedAsync } from '../measure.ts';
import { isThere, runPeer } from '../peers.ts';
import { Random } from '../random.ts';
import { absent, type Line } from '../table.ts';
import { Words } from '../words.ts';

/** From the list to the sanitised view: read from the store, unpack, parse, judge. */
export async function openPlain(context: Context): Promise<Line> {
  const what = 'open a message, p95';
  if (!context.synced) return absent(what, '30 ms', 'there is no synced store');
  const reader = await productReader();
  const store = openStore({ dir: context.synced.dir, storeKey: context.storeKey });
  const inbox = store.cache.mailboxes.list().find(({ specialUse }) => specialUse === 'inbox');
  const times: number[] = [];
  const rows = inbox ? store.cache.threads.list(inbox.id, 0, 300, 'all').threads : [];
  for (const { messageId } of rows) {
    times.push(
      await timedAsync(async () => {
        const raw = store.cache.messages.raw(messageId);
        if (raw) (await reader.read(raw)).view.blocks.at(0);
      }),
    );
  }
  store.close();
  const p95 = percentile(times, 0.95);
  return {
    what,
    unit: 'ms',
    ours: p95,
    peers: [],
    budget: '30',
    within: p95 <= 30,
    note: `p50 ${percentile(times, 0.5).toFixed(1)}`,
  };
}

/** A signed and encrypted message made by gpg: opened by us in process, and by gpg as the process that it is. */
export async function openOpenPgp(context: Context): Promise<Line> {
  const what = 'open an OpenPGP message, p95';
  if (!isThere('gpg')) return absent(what, '80 ms, no slower than gpg', 'gpg is not there');
  const home = path.join(context.dir, 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  const gpg = (args: readonly string[], input?: Uint8Array) =>
    runPeer(
      'gpg',
      ['--homedir', home, '--batch', '--quiet', '--trust-model', 'always', '--pinentry-mode', 'loopback', ...args],
      input ? { input } : {},
    );
  const addr = 'frontdesk@clinic.test';
  await gpg(['--passphrase', '', '--quick-generate-key', `Front Desk <${addr}>`, 'future-default', 'default', 'never']);
  const armored = (await gpg(['--passphrase', '', '--armor', '--export-secret-keys', addr])).stdout.toString('latin1');
  const listing = (await gpg(['--with-colons', '--list-secret-keys', addr])).stdout.toString('latin1');
  const key: StoredKey = {
    fingerprint: /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '',
    kind: 'secret',
    armored,
    emails: [addr],
    trust: 'own',
    source: 'import',
    addedAt: new Date().toISOString(),
  };
  const random = new Random(5);
  const words = new Words(5, 5000);
  const inner = Buffer.from(
    `Content-Type: text/plain; charset=utf-8\r\n\r\n${words.paragraphs(random, 20_000).join('\r\n\r\n')}\r\n`,
  );
  const sealed = (await gpg(['--armor', '--sign', '--encrypt', '-u', addr, '-r', addr], inner)).stdout;
  const file = path.join(context.dir, 'sealed.asc');
  writeFileSync(file, sealed);
  const raw = Buffer.from(
    [
      `From: Front Desk <${addr}>`,
      `To: <${addr}>`,
      'Subject: ...',
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      'Message-ID: <bench-sealed@clinic.test>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b1"',
      '',
      '--b1',
      'Content-Type: application/pgp-encrypted',
      '',
      'Version: 1',
      '',
      '--b1',
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      '',
      sealed.toString('latin1').replaceAll(/\r?\n/g, '\r\n'),
      '--b1--',
      '',
    ].join('\r\n'),
  );
  const reader = await productReader([key]);
  let opened = 0;
  const times: number[] = [];
  for (let index = 0; index < 60; index += 1) {
    times.push(
      await timedAsync(async () => {
        const { view } = await reader.read(raw);
        if (view.verdict.encryption === 'full') opened += 1;
      }),
    );
  }
  const theirs: number[] = [];
  for (let index = 0; index < 20; index += 1) theirs.push((await gpg(['--decrypt', file])).ms);
  const p95 = percentile(times, 0.95);
  const peer = percentile(theirs, 0.95);
  return {
    what,
    unit: 'ms',
    ours: p95,
    peers: [{ name: 'gpg (process)', value: peer }],
    budget: '80, no slower than gpg',
    within: opened === times.length && p95 <= 80 && p95 <= peer,
    note: opened === times.length ? `p50 ${percentile(times, 0.5).toFixed(1)}` : 'IT WAS NOT OPENED',
  };
}
