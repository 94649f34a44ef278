import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { accountOf } from '../../clinic/workstation.ts';
import type { Context } from '../context.ts';
import { median } from '../measure.ts';
import { isThere, runPeer } from '../peers.ts';
import type { Line } from '../table.ts';

const childSchema = z.object({
  ms: z.number(),
  listed: z.number(),
  known: z.number(),
  indexed: z.number(),
  engineRss: z.number(),
  idleRss: z.number(),
});
export type SyncRun = z.infer<typeof childSchema>;

/** First sync from Dovecot over TLS on loopback: fetch, parse, judge, encrypt, index; beside peers that do parts of it. */
export async function firstSync(context: Context): Promise<Line[]> {
  const ours: SyncRun[] = [];
  const mbsync: number[] = [];
  const maildir = path.join(context.dir, 'mbsync');
  for (let round = 0; round < context.rounds; round += 1) {
    context.say(`first sync, round ${round + 1} of ${context.rounds}`);
    if (isThere('mbsync')) mbsync.push(await runMbsync(context, maildir));
    const place = path.join(context.dir, `workstation-${round}`);
    const run = await syncOnce(context, place);
    ours.push(run);
    context.synced = { dir: path.join(place, 'store'), engineRss: run.engineRss, idleRss: run.idleRss };
  }
  const mu = isThere('mu') && isThere('mbsync') ? await runMu(context, maildir) : null;
  const notmuch = isThere('notmuch') && isThere('mbsync') ? await runNotmuch(context, maildir) : null;
  const ms = median(ours.map((run) => run.ms));
  const theirs = mbsync.length > 0 ? median(mbsync) : null;
  const whole = ours.every(({ known, indexed }) => known === context.messages.length && indexed === known);
  return [
    {
      what: `first sync of ${context.messages.length} messages`,
      unit: 'ms',
      ours: ms,
      peers: [
        { name: 'mbsync', value: theirs },
        { name: 'mbsync + mu index', value: theirs !== null && mu !== null ? theirs + mu : null },
        { name: 'mbsync + notmuch new', value: theirs !== null && notmuch !== null ? theirs + notmuch : null },
      ],
      budget: '<= 1.0 x mbsync, <= 0.5 x mbsync + mu index',
      within: theirs === null ? null : ms <= theirs && (mu === null || ms <= (theirs + mu) / 2),
      note: whole ? '' : 'NOT EVERY MESSAGE ARRIVED',
    },
    {
      what: 'first messages in the list after start of sync',
      unit: 'ms',
      ours: median(ours.map(({ listed }) => listed)),
      peers: [],
      budget: '',
      within: null,
      note: '',
    },
  ];
}

function syncOnce(context: Context, place: string): Promise<SyncRun> {
  mkdirSync(place, { recursive: true });
  const file = path.join(place, 'given.json');
  const setup = accountOf(context.dovecot, { host: 'localhost', port: 1, security: 'tls' });
  writeFileSync(
    file,
    JSON.stringify({ setup, ca: context.dovecot.ca, dir: place, key: context.storeKey.toString('hex') }),
  );
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--expose-gc', path.join(import.meta.dirname, '../children/sync.ts'), file],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`the first sync ended with ${code}`));
      else resolve(childSchema.parse(JSON.parse(out)));
    });
  });
}

async function runMbsync(context: Context, maildir: string): Promise<number> {
  rmSync(maildir, { recursive: true, force: true });
  mkdirSync(maildir, { recursive: true });
  const ca = path.join(context.dir, 'ca.pem');
  writeFileSync(ca, context.dovecot.ca);
  const config = path.join(context.dir, 'mbsyncrc');
  writeFileSync(
    config,
    `IMAPAccount b
Host localhost
Port ${context.dovecot.imapsPort}
User ${context.user}
Pass bench-pass
SSLType IMAPS
CertificateFile ${ca}
PipelineDepth 100

IMAPStore r
Account b

MaildirStore l
Path ${maildir}/
Inbox ${maildir}/INBOX
SubFolders Verbatim

Channel c
Far :r:
Near :l:
Patterns INBOX
Create Near
Sync Pull
SyncState *
`,
  );
  return (await runPeer('mbsync', ['-c', config, '-q', 'c'])).ms;
}

async function runMu(context: Context, maildir: string): Promise<number> {
  context.say('mu index');
  const home = path.join(context.dir, 'mu');
  await runPeer('mu', ['init', '--muhome', home, '--maildir', maildir, '--my-address', context.user, '--quiet']);
  return (await runPeer('mu', ['index', '--muhome', home, '--quiet'])).ms;
}

async function runNotmuch(context: Context, maildir: string): Promise<number> {
  context.say('notmuch new');
  const config = path.join(context.dir, 'notmuch-config');
  writeFileSync(
    config,
    `[database]\npath=${maildir}\n[user]\nname=x\nprimary_email=${context.user}\n[new]\ntags=inbox\n`,
  );
  return (await runPeer('notmuch', ['new', '--quiet'], { env: { NOTMUCH_CONFIG: config } })).ms;
}

/** Store on disk, index included, against the bytes of the mailbox. */
export function storeSize(context: Context): Line {
  const size = context.synced ? statSync(path.join(context.synced.dir, 'cache.db')).size : null;
  const ratio = size === null ? null : size / context.rawBytes;
  return {
    what: `store on disk / ${Math.round(context.rawBytes / 1e6)} MB of mail`,
    unit: 'x',
    ours: ratio,
    peers: [],
    budget: '0.8',
    within: ratio === null ? null : ratio <= 0.8,
    note: 'attachments are incompressible',
  };
}

export function memory(context: Context): Line[] {
  const line = (what: string, bytes: number | undefined): Line => ({
    what,
    unit: 'MB',
    ours: bytes === undefined ? null : bytes / 1e6,
    peers: [],
    budget: '350 (main + engine, 100,000 messages, idle)',
    within: null,
    note: `engine alone, ${context.messages.length} messages`,
  });
  return [
    line('memory at the end of the first sync', context.synced?.engineRss),
    line('memory idle after it', context.synced?.idleRss),
  ];
}
