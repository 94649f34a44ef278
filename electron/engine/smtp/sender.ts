import type { Evidence } from '../../../shared/model/evidence.ts';
import type { Session } from '../rooms.ts';
import type { OutboxCopy, StoredAccount } from '../store/types.ts';
import { type Backoff, createBackoff } from '../wire/backoff.ts';
import type { WireTls } from '../wire/tls.ts';
import {
  lastReplyMs,
  longestTimerMs,
  retrySeconds,
  unreachableFirstMs,
  unreachableLimitMs,
  unreachableMostMs,
} from './limits.ts';
import { outboxItem, recipientsLeft } from './outbox.ts';
import { type Outcome, type Refused, type RunningSubmission, submit } from './submit.ts';

/*
 * The outbox, a state machine on disk (DESIGN.md section 4). Each step is a compare-and-set in records.db, so a crash
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

/** How the outbox reaches the account's Sent folder; the IMAP side answers. Both throw a ProblemError when it cannot. */
export interface Filing {
  /** How many messages with this Message-ID are in Sent and in INBOX. */
  look(accountId: number, messageId: string): Promise<{ sent: number; inbox: number }>;
  /** Files unless Sent holds more than `already` with this Message-ID. */
  file(
    accountId: number,
    copy: { readonly messageId: string; readonly raw: Uint8Array; readonly already: number; readonly date: Date },
  ): Promise<void>;
}

export interface Sender {
  /** Recovers what a crash or lock interrupted, then works. */
  start(): void;
  stop(): Promise<void>;
  setOnline(online: boolean): void;
  /** Something was added or answered. */
  poke(): void;
  /** The account's IMAP side is connected: questions may be answered by looking, accepted copies filed. */
  imapOnline(accountId: number): void;
  accountRemoved(accountId: number): void;
}

