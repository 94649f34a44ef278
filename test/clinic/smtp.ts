import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Certificates } from './certificates.ts';
import type { Dovecot } from './dovecot.ts';
import { makeDsn } from './dsn.ts';
import { deliverByLmtp } from './lmtp.ts';

/**
 * Points of a submission at which a test may step in. `data` is the first bytes of the message, `received` its last,
 * `delivered` comes after it is in the mailboxes and before the reply, `replied` right after the 250 was written.
 */
export type SmtpMoment = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'received' | 'delivered' | 'replied';

/** What a test may do at a moment: end the connection without a word, or refuse with a reply. */
export type SmtpReaction = 'drop' | { readonly code: number; readonly text: string };

export interface SmtpMomentInfo {
  readonly mailFrom: string;
  /** The recipient at `rcpt`, else all so far. */
  readonly rcptTo: readonly string[];
}
type React = (moment: SmtpMoment, info: SmtpMomentInfo) => SmtpReaction | undefined | Promise<SmtpReaction | undefined>;

export interface AcceptedMessage {
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly ret: string | null;
  readonly envid: string | null;
  /** NOTIFY values by recipient; empty when none were given. */
  readonly notify: Readonly<Record<string, readonly string[]>>;
  readonly raw: Buffer;
  readonly messageId: string | null;
}

export interface SmtpOptions {
  readonly dovecot: Dovecot;
  /** `starttls` requires STARTTLS before AUTH; `tls` is TLS from the first byte; `stripped` is an attacker's relay. */
  readonly security?: 'starttls' | 'tls' | 'stripped';
  readonly identity?: keyof Omit<Certificates, 'ca'>;
  /** Offers DSN (RFC 3461) and sends real reports; true by default. */
  readonly dsn?: boolean;
  /** Largest message in bytes (RFC 1870). */
  readonly maxBytes?: number;
  /** Unknown local recipients: refused at RCPT, or taken and bounced (default). */
  readonly unknownUsers?: 'refuse' | 'bounce';
  /** Time between delivery and the report about it. */
  readonly reportDelayMs?: number;
}

export interface Smtp {
  readonly host: 'localhost';
  readonly port: number;
  readonly security: 'starttls' | 'tls';
  readonly ca: string;
  /** Everything that was taken, in order. */
  readonly accepted: AcceptedMessage[];
  /** How often somebody sent a user name and password, right or wrong. */
  readonly logins: number;
  /** Steps in at a moment; `undefined` lets things go on. */
  react: React | undefined;
  stop(): Promise<void>;
}

class Refusal extends Error {
  readonly responseCode: number;
  constructor(code: number, text: string) {
    super(text);
    this.responseCode = code;
  }
}

const notifyOf = (session: SMTPServerSession): Record<string, readonly string[]> =>
  Object.fromEntries(session.envelope.rcptTo.map((rcpt) => [rcpt.address, rcpt.dsn?.notify ?? []]));

/**
 * A submission server in this process, for faults that a real one does not make on request. It takes mail for the users
 * of a Dovecot, delivers by LMTP, and reports successes (when asked) and failures as RFC 3464 wants it.
 */
