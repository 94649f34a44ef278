import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { accountOf, makeMessage, openWorkstation, until, type Workstation } from '../../../clinic/workstation.ts';

const smtp = { host: 'localhost', port: 1, security: 'starttls' } as const;
const users = Array.from({ length: 6 }, (_, index) => ({ address: `user${index}@clinic.test`, password: 'pw' }));
const dayMs = 86_400_000;

describe('bodies', () => {
  let dovecot: Dovecot;
  let place: Workstation;
  let next = 0;
  beforeAll(async () => {
    dovecot = await startDovecot({ users });
  });
  afterAll(async () => dovecot.stop());
  afterEach(async () => place.discard());

  const begin = async (user: { address: string; password: string }, keepDays: number | null = null) => {
    place = openWorkstation({ ca: dovecot.ca });
    const account = place.store.records.accounts.add(accountOf(dovecot, smtp, user));
    if (keepDays !== null) place.store.records.accounts.update(account.id, { keepDays });
    place.wire.start();
    await until('a complete sync', () => place.wire.status()[0]?.lastSync != null, 15_000);
  };
  const newUser = () => {
    const user = users[next++];
    if (!user) throw new Error('more users are needed');
    return user;
  };

  test('a big message shows its headers before small ones wait for its body, and its body comes too', async () => {
    const user = newUser();
    const big = makeMessage({ subject: 'an X-ray', body: 'x'.repeat(78).concat('\r\n').repeat(40_000) });
    dovecot.seed(user.address, 'INBOX', [
      ...Array.from({ length: 30 }, () => ({ raw: makeMessage({}).raw })),
      { raw: big.raw },
    ]);
    await begin(user);
    expect(place.subjects('INBOX')).toContain('an X-ray');
    const read = place.reads.map((one) => one.read.facts.subject);
    expect(read.at(-1)).toBe('an X-ray');
    const stored = place.messages('INBOX').find((one) => one.facts.subject === 'an X-ray');
    expect(stored?.hasRaw).toBe(true);
    expect(Buffer.from(place.store.cache.messages.raw(stored?.id ?? 0) ?? []).equals(big.raw)).toBe(true);
  });

  test('a body beyond the days that are kept stays on the server until it is opened', async () => {
    const user = newUser();
    const old = makeMessage({ subject: 'long ago', body: 'An old letter.' });
    dovecot.seed(user.address, 'INBOX', [
      { raw: old.raw, date: new Date(Date.now() - 90 * dayMs) },
      { raw: makeMessage({ subject: 'today' }).raw, date: new Date() },
    ]);
    await begin(user, 30);
    const byName = (subject: string) => place.messages('INBOX').find((one) => one.facts.subject === subject);
    expect(byName('today')?.hasRaw).toBe(true);
    expect(byName('long ago')?.hasRaw).toBe(false);
    const raw = await place.wire.fetchBody(byName('long ago')?.id ?? 0);
    expect(Buffer.from(raw).equals(old.raw)).toBe(true);
    expect(place.reads.map((one) => one.read.facts.subject)).toContain('long ago');
  });

  test('opening a message that is not here says "offline" when it is, and "gone" when it is gone', async () => {
    const user = newUser();
    dovecot.seed(user.address, 'INBOX', [
      { raw: makeMessage({ subject: 'long ago' }).raw, date: new Date(Date.now() - 90 * dayMs) },
    ]);
    await begin(user, 30);
    const id = place.messages('INBOX')[0]?.id ?? 0;
    place.wire.setOnline(false);
    await until('offline', () => place.wire.status()[0]?.state === 'offline');
    await expect(place.wire.fetchBody(id)).rejects.toMatchObject({ problem: { code: 'offline', retryable: true } });
    place.wire.setOnline(true);
    await until('online', () => place.wire.status()[0]?.state === 'online');
    await dovecot.doveadm(['expunge', '-u', user.address, 'mailbox', 'INBOX', 'all']);
    await expect(place.wire.fetchBody(id)).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });

  test('a server that hangs does not keep a call waiting for ever', { timeout: 40_000 }, async () => {
    const user = newUser();
    dovecot.seed(user.address, 'INBOX', [
      { raw: makeMessage({ subject: 'long ago' }).raw, date: new Date(Date.now() - 90 * dayMs) },
    ]);
    await begin(user, 30);
    dovecot.pause();
    try {
      await expect(place.wire.fetchBody(place.messages('INBOX')[0]?.id ?? 0)).rejects.toMatchObject({
        problem: { code: 'timeout' },
      });
    } finally {
      dovecot.resume();
    }
  });

  test('a message whose bytes make no sense is kept and stops nothing', async () => {
    const user = newUser();
    dovecot.seed(user.address, 'INBOX', [
      { raw: makeMessage({ subject: 'before' }).raw },
      { raw: Buffer.from([0xff, 0xfe, 0x0d, 0x0a, 0x80, 0x81, 0x0d, 0x0a, 0x0d, 0x0a]) },
      { raw: Buffer.from('Subject: no end of header') },
      { raw: makeMessage({ subject: 'after' }).raw },
    ]);
    await begin(user);
    expect(place.messages('INBOX')).toHaveLength(4);
    expect(place.subjects('INBOX')).toEqual(expect.arrayContaining(['before', 'after']));
  });

  test('the window hears of changes at most four times a second', async () => {
    const user = newUser();
    dovecot.seed(
      user.address,
      'INBOX',
      Array.from({ length: 700 }, () => ({ raw: makeMessage({}).raw })),
    );
    await begin(user);
    const times = place.events.filter(({ name }) => name === 'mail.changed').map(({ at }) => at);
    const window = (times.at(-1) ?? 0) - (times[0] ?? 0);
    // The last one may be sent at once, at the end of the sync.
    expect(times.length).toBeLessThanOrEqual(Math.ceil(window / 250) + 2);
    const told = place.events
      .filter(({ name }) => name === 'mail.changed')
      .reduce((sum, { payload }) => sum + (payload as { newMessages: number }).newMessages, 0);
    expect(told).toBe(700);
  });
});
