import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Server } from '../../../shared/model/account.ts';
import { failureCode } from '../wire/problems.ts';
import type { WireTls } from '../wire/tls.ts';
import { connectTimeoutMs, pieceBytes, replyCharacters, socketTimeoutMs } from './limits.ts';

export interface SubmitLogin {
  readonly server: Server;
  readonly user: string;
  readonly password: string;
}

export interface Submission {
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly raw: Uint8Array;
  /** Envelope id, comes back in delivery reports (RFC 3461 section 4.4). */
  readonly envid: string;
  readonly askDsn: boolean;
  /**
   * Called once, after the server said 354 and before the first byte of the message is written; false stops the
   * submission. It is synchronous, so that "the message may have left" is on disk before it can be true.
   */
  readonly onData: () => boolean;
}

export interface Refused {
  readonly recipient: string;
  readonly reply: string;
  /** 5yz: trying again would not help. */
  readonly permanent: boolean;
}

/** What came of a submission. */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly reply: string;
      readonly accepted: readonly string[];
      readonly refused: readonly Refused[];
      /** `TLSv1.3`, as negotiated on this hop. */
      readonly tls: string;
      readonly dsnOffered: boolean;
    }
  /** Nothing has left; `refused` when it was about recipients. */
  | {
      readonly kind: 'refused';
      readonly reply: string;
      readonly permanent: boolean;
      readonly about: 'login' | 'message' | 'size';
      readonly refused: readonly Refused[];
    }
  /** Nothing has left: no connection, no TLS, or it broke before the message was complete. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** Every byte was handed over and no reply came: it may have been delivered or not. */
  | { readonly kind: 'unknown' };

/** A submission that is under way. */
export interface RunningSubmission {
  readonly outcome: Promise<Outcome>;
  /** Ends the connection; the outcome follows. */
  abort(): void;
}

/** The fields of nodemailer's errors that are looked at. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
  readonly recipient?: unknown;
}

/** Opens a connection and logs in; TLS first, in one of the two forms of RFC 8314. Throws what the library throws. */
export async function openSmtp(login: SubmitLogin, tls: WireTls): Promise<SMTPConnection> {
  const connection = createConnection(login, tls);
  connection.on('error', () => undefined);
  try {
    await connect(connection);
    await logIn(connection, login);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function createConnection(login: SubmitLogin, tls: WireTls): SMTPConnection {
  return new SMTPConnection({
    host: login.server.host,
    port: login.server.port,
    secure: login.server.security === 'tls',
    // STARTTLS is asked for even when it is not announced, and without it the connection ends before AUTH.
    requireTLS: true,
    tls: { ...tls },
    // The machine's name would tell the world which workstation wrote (RFC 5321 allows an address literal).
    name: '[127.0.0.1]',
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    logger: false,
    debug: false,
  });
}

function connect(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(error);
    connection.once('error', fail);
    connection.once('end', () => reject(new ConnectionEnded()));
    connection.connect((error) => {
      connection.removeListener('error', fail);
      if (error) reject(error);
      else resolve();
    });
  });
}

