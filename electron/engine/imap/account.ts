import type { ImapFlow } from 'imapflow';
import type { AccountStatus } from '../../../shared/model/account.ts';
import type { Reader, ReadMessage, Session } from '../rooms.ts';
import type { StoredAccount, StoredMailbox } from '../store/types.ts';
import { createBackoff } from '../wire/backoff.ts';
import { failureCode, offlineProblem, toProblem } from '../wire/problems.ts';
import type { WireTls } from '../wire/tls.ts';
import type { Changes } from './changes.ts';
import { openImap } from './connection.ts';
import { createDesk } from './desk.ts';
import { type ListedMailbox, listMailboxes, looksChanged } from './folders.ts';
import {
  backoffFirstMs,
  backoffMostMs,
  firstLook,
  flagListingEveryPolls,
  pollMs,
  replayAgainMs,
  sweepEveryMs,
} from './limits.ts';
import { type MailboxContext, type SyncOptions, syncMailbox } from './mailbox.ts';
import { replay } from './operations.ts';
import { createStanding } from './standing.ts';

export interface AccountWireOptions {
  readonly session: Session;
  readonly reader: Reader;
  readonly onRead: (messageId: number, read: ReadMessage) => void | Promise<void>;
  readonly tls: WireTls;
  readonly accountId: number;
  readonly changes: Changes;
  /** The account is connected: what waits for the server may go on. */
  readonly onOnline: (accountId: number) => void;
}

/** One account's life on the wire: connect, sync, watch, replay, reconnect. */
export interface AccountWire {
  start(): void;
  stop(): Promise<void>;
  setOnline(online: boolean): void;
  /** Looks now, and ends a wait for reconnection. */
  syncNow(): void;
  /** There may be operations to replay. */
  poke(): void;
  /** These folders changed on the server by our own doing. */
  look(path: string): void;
  status(): AccountStatus;
  /** Runs something on the quick connection; throws `offline` when there is none. */
  call<T>(task: (client: ImapFlow) => Promise<T>): Promise<T>;
}

