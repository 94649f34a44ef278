import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Identity } from './certificates.ts';
import { type Daemon, makeServerDir, needProgram, startDaemon } from './daemon.ts';
import type { Dovecot } from './dovecot.ts';
import { freePorts, waitForPort } from './ports.ts';

const run = promisify(execFile);
const master = '/usr/lib/postfix/sbin/master';

export interface PostfixOptions {
  /** Where mail is delivered (LMTP) and who knows the passwords (SASL). */
  readonly dovecot: Dovecot;
}

export interface Postfix {
  readonly host: 'localhost';
  /** STARTTLS required before AUTH and MAIL. */
  readonly submissionPort: number;
  /** TLS from the first byte. */
  readonly submissionsPort: number;
  readonly ca: string;
  readonly dir: string;
  /** Tries everything in the queue again, now. */
  flush(): Promise<void>;
  /** Messages in the queue. */
  queued(): Promise<number>;
  /** Power cut and return on the same ports with the same queue. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

function mainCf(dir: string, options: PostfixOptions): string {
  const domains = [...new Set(options.dovecot.users.map((user) => user.address.replace(/^.*@/, '')))];
  return `compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
maillog_file = ${dir}/log/postfix.log
maillog_file_prefixes = ${dir}/log
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mail.${domains[0] ?? 'clinic.test'}
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = ${domains.join(', ')}
# Every local part is taken and LMTP decides, so an unknown one becomes a real bounce and not a refusal at RCPT.
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:${options.dovecot.lmtpPort}
# Dovecot's LMTP announces no DSN; without this a success is reported as "relayed" and never as "delivered".
lmtp_assume_final = yes
# The test clinic has no way to the outside; what is meant for there is refused at RCPT.
default_transport = error:5.4.4 this test clinic has no way to the outside
relay_transport = \${default_transport}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${options.dovecot.authPort}
smtpd_sasl_security_options = noanonymous
smtpd_tls_auth_only = yes
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${dir}/tls/cert.pem
smtpd_tls_key_file = ${dir}/tls/key.pem
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_discard_ehlo_keywords =
smtputf8_enable = no
message_size_limit = 60000000
mailbox_size_limit = 0
bounce_queue_lifetime = 0
minimal_backoff_time = 2s
maximal_backoff_time = 5s
queue_run_delay = 2s
append_dot_mydomain = no
biff = no
`;
}

function masterCf(submission: number, submissions: number): string {
  return `127.0.0.1:${submission} inet n - n - - smtpd
127.0.0.1:${submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}

/**
 * Starts a Postfix of its own (configuration, queue, data, log) in front of a Dovecot: submission with STARTTLS and
 * with TLS from the start (RFC 8314), SASL, DSN (RFC 3461). Needs root and Debian's postfix; throws when it is missing.
 */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  needProgram(master, 'postfix');
  const dir = makeServerDir('postfix');
  for (const part of ['queue', 'data', 'log', 'tls', 'conf']) mkdirSync(join(dir, part));
  const owner = systemUser('postfix');
  chownSync(join(dir, 'data'), owner.uid, owner.gid);
  chmodSync(join(dir, 'data'), 0o700);
  const identity: Identity = options.dovecot.certificates.localhost;
  writeFileSync(join(dir, 'tls/cert.pem'), identity.cert);
  writeFileSync(join(dir, 'tls/key.pem'), identity.key, { mode: 0o600 });
  const conf = join(dir, 'conf');
  writeFileSync(join(conf, 'main.cf'), mainCf(dir, options));

  let submission = 0;
  let submissions = 0;
  let daemon: Daemon | undefined;
  const launch = async (): Promise<boolean> => {
    // A killed master leaves its lock file; it is the kernel's lock that counts, but the sockets must go.
    rmSync(join(dir, 'queue/pid'), { recursive: true, force: true });
    writeFileSync(join(conf, 'master.cf'), masterCf(submission, submissions));
    // Makes the queue's folders with their owners and modes.
    await run('postfix', ['-c', conf, 'check']).catch(() => undefined);
    const started = startDaemon(master, ['-c', conf, '-d']);
    daemon = started;
    const up = await waitForPort(submission, started.alive);
    if (!up) started.signalAll('SIGKILL');
    return up;
  };
  let up = false;
  for (let attempt = 0; attempt < 3 && !up; attempt++) {
    [submission = 0, submissions = 0] = await freePorts(2);
    up = await launch();
  }
  if (!up) throw new Error(`Postfix did not start: ${readLog(dir)}`);

  const end = async () => {
    daemon?.signal('SIGTERM');
    await daemon?.ended;
    daemon?.signalAll('SIGKILL');
  };
  return {
    host: 'localhost',
    get submissionPort() {
      return submission;
    },
    get submissionsPort() {
      return submissions;
    },
    ca: options.dovecot.ca,
    dir,
    async flush() {
      await run('postqueue', ['-c', conf, '-f']);
    },
    async queued() {
      const { stdout } = await run('postqueue', ['-c', conf, '-j']);
      return stdout.split('\n').filter((line) => line !== '').length;
    },
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
      throw new Error(`Postfix did not start again: ${readLog(dir)}`);
    },
    async stop() {
      await end();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readLog(dir: string): string {
  const path = join(dir, 'log/postfix.log');
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-1500) : 'no log';
}

/** Numbers of a system user, from the system's list. */
function systemUser(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error(`the system user ${name} is missing`);
  return { uid: Number(uid), gid: Number(gid) };
}
