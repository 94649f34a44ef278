import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { type Account, serverSchema } from '../../../shared/model/account.ts';
import { foldAddress, sameAddress } from '../../../shared/model/address.ts';
import { type GetLive, requireAccount } from '../live.ts';
import type { Store, StoredAccount } from '../store/types.ts';

type AccountCall = Extract<EngineCallName, `account.${string}`>;

/** What a clinic's administrator puts beside the app so that nobody at the desk types host names. */
export const clinicFileSchema = z.strictObject({
  /** Mail domains to servers. */
  domains: z.record(z.string().max(253), z.strictObject({ imap: serverSchema, smtp: serverSchema })),
  /** PEM of the clinic's own certificate authorities. */
  ca: z.string().max(200_000).optional(),
});
export type ClinicFile = z.infer<typeof clinicFileSchema>;

/** Reads the clinic file; a missing one is normal, a broken one is treated as missing because mail must go on. */
export async function readClinicFile(path: string | null): Promise<ClinicFile | null> {
  if (!path) return null;
  try {
    const parsed = clinicFileSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Drops what the window must not see. */
function withoutSecret({ password: _password, ...account }: StoredAccount): Account {
  return account;
}

/** Accounts: their set-up, state and removal. */
export function accountHandlers(live: GetLive, clinic: () => ClinicFile | null): Handlers<AccountCall> {
  return {
    'account.list': () => ({ accounts: live().session.store.records.accounts.list().map(withoutSecret) }),

    'account.discover': ({ address }) => {
      const domain = foldAddress(address).split('@')[1] ?? '';
      const domains = clinic()?.domains ?? {};
      const found = Object.hasOwn(domains, domain) ? domains[domain] : undefined;
      return { found: found ? { ...found, user: address } : null };
    },

    'account.add': async (setup) => {
      const { session, wire } = live();
      requireNew(session.store, setup.address);
      await wire.check(setup);
      // Two servers have been asked meanwhile, time enough for a second press of the button.
      requireNew(session.store, setup.address);
      const account = session.store.records.accounts.add(setup);
      wire.accountAdded(account.id);
      return { account: withoutSecret(account) };
    },

    'account.update': async ({ accountId, ...change }) => {
      const current = live();
      const account = requireAccount(current, accountId);
      if (change.password !== undefined) await current.wire.check({ ...setupOf(account), password: change.password });
      const updated = current.session.store.records.accounts.update(accountId, defined(change));
      if (change.password !== undefined) {
        await current.wire.accountRemoved(accountId);
        current.wire.accountAdded(accountId);
      }
      current.session.store.cache.retention.sweep(updated, current.session.now());
      return { account: withoutSecret(updated) };
    },

    'account.remove': async ({ accountId }) => {
      const current = live();
      requireAccount(current, accountId);
      requireNothingUnsent(current.session.store, accountId);
      await current.wire.accountRemoved(accountId);
      try {
        requireNothingUnsent(current.session.store, accountId);
      } catch (error) {
        // Something was sent while the connections ended: it is an only copy, so the account stays.
        current.wire.accountAdded(accountId);
        throw error;
      }
      current.session.store.cache.retention.purgeAccount(accountId);
      current.session.store.records.accounts.remove(accountId);
      return {};
    },

    'account.status': () => ({ accounts: live().wire.status() }),

    'account.syncNow': ({ accountId }) => {
      live().wire.syncNow(accountId);
      return {};
    },
  };
}

function requireNew({ records }: Store, address: string): void {
  if (!records.accounts.list().some((known) => sameAddress(known.address, address))) return;
  throw new ProblemError('conflict', 'This address is already set up here.', 'Open it from the folder list.');
}

/** Drafts, and messages that have not left, would go with the account, and nobody else has them. */
function requireNothingUnsent({ records }: Store, accountId: number): void {
  const waiting = records.outbox
    .copies()
    .some((copy) => copy.accountId === accountId && copy.state !== 'filed' && copy.state !== 'undone');
  if (waiting) {
    throw new ProblemError(
      'work-pending',
      'There are messages in the outbox that have not left yet.',
      'Send them or take them back, then remove the account.',
    );
  }
  if (records.drafts.list().some(({ content }) => content.accountId === accountId)) {
    throw new ProblemError(
      'work-pending',
      'There are drafts that would be sent from this account.',
      'Send them or throw them away, then remove the account.',
    );
  }
}

function setupOf({ address, displayName, user, password, imap, smtp }: StoredAccount) {
  return { address, displayName, user, password, imap, smtp };
}

/** Leaves out what was not given, so that "not given" never overwrites. */
function defined<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
