import { readFileSync } from 'node:fs';
import { accountOf, enqueue, openWorkstation } from '../clinic/workstation.ts';

/** What the parent hands over, as JSON in the file that the first argument names. */
export interface ChildTask {
  readonly dir: string;
  readonly storeKey: string;
  readonly ca: string;
  readonly user: { readonly address: string; readonly password: string };
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly to: string;
  readonly raw: string;
  readonly messageId: string;
  readonly holdMs: number;
}

/*
 * A workstation that sends one message, to be killed at some moment of it. It runs the product's own wire on a real
 * store and knows nothing of the moment; it only says which states it has reached.
 */
const task: ChildTask = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const place = openWorkstation({ ca: task.ca, dir: task.dir, storeKey: Buffer.from(task.storeKey, 'hex') });
const setup = accountOf(
  { host: 'localhost', imapsPort: task.imapPort, users: [task.user] },
  { host: 'localhost', port: task.smtpPort, security: 'starttls' },
);
const account = place.store.records.accounts.add(setup);
place.wire.start();
const { copyId } = enqueue(place, account.id, {
  from: task.user.address,
  to: [task.to],
  raw: Buffer.from(task.raw, 'base64'),
  messageId: task.messageId,
  holdMs: task.holdMs,
});
place.wire.poke();
let last = '';
setInterval(() => {
  const state = place.store.records.outbox.copy(copyId)?.state ?? '';
  if (state !== last) process.stdout.write(`${state}\n`);
  last = state;
}, 2);
