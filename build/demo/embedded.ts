import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { makeCertificates } from '../../test/clinic/certificates.ts';
import type { Dovecot, MailUser } from '../../test/clinic/dovecot.ts';

/** What is used of hoodiecrow-imap, which has no types. */
interface ImapServer {
  listen(port: number, host: string, ready: () => void): void;
  close(ready: () => void): void;
  appendMessage(mailbox: string, flags: readonly string[], date: string, raw: string): void;
  getMailbox(mailbox: string): string;
  readonly server: { address(): AddressInfo };
}
type MakeImapServer = (options: object) => ImapServer;

/** Where the SMTP server of the demo hands messages over, and how it signs users in. */
type AsDovecot = Pick<Dovecot, 'users' | 'ca' | 'certificates' | 'lmtpPort'>;

/** "21-Nov-2026 08:15:00 +0000" (RFC 3501 date-time). */
function imapDate(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}-${month}-${year} ${time} +0000`;
}

/**
 * IMAP servers inside this process, one per user because hoodiecrow knows one mailbox tree per server, and an LMTP
 * server that hands messages to them and takes those to outsiders. For a look at the product where Dovecot is not to be had; nothing is kept.
 */
export async function startEmbedded(users: readonly MailUser[], outsiders: readonly string[]) {
  const certificates = await makeCertificates();
  const make = createRequire(import.meta.url)('hoodiecrow-imap') as MakeImapServer;
  const servers = new Map<string, ImapServer>();
  for (const user of users) {
    const server = make({
      plugins: [
        'ID',
        'ENABLE',
        'CONDSTORE',
        'IDLE',
        'LITERALPLUS',
        'NAMESPACE',
        'SPECIAL-USE',
        'UNSELECT',
        'AUTH-PLAIN',
        'SASL-IR',
      ],
      secureConnection: true,
      credentials: { cert: certificates.localhost.cert, key: certificates.localhost.key, minVersion: 'TLSv1.2' },
      users: { [user.address]: { password: user.password } },
      storage: {
        INBOX: {},
        '': {
          separator: '/',
          folders: {
            Drafts: { 'special-use': '\\Drafts' },
            Sent: { 'special-use': '\\Sent' },
            Trash: { 'special-use': '\\Trash' },
            Junk: { 'special-use': '\\Junk' },
            Archive: { 'special-use': '\\Archive' },
          },
        },
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(user.address, server);
  }
  const serverOf = (address: string): ImapServer => {
    const server = servers.get(address);
    if (!server) throw new Error('The demo has no such mailbox.');
    return server;
  };
  const deliver = async (address: string, raw: Uint8Array, mailbox: string, flags: readonly string[], date: Date) => {
    serverOf(address).appendMessage(mailbox, flags, imapDate(date), Buffer.from(raw).toString('latin1'));
  };

  const lmtp = new SMTPServer({
    lmtp: true,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(servers.has(address) || outsiders.includes(address) ? null : new Error('User unknown')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) {
          if (servers.has(address)) void deliver(address, Buffer.concat(chunks), 'INBOX', [], new Date());
        }
        done(null);
      });
    },
  });
  await new Promise<void>((resolve) => lmtp.listen(0, '127.0.0.1', resolve));
  const lmtpPort = (lmtp.server.address() as AddressInfo).port;

  return {
    asDovecot: { users, ca: certificates.ca, certificates, lmtpPort } satisfies AsDovecot as Dovecot,
    imapPort: (address: string) => serverOf(address).server.address().port,
    deliver,
    stop: async () => {
      await new Promise<void>((resolve) => lmtp.close(resolve));
      // Clients may still be connected; the process ends with the demo.
      for (const server of servers.values()) server.close(() => undefined);
    },
  };
}