function logIn(connection: SMTPConnection, login: SubmitLogin): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('end', () => reject(new ConnectionEnded()));
    connection.once('error', reject);
    connection.login({ user: login.user, pass: login.password }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

class ConnectionEnded extends Error {
  readonly code = 'ECONNECTION';
}

/** Submits one message over a connection of its own (RFC 6409). Never throws: every end is an outcome. */
export function submit(login: SubmitLogin, tls: WireTls, submission: Submission): RunningSubmission {
  let connection: SMTPConnection | undefined;
  let aborted = false;
  const work = async (): Promise<Outcome> => {
    const feed = createFeed(submission);
    try {
      connection = createConnection(login, tls);
      connection.on('error', () => undefined);
      if (aborted) return { kind: 'unreachable', code: 'cancelled' };
      await connect(connection);
      await logIn(connection, login);
    } catch (error) {
      return beforeMessage(error);
    }
    try {
      const info = await sendMessage(connection, submission, feed.stream);
      const ehlo = info.ehlo ?? [];
      return {
        kind: 'accepted',
        reply: cut(info.response),
        accepted: info.accepted,
        refused: (info.rejectedErrors ?? []).map(refusedRecipient),
        tls: tlsVersion(connection),
        dsnOffered: ehlo.some((line) => /^DSN\b/i.test(line)),
      };
    } catch (error) {
      return afterLogin(error, feed.complete(), submission);
    }
  };
  const outcome = work().then((result) => {
    // QUIT in the middle of a message would be a line of it, so only a finished conversation is ended politely.
    if (result.kind === 'accepted') connection?.quit();
    else connection?.close();
    return result;
  });
  return {
    outcome,
    abort() {
      aborted = true;
      connection?.close();
    },
  };
}

type SendInfo = Parameters<Parameters<SMTPConnection['send']>[2]>[1] & object;

function sendMessage(connection: SMTPConnection, submission: Submission, stream: Readable): Promise<SendInfo> {
  return new Promise((resolve, reject) => {
    connection.once('end', () => reject(new ConnectionEnded()));
    connection.once('error', reject);
    const [only] = submission.rcptTo;
    connection.send(
      {
        from: submission.mailFrom,
        to: [...submission.rcptTo],
        size: submission.raw.length,
        use8BitMime: submission.raw.some((byte) => byte > 127),
        ...(submission.askDsn
          ? {
              dsn: {
                // Headers only: a report must not carry the body through foreign servers a second time.
                ret: 'HDRS',
                envid: submission.envid,
                notify: ['SUCCESS', 'FAILURE', 'DELAY'],
                ...(submission.rcptTo.length === 1 && only !== undefined ? { orcpt: `rfc822;${only}` } : {}),
              },
            }
          : {}),
      },
      stream,
      (error, info) => {
        if (error) reject(error);
        else if (info) resolve(info);
        else reject(new ConnectionEnded());
      },
    );
  });
}

/**
 * The message as a stream whose first read is the moment of truth: the library pipes it only after 354. `complete`
 * says whether the last piece was handed over, for without it the terminating dot cannot have been sent.
 */
function createFeed(submission: Submission): { stream: Readable; complete: () => boolean } {
  let at = 0;
  let started = false;
  let complete = false;
  const stream = new Readable({
    // Nothing is read ahead of the pipe.
    highWaterMark: 0,
    read() {
      if (!started) {
        started = true;
        if (!submission.onData()) {
          stream.destroy(new ConnectionEnded());
          return;
        }
      }
      if (at >= submission.raw.length) {
        complete = true;
        stream.push(null);
        return;
      }
      const piece = submission.raw.subarray(at, at + pieceBytes);
      at += piece.length;
      stream.push(piece);
    },
  });
  stream.on('error', () => undefined);
  return { stream, complete: () => complete };
}

function beforeMessage(error: unknown): Outcome {
  const failure = fields(error);
  const reply = replyOf(failure);
  const code = failureCode(error);
  // Without TLS nothing the server says counts: it may be somebody else's voice.
  if (code === 'tls-refused' || code === 'certificate-refused') return { kind: 'unreachable', code };
  if (code === 'login-refused' && reply !== '') {
    return { kind: 'refused', reply, permanent: !reply.startsWith('4'), about: 'login', refused: [] };
  }
  if (reply !== '') {
    return { kind: 'refused', reply, permanent: reply.startsWith('5'), about: 'message', refused: [] };
  }
  return { kind: 'unreachable', code };
}

function afterLogin(error: unknown, complete: boolean, submission: Submission): Outcome {
  const failure = fields(error);
  const reply = replyOf(failure);
  if (reply !== '') {
    const refused = submission.rcptTo.length > 0 ? refusedOf(error) : [];
    // 552: too large, before (RFC 1870) or after the message.
    const about = /^552\b/.test(reply) || /\b5\.3\.4\b/.test(reply) ? 'size' : 'message';
    const permanent = refused.length > 0 ? refused.every((one) => one.permanent) : reply.startsWith('5');
    return { kind: 'refused', reply, permanent, about, refused };
  }
  if (failure.code === 'EMESSAGE') return { kind: 'refused', reply: '', permanent: true, about: 'size', refused: [] };
  return complete ? { kind: 'unknown' } : { kind: 'unreachable', code: failureCode(error) };
}

/** When every recipient was refused, the library's error holds one error for each. */
function refusedOf(error: unknown): Refused[] {
  if (typeof error !== 'object' || error === null || !('rejectedErrors' in error)) return [];
  return Array.isArray(error.rejectedErrors) ? error.rejectedErrors.map(refusedRecipient) : [];
}

function refusedRecipient(error: unknown): Refused {
  const failure = fields(error);
  const reply = replyOf(failure);
  return {
    recipient: typeof failure.recipient === 'string' ? failure.recipient : '',
    reply,
    permanent: !reply.startsWith('4'),
  };
}

function fields(error: unknown): SmtpFailure {
  return typeof error === 'object' && error !== null ? error : {};
}

function replyOf(failure: SmtpFailure): string {
  return typeof failure.response === 'string' && /^[245]\d\d/.test(failure.response) ? cut(failure.response) : '';
}

function cut(reply: string): string {
  return reply.replace(/\s+/g, ' ').trim().slice(0, replyCharacters);
}

function tlsVersion(connection: SMTPConnection): string {
  const socket = connection._socket;
  return socket && isTls(socket) ? (socket.getProtocol() ?? 'TLS') : 'TLS';
}

function isTls(socket: object): socket is TLSSocket {
  return 'getProtocol' in socket;
}