export function createAccountWire(options: AccountWireOptions): AccountWire {
  const { session, accountId, changes } = options;
  const { store } = session;
  const desk = createDesk();
  const backoff = createBackoff(backoffFirstMs, backoffMostMs);
  const dirty = new Set<number>();
  const dirtyPaths = new Set<string>();
  let clients: ImapFlow[] = [];
  let online = true;
  let stopped = false;
  let running: Promise<void> | undefined;
  let wake: () => void = () => undefined;
  let replaying: Promise<void> | null = null;
  let looking: Promise<void> | null = null;
  let polls = 0;
  let lookNow = false;
  let sweepDue = 0;
  let told = false;
  let replayTimer: NodeJS.Timeout | undefined;

  const account = (): StoredAccount | undefined => store.records.accounts.get(accountId);
  const mailboxes = (): StoredMailbox[] => store.cache.mailboxes.list(accountId);
  const inbox = (): StoredMailbox | undefined => store.cache.mailboxes.bySpecialUse(accountId, 'inbox');

  const standing = createStanding(session, accountId);
  const { setState, tell: tellStatus } = standing;
  const signal = () => {
    wake();
    wake = () => undefined;
  };
  /** Waits for a signal or the time, whichever comes first. */
  const pause = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const context: MailboxContext = {
    store,
    reader: options.reader,
    onRead: async (id, read) => {
      try {
        await options.onRead(id, read);
      } catch {
        // What others make of a message must not stop the sync of the next one.
      }
    },
    get bodiesSince() {
      const days = account()?.keepDays ?? null;
      return days === null ? null : new Date(session.now().getTime() - days * 86_400_000);
    },
    stopped: () => stopped || clients.some((client) => !client.usable),
    accountId,
    changed: (mailboxId, fresh) => {
      changes.mailbox(mailboxId, fresh);
      if (fresh > 0) tellStatus();
    },
    arrived: (mailbox, count) => {
      const wanted = mailbox.specialUse === 'inbox' && store.records.settings.get().notifications === 'count';
      if (wanted) session.control.notice({ kind: 'newMessages', count });
    },
    takeNews: (mailboxId) => dirty.delete(mailboxId),
  };

  /** Replays on the quick connection; several callers share one run. */
  const replayPending = (): Promise<void> => {
    if (stopped || standing.state() !== 'online') return Promise.resolve();
    if (store.records.operations.pending(accountId).length === 0) return Promise.resolve();
    replaying ??= desk
      .run((client) =>
        replay(client, { store, accountId, changes, touched: (path) => dirtyPaths.add(path) }).finally(signal),
      )
      .catch(() => {
        // Refused for now: again in a while, without waiting for the next poll. A broken line brings its own return.
        clearTimeout(replayTimer);
        if (!stopped) replayTimer = setTimeout(() => void replayPending(), replayAgainMs);
      })
      .finally(() => {
        replaying = null;
      });
    return replaying;
  };

  /** News in INBOX are fetched by the quick connection, which has it open, unless its first sync is still running. */
  const lookIntoInbox = (): void => {
    const mailbox = inbox();
    if (!mailbox || stopped) return;
    dirty.add(mailbox.id);
    if (mailbox.uidNext === null || syncing.has(mailbox.id)) return;
    looking ??= desk
      .run(async (client) => {
        while (dirty.delete(mailbox.id) && !syncing.has(mailbox.id)) await sync(client, mailbox.id);
      })
      .catch(() => {
        dirty.add(mailbox.id);
      })
      .finally(() => {
        looking = null;
        // News may have come between the last look and here.
        if (dirty.has(mailbox.id)) lookIntoInbox();
      });
  };

  const syncing = new Map<number, Promise<boolean>>();
  /** Syncs one folder and says whether it was completed; a run on the other connection counts as this one. */
  const sync = (client: ImapFlow, mailboxId: number, more?: SyncOptions): Promise<boolean> => {
    const other = syncing.get(mailboxId);
    if (other) return other.catch(() => false);
    const done = syncOnce(client, mailboxId, more).finally(() => syncing.delete(mailboxId));
    syncing.set(mailboxId, done);
    return done;
  };
  const syncOnce = async (client: ImapFlow, mailboxId: number, more?: SyncOptions): Promise<boolean> => {
    try {
      await syncMailbox(client, context, mailboxId, more);
      return true;
    } catch (error) {
      // One folder that the server refuses must not keep the others from being synced.
      const code = failureCode(error);
      if (!client.usable || code === 'disk-full' || code === 'store-damaged') throw error;
      return code === 'mailbox-missing';
    }
  };

  const listAll = async (client: ImapFlow): Promise<ListedMailbox[]> => {
    const listed = await listMailboxes(client, store, accountId);
    standing.setTotals(new Map(listed.map(({ mailbox, status: seen }) => [mailbox.id, seen?.messages ?? 0])));
    return listed;
  };

  const syncAll = async (client: ImapFlow): Promise<void> => {
    // STATUS says nothing reliable about the folder that is selected (RFC 3501 section 6.3.10).
    const selected = client.mailbox ? client.mailbox.path : null;
    const listed = await listAll(client);
    desk.nudge();
    // Only now is it known which folder is Sent.
    if (!told) options.onOnline(accountId);
    told = true;
    await replayPending();
    const changed = listed.filter(
      ({ mailbox, status: seen }) =>
        mailbox.path === selected ||
        looksChanged(mailbox, seen) ||
        (polls % flagListingEveryPolls === 0 && !seen?.highestModseq),
    );
    polls++;
    // Something of every folder first: Sent and the others shall not be empty until a large INBOX is through.
    const large = changed.filter(
      ({ mailbox, status: seen }) => mailbox.uidNext === null && (seen?.messages ?? 0) > firstLook,
    );
    for (const { mailbox } of large) {
      if (context.stopped()) return;
      await sync(client, mailbox.id, { newest: firstLook });
    }
    let complete = true;
    for (const { mailbox, status: seen } of changed) {
      if (context.stopped()) return;
      const allFlags = polls % flagListingEveryPolls === 1 || (seen !== null && seen.unseen !== mailbox.unseen);
      complete = (await sync(client, mailbox.id, { allFlags })) && complete;
      if (mailbox.specialUse === 'inbox') lookIntoInboxIfNews(mailbox.id);
    }
    if (context.stopped()) return;
    backoff.reset();
    if (complete) standing.synced();
    const owner = account();
    if (owner && (owner.keepDays !== null || owner.keepBytes !== null) && Date.now() >= sweepDue) {
      sweepDue = Date.now() + sweepEveryMs;
      store.cache.retention.sweep(owner, session.now());
    }
    changes.flush();
    tellStatus();
  };
  const lookIntoInboxIfNews = (mailboxId: number) => {
    if (dirty.has(mailboxId)) lookIntoInbox();
  };

  const syncLoop = async (client: ImapFlow): Promise<void> => {
    let due = 0;
    while (!stopped && client.usable) {
      if (Date.now() >= due) {
        await syncAll(client);
        due = Date.now() + pollMs;
        continue;
      }
      const paths = [...dirtyPaths];
      dirtyPaths.clear();
      for (const mailbox of mailboxes().filter(({ path }) => paths.includes(path))) await sync(client, mailbox.id);
      if (dirtyPaths.size > 0) continue;
      if (!lookNow) await pause(Math.max(0, due - Date.now()));
      if (lookNow) due = 0;
      lookNow = false;
    }
  };

  /** One connected time, from login to the end of a connection. */
  const connected = async (owner: StoredAccount): Promise<void> => {
    const login = { server: owner.imap, user: owner.user, password: owner.password };
    const work = await openImap(login, options.tls);
    clients = [work];
    const quick = await openImap(login, options.tls);
    clients = [work, quick];
    setState('online');
    told = false;
    for (const client of clients) client.on('close', signal);
    const close = () => {
      for (const client of clients) client.close();
      signal();
    };
    // Whichever ends first takes the other with it: half a connection would be silence.
    await Promise.all([
      syncLoop(work).finally(close),
      desk.serve(quick, () => inbox()?.path, lookIntoInbox).finally(close),
    ]);
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const owner = account();
      if (!owner) return;
      if (!online) {
        setState('offline');
        await pause(null);
        continue;
      }
      if (standing.state() !== 'login-refused' && standing.state() !== 'certificate-refused') setState('connecting');
      let code: string = 'server-unreachable';
      try {
        await connected(owner);
      } catch (error) {
        code = toProblem(error, 'imap').problem.code;
      } finally {
        for (const client of clients) client.close();
        clients = [];
        desk.fail(offlineProblem());
      }
      if (stopped || !online) continue;
      if (code === 'login-refused') {
        // Trying a refused password again and again locks the mailbox on the server; somebody has to act first.
        setState('login-refused');
        await pause(null);
        continue;
      }
      const wait = code === 'certificate-refused' || code === 'tls-refused' ? backoffMostMs : backoff.next();
      setState(code === 'certificate-refused' || code === 'tls-refused' ? 'certificate-refused' : 'offline', wait);
      await pause(wait);
    }
  };

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopped = true;
      standing.stop();
      clearTimeout(replayTimer);
      signal();
      for (const client of clients) client.close();
      desk.fail(offlineProblem());
      await running;
      await looking;
      await replaying;
    },
    setOnline(next) {
      if (online === next) return;
      online = next;
      if (next) backoff.reset();
      else for (const client of clients) client.close();
      signal();
    },
    syncNow() {
      lookNow = true;
      backoff.reset();
      signal();
    },
    poke() {
      void replayPending();
    },
    look(path) {
      dirtyPaths.add(path);
      signal();
    },
    status: standing.status,
    call(task) {
      if (standing.state() !== 'online' || stopped) return Promise.reject(offlineProblem());
      return desk.run(task);
    },
  };
}