export async function startSmtp(options: SmtpOptions): Promise<Smtp> {
  const { dovecot } = options;
  const security = options.security ?? 'starttls';
  const identity = dovecot.certificates[options.identity ?? 'localhost'];
  const known = new Set(dovecot.users.map((user) => user.address.toLowerCase()));
  const domains = new Set(dovecot.users.map((user) => user.address.replace(/^.*@/, '').toLowerCase()));
  const host = `mail.${[...domains][0] ?? 'clinic.test'}`;
  const accepted: AcceptedMessage[] = [];
  const reports = new Set<Promise<void>>();
  const ending = new AbortController();
  let logins = 0;

  const drop = (id: string) => {
    for (const connection of server.connections) {
      if (connection.id === id) connection._socket.destroy();
    }
  };
  /** True when the handler shall go on; a refusal is thrown, a drop never comes back to the client. */
  const ask = async (
    moment: SmtpMoment,
    session: SMTPServerSession,
    rcpt?: string,
    from = session.envelope.mailFrom,
  ): Promise<boolean> => {
    const reaction = await self.react?.(moment, {
      mailFrom: from ? from.address : '',
      rcptTo: rcpt === undefined ? session.envelope.rcptTo.map((one) => one.address) : [rcpt],
    });
    if (reaction === 'drop') {
      drop(session.id);
      return false;
    }
    if (reaction) throw new Refusal(reaction.code, reaction.text);
    return true;
  };
  const step = (work: Promise<boolean>, done: (error?: Error | null) => void) => {
    work.then(
      (goOn) => {
        if (goOn) done();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error('fault')),
    );
  };

  const report = async (message: AcceptedMessage, refused: ReadonlyMap<string, string>): Promise<void> => {
    const wants = (recipient: string, what: string) => message.notify[recipient]?.includes(what) ?? false;
    const never = (recipient: string) => wants(recipient, 'NEVER');
    const failures = message.rcptTo.filter((one) => refused.has(one) && !never(one));
    const successes = message.rcptTo.filter((one) => !refused.has(one) && wants(one, 'SUCCESS'));
    if (options.reportDelayMs) await sleep(options.reportDelayMs, undefined, { signal: ending.signal });
    for (const [action, list] of [
      ['failed', failures],
      ['delivered', successes],
    ] as const) {
      if (list.length === 0 || message.mailFrom === '') continue;
      const raw = makeDsn({
        to: message.mailFrom,
        host,
        envid: message.envid,
        original: message.raw,
        at: new Date(),
        recipients: list.map((recipient) => ({
          recipient,
          action,
          status: action === 'failed' ? '5.1.1' : '2.0.0',
          diagnostic: refused.get(recipient) ?? '250 2.0.0 Saved',
        })),
      });
      // Reports have the null sender, so that a report never causes another (RFC 5321 section 4.5.5).
      await deliverByLmtp(dovecot.lmtpPort, '', [message.mailFrom], raw);
    }
  };

  const take = async (session: SMTPServerSession, raw: Buffer): Promise<boolean> => {
    if (!(await ask('received', session))) return false;
    const from = session.envelope.mailFrom;
    const message: AcceptedMessage = {
      mailFrom: from ? from.address : '',
      rcptTo: session.envelope.rcptTo.map((one) => one.address),
      ret: session.envelope.dsn?.ret ?? null,
      envid: session.envelope.dsn?.envid ?? null,
      notify: notifyOf(session),
      raw,
      messageId: /^message-id:\s*(<[^>]*>)/im.exec(raw.toString('latin1'))?.[1] ?? null,
    };
    const result = await deliverByLmtp(dovecot.lmtpPort, message.mailFrom, message.rcptTo, raw);
    accepted.push(message);
    const work = report(message, new Map(result.refused.map((one) => [one.recipient, one.reply]))).catch(
      () => undefined,
    );
    reports.add(work);
    void work.finally(() => reports.delete(work));
    return ask('delivered', session);
  };

  const server = new SMTPServer({
    secure: security === 'tls',
    key: identity.key,
    cert: identity.cert,
    minVersion: 'TLSv1.2',
    name: host,
    authMethods: ['PLAIN', 'LOGIN'],
    disabledCommands: security === 'stripped' ? ['STARTTLS'] : [],
    allowInsecureAuth: security === 'stripped',
    hideDSN: options.dsn === false,
    // Our replies bring their enhanced status themselves.
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true,
    closeTimeout: 200,
    logger: false,
    ...(options.maxBytes === undefined ? {} : { size: options.maxBytes, rejectOversized: true }),
    onConnect(session, done) {
      step(ask('connect', session), done);
    },
    onAuth(auth, session, done) {
      logins++;
      const good = dovecot.users.some((user) => user.address === auth.username && user.password === auth.password);
      ask('auth', session).then(
        (goOn) => {
          if (!goOn) return;
          if (good) done(null, { user: auth.username });
          else done(new Refusal(535, '5.7.8 Authentication credentials invalid'));
        },
        (error: unknown) => done(error instanceof Error ? error : new Error('fault')),
      );
    },
    onMailFrom(address, session, done) {
      step(ask('mail', session, undefined, address), done);
    },
    onRcptTo(address, session, done) {
      const recipient = address.address.toLowerCase();
      const local = domains.has(recipient.replace(/^.*@/, ''));
      step(
        ask('rcpt', session, address.address).then((goOn) => {
          if (goOn && !local) throw new Refusal(550, '5.4.4 This test clinic has no way to the outside');
          if (goOn && options.unknownUsers === 'refuse' && !known.has(recipient)) {
            throw new Refusal(550, '5.1.1 No such mailbox here');
          }
          return goOn;
        }),
        done,
      );
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      // The session forgets its envelope with the reply.
      const from = session.envelope.mailFrom;
      let first: Promise<boolean> | undefined;
      stream.on('data', (chunk: Buffer) => {
        first ??= ask('data', session);
        first.catch(() => undefined);
        chunks.push(chunk);
      });
      stream.on('end', () => {
        const goOn = first ?? Promise.resolve(true);
        goOn
          .then((go) => (go ? take(session, Buffer.concat(chunks)) : false))
          .then(
            (go) => {
              if (!go) return;
              done(null, '2.0.0 Ok: queued as CLINIC');
              void ask('replied', session, undefined, from).catch(() => undefined);
            },
            (error: unknown) => done(error instanceof Error ? error : new Error('fault')),
          );
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');

  const self: Smtp = {
    host: 'localhost',
    port: address.port,
    security: security === 'tls' ? 'tls' : 'starttls',
    ca: dovecot.ca,
    accepted,
    get logins() {
      return logins;
    },
    react: undefined,
    async stop() {
      ending.abort();
      await Promise.all(reports);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return self;
}
