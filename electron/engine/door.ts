import { checkEvent, createAnswer, type DoorState } from '../../shared/contract/answer.ts';
import { portRequestSchema } from '../../shared/contract/control.ts';
import type { EngineCallName, Handlers } from '../../shared/contract/index.ts';
import type { AuditAction } from '../../shared/model/audit.ts';
import type { Emit } from './rooms.ts';

/**
 * What the door needs of a message port. Electron's MessagePortMain fits; a test wraps Node's. Messages are structured
 * clones.
 */
export interface EnginePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}

export interface EngineDoorOptions {
  readonly handlers: Handlers<EngineCallName>;
  readonly state: () => DoorState;
  /** Writes the audit entry of a row that names one; a failure fails the call. */
  readonly audit: (action: AuditAction) => Promise<void> | void;
}

export interface EngineDoor {
  /** Raises an event for the window. Dropped while locked, without a window, or when it is not as its row says. */
  readonly emit: Emit;
  /** Makes this port the window's; the one before is closed and gets no more answers. */
  setPort(port: EnginePort): void;
}

/**
 * The engine's door: `{id, name, input}` comes in over the port, `{id, result}` and `{event, payload}` go out. It needs
 * no sender check of its own, because main gives the port to one window's main frame and to nobody else.
 */
export function createEngineDoor(options: EngineDoorOptions): EngineDoor {
  const answer = createAnswer<EngineCallName>({ side: 'engine', ...options });
  let current: EnginePort | null = null;

  return {
    emit(name, payload) {
      if (current === null) return;
      const checked = checkEvent('engine', name, payload, options.state());
      if (checked !== null) current.postMessage(checked);
    },
    setPort(port) {
      current?.close();
      current = port;
      port.on('message', ({ data }) => {
        const request = portRequestSchema.safeParse(data);
        // Without an id there is nobody to answer to, and the bridge that we ship always sends one.
        if (!request.success) return;
        const { id, name, input } = request.data;
        void answer(name, input).then((result) => {
          if (port === current) port.postMessage({ id, result });
        });
      });
      port.start();
    },
  };
}
