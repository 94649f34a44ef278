import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pendingFor } from '../../../../electron/engine/imap/operations.ts';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { startTap } from '../../../clinic/tap.ts';
import { accountOf, makeMessage, openWorkstation, until, type Workstation } from '../../../clinic/workstation.ts';

const smtp = { host: 'localhost', port: 1, security: 'starttls' } as const;
const users = Array.from({ length: 6 }, (_, index) => ({ address: `user${index}@clinic.test`, password: 'pw' }));

describe('changes made here', () => {
  let dovecot: Dovecot;
  let place: Workstation;
  let next = 0;
  beforeAll(async () => {
    dovecot = await startDovecot({ users });
  });
  afterAll(async () => dovecot.stop());
  afterEach(async () => place.discard());

  const begin = async (count: number, imapsPort = dovecot.imapsPort) => {
    const user = users[next++];
    if (!user) throw new Error('more users are needed');
    dovecot.seed(
      user.address,
      'INBOX',
      Array.from({ length: count }, (_, index) => ({ raw: makeMessage({ subject: `INBOX ${index + 1}` }).raw })),
    );
    place = openWorkstation({ ca: dovecot.ca });
    place.store.records.accounts.add(accountOf({ host: 'localhost', imapsPort, users: [user] }, smtp));
    place.wire.start();
    await until('a complete sync', () => place.wire.status()[0]?.lastSync != null, 15_000);
    return user.address;
  };
  const pending = () => place.store.records.operations.pending(1);
  const move = (subject: string, from: string, to: string) => {
    const message = place.messages(from).find((one) => one.facts.subject === subject);
    if (!message) throw new Error('no message');
    const uids = message.uid === null ? [] : [message.uid];
    place.store.records.operations.add(1, { kind: 'move', from, to, uids, messageIds: [message.id] });
    place.store.cache.messages.moveLocal([message.id], place.mailbox(to).id);
    return message;
  };

  test('a flag on a message that was moved a moment ago follows it', async () => {
    const user = await begin(2);
    const message = move('INBOX 1', 'INBOX', 'Archive');
    place.store.cache.messages.changeFlags([message.id], ['\\Flagged'], []);
    place.store.records.operations.add(1, {
      kind: 'flag',
      path: 'Archive',
      uids: [],
      add: ['\\Flagged'],
      remove: [],
      messageIds: [message.id],
    });
    place.wire.poke();
    await until('the replay', () => pending().length === 0);
    expect(await dovecot.list(user, 'Archive')).toMatchObject([{ subject: 'INBOX 1', flags: ['\\Flagged'] }]);
  });

  test('a change that the server refuses for good is given up, and its state is shown again', async () => {
    const user = await begin(3);
    const message = place.messages('INBOX')[0];
    if (!message?.uid) throw new Error('no message');
    // The folder is gone on the server, and here nobody knows yet.
    await dovecot.doveadm(['mailbox', 'create', '-u', user, 'Soon gone']);
    place.wire.syncNow();
    await until('the folder', () => place.store.cache.mailboxes.list().some(({ path }) => path === 'Soon gone'));
    await dovecot.doveadm(['mailbox', 'delete', '-u', user, 'Soon gone']);
    move('INBOX 1', 'INBOX', 'Soon gone');
    const [operation] = pending();
    if (!operation) throw new Error('no operation');
    for (let attempt = 0; attempt < 4; attempt++) place.store.records.operations.failed(operation.id);
    expect(place.subjects('INBOX')).toHaveLength(2);
    place.wire.poke();
    await until('it is given up', () => pending().length === 0);
    place.wire.syncNow();
    await until('the message is back', () => place.subjects('INBOX').includes('INBOX 1'));
    expect(place.subjects('INBOX').sort()).toEqual(['INBOX 1', 'INBOX 2', 'INBOX 3']);
    expect(await dovecot.list(user, 'INBOX')).toHaveLength(3);
  });

  test('a line that breaks in the middle of a change loses neither the change nor the message', async () => {
    const tap = await startTap(dovecot.certificates, dovecot.imapsPort);
    const user = await begin(3, tap.port);
    let broken = 0;
    // First the command is lost, then its answer.
    tap.fromClient = (text) => (/ UID MOVE /.test(text) && broken++ === 0 ? 'hang-up' : 'pass');
    tap.fromServer = (text) => (/COPYUID/.test(text) && broken++ === 1 ? 'hang-up' : 'pass');
    move('INBOX 2', 'INBOX', 'Archive');
    place.wire.poke();
    await until('the replay', () => pending().length === 0, 20_000);
    expect(broken).toBeGreaterThanOrEqual(2);
    expect((await dovecot.list(user, 'INBOX')).map(({ subject }) => subject)).toEqual(['INBOX 1', 'INBOX 3']);
    expect((await dovecot.list(user, 'Archive')).map(({ subject }) => subject)).toEqual(['INBOX 2']);
    place.wire.syncNow();
    await until('the copy is equal', () => place.messages('Archive').every((one) => one.uid !== null), 15_000);
    expect(place.subjects('Archive')).toEqual(['INBOX 2']);
    expect(place.subjects('INBOX')).toEqual(['INBOX 1', 'INBOX 3']);
    await tap.stop();
  });

  test('a change on its way is not undone by what the server still says', async () => {
    await begin(1);
    const { operations } = place.store.records;
    operations.add(1, { kind: 'flag', path: 'INBOX', uids: [1], add: ['\\Seen'], remove: ['\\Flagged'] });
    const view = pendingFor(place.store, pending(), 'INBOX');
    expect(view.overlay(1, ['\\Flagged', '\\Answered']).sort()).toEqual(['\\Answered', '\\Seen']);
    expect(view.overlay(2, ['\\Flagged'])).toEqual(['\\Flagged']);
    expect(pendingFor(place.store, pending(), 'Archive').overlay(1, [])).toEqual([]);
  });
});
