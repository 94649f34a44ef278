import { type ProblemCode, ProblemError } from '../../../shared/contract/problem.ts';

/** Which of an account's two servers a failure is about. */
export type Side = 'imap' | 'smtp';

/** The fields of Node's, imapflow's and nodemailer's errors that are looked at; their texts are not. */
interface Failure {
  readonly code?: unknown;
  /** nodemailer keeps the code of the socket here when it puts its own over it. */
  readonly originalCode?: unknown;
  readonly authenticationFailed?: unknown;
  readonly tlsFailed?: unknown;
  readonly responseCode?: unknown;
  readonly responseStatus?: unknown;
  readonly mailboxMissing?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

const certificateCodes =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH|ERROR_IN_CERT|CRL_|KEYUSAGE_)/;
const tlsCodes = /^(ERR_SSL_|ERR_TLS_|EPROTO$|ETLS$|UPGRADE_TIMEOUT$|STARTTLS_INJECTION$)/;
const timeoutCodes = /^(ETIMEDOUT|ETIMEOUT|CONNECT_TIMEOUT|GREETING_TIMEOUT|LockTimeout)$/;
const offlineCodes = /^(ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/;
const unreachableCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNECTION|EHOSTUNREACH|EHOSTDOWN|ENOTFOUND|EDNS|EAI_AGAIN|EPIPE|ESOCKET|NoConnection|EConnectionClosed|ClosedAfterConnect.*|StateLogout)$/;

/**
 * Sorts a library's error into the codes of the contract. Only fields are read: error texts may quote the server, the
 * user name or the mail, and none of that may cross (ARCHITECTURE.md, "What the window and the log may say").
 */
export function failureCode(error: unknown): ProblemCode {
  if (error instanceof ProblemError) return error.problem.code;
  if (typeof error !== 'object' || error === null) return 'internal';
  const failure: Failure = error;
  const code = typeof failure.code === 'string' ? failure.code : '';
  if (failure.authenticationFailed === true || code === 'EAUTH') return 'login-refused';
  const socketCode = typeof failure.originalCode === 'string' ? failure.originalCode : '';
  if (certificateCodes.test(code) || certificateCodes.test(socketCode)) return 'certificate-refused';
  const inner = innerFailures(failure);
  for (const one of inner) {
    const found = failureCode(one);
    if (found !== 'internal') return found;
  }
  if (tlsCodes.test(code) || tlsCodes.test(socketCode) || failure.tlsFailed === true) return 'tls-refused';
  if (failure.mailboxMissing === true) return 'mailbox-missing';
  if (timeoutCodes.test(code)) return 'timeout';
  if (offlineCodes.test(code) || offlineCodes.test(socketCode)) return 'offline';
  if (unreachableCodes.test(code)) return 'server-unreachable';
  if (typeof failure.responseCode === 'number' || typeof failure.responseStatus === 'string') return 'server-refused';
  return 'internal';
}

function innerFailures(failure: Failure): unknown[] {
  const inner: unknown[] = Array.isArray(failure.errors) ? [...failure.errors] : [];
  if (failure.cause !== undefined) inner.push(failure.cause);
  return inner;
}

/** Turns whatever a connection threw into a problem that says which server it was and what to do next. */
export function toProblem(error: unknown, side: Side): ProblemError {
  if (error instanceof ProblemError) return error;
  const server = side === 'imap' ? 'The server for incoming mail (IMAP)' : 'The server for outgoing mail (SMTP)';
  switch (failureCode(error)) {
    case 'login-refused':
      return new ProblemError(
        'login-refused',
        `${server} refused the user name or password.`,
        'Check both. If your clinic uses app passwords, make one for Careseal.',
      );
    case 'certificate-refused':
      return new ProblemError(
        'certificate-refused',
        `${server} showed a certificate that cannot be trusted, so nothing was sent to it.`,
        'Check the server name. If your clinic has its own certificate authority, ask for the clinic file.',
      );
    case 'tls-refused':
      return new ProblemError(
        'tls-refused',
        `${server} did not offer a secure connection (TLS 1.2 or newer), so nothing was sent to it.`,
        'Check the port and the kind of security, or ask who runs the server.',
      );
    case 'timeout':
      return new ProblemError('timeout', `${server} did not answer in time.`, 'Try again in a moment.', {
        retryable: true,
      });
    case 'offline':
      return new ProblemError(
        'offline',
        'This workstation has no network at the moment.',
        'Connect to the network; Careseal goes on by itself.',
        { retryable: true },
      );
    case 'mailbox-missing':
      return new ProblemError(
        'mailbox-missing',
        'This folder is no longer on the server.',
        'Look for the message in another folder.',
      );
    case 'server-unreachable':
      return new ProblemError(
        'server-unreachable',
        `${server} cannot be reached.`,
        'Check the server name and the network; Careseal keeps trying.',
        { retryable: true },
      );
    case 'server-refused':
      return new ProblemError(
        'server-refused',
        `${server} refused what was asked of it.`,
        'Try again later, or ask who runs the server.',
        { retryable: true },
      );
    default:
      return new ProblemError(
        'server-refused',
        `${server} answered in a way that Careseal does not understand.`,
        'Try again later, or ask who runs the server.',
        { retryable: true },
      );
  }
}

/** What calls get while this workstation has no network. */
export function offlineProblem(): ProblemError {
  return new ProblemError(
    'offline',
    'The mail server cannot be reached at the moment.',
    'Careseal goes on by itself when it is back.',
    { retryable: true },
  );
}
