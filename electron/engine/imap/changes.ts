import type { Emit } from '../rooms.ts';
import { eventEveryMs } from './limits.ts';

/** Collects what changed and tells the window at most four times a second, however fast the sync is. */
export interface Changes {
  /** Something changed in a mailbox; `newMessages` counts those that were not here before. */
  mailbox(mailboxId: number, newMessages?: number): void;
  /** Sends what has been collected, now. */
  flush(): void;
  stop(): void;
}

export function createChanges(emit: Emit): Changes {
  let touched = new Set<number>();
  let fresh = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (touched.size === 0) return;
    const payload = { mailboxIds: [...touched].slice(0, 5000), newMessages: fresh };
    touched = new Set();
    fresh = 0;
    emit('mail.changed', payload);
  };
  return {
    mailbox(mailboxId, newMessages = 0) {
      touched.add(mailboxId);
      fresh += newMessages;
      timer ??= setTimeout(flush, eventEveryMs);
    },
    flush,
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
