import type { IpcMainInvokeEvent, MessagePortMain, WebContents, WebFrameMain } from 'electron';
import { checkEvent, createAnswer, type DoorState } from '../../shared/contract/answer.ts';
import type { EventName, Handlers, MainCallName, PayloadOf } from '../../shared/contract/index.ts';
import { fail, type Result } from '../../shared/contract/problem.ts';
import type { AuditAction } from '../../shared/model/audit.ts';

/** The one channel of each kind. What may be asked is the contract's matter, not the channel's. */
export const callChannel = 'careseal:call';
export const eventChannel = 'careseal:event';
export const portChannel = 'careseal:engine-port';

export interface MainDoorOptions {
  readonly handlers: Handlers<MainCallName>;
  readonly state: () => DoorState;
  /** Writes the audit entry of a row that names one; a failure fails the call. */
  readonly audit: (action: AuditAction) => Promise<void> | void;
  /** Serialised origin of the app's own page. */
  readonly origin: string;
}

export interface MainDoor {
  /** Answers this window from now on, and sends events to it instead of to the one before. */
  open(contents: DoorContents): void;
  /** Stops sending events; calls of an ended window find nobody. */
  close(): void;
  /** Raises an event for the window. Dropped while locked, without a window, or when it is not as its row says. */
  emit<E extends EventName>(name: E, payload: PayloadOf<E>): void;
}

/** What the door needs of a window's contents. */
export type DoorContents = Pick<WebContents, 'ipc' | 'mainFrame' | 'send' | 'isDestroyed'>;

const wrongSender = {
  code: 'wrong-sender',
  message: 'Careseal does not answer this page.',
  hint: 'Restart Careseal.',
  retryable: false,
} as const;

/**
 * Main's door. Handlers are bound to one window's contents, so another window has no channel at all; and because every
 * frame of that window shares the channel, each call must come from its main frame, showing our own page.
 */
export function createMainDoor(options: MainDoorOptions): MainDoor {
  const answer = createAnswer<MainCallName>({ side: 'main', ...options });
  let current: DoorContents | null = null;

  return {
    open(contents) {
      current = contents;
      contents.ipc.handle(callChannel, (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
        if (contents !== current || !isOwnFrame(event, contents, options.origin)) {
          return Promise.resolve(fail(wrongSender));
        }
        return answer(name, input);
      });
    },
    close() {
      current = null;
    },
    emit(name, payload) {
      if (current === null || current.isDestroyed()) return;
      const checked = checkEvent('main', name, payload, options.state());
      if (checked !== null) current.send(eventChannel, checked);
    },
  };
}

/**
 * Whether a call came from the main frame of `contents` while that frame shows our page. A frame that navigated away or
 * was removed while its call was under way has no `senderFrame`; `about:blank` and sandboxed frames have origin `null`.
 */
export function isOwnFrame(
  event: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  contents: Pick<WebContents, 'mainFrame'>,
  origin: string,
): boolean {
  try {
    const frame: WebFrameMain | null = event.senderFrame;
    if (frame === null || frame.parent !== null || frame.detached) return false;
    const own = contents.mainFrame;
    return (
      frame.processId === own.processId &&
      frame.routingId === own.routingId &&
      frame.origin === origin &&
      frame.url.startsWith(`${origin}/`)
    );
  } catch {
    // A frame that is disposed of meanwhile throws on every property.
    return false;
  }
}

/** Gives a window's main frame its end of the port to the engine. */
export function handPort(contents: Pick<WebContents, 'postMessage'>, port: MessagePortMain): void {
  contents.postMessage(portChannel, null, [port]);
}