export function createSender(options: {
  readonly session: Session;
  readonly tls: WireTls;
  readonly filing: Filing;
}): Sender {
  const { session, tls, filing } = options;
  const { store } = session;
  const { outbox } = store.records;
  const unreachable = new Map<number, { readonly backoff: Backoff; until: number }>();
  const doubtful = new Set<string>();
  const busy = new Map<number, Promise<void>>();
  const filingNow = new Map<number, Promise<void>>();
  const looking = new Set<Promise<void>>();
  const running = new Map<string, RunningSubmission>();
  let online = true;
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;

  const now = () => session.now().getTime();
  const changed = (copy: OutboxCopy) => {
    if (outbox.send(copy.sendId)) session.emit('outbox.changed', { item: outboxItem(store, copy.sendId) });
  };
  const addEvidence = (copy: OutboxCopy, fact: Pick<Evidence, 'kind' | 'recipient' | 'detail' | 'source'>) => {
    const added = store.records.evidence.add(copy.messageId, {
      ...fact,
      detail: fact.detail.slice(0, 500),
      at: session.now().toISOString(),
      method: copy.method,
    });
    if (added) session.emit('evidence.changed', { messageId: null });
  };
  const ask = (
    copy: OutboxCopy,
    from: OutboxCopy['state'],
    reason: NonNullable<OutboxCopy['needsYou']>,
    reply?: string,
  ) => {
    const moved = outbox.move(copy.id, [from], {
      state: 'needs-you',
      needsYou: reason,
      nextAttempt: null,
      ...(reply === undefined ? {} : { reply }),
    });
    if (moved) changed(copy);
  };

  const recover = () => {
    for (const copy of outbox.copies()) {
      if (copy.state === 'held') ask(copy, 'held', 'hold-interrupted');
      if (copy.state !== 'sending') {
        if (copy.state === 'needs-you' && copy.needsYou === 'outcome-unknown') doubtful.add(copy.id);
        continue;
      }
      if (!copy.dataStarted) {
        if (outbox.move(copy.id, ['sending'], { state: 'queued', nextAttempt: null })) changed(copy);
        continue;
      }
      const left = recipientsLeft(copy, store.records.evidence.list(copy.messageId));
      if (left.length === 0) {
        if (outbox.move(copy.id, ['sending'], { state: 'accepted' })) changed(copy);
        continue;
      }
      ask(copy, 'sending', 'outcome-unknown');
      doubtful.add(copy.id);
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
        fileSoon(copy.accountId);
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
    switch (outcome.kind) {
      case 'accepted':
        return accepted(copy, outcome);
      case 'refused':
        return refused(copy, outcome);
      case 'unreachable':
        return notReached(copy);
      case 'unknown':
        ask(copy, 'sending', 'outcome-unknown');
        doubtful.add(copy.id);
        lookSoon(copy.accountId);
    }
  };

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
      nextAttempt: new Date(now() + seconds * 1000).toISOString(),
      reply,
    });
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

  /** Files accepted copies of an account, one run at a time. */
  const fileSoon = (accountId: number) => {
    if (stopped || filingNow.has(accountId)) return;
    const done = fileAll(accountId)
      // Without a connection the account's return to the net starts this again.
      .catch(() => undefined)
      .finally(() => {
        filingNow.delete(accountId);
      });
    filingNow.set(accountId, done);
  };

  const fileAll = async (accountId: number): Promise<void> => {
    for (;;) {
      const copies = outbox.copies().filter((copy) => copy.accountId === accountId);
      const copy = copies.find((one) => one.state === 'accepted');
      if (!copy || stopped) return;
      const raw = outbox.raw(copy.id);
      // Copies of one send may share a Message-ID; those filed before do not count as this one.
      const already = copies.filter((one) => one.messageId === copy.messageId && one.state === 'filed').length;
      if (raw) {
        const date = session.now();
        await filing.file(accountId, { messageId: copy.messageId, raw, already, date });
      }
      addEvidence(copy, { kind: 'filed', recipient: null, detail: '', source: 'imap' });
      const evidence = store.records.evidence.list(copy.messageId);
      const partly = evidence.some((one) => one.kind === 'accepted') && recipientsLeft(copy, evidence).length > 0;
      // Some recipients were refused for good: the message is in Sent, and somebody has to hear about the others.
      const change = partly
        ? ({ state: 'needs-you', needsYou: 'recipient-refused' } as const)
        : ({ state: 'filed', needsYou: null } as const);
      if (!outbox.move(copy.id, ['accepted'], change)) return;
      changed(copy);
    }
  };

  const lookSoon = (accountId: number) => {
    const done = lookAtDoubtful(accountId).catch(() => undefined);
    looking.add(done);
    void done.finally(() => looking.delete(done));
  };

  /** Looks for messages whose fate is unknown: what is in Sent or came back to INBOX was accepted. */
  const lookAtDoubtful = async (accountId: number): Promise<void> => {
    for (const id of [...doubtful]) {
      const copy = outbox.copy(id);
      if (!copy || copy.state !== 'needs-you' || copy.needsYou !== 'outcome-unknown') {
        doubtful.delete(id);
        continue;
      }
      if (copy.accountId !== accountId || stopped) continue;
      try {
        const found = await filing.look(accountId, copy.messageId);
        const filed = outbox.copies().filter((one) => one.messageId === copy.messageId && one.state === 'filed').length;
        if (found.sent <= filed && found.inbox === 0) continue;
        for (const recipient of copy.rcptTo) {
          addEvidence(copy, { kind: 'accepted', recipient, detail: 'Found on the server', source: 'imap' });
        }
        if (outbox.move(id, ['needs-you'], { state: 'accepted', needsYou: null })) changed(copy);
        doubtful.delete(id);
      } catch {
        // Not reachable: asked again when the account is back.
        return;
      }
    }
    turn();
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
      await Promise.race([
        Promise.all([...filingNow.values(), ...looking]),
        new Promise((resolve) => setTimeout(resolve, lastReplyMs).unref()),
      ]);
    },
    setOnline(next) {
      online = next;
      if (next) unreachable.clear();
      turn();
    },
    poke: turn,
    imapOnline(accountId) {
      fileSoon(accountId);
      lookSoon(accountId);
    },
    accountRemoved(accountId) {
      unreachable.delete(accountId);
    },
  };
}

function loginOf(account: StoredAccount) {
  return { server: account.smtp, user: account.user, password: account.password };
}
