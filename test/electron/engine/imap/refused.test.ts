import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Security } from '../../../../shared/model/account.ts';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { type Eavesdropper, startEavesdropper } from '../../../clinic/eavesdropper.ts';
import { type Smtp, startSmtp } from '../../../clinic/smtp.ts';
import { accountOf, openWorkstation, until, type Workstation } from '../../../clinic/workstation.ts';

const user = { address: 'frontdesk@clinic.test', password: 'desk-pass-not-for-strangers' };

describe('a server that is not who it should be', () => {
  let dovecot: Dovecot;
  let smtp: Smtp;
  let place: Workstation;
  let false_: Eavesdropper | undefined;

  beforeAll(async () => {
    dovecot = await startDovecot({ users: [user] });
    smtp = await startSmtp({ dovecot });
    place = openWorkstation({ ca: dovecot.ca });
  });
  afterEach(async () => {
    await false_?.stop();
    false_ = undefined;
  });
  afterAll(async () => {
    await place.discard();
    await smtp.stop();
    await dovecot.stop();
  });

  const good = () => accountOf(dovecot, { host: 'localhost', port: smtp.port, security: 'starttls' });
  const server = (port: number, security: Security) => ({ host: 'localhost', port, security });
  /** Nothing of the user name or password, in clear or in any of the encodings that SASL uses. */
  const saysNothing = (heard: string) => {
    for (const secret of [user.address, user.password]) {
      expect(heard).not.toContain(secret);
      expect(heard).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
    expect(heard).not.toMatch(/AUTH|LOGIN|MAIL FROM/i);
  };

  test('the right servers are taken, over both kinds of TLS', async () => {
    await place.wire.check(good());
    const starttls = { ...good(), imap: server(dovecot.imapPort, 'starttls') };
    await place.wire.check(starttls);
    const tls = await startSmtp({ dovecot, security: 'tls' });
    await place.wire.check({ ...good(), smtp: server(tls.port, 'tls') });
    await tls.stop();
  });

  test('a wrong password is said to be one, for each server', async () => {
    const wrong = { ...good(), password: 'wrong' };
    await expect(place.wire.check(wrong)).rejects.toMatchObject({ problem: { code: 'login-refused' } });
    smtp.react = (moment) => (moment === 'auth' ? { code: 535, text: '5.7.8 no' } : undefined);
    await expect(place.wire.check(good())).rejects.toMatchObject({
      problem: { code: 'login-refused', message: expect.stringContaining('SMTP') },
    });
    smtp.react = undefined;
  });

  test('a server that is not there is said to be unreachable', async () => {
    const nowhere = { ...good(), imap: server(1, 'tls') };
    await expect(place.wire.check(nowhere)).rejects.toMatchObject({
      problem: { code: 'server-unreachable', retryable: true },
    });
  });

  describe.each(['wrongHost', 'expired', 'untrusted'] as const)('shows a certificate that is %s', (identity) => {
    test('and IMAP tells it not one byte', async () => {
      false_ = await startEavesdropper('imap', dovecot.certificates[identity]);
      const setup = { ...good(), imap: server(false_.port, 'tls') };
      await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'certificate-refused' } });
      expect(false_.connections).toBeLessThanOrEqual(1);
      expect(false_.heard()).toBe('');
    });
    test('and SMTP tells it not one byte', async () => {
      false_ = await startEavesdropper('smtp', dovecot.certificates[identity]);
      const setup = { ...good(), smtp: server(false_.port, 'tls') };
      await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'certificate-refused' } });
      expect(false_.heard()).toBe('');
    });
    test('and SMTP after STARTTLS tells it neither name nor password', async () => {
      const bad = await startSmtp({ dovecot, identity });
      const setup = { ...good(), smtp: server(bad.port, 'starttls') };
      await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'certificate-refused' } });
      expect(bad.logins).toBe(0);
      await bad.stop();
    });
  });

  test('STARTTLS taken away: IMAP gives neither name nor password', async () => {
    false_ = await startEavesdropper('imap');
    const setup = { ...good(), imap: server(false_.port, 'starttls') };
    await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'tls-refused' } });
    expect(false_.connections).toBe(1);
    saysNothing(false_.heard());
  });

  test('STARTTLS taken away: SMTP gives neither name nor password', async () => {
    false_ = await startEavesdropper('smtp');
    const setup = { ...good(), smtp: server(false_.port, 'starttls') };
    await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'tls-refused' } });
    saysNothing(false_.heard());
  });

  test('a TLS port that speaks clear text gets neither name nor password', async () => {
    false_ = await startEavesdropper('imap');
    const setup = { ...good(), imap: server(false_.port, 'tls') };
    await expect(place.wire.check(setup)).rejects.toMatchObject({ problem: { code: 'tls-refused' } });
    saysNothing(false_.heard());
  });

  test('an account behind such a server says so and does not hammer it', async () => {
    false_ = await startEavesdropper('imap', dovecot.certificates.untrusted);
    const other = openWorkstation({ ca: dovecot.ca });
    other.store.records.accounts.add({ ...good(), imap: server(false_.port, 'tls') });
    other.wire.start();
    await until('the refusal', () => other.wire.status()[0]?.state === 'certificate-refused');
    expect(other.wire.status()[0]?.retryIn).toBeGreaterThan(60);
    expect(false_.heard()).toBe('');
    await other.discard();
  });

  test('problems hold no address, password or text of the server', async () => {
    const problems: unknown[] = [];
    for (const setup of [
      { ...good(), password: 'wrong' },
      { ...good(), imap: server(1, 'tls') },
    ]) {
      await place.wire.check(setup).catch((error: { problem: unknown; message: string }) => {
        problems.push(error.problem, error.message);
      });
    }
    const text = JSON.stringify(problems);
    expect(problems).toHaveLength(4);
    expect(text).not.toContain('clinic.test');
    expect(text).not.toContain('wrong');
    expect(text).not.toContain('ECONN');
  });
});
