import type { z } from 'zod';
import type { startSchema } from '../../shared/contract/control.ts';
import type { EngineCallName, Handlers, PayloadOf } from '../../shared/contract/index.ts';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { AuditEntry } from '../../shared/model/audit.ts';
import type { Profile } from '../../shared/model/profile.ts';
import type { Locale } from '../../shared/model/settings.ts';
import { createAuditor } from './audit.ts';
import { createEngineDoor, type EnginePort } from './door.ts';
import { accountHandlers, type ClinicFile, readClinicFile } from './handlers/accounts.ts';
import { composeHandlers } from './handlers/compose.ts';
import { keyHandlers } from './handlers/keys.ts';
import { mailHandlers } from './handlers/mail.ts';
import { countedBy, vaultHandlers } from './handlers/vault.ts';
import { createReader } from './intake.ts';
import type { Live } from './live.ts';
import { learnFromSent, onRead } from './noticing.ts';
import { OpenedMessages } from './opening.ts';
import type { Control, Session, Wire } from './rooms.ts';
import { type OpenedStore, openStore } from './store/open.ts';
import { storeMissing } from './vault/problems.ts';
import { createVault, type Vault } from './vault/vault.ts';
import { createWire } from './wire.ts';

export interface EngineOptions {
  readonly start: z.infer<typeof startSchema>;
  readonly control: Control;
  /** The clock; tests set it. */
  readonly now?: () => Date;
}

export interface Engine {
  /** Makes `port` the window's door; an earlier one is closed. */
  setPort(port: EnginePort): void;
  setOnline(online: boolean): void;
  /** Language of what is made from now on: receipts, and the line above a quote. */
  setLocale(locale: Locale): void;
  /** Ends all connections and closes the store. Lock does not wait for it: to lock is to kill. */
  stop(): Promise<void>;
}

/**
 * The engine: everything that holds plaintext, in one process, for one unlocked profile at a time. It starts waiting,
 * with nothing in it; unlocking makes it live; nothing makes it wait again but its end (ARCHITECTURE.md, idea 2).
 */
export async function createEngine({ start, control, now = () => new Date() }: EngineOptions): Promise<Engine> {
  const clinic: ClinicFile | null = await readClinicFile(start.clinicFile);
  const auditor = createAuditor({ control, publicKey: start.auditPublicKey, now });
  const vault = createVault({ profilesDir: start.profilesDir, control: auditor.control });
  let live: Live | null = null;
  let online = true;
  let { locale } = start;

  const getLive = (): Live => {
    if (!live) throw new ProblemError('locked', 'Careseal is locked.', 'Unlock it first.');
    return live;
  };
  const unlocked = (): Profile | null => live?.session.profile ?? null;
  const audit = (entry: Omit<AuditEntry, 'at'>): Promise<void> => auditor.write(entry);

  const begin = async (profile: Profile, storeKey: Buffer): Promise<void> => {
    let store: OpenedStore | undefined;
    let wire: Wire | undefined;
    try {
      store = await openStoreOf(vault, profile.id, storeKey);
      const session = sessionOf(profile, store);
      const reader = createReader({
        keys: () => session.store.records.keys.list(),
        ownAddresses: () => session.store.records.accounts.list().map(({ address }) => address),
        now,
      });
      wire = createWire({ session, reader, onRead: (messageId, read) => onRead(getLive(), messageId, read) });
      const { idleSeconds } = store.records.settings.get();
      live = { session, reader, wire, opened: new OpenedMessages(), undo: new Map(), shown: new Map() };
      wire.setOnline(online);
      wire.start();
      control.notice({ kind: 'unlocked', profile, idleSeconds });
    } catch (error) {
      // A session that stands half would answer calls that main believes to be locked, and hold the store's files.
      live = null;
      await wire?.stop().catch(() => undefined);
      store?.close();
      throw error;
    } finally {
      storeKey.fill(0);
    }
  };
  const sessionOf = (profile: Profile, store: OpenedStore): Session => {
    const session: Session = {
      profile,
      store,
      control,
      emit: (name, payload) => {
        door.emit(name, payload);
        if (name === 'outbox.changed') learnFromSent(session, payload as PayloadOf<'outbox.changed'>);
      },
      audit: (entry) => audit({ ...entry, profile: profile.id }),
      now,
      clinicCa: clinic?.ca,
      get locale() {
        return locale;
      },
    };
    return session;
  };

  const handlers: Handlers<EngineCallName> = {
    ...vaultHandlers({ vault, unlocked, begin, audit }),
    ...accountHandlers(getLive, () => clinic),
    ...mailHandlers(getLive),
    ...composeHandlers(getLive),
    ...keyHandlers(getLive, (passphrase) => {
      const profileId = getLive().session.profile.id;
      return countedBy(audit)(profileId, vault.confirm({ profileId, passphrase }));
    }),
  };
  const door = createEngineDoor({
    handlers,
    state: () => ({ unlocked: unlocked() }),
    audit: (action) => audit({ action, profile: unlocked()?.id ?? null }),
  });

  return {
    setPort: door.setPort,
    setOnline: (next) => {
      online = next;
      live?.wire.setOnline(next);
    },
    setLocale: (next) => {
      locale = next;
    },
    stop: async () => {
      const ending = live;
      live = null;
      await ending?.wire.stop();
      ending?.session.store.close();
    },
  };
}

/** Opens a profile's store, and makes it only where it has never been made: one that is missing later is a loss. */
async function openStoreOf(vault: Vault, profileId: string, storeKey: Buffer): Promise<OpenedStore> {
  const create = await vault.isStoreless(profileId);
  let store: OpenedStore;
  try {
    store = openStore({ dir: vault.dir(profileId), storeKey, create });
  } catch (error) {
    throw error instanceof ProblemError && error.problem.code === 'not-found' ? storeMissing() : error;
  }
  try {
    if (create) await vault.storeMade(profileId);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}
