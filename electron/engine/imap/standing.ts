import type { AccountStatus } from '../../../shared/model/account.ts';
import type { Session } from '../rooms.ts';
import { eventEveryMs } from './limits.ts';

/** How an account stands: its connection and honest progress, told to the window at most four times a second. */
export interface Standing {
  state(): AccountStatus['state'];
  /** `retryInMs` until the next attempt; `null` when none is planned. */
  setState(next: AccountStatus['state'], retryInMs?: number | null): void;
  /** Messages that the server has, by mailbox id. */
  setTotals(next: ReadonlyMap<number, number>): void;
  /** A complete sync ended now. */
  synced(): void;
  status(): AccountStatus;
  tell(): void;
  stop(): void;
}

export function createStanding(session: Session, accountId: number): Standing {
  const { store } = session;
  let state: AccountStatus['state'] = 'connecting';
  let retryAt: number | null = null;
  let lastSync: string | null = null;
  let totals: ReadonlyMap<number, number> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const status = (): AccountStatus => {
    let fetched = 0;
    let total = 0;
    for (const mailbox of store.cache.mailboxes.list(accountId)) {
      fetched += mailbox.total;
      total += Math.max(mailbox.total, totals.get(mailbox.id) ?? 0);
    }
    const retryIn = retryAt === null ? null : Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    return { accountId, state, fetched, total, retryIn, lastSync };
  };
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!stopped && store.records.accounts.get(accountId)) session.emit('account.statusChanged', status());
    }, eventEveryMs);
  };
  return {
    state: () => state,
    setState(next, retryInMs = null) {
      state = next;
      retryAt = retryInMs === null ? null : Date.now() + retryInMs;
      tell();
    },
    setTotals(next) {
      totals = next;
      tell();
    },
    synced() {
      lastSync = session.now().toISOString();
      tell();
    },
    status,
    tell,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
