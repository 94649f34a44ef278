import type { Session } from '../rooms.ts';
import type { OutboxCopy, StoredAccount } from '../store/types.ts';
import { type Backoff, createBackoff } from '../wire/backoff.ts';
import type { WireTls } from '../wire/tls.ts';
import { createFiler, type Filing } from './filer.ts';
import { createLedger } from './ledger.ts';
import { lastReplyMs, longestTimerMs, unreachableFirstMs, unreachableLimitMs, unreachableMostMs } from './limits.ts';
import { recipientsLeft } from './outbox.ts';
import { createSettle } from './settle.ts';
import { type Outcome, type RunningSubmission, submit } from './submit.ts';

/*
 * The outbox, a state machine on disk (ARCHITECTURE.md, "A message's way out"). Each step is a compare-and-set in records.db, so a crash
 * between any two leaves a state from which the next start goes on:
 *
 *   held       somebody may still take it back. After a crash or a lock: a question, because the hold was not seen out.
 *   queued     may be submitted. After a crash: submitted.
 *   sending    a connection is being made; without `dataStarted` no byte of the message has left. After a crash: queued.
 *   sending    with `dataStarted`: bytes may have left. After a crash: accepted if the evidence or a copy on the server
 *              proves it, else a question. Never sent again without an answer.
 *   accepted   the server said 250. After a crash: filed, after a look whether Sent has it.
 *   filed      done.
 *   needs-you  a question. bounced: a report came that it could not be delivered.
 */

export interface Sender {
  /** Recovers what a crash or lock interrupted, then works. */
  start(): void;
  stop(): Promise<void>;
  setOnline(online: boolean): void;
  /** Something was added or answered. */
  poke(): void;
  /** The account's IMAP side is connected: questions may be answered by looking, accepted copies filed. */
  imapOnline(accountId: number): void;
  /** A message came in: it may be the proof of a submission whose outcome is unknown. */
  seen(accountId: number, messageId: string): void;
  accountRemoved(accountId: number): void;
}

