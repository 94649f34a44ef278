import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificates, type Identity, makeCertificates } from './certificates.ts';
import { type Daemon, ensureMailUser, makeServerDir, needProgram, startDaemon } from './daemon.ts';
import { freePorts, waitForPort } from './ports.ts';

export interface MailUser {
  readonly address: string;
  readonly password: string;
}

export interface DovecotOptions {
  readonly users: readonly MailUser[];
  /** Where mail, configuration and log live; a fresh temporary directory by default, removed by `stop()`. */
  readonly dir?: string;
  /** Which certificate it shows; the good one by default. */
  readonly identity?: keyof Omit<Certificates, 'ca'>;
  readonly certificates?: Certificates;
  /** Announces exactly these IMAP capabilities, to stand for a poorer server. */
  readonly capability?: string;
  /** Announces no STARTTLS and takes passwords in clear on the IMAP port: what a stripping attacker shows a client. */
  readonly withoutTls?: boolean;
}

/** A message for `seed`: bytes as they are, with the flags and the internal date the server shall show. */
export interface SeedMessage {
  readonly raw: Uint8Array;
  readonly flags?: readonly ('\\Seen' | '\\Flagged' | '\\Answered' | '\\Draft')[];
  readonly date?: Date;
}

export interface Dovecot {
  readonly host: 'localhost';
  readonly imapsPort: number;
  readonly imapPort: number;
  readonly lmtpPort: number;
  /** Dovecot's auth protocol over TCP, for Postfix. */
  readonly authPort: number;
  /** PEM of the CA that issued the certificate. */
  readonly ca: string;
  readonly certificates: Certificates;
  readonly users: readonly MailUser[];
  readonly dir: string;
  /** Delivers one message as it is, at once visible to IDLE. Mailboxes that do not exist are made. */
  deliver(user: string, raw: Uint8Array, mailbox?: string): Promise<void>;
  /** Fills a mailbox with many messages by writing its Maildir: about 10,000 a second. */
  seed(user: string, mailbox: string, messages: readonly SeedMessage[]): void;
  /** Runs doveadm against this instance and returns what it prints. */
  doveadm(args: readonly string[], input?: Uint8Array): Promise<string>;
  /** Messages of a mailbox as the server has them, by UID. */
  list(
    user: string,
    mailbox: string,
  ): Promise<
    { readonly uid: number; readonly flags: readonly string[]; readonly messageId: string; readonly subject: string }[]
  >;
  /** Source bytes of every message in a mailbox, in order of UID. */
  messages(user: string, mailbox: string): Promise<Buffer[]>;
  /** Gives a mailbox a new UIDVALIDITY and its messages new UIDs, as a server does that was restored from a backup. */
  renewUidValidity(user: string, mailbox: string): Promise<void>;
  /** Every process stands still: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** Power cut: every process ends at once. `restart()` brings it back on the same ports with the same mail. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const flagLetters = { '\\Draft': 'D', '\\Flagged': 'F', '\\Answered': 'R', '\\Seen': 'S' } as const;
const dovecotPath = '/usr/sbin/dovecot';

interface Ports {
  readonly imaps: number;
  readonly imap: number;
  readonly lmtp: number;
  readonly auth: number;
}

function config(dir: string, ports: Ports, options: DovecotOptions): string {
  const mailbox = (name: string) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = subscribe\n  }`;
  return `base_dir = ${dir}/run
log_path = ${dir}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = dovecot
default_login_user = dovenull
ssl = ${options.withoutTls ? 'no' : 'required'}
disable_plaintext_auth = ${options.withoutTls ? 'no' : 'yes'}
ssl_min_protocol = TLSv1.2
ssl_cert = <${dir}/tls/cert.pem
ssl_key = <${dir}/tls/key.pem
mail_uid = vmail
mail_gid = vmail
first_valid_uid = 100
mail_location = maildir:${dir}/mail/%u/Maildir
mail_max_userip_connections = 100
auth_failure_delay = 0
${options.capability ? `protocol imap {\n  imap_capability = ${options.capability}\n}` : ''}
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = passwd-file
  args = ${dir}/users
  override_fields = uid=vmail gid=vmail home=${dir}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${options.withoutTls ? 0 : ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
service auth {
  inet_listener auth {
    address = 127.0.0.1
    port = ${ports.auth}
  }
}
namespace inbox {
  inbox = yes
${['Drafts', 'Sent', 'Trash', 'Junk', 'Archive'].map(mailbox).join('\n')}
}
`;
}

/**
 * Starts a Dovecot 2.3 of its own on free loopback ports; many may run at once. Needs root and Debian's dovecot-imapd
 * and dovecot-lmtpd; throws with the package's name when they are missing.
 */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  needProgram(dovecotPath, 'dovecot-imapd dovecot-lmtpd');
  needProgram('/usr/lib/dovecot/lmtp', 'dovecot-lmtpd');
  await ensureMailUser();
  const certificates = options.certificates ?? (await makeCertificates());
  const dir = options.dir ?? makeServerDir('dovecot');
  mkdirSync(join(dir, 'tls'), { recursive: true });
  mkdirSync(join(dir, 'mail'), { recursive: true });
  const owner = mailOwner();
  chownSync(join(dir, 'mail'), owner.uid, owner.gid);
  const identity: Identity = certificates[options.identity ?? 'localhost'];
  writeFileSync(join(dir, 'tls/cert.pem'), identity.cert);
  writeFileSync(join(dir, 'tls/key.pem'), identity.key, { mode: 0o600 });
  writeFileSync(
    join(dir, 'users'),
    options.users.map((user) => `${user.address}:{PLAIN}${user.password}::::::\n`).join(''),
  );
  const confPath = join(dir, 'dovecot.conf');

