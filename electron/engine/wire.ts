import { ProblemError } from '../../shared/contract/problem.ts';
import type { AccountSetup } from '../../shared/model/account.ts';
import { type AccountWire, createAccountWire } from './imap/account.ts';
import { fetchOneBody } from './imap/body.ts';
import { createChanges } from './imap/changes.ts';
import { openImap } from './imap/connection.ts';
import { callWaitMs } from './imap/limits.ts';
import { fileInSent, lookForSent } from './imap/sent.ts';
import type { Reader, ReadMessage, Session, Wire } from './rooms.ts';
import { createSender } from './smtp/sender.ts';
import { openSmtp } from './smtp/submit.ts';
import { toProblem } from './wire/problems.ts';
import { wireTls } from './wire/tls.ts';

export interface WireOptions {
  readonly session: Session;
  readonly reader: Reader;
  /** Called for every new message, so that receipts, Autocrypt and contacts can be taken from it. */
  readonly onRead: (messageId: number, read: ReadMessage) => void | Promise<void>;
}

/** Puts the accounts' sync and the outbox's submission together. Nothing is connected before `start`. */
export function createWire({ session, reader, onRead: tellRead }: WireOptions): Wire {
  const { store } = session;
  const onRead = async (messageId: number, read: ReadMessage): Promise<void> => {
    const accountId = store.cache.messages.get(messageId)?.accountId;
    if (accountId !== undefined) sender.seen(accountId, read.facts.messageId);
    await tellRead(messageId, read);
  };
  const tls = wireTls(session.clinicCa);
  const changes = createChanges(session.emit);
  const accounts = new Map<number, AccountWire>();
  let online = true;
  let started = false;

  const require = (accountId: number): AccountWire => {
    const account = accounts.get(accountId);
    if (!account) throw new ProblemError('not-found', 'This account is no longer here.', 'Choose another account.');
    return account;
  };

  const sender = createSender({
    session,
    tls,
    filing: {
      look: (accountId, messageId) =>
        require(accountId).call((client) => lookForSent(client, store, accountId, messageId)),
      file: async (accountId, copy) => {
        const account = require(accountId);
        const path = await account.call((client) => fileInSent(client, store, accountId, copy));
        account.look(path);
      },
    },
  });

  const add = (accountId: number): void => {
    if (accounts.has(accountId)) return;
    const account = createAccountWire({
      session,
      reader,
      onRead,
      tls,
      accountId,
      changes,
      onOnline: (id) => sender.imapOnline(id),
    });
    accounts.set(accountId, account);
    account.setOnline(online);
    account.start();
  };

  return {
    start() {
      if (started) return;
      started = true;
      for (const { id } of store.records.accounts.list()) add(id);
      sender.start();
    },
    async stop() {
      await sender.stop();
      await Promise.all([...accounts.values()].map((account) => account.stop()));
      accounts.clear();
      changes.stop();
    },
    setOnline(next) {
      online = next;
      for (const account of accounts.values()) account.setOnline(next);
      sender.setOnline(next);
    },
    async check(setup: AccountSetup) {
      const login = { user: setup.user, password: setup.password };
      const imap = await openImap({ ...login, server: setup.imap }, tls);
      await imap.logout().catch(() => undefined);
      try {
        const smtp = await openSmtp({ ...login, server: setup.smtp }, tls);
        smtp.quit();
      } catch (error) {
        throw toProblem(error, 'smtp');
      }
    },
    accountAdded(accountId) {
      if (!started) return;
      add(accountId);
      sender.poke();
    },
    async accountRemoved(accountId) {
      const account = accounts.get(accountId);
      accounts.delete(accountId);
      sender.accountRemoved(accountId);
      await account?.stop();
    },
    status: () => [...accounts.values()].map((account) => account.status()),
    syncNow(accountId) {
      for (const [id, account] of accounts) if (accountId === undefined || id === accountId) account.syncNow();
      sender.poke();
    },
    poke() {
      for (const account of accounts.values()) account.poke();
      sender.poke();
    },
    async fetchBody(messageId) {
      const here = store.cache.messages.raw(messageId);
      if (here) return here;
      const message = store.cache.messages.get(messageId);
      if (!message) {
        throw new ProblemError('not-found', 'This message is no longer here.', 'Choose another message.');
      }
      const fetching = require(message.accountId).call((client) =>
        fetchOneBody(client, { store, reader, onRead }, messageId),
      );
      const raw = await withTime(fetching).catch((error: unknown) => {
        throw toProblem(error, 'imap');
      });
      if (!raw) {
        throw new ProblemError(
          'not-found',
          'The mail server no longer has this message.',
          'Look for it in another folder, or sync again.',
        );
      }
      return raw;
    },
  };
}

/** Somebody looks at the window while this waits. */
function withTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new ProblemError('timeout', 'The mail server did not answer in time.', 'Try again in a moment.', {
            retryable: true,
          }),
        ),
      callWaitMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
