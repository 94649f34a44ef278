import { ImapFlow } from 'imapflow';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { Server } from '../../../shared/model/account.ts';
import { offlineProblem, toProblem } from '../wire/problems.ts';
import type { WireTls } from '../wire/tls.ts';
import { connectTimeoutMs, idleRestartMs, lineBytes, literalBytes, socketTimeoutMs } from './limits.ts';

export interface Login {
  readonly server: Server;
  readonly user: string;
  readonly password: string;
}

/**
 * Opens a logged-in connection. TLS is required in both forms of RFC 8314: from the first byte, or by STARTTLS before
 * anything else; a server that does not offer it gets no user name and no password. Throws a ProblemError.
 */
export async function openImap(login: Login, tls: WireTls): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: login.server.host,
    port: login.server.port,
    secure: login.server.security === 'tls',
    // With `true` the library refuses to go on without TLS; unset it would fall back to clear text in silence.
    ...(login.server.security === 'starttls' ? { doSTARTTLS: true } : {}),
    auth: { user: login.user, pass: login.password },
    tls: { ...tls },
    clientInfo: { name: 'Careseal', vendor: 'Careseal' },
    // Logs would hold addresses and subjects.
    logger: false,
    qresync: true,
    disableAutoIdle: true,
    // Deflate costs more time than a clinic's line saves, and compressing secrets with foreign text has its own attacks.
    disableCompression: true,
    maxIdleTime: idleRestartMs,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    maxLineLength: lineBytes,
    maxLiteralSize: literalBytes,
    maxResponseSize: literalBytes + lineBytes,
  });
  // Without a listener an error after connecting would end the process; the close event says the same to those who wait.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw toProblem(error, 'imap');
  }
  return client;
}

/**
 * The library answers `false` both when the server refuses a STORE, MOVE or SEARCH and when the connection broke under
 * it. This tells them apart: what was refused may be given up, what was interrupted must be done again.
 */
export function notDone(client: ImapFlow): ProblemError {
  if (!client.usable) return offlineProblem();
  return new ProblemError(
    'server-refused',
    'The mail server refused a change.',
    'Careseal tries again, and otherwise shows what the server has.',
    { retryable: true },
  );
}