export function createSender(options: {
  readonly session: Session;
  readonly tls: WireTls;
  readonly filing: Filing;
}): Sender {
  const { session, tls } = options;
  const { store } = session;
  const { outbox } = store.records;
  const ledger = createLedger(session);
  const { changed, ask } = ledger;
  const settleAnswer = createSettle(session, ledger);
  const filer = createFiler(session, ledger, options.filing);
  const unreachable = new Map<number, { readonly backoff: Backoff; until: number }>();
  const busy = new Map<number, Promise<void>>();
  const running = new Map<string, RunningSubmission>();
  let online = true;
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;

  const now = () => session.now().getTime();
  /** Takes a copy that was being sent, when something ended in the middle, to the state that is certainly true. */
  const interrupted = (copy: OutboxCopy) => {
    if (!copy.dataStarted) {
      if (outbox.move(copy.id, ['sending'], { state: 'queued', nextAttempt: null })) changed(copy);
      return;
    }
    if (recipientsLeft(copy, store.records.evidence.list(copy.messageId)).length === 0) {
      if (outbox.move(copy.id, ['sending'], { state: 'accepted' })) changed(copy);
      return;
    }
    ask(copy, 'sending', 'outcome-unknown');
    filer.doubt(copy.id, copy.accountId);
  };

  const recover = () => {
    for (const copy of outbox.copies()) {
      if (copy.state === 'held') ask(copy, 'held', 'hold-interrupted');
      if (copy.state === 'sending') interrupted(copy);
      if (copy.state === 'needs-you' && copy.needsYou === 'outcome-unknown') filer.doubt(copy.id, copy.accountId);
    }
  };

  /** Starts what is due and sets the timer for what comes next. */
  const turn = () => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped) return;
    let next = Number.POSITIVE_INFINITY;
    const queued = new Map<number, OutboxCopy[]>();
    for (const copy of outbox.copies()) {
      if (copy.state === 'held' && Date.parse(copy.holdUntil) > now())
        next = Math.min(next, Date.parse(copy.holdUntil));
      else if (copy.state === 'held' && outbox.move(copy.id, ['held'], { state: 'queued' })) {
        queued.set(copy.accountId, [...(queued.get(copy.accountId) ?? []), copy]);
        changed(copy);
      } else if (copy.state === 'queued') {
        queued.set(copy.accountId, [...(queued.get(copy.accountId) ?? []), copy]);
      } else if (copy.state === 'accepted') {
        filer.fileSoon(copy.accountId);
        // A Sent folder that refuses (over quota) is asked again later.
        next = Math.min(next, now() + longestTimerMs);
      }
    }
    for (const [accountId, copies] of queued) {
      if (busy.has(accountId) || !online) continue;
      const from = unreachable.get(accountId)?.until ?? 0;
      const due = copies.map((copy) => ({
        copy,
        at: Math.max(from, copy.nextAttempt ? Date.parse(copy.nextAttempt) : 0),
      }));
      const first = due.find(({ at }) => at <= now());
      if (first) work(first.copy);
      else next = Math.min(next, ...due.map(({ at }) => at));
    }
    if (next < Number.POSITIVE_INFINITY) {
      timer = setTimeout(turn, Math.max(10, Math.min(longestTimerMs, next - now())));
    }
  };

  const work = (copy: OutboxCopy) => {
    const done = sendOne(copy)
      .catch(() => {
        // The store refused in the middle (a full disk): what is on it decides, as after a crash.
        const left = outbox.copy(copy.id);
        if (left?.state === 'sending') interrupted(left);
      })
      .catch(() => undefined)
      .finally(() => {
        busy.delete(copy.accountId);
        turn();
      });
    busy.set(copy.accountId, done);
  };

  const sendOne = async (copy: OutboxCopy): Promise<void> => {
    const account = store.records.accounts.get(copy.accountId);
    const raw = outbox.raw(copy.id);
    if (!account || !raw) return ask(copy, 'queued', 'server-refused');
    const recipients = recipientsLeft(copy, store.records.evidence.list(copy.messageId));
    if (recipients.length === 0) {
      if (outbox.move(copy.id, ['queued'], { state: 'accepted' })) changed(copy);
      return;
    }
    if (!outbox.move(copy.id, ['queued'], { state: 'sending', dataStarted: false, nextAttempt: null })) return;
    changed(copy);
    const submission = submit(loginOf(account), tls, {
      mailFrom: copy.mailFrom,
      rcptTo: recipients,
      raw,
      envid: copy.id,
      askDsn: copy.askDsn,
      onData: () => outbox.move(copy.id, ['sending'], { dataStarted: true }),
    });
    running.set(copy.id, submission);
    const outcome = await submission.outcome;
    running.delete(copy.id);
    settle(copy, outcome);
    changed(copy);
  };

  const settle = (copy: OutboxCopy, outcome: Outcome) => {
    if (outcome.kind !== 'unreachable') unreachable.delete(copy.accountId);
    if (outcome.kind === 'unreachable') return notReached(copy);
    if (outcome.kind !== 'unknown') return settleAnswer(copy, outcome);
    ask(copy, 'sending', 'outcome-unknown');
    filer.doubt(copy.id, copy.accountId);
  };

  const notReached = (copy: OutboxCopy) => {
    if (now() - Date.parse(copy.createdAt) > unreachableLimitMs) {
      outbox.move(copy.id, ['sending'], { state: 'needs-you', needsYou: 'server-refused', dataStarted: false });
      return;
    }
    const wait = unreachable.get(copy.accountId) ?? {
      backoff: createBackoff(unreachableFirstMs, unreachableMostMs),
      until: 0,
    };
    unreachable.set(copy.accountId, wait);
    wait.until = now() + wait.backoff.next();
    outbox.move(copy.id, ['sending'], { state: 'queued', dataStarted: false });
  };

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      recover();
      turn();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      for (const [id, submission] of running) if (!outbox.copy(id)?.dataStarted) submission.abort();
      // A reply that is on its way decides between "accepted" and a question: worth a moment.
      const patience = setTimeout(() => {
        for (const submission of running.values()) submission.abort();
      }, lastReplyMs);
      await Promise.all(busy.values());
      clearTimeout(patience);
      await filer.stop();
    },
    setOnline(next) {
      online = next;
      if (next) unreachable.clear();
      turn();
    },
    poke: turn,
    imapOnline(accountId) {
      filer.fileSoon(accountId);
      filer.lookSoon(accountId);
    },
    seen: filer.seen,
    accountRemoved(accountId) {
      unreachable.delete(accountId);
    },
  };
}

function loginOf(account: StoredAccount) {
  return { server: account.smtp, user: account.user, password: account.password };
}
