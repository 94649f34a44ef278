import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Dovecot, startDovecot } from '../../test/clinic/dovecot.ts';
import { type Smtp, startSmtp } from '../../test/clinic/smtp.ts';
import { startEmbedded } from './embedded.ts';
import { people, staff } from './people.ts';
import { answerReceipts } from './robot.ts';

/** The demo's mail servers. They listen on loopback only and can reach nobody. */
export interface DemoServers {
  readonly kind: 'dovecot' | 'embedded';
  /** PEM of the clinic's own CA. */
  readonly ca: string;
  /** IMAPS port of a mailbox. */
  imapPort(address: string): number;
  readonly smtp: Smtp;
  deliver(address: string, raw: Uint8Array, mailbox: string, flags: readonly string[], date: Date): Promise<void>;
  stop(): Promise<void>;
}

const users = staff.map(({ mailbox, mailPassword }) => ({ address: people[mailbox].address, password: mailPassword }));
/** Everybody else has a mailbox too, which nobody opens: what is sent to them arrives, and is reported as delivered. */
const outsiders = Object.values(people)
  .filter(({ address }) => !users.some((user) => user.address === address))
  .map(({ address }) => ({ address, password: randomBytes(16).toString('hex') }));

/** Dovecot when it is installed and may be started, else an IMAP server inside this process. */
export async function startServers(): Promise<DemoServers> {
  const root = process.getuid?.() === 0;
  const installed = existsSync('/usr/sbin/dovecot') && existsSync('/usr/lib/dovecot/lmtp');
  return root && installed ? withDovecot() : withEmbedded();
}

/** A delivery report needs a moment to be seen as a later event. */
const reportDelayMs = 4000;

async function withDovecot(): Promise<DemoServers> {
  const dovecot: Dovecot = await startDovecot({ users: [...users, ...outsiders] });
  const smtp = await startSmtp({ dovecot, reportDelayMs });
  const robot = answerReceipts(smtp, dovecot.lmtpPort);
  return {
    kind: 'dovecot',
    ca: dovecot.ca,
    imapPort: () => dovecot.imapsPort,
    smtp,
    deliver: async (address, raw, mailbox, flags, date) => {
      dovecot.seed(address, mailbox, [{ raw, flags: flags as ('\\Seen' | '\\Flagged')[], date }]);
    },
    stop: async () => {
      robot.stop();
      await smtp.stop();
      await dovecot.stop();
    },
  };
}

async function withEmbedded(): Promise<DemoServers> {
  const embedded = await startEmbedded(
    users,
    outsiders.map(({ address }) => address),
  );
  const smtp = await startSmtp({ dovecot: embedded.asDovecot, reportDelayMs });
  const robot = answerReceipts(smtp, embedded.asDovecot.lmtpPort);
  return {
    kind: 'embedded',
    ca: embedded.asDovecot.ca,
    imapPort: embedded.imapPort,
    smtp,
    deliver: embedded.deliver,
    stop: async () => {
      robot.stop();
      await smtp.stop();
      await embedded.stop();
    },
  };
}
