import { EventEmitter } from 'node:events';
import type { FromUtility, ToUtility } from './wire.ts';

/** Loaded before a utility process's module: gives it `process.parentPort` as Electron does. */

const send = (message: FromUtility): void => {
  process.send?.(message);
};

/** A port that lives here. What comes before `start()` waits, as with Electron's MessagePortMain. */
class Port extends EventEmitter {
  readonly #id: number;
  #queue: string[] | null = [];
  constructor(id: number) {
    super();
    this.#id = id;
  }
  postMessage(data: unknown): void {
    send({ t: 'port', port: this.#id, json: JSON.stringify(data) });
  }
  start(): void {
    const waiting = this.#queue ?? [];
    this.#queue = null;
    for (const json of waiting) this.receive(json);
  }
  close(): void {
    send({ t: 'port.close', port: this.#id });
    ports.delete(this.#id);
  }
  receive(json: string): void {
    if (this.#queue !== null) this.#queue.push(json);
    else this.emit('message', { data: JSON.parse(json), ports: [] });
  }
}

const ports = new Map<number, Port>();

class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    send({ t: 'message', data });
  }
}
const parentPort = new ParentPort();
const early: ToUtility[] = [];

function receive(message: ToUtility): void {
  if (message.t === 'message') {
    const received = message.ports.map((id) => {
      const port = new Port(id);
      ports.set(id, port);
      return port;
    });
    parentPort.emit('message', { data: message.data, ports: received });
  } else if (message.t === 'port') {
    ports.get(message.port)?.receive(message.json);
  } else {
    ports.get(message.port)?.emit('close');
    ports.delete(message.port);
  }
}

process.on('message', (message: ToUtility) => {
  // Nobody listens until the module that we are loaded before has run.
  if (parentPort.listenerCount('message') === 0) early.push(message);
  else receive(message);
});
parentPort.on('newListener', (event) => {
  if (event === 'message') setImmediate(() => early.splice(0).forEach(receive));
});
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort });
