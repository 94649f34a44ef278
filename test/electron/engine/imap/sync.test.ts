import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { accountOf, makeMessage, openWorkstation, until, type Workstation } from '../../../clinic/workstation.ts';

const smtp = { host: 'localhost', port: 1, security: 'starttls' } as const;
const users = Array.from({ length: 16 }, (_, index) => ({
  address: `user${index}@clinic.test`,
  password: 'desk-pass',
}));

/** What a server of the plainest kind announces: no CONDSTORE, QRESYNC, UIDPLUS, MOVE, SPECIAL-USE, LIST-STATUS. */
const plain = 'IMAP4rev1 LITERAL+ IDLE NAMESPACE CHILDREN';

describe.each([
  ['with CONDSTORE and QRESYNC', undefined],
  ['with CONDSTORE alone', `${plain} CONDSTORE ENABLE UIDPLUS MOVE SPECIAL-USE`],
  ['without any extension', plain],
])('sync %s', (_name, capability) => {
  let dovecot: Dovecot;
  let places: Workstation[] = [];
  let next = 0;

  beforeAll(async () => {
    dovecot = await startDovecot({ users, ...(capability === undefined ? {} : { capability }) });
  });
  afterAll(async () => dovecot.stop());
  afterEach(async () => {
    for (const place of places) await place.discard();
    places = [];
  });

  const newUser = () => {
    const user = users[next++];
    if (!user) throw new Error('more users are needed');
    return user;
  };
  const open = (from?: Pick<Workstation, 'dir' | 'storeKey'>): Workstation => {
    const place = openWorkstation({ ca: dovecot.ca, ...(from ? { dir: from.dir, storeKey: from.storeKey } : {}) });
    places.push(place);
    return place;
  };
  const begin = async (user: (typeof users)[number]): Promise<Workstation> => {
    const place = open();
    place.store.records.accounts.add(accountOf(dovecot, smtp, user));
    place.wire.start();
    await synced(place);
    return place;
  };
  /** Ends the wire as a restart does and opens the same store again; not started. */
  const restart = async (place: Workstation): Promise<Workstation> => {
    await place.close();
    places = places.filter((one) => one !== place);
    return open(place);
  };
  const synced = (place: Workstation, after: string | null = null) =>
    until('a complete sync', () => (place.wire.status()[0]?.lastSync ?? '') > (after ?? ''), 15_000);
  const fill = (user: string, mailbox: string, count: number) => {
    const messages = Array.from({ length: count }, (_, index) =>
      makeMessage({ subject: `${mailbox} ${index + 1}`, body: 'x'.repeat(500) }),
    );
    dovecot.seed(
      user,
      mailbox,
      messages.map(({ raw }, index) => ({ raw, date: new Date(Date.UTC(2026, 0, 1) + index * 60_000) })),
    );
    return messages;
  };

  test('the newest mail of every folder comes first, and nothing is missing at the end', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 350);
    fill(user.address, 'Archive', 30);
    const place = open();
    place.store.records.accounts.add(accountOf(dovecot, smtp, user));
    place.wire.start();
    await until('the first batch', () => place.reads.length > 0);
    expect(place.reads[0]?.read.facts.subject).toBe('INBOX 350');
    await synced(place);
    expect(place.subjects('INBOX')).toHaveLength(350);
    expect(place.subjects('Archive')).toHaveLength(30);
    expect(place.reads).toHaveLength(380);
    const uses = Object.fromEntries(place.store.cache.mailboxes.list().map((one) => [one.path, one.specialUse]));
    expect(uses).toMatchObject({
      INBOX: 'inbox',
      Sent: 'sent',
      Drafts: 'drafts',
      Trash: 'trash',
      Junk: 'junk',
      Archive: 'archive',
    });
    // Old mail of a new account is not news.
    expect(place.notices).toEqual([]);
    expect(place.wire.status()[0]).toMatchObject({ state: 'online', fetched: 380, total: 380, retryIn: null });
  });

  test('an interrupted first sync goes on and fetches nothing twice', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 600);
    const first = open();
    first.store.records.accounts.add(accountOf(dovecot, smtp, user));
    first.wire.start();
    await until('some mail', () => first.reads.length >= 100);
    const second = await restart(first);
    const before = second.messages('INBOX').length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(600);
    second.wire.start();
    await synced(second);
    expect(new Set(second.subjects('INBOX')).size).toBe(600);
    expect(second.messages('INBOX')).toHaveLength(600);
    expect(second.reads).toHaveLength(600 - before);
  });

  test('a folder that the connection has open already is looked at anew', async () => {
    const user = newUser();
    const place = await begin(user);
    for (const subject of ['first', 'second', 'third']) {
      await dovecot.deliver(user.address, makeMessage({ subject }).raw, 'Archive');
      place.wire.syncNow();
      await until(`${subject} in the folder`, () => place.subjects('Archive').includes(subject), 8000);
    }
    expect(place.subjects('Archive').sort()).toEqual(['first', 'second', 'third']);
  });

  test('what another client did while we were away is here after the next start', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 12);
    const first = await begin(user);
    const second = await restart(first);
    await dovecot.doveadm(['flags', 'add', '-u', user.address, '\\Seen \\Flagged', 'mailbox', 'INBOX', 'uid', '3']);
    await dovecot.doveadm(['expunge', '-u', user.address, 'mailbox', 'INBOX', 'uid', '5,7']);
    await dovecot.doveadm(['move', '-u', user.address, 'Archive', 'mailbox', 'INBOX', 'uid', '8']);
    await dovecot.deliver(user.address, makeMessage({ subject: 'late' }).raw);
    second.wire.start();
    await synced(second);
    expect(second.subjects('INBOX')).toEqual(
      [1, 2, 3, 4, 6, 9, 10, 11, 12].map((one) => `INBOX ${one}`).concat('late'),
    );
    expect(second.subjects('Archive')).toEqual(['INBOX 8']);
    expect([...(second.messages('INBOX')[2]?.flags ?? [])].sort()).toEqual(['\\Flagged', '\\Seen']);
    expect(second.reads.map(({ read }) => read.facts.subject).sort()).toEqual(['INBOX 8', 'late']);
  });

  test('a new UIDVALIDITY loses no message, doubles none and fetches none again', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 40);
    const first = await begin(user);
    const ids = first.messages('INBOX').map((message) => message.id);
    const [one] = first.messages('INBOX');
    if (!one?.uid) throw new Error('no message');
    const second = await restart(first);
    // A change that waits under the old numbers must not hit whoever has them now.
    second.store.records.operations.add(1, {
      kind: 'flag',
      path: 'INBOX',
      uids: [one.uid],
      add: ['\\Flagged'],
      remove: [],
    });
    await dovecot.doveadm(['expunge', '-u', user.address, 'mailbox', 'INBOX', 'uid', '1']);
    await dovecot.renewUidValidity(user.address, 'INBOX');
    const listed = await dovecot.list(user.address, 'INBOX');
    expect(listed[0]).toMatchObject({ uid: 1, subject: 'INBOX 2' });
    second.wire.start();
    await synced(second);
    expect(second.messages('INBOX').map((message) => message.id)).toEqual(ids.slice(1));
    expect(second.messages('INBOX').map((message) => message.uid)).toEqual(listed.map(({ uid }) => uid));
    expect(second.reads).toEqual([]);
    expect((await dovecot.list(user.address, 'INBOX')).every(({ flags }) => !flags.includes('\\Flagged'))).toBe(true);
  });

  test('a message that arrives is here within five seconds and is announced once', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 3);
    const place = await begin(user);
    const sent = Date.now();
    await dovecot.deliver(user.address, makeMessage({ subject: 'just now' }).raw);
    await until('the new message', () => place.subjects('INBOX').includes('just now'), 5_000);
    expect(Date.now() - sent).toBeLessThan(5_000);
    await until('the notice', () => place.notices.length > 0);
    expect(place.notices).toEqual([{ kind: 'newMessages', count: 1 }]);

    // Who asked for quiet gets it.
    place.store.records.settings.set({ notifications: 'none' });
    await dovecot.deliver(user.address, makeMessage({ subject: 'and another' }).raw);
    await until('the second message', () => place.subjects('INBOX').includes('and another'), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(place.notices).toHaveLength(1);
  });

  test('flags and moves made here reach the server, also those made while offline', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 6);
    const place = await begin(user);
    const account = place.store.records.accounts.list()[0];
    if (!account) throw new Error('no account');
    const flag = (index: number, add: string[], remove: string[]) => {
      const message = place.messages('INBOX')[index];
      if (!message?.uid) throw new Error('no message');
      place.store.cache.messages.changeFlags([message.id], add, remove);
      place.store.records.operations.add(account.id, { kind: 'flag', path: 'INBOX', uids: [message.uid], add, remove });
      place.wire.poke();
    };
    const move = (subject: string, from: string, to: string) => {
      const message = place.messages(from).find((one) => one.facts.subject === subject);
      if (!message) throw new Error('no message');
      place.store.records.operations.add(account.id, {
        kind: 'move',
        from,
        to,
        uids: message.uid === null ? [] : [message.uid],
        messageIds: [message.id],
      });
      place.store.cache.messages.moveLocal([message.id], place.mailbox(to).id);
      place.wire.poke();
    };
    const done = () => until('the replay', () => place.store.records.operations.pending(account.id).length === 0);
    flag(0, ['\\Seen'], []);
    await done();
    expect((await dovecot.list(user.address, 'INBOX'))[0]?.flags).toContain('\\Seen');

    place.wire.setOnline(false);
    await until('offline', () => place.wire.status()[0]?.state === 'offline');
    flag(0, ['\\Flagged'], ['\\Seen']);
    move('INBOX 2', 'INBOX', 'Trash');
    // Taken back before the server has heard of it.
    move('INBOX 3', 'INBOX', 'Archive');
    move('INBOX 3', 'Archive', 'INBOX');
    // Moved on twice.
    move('INBOX 4', 'INBOX', 'Archive');
    move('INBOX 4', 'Archive', 'Junk');
    // Somebody else sets a flag that we did not touch, and takes a message away that we want to move.
    await dovecot.doveadm(['flags', 'add', '-u', user.address, '\\Answered', 'mailbox', 'INBOX', 'uid', '1']);
    await dovecot.doveadm(['expunge', '-u', user.address, 'mailbox', 'INBOX', 'uid', '5']);
    move('INBOX 5', 'INBOX', 'Archive');
    expect(place.subjects('INBOX').sort()).toEqual(['INBOX 1', 'INBOX 3', 'INBOX 6']);
    place.wire.setOnline(true);
    await done();
    const inbox = await dovecot.list(user.address, 'INBOX');
    expect(inbox.map(({ subject }) => subject).sort()).toEqual(['INBOX 1', 'INBOX 3', 'INBOX 6']);
    expect([...(inbox.find(({ uid }) => uid === 1)?.flags ?? [])].sort()).toEqual(['\\Answered', '\\Flagged']);
    expect((await dovecot.list(user.address, 'Trash')).map(({ subject }) => subject)).toEqual(['INBOX 2']);
    expect((await dovecot.list(user.address, 'Junk')).map(({ subject }) => subject)).toEqual(['INBOX 4']);
    place.wire.syncNow();
    await until('the local copy is equal', () => place.messages('INBOX').every((one) => one.uid !== null), 15_000);
    await until('the trash is equal', () => place.messages('Trash').every((one) => one.uid !== null));
    await until('the flags are equal', () => place.messages('INBOX').some((one) => one.flags.includes('\\Answered')));
    expect(place.subjects('INBOX').sort()).toEqual(['INBOX 1', 'INBOX 3', 'INBOX 6']);
    expect(place.subjects('Trash')).toEqual(['INBOX 2']);
    expect(place.subjects('Junk')).toEqual(['INBOX 4']);
    // Nothing was fetched again for all this.
    expect(place.reads).toHaveLength(6);
  });

  test('a server that dies and comes back is found again, and what arrived meanwhile too', async () => {
    const user = newUser();
    fill(user.address, 'INBOX', 2);
    const place = await begin(user);
    await dovecot.kill();
    await until('the loss is noticed', () => place.wire.status()[0]?.state !== 'online');
    // Everything that is stored opens without a server.
    expect(place.store.cache.messages.raw(place.messages('INBOX')[0]?.id ?? 0)).toBeDefined();
    await dovecot.restart();
    await dovecot.deliver(user.address, makeMessage({ subject: 'after the outage' }).raw);
    await until('the new message', () => place.subjects('INBOX').includes('after the outage'), 15_000);
    expect(place.wire.status()[0]?.state).toBe('online');
  });
});