  let ports: Ports = { imaps: 0, imap: 0, lmtp: 0, auth: 0 };
  let daemon: Daemon | undefined;
  const launch = async (): Promise<boolean> => {
    // A master that was killed leaves its PID file and sockets, and Dovecot then believes that it still runs.
    rmSync(join(dir, 'run'), { recursive: true, force: true });
    writeFileSync(confPath, config(dir, ports, options));
    const started = startDaemon(dovecotPath, ['-F', '-c', confPath]);
    daemon = started;
    const up = await waitForPort(options.withoutTls ? ports.imap : ports.imaps, started.alive);
    if (!up) started.signalAll('SIGKILL');
    return up && (await waitForPort(ports.lmtp, started.alive));
  };
  let up = false;
  // Between asking for a free port and binding it somebody else may take it.
  for (let attempt = 0; attempt < 3 && !up; attempt++) {
    const [imaps = 0, imap = 0, lmtp = 0, auth = 0] = await freePorts(4);
    ports = { imaps, imap, lmtp, auth };
    up = await launch();
  }
  if (!up) throw new Error(`Dovecot did not start: ${readLog(dir)}`);

  const doveadm = (args: readonly string[], input?: Uint8Array): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn('doveadm', ['-c', confPath, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.concat(out).toString('latin1'));
        else reject(new Error(`doveadm ${args[0]} ended with ${code}: ${Buffer.concat(err).toString('utf8')}`));
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(input ?? new Uint8Array());
    });

  const maildir = (user: string, mailbox: string): string => {
    const base = join(dir, 'mail', user, 'Maildir');
    // Maildir++: subfolders are dot directories with `.` between levels; names here are ASCII.
    return mailbox === 'INBOX' ? base : join(base, `.${mailbox.replaceAll('/', '.')}`);
  };

  let seeded = 0;
  const self: Dovecot = {
    host: 'localhost',
    get imapsPort() {
      return ports.imaps;
    },
    get imapPort() {
      return ports.imap;
    },
    get lmtpPort() {
      return ports.lmtp;
    },
    get authPort() {
      return ports.auth;
    },
    ca: certificates.ca,
    certificates,
    users: options.users,
    dir,
    async deliver(user, raw, mailbox = 'INBOX') {
      const save = ['save', '-u', user, '-m', mailbox];
      try {
        await doveadm(save, raw);
      } catch {
        await doveadm(['mailbox', 'create', '-s', '-u', user, mailbox]);
        await doveadm(save, raw);
      }
    },
    seed(user, mailbox, messages) {
      const target = maildir(user, mailbox);
      const made: string[] = [];
      for (const part of [join(dir, 'mail', user), join(dir, 'mail', user, 'Maildir'), target]) {
        if (!existsSync(part)) made.push(part);
        mkdirSync(part, { recursive: true });
      }
      for (const part of ['cur', 'new', 'tmp']) {
        if (!existsSync(join(target, part))) made.push(join(target, part));
        mkdirSync(join(target, part), { recursive: true });
      }
      if (mailbox !== 'INBOX') {
        made.push(join(target, 'maildirfolder'));
        writeFileSync(join(target, 'maildirfolder'), '');
      }
      for (const path of made) chownSync(path, owner.uid, owner.gid);
      for (const message of messages) {
        seeded++;
        const date = message.date ?? new Date();
        const seconds = Math.floor(date.getTime() / 1000);
        const flags = [...(message.flags ?? [])].map((flag) => flagLetters[flag]).sort();
        // Dovecot gives UIDs in the order of names, so the counter keeps the order in which they were given.
        const name = `${seconds}.M${String(seeded).padStart(8, '0')}P${process.pid}.clinic:2,${flags.join('')}`;
        const path = join(target, 'cur', name);
        writeFileSync(path, message.raw);
        chownSync(path, owner.uid, owner.gid);
        utimesSync(path, date, date);
      }
    },
    doveadm,
    async list(user, mailbox) {
      const fields = 'uid flags hdr.message-id hdr.subject';
      const listing = await doveadm(['-f', 'tab', 'fetch', '-u', user, fields, 'mailbox', mailbox]);
      return listing
        .split('\n')
        .slice(1)
        .filter((line) => line !== '')
        .map((line) => {
          const [uid = '', flags = '', messageId = '', subject = ''] = line.split('\t');
          return { uid: Number(uid), flags: flags.split(' ').filter(Boolean), messageId, subject };
        });
    },
    async messages(user, mailbox) {
      const listing = await doveadm(['-f', 'tab', 'fetch', '-u', user, 'uid', 'mailbox', mailbox]);
      const uids = listing
        .split('\n')
        .slice(1)
        .filter((line) => line !== '');
      const all: Buffer[] = [];
      for (const uid of uids) {
        const text = await doveadm(['-f', 'pager', 'fetch', '-u', user, 'text', 'mailbox', mailbox, 'uid', uid]);
        // The pager prints "text:\n", the source, and a form feed line.
        all.push(Buffer.from(text.replace(/^text:\r?\n/, '').replace(/\n?\f\n?$/, ''), 'latin1'));
      }
      return all;
    },
    async renewUidValidity(user, mailbox) {
      await doveadm(['kick', user]).catch(() => undefined);
      const target = maildir(user, mailbox);
      for (const file of ['dovecot-uidlist', 'dovecot.index', 'dovecot.index.log', 'dovecot.index.cache']) {
        rmSync(join(target, file), { force: true });
      }
      // The next UIDVALIDITY is taken from this counter; without it the clock is asked, which may give the old one again.
      await doveadm(['mailbox', 'status', '-u', user, 'uidvalidity', mailbox]);
    },
    pause: () => daemon?.signalAll('SIGSTOP'),
    resume: () => daemon?.signalAll('SIGCONT'),
    async kill() {
      daemon?.signalAll('SIGKILL');
      await daemon?.ended;
    },
    async restart() {
      if (daemon?.alive()) {
        daemon.signalAll('SIGKILL');
        await daemon.ended;
      }
      for (let attempt = 0; attempt < 5; attempt++) {
        if (await launch()) return;
      }
      throw new Error(`Dovecot did not start again: ${readLog(dir)}`);
    },
    async stop() {
      daemon?.signalAll('SIGCONT');
      daemon?.signal('SIGTERM');
      await daemon?.ended;
      daemon?.signalAll('SIGKILL');
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return self;
}

function readLog(dir: string): string {
  const path = join(dir, 'dovecot.log');
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-1500) : 'no log';
}

/** Owner of the mailboxes, read from the system's user list so that no numbers are assumed. */
function mailOwner(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('vmail:'));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error('the system user vmail is missing');
  return { uid: Number(uid), gid: Number(gid) };
}
