import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Dovecot, startDovecot } from '../clinic/dovecot.ts';
import { type Postfix, startPostfix } from '../clinic/postfix.ts';
import { type Host, startHost } from '../host/host.ts';
import { type Keyring, startKeyring } from '../keyring/keyring.ts';

/** Mailboxes of the clinic in the tests, and of those it writes to. Everybody is invented. */
export const mailboxes = {
  desk: { address: 'frontdesk@clinic.test', password: 'desk-imap-pass' },
  doctor: { address: 'okafor@clinic.test', password: 'doctor-imap-pass' },
  lab: { address: 'anna.weiss@lab.test', password: 'lab-imap-pass' },
  colleague: { address: 'priya.nair@cardio.test', password: 'colleague-imap-pass' },
  patient: { address: 'jane.roe@home.test', password: 'patient-imap-pass' },
} as const;

/** A fresh machine: real mail servers, a real keychain service, and Careseal in the host with an empty directory. */
export interface Clinic {
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  readonly keyring: Keyring;
  readonly userData: string;
  /** Temporary directory of everything the app starts. */
  readonly temp: string;
  /** Lines that main and the engine wrote. */
  readonly lines: string[];
  start(): Promise<Host>;
  stop(): Promise<void>;
}

/** Starts the servers and the keychain, and puts the clinic's file where an administrator would. */
export async function startClinic(): Promise<Clinic> {
  const base = mkdtempSync(path.join(tmpdir(), 'cs-e2e-'));
  const userData = path.join(base, 'user-data');
  const temp = path.join(base, 'tmp');
  await mkdir(userData, { recursive: true, mode: 0o700 });
  await mkdir(temp, { recursive: true });
  const keyring = await startKeyring();
  const dovecot = await startDovecot({ users: Object.values(mailboxes) });
  const postfix = await startPostfix({ dovecot });
  const servers = {
    imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
    smtp: { host: 'localhost', port: postfix.submissionPort, security: 'starttls' },
  };
  writeFileSync(
    path.join(userData, 'clinic.json'),
    JSON.stringify({ domains: { 'clinic.test': servers }, ca: dovecot.ca }),
  );
  const lines: string[] = [];
  const hosts: Host[] = [];
  return {
    dovecot,
    postfix,
    keyring,
    userData,
    temp,
    lines,
    start: async () => {
      const host = await startHost({
        userData,
        env: { ...keyring.env, TMPDIR: temp },
        log: (line) => lines.push(line),
      });
      hosts.push(host);
      return host;
    },
    stop: async () => {
      for (const host of hosts) await host.stop().catch(() => undefined);
      await postfix.stop();
      await dovecot.stop();
      await keyring.stop();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
