import type { Evidence, OutboxState } from '../../../shared/model/evidence.ts';
import type { Session } from '../rooms.ts';
import type { OutboxCopy } from '../store/types.ts';
import { outboxItem } from './outbox.ts';

/** What every step of the outbox writes and says. */
export interface Ledger {
  /** Tells the window how the send of this copy stands now. */
  changed(copy: OutboxCopy): void;
  addEvidence(copy: OutboxCopy, fact: Pick<Evidence, 'kind' | 'recipient' | 'detail' | 'source'>): void;
  /** Turns a copy into a question, if it is still in the state it was seen in. */
  ask(copy: OutboxCopy, from: OutboxState, reason: NonNullable<OutboxCopy['needsYou']>): void;
}

export function createLedger(session: Session): Ledger {
  const { records } = session.store;
  const changed = (copy: OutboxCopy) => {
    if (records.outbox.send(copy.sendId)) {
      session.emit('outbox.changed', { item: outboxItem(session.store, copy.sendId) });
    }
  };
  return {
    changed,
    addEvidence(copy, fact) {
      const added = records.evidence.add(copy.messageId, {
        ...fact,
        detail: fact.detail.slice(0, 500),
        at: session.now().toISOString(),
        method: copy.method,
      });
      if (added) session.emit('evidence.changed', { messageId: null });
    },
    ask(copy, from, reason) {
      const moved = records.outbox.move(copy.id, [from], { state: 'needs-you', needsYou: reason, nextAttempt: null });
      if (moved) changed(copy);
    },
  };
}
