import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Identity } from './certificates.ts';

/** A false mail server that writes down every byte it is told: what a client lets slip to the wrong machine. */
export interface Eavesdropper {
  readonly port: number;
  /** Everything heard so far, after TLS if there was any. */
  heard(): string;
  readonly connections: number;
  stop(): Promise<void>;
}

/**
 * Starts one. With `identity` it speaks TLS from the first byte under that certificate, without it clear text and never
 * offers STARTTLS. It greets like an IMAP or SMTP server and answers politely enough to be told more.
 */
export async function startEavesdropper(protocol: 'imap' | 'smtp', identity?: Identity): Promise<Eavesdropper> {
  let text = '';
  let connections = 0;
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write(
      protocol === 'imap' ? '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN] ready\r\n' : '220 ready ESMTP\r\n',
    );
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (const line of chunk.toString('latin1').split('\r\n').filter(Boolean)) answer(socket, protocol, line);
    });
  };
  const server: Server = identity
    ? createTlsServer({ key: identity.key, cert: identity.cert }, serve)
    : createServer(serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return {
    port: address.port,
    heard: () => text,
    get connections() {
      return connections;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(socket: Socket, protocol: 'imap' | 'smtp', line: string): void {
  if (protocol === 'smtp') {
    if (/^EHLO/i.test(line)) socket.write('250-false.test\r\n250 AUTH PLAIN LOGIN\r\n');
    else if (/^STARTTLS/i.test(line)) socket.write('502 5.5.1 not here\r\n');
    else if (/^AUTH/i.test(line)) socket.write('235 2.7.0 welcome\r\n');
    else socket.write('250 ok\r\n');
    return;
  }
  const [tag = '*', command = ''] = line.split(' ');
  if (/^CAPABILITY$/i.test(command)) socket.write('* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN\r\n');
  if (/^STARTTLS$/i.test(command)) socket.write(`${tag} BAD not here\r\n`);
  else socket.write(`${tag} OK done\r\n`);
}
