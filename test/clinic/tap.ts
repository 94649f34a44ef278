import type { Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.ts';

/** What a tap does with bytes it has seen: pass them on, keep them and pass nothing any more, or end both sides. */
export type TapVerdict = 'pass' | 'hold' | 'hang-up';

export interface Tap {
  readonly port: number;
  /** Sees each piece before it is passed on; `undefined` passes everything. */
  fromClient: ((text: string) => TapVerdict) | undefined;
  fromServer: ((text: string) => TapVerdict) | undefined;
  stop(): Promise<void>;
}

/**
 * Stands between a client and an IMAPS server under the clinic's own certificate and sees what is said, so that a test
 * may act at one certain word of the protocol. The client needs no hook for that.
 */
export async function startTap(certificates: Certificates, targetPort: number): Promise<Tap> {
  const sockets = new Set<Socket>();
  const { cert, key } = certificates.localhost;
  const server = createServer({ cert, key, minVersion: 'TLSv1.2' }, (client) => {
    const upstream = connect({
      host: 'localhost',
      port: targetPort,
      ca: certificates.ca,
      minVersion: 'TLSv1.2',
    });
    join(client, upstream, (text) => tap.fromClient?.(text) ?? 'pass');
    join(upstream, client, (text) => tap.fromServer?.(text) ?? 'pass');
  });
  const join = (from: TLSSocket, to: TLSSocket, look: (text: string) => TapVerdict) => {
    sockets.add(from);
    let held = false;
    from.on('data', (chunk: Buffer) => {
      if (held) return;
      const verdict = look(chunk.toString('latin1'));
      held = verdict !== 'pass';
      if (verdict === 'pass') to.write(chunk);
      if (verdict === 'hang-up') {
        from.destroy();
        to.destroy();
      }
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  const tap: Tap = {
    port: address.port,
    fromClient: undefined,
    fromServer: undefined,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tap;
}
