import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Reader } from '../../electron/engine/rooms.ts';
import type { StoredKey } from '../../electron/engine/store/types.ts';
import { type Dovecot, startDovecot } from '../clinic/dovecot.ts';
import { type GeneratedMessage, generateMailbox } from './mailbox.ts';

/** What all lines of one run share: one generated mailbox, one server with it, one place on disk. */
export interface Context {
  readonly messages: readonly GeneratedMessage[];
  readonly rawBytes: number;
  readonly rounds: number;
  readonly dir: string;
  readonly dovecot: Dovecot;
  readonly user: string;
  readonly storeKey: Buffer;
  /** Store that the first sync filled; `null` until then. */
  synced: { readonly dir: string; readonly engineRss: number; readonly idleRss: number } | null;
  readonly say: (text: string) => void;
  stop(): Promise<void>;
}

export async function prepare(count: number, rounds: number): Promise<Context> {
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  say(`generating ${count} messages`);
  const messages = [...generateMailbox({ count })];
  const dir = mkdtempSync(path.join(os.tmpdir(), 'careseal-bench-'));
  const user = 'frontdesk@clinic.test';
  const dovecot = await startDovecot({ users: [{ address: user, password: 'bench-pass' }] });
  dovecot.seed(
    user,
    'INBOX',
    messages.map(({ raw, receivedAt }) => ({ raw, date: receivedAt, flags: ['\\Seen'] })),
  );
  // Without this the first client to come would pay for the server's own index.
  await dovecot.doveadm(['index', '-u', user, 'INBOX']);
  return {
    messages,
    rawBytes: messages.reduce((sum, { raw }) => sum + raw.length, 0),
    rounds,
    dir,
    dovecot,
    user,
    storeKey: randomBytes(32),
    synced: null,
    say,
    stop: async () => {
      await dovecot.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The reader of the product, which parses, opens, judges and sanitises. */
export async function productReader(keys: readonly StoredKey[] = []): Promise<Reader> {
  const { createReader } = await import('../../electron/engine/intake.ts');
  return createReader({ keys: () => [...keys], ownAddresses: () => ['frontdesk@clinic.test'], now: () => new Date() });
}
