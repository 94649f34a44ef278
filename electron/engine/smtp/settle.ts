import type { Session } from '../rooms.ts';
import type { OutboxCopy } from '../store/types.ts';
import type { Ledger } from './ledger.ts';
import { retrySeconds } from './limits.ts';
import type { Outcome, Refused } from './submit.ts';

type Answered = Extract<Outcome, { kind: 'accepted' | 'refused' }>;

/** Writes down what a server answered to a submission: evidence and the copy's next state. */
export function createSettle(session: Session, ledger: Ledger): (copy: OutboxCopy, outcome: Answered) => void {
  const { outbox } = session.store.records;
  const { addEvidence, ask } = ledger;

  const accepted = (copy: OutboxCopy, outcome: Extract<Outcome, { kind: 'accepted' }>) => {
    const reports = copy.askDsn && !outcome.dsnOffered ? '; no delivery reports offered' : '';
    const detail = `${outcome.reply.slice(0, 400)} (${outcome.tls}${reports})`;
    // Evidence first: if the machine stops between the two, the evidence says that nothing must be sent again.
    for (const recipient of outcome.accepted)
      addEvidence(copy, { kind: 'accepted', recipient, detail, source: 'smtp' });
    recordRefused(copy, outcome.refused);
    const later = outcome.refused.filter((one) => !one.permanent);
    if (later.length > 0) {
      retry(copy, later[0]?.reply ?? outcome.reply, later.length < outcome.refused.length ? 'recipient-refused' : null);
      return;
    }
    outbox.move(copy.id, ['sending'], { state: 'accepted', reply: outcome.reply, nextAttempt: null });
  };

  const refused = (copy: OutboxCopy, outcome: Extract<Outcome, { kind: 'refused' }>) => {
    recordRefused(copy, outcome.refused);
    if (!outcome.permanent) return retry(copy, outcome.reply, null);
    const reason =
      outcome.about === 'login'
        ? 'login-refused'
        : outcome.about === 'size'
          ? 'too-large'
          : outcome.refused.length > 0
            ? 'recipient-refused'
            : 'server-refused';
    outbox.move(copy.id, ['sending'], {
      state: 'needs-you',
      needsYou: reason,
      dataStarted: false,
      nextAttempt: null,
      reply: outcome.reply === '' ? null : outcome.reply,
    });
    if (reason !== 'login-refused') return;
    // Each further try with a refused password brings the lock-out on the server nearer.
    for (const other of outbox.copies()) {
      if (other.accountId === copy.accountId && other.state === 'queued') ask(other, 'queued', 'login-refused');
    }
  };

  const recordRefused = (copy: OutboxCopy, list: readonly Refused[]) => {
    for (const one of list) {
      if (one.permanent)
        addEvidence(copy, { kind: 'failed', recipient: one.recipient, detail: one.reply, source: 'smtp' });
    }
  };

  /** A temporary refusal: later, until it has been tried often enough to become a question. */
  const retry = (copy: OutboxCopy, reply: string, otherwise: 'recipient-refused' | null) => {
    const attempts = copy.attempts + 1;
    const seconds = retrySeconds[attempts - 1];
    if (seconds === undefined) {
      outbox.move(copy.id, ['sending'], {
        state: 'needs-you',
        needsYou: otherwise ?? 'server-refused',
        dataStarted: false,
        attempts,
        nextAttempt: null,
        reply,
      });
      return;
    }
    outbox.move(copy.id, ['sending'], {
      state: 'queued',
      dataStarted: false,
      attempts,
      nextAttempt: new Date(session.now().getTime() + seconds * 1000).toISOString(),
      reply,
    });
  };

  return (copy, outcome) => (outcome.kind === 'accepted' ? accepted(copy, outcome) : refused(copy, outcome));
}
