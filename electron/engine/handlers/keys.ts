import type { EngineCallName, Handlers } from '../../../shared/contract/index.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { KeyView } from '../../../shared/model/key.ts';
import { writeNew } from '../attachments.ts';
import { type GetLive, type Live, requireMessage } from '../live.ts';
import { exportPublic, exportSecret, importKeys, joinKeys, makeKey, viewOf } from '../openpgp/keys.ts';
import type { StoredKey } from '../store/types.ts';

type KeyCall = Extract<EngineCallName, `key.${string}` | `settings.${string}`>;

/** Keys and the profile's settings. */
export function keyHandlers(
  live: GetLive,
  /** Resolves when this is the passphrase of who is unlocked; a wrong one is counted and audited like at the lock screen. */
  confirm: (passphrase: string) => Promise<void>,
): Handlers<KeyCall> {
  return {
    'key.list': async () => ({ keys: await Promise.all(live().session.store.records.keys.list().map(viewOf)) }),

    'key.make': async ({ name, address }) => {
      const current = live();
      const key = await makeKey({ name, address, now: current.session.now() });
      const [view] = await keep(current, [key]);
      if (!view) throw new ProblemError('internal', 'The key could not be made.', 'Try again.');
      return { key: view };
    },

    'key.import': async ({ armored, base64, passphrase }) => {
      const current = live();
      const keys = await importKeys({
        ...(armored === undefined ? {} : { armored }),
        ...(base64 === undefined ? {} : { bytes: Buffer.from(base64, 'base64') }),
        ...(passphrase === undefined ? {} : { passphrase }),
        source: 'import',
        now: current.session.now(),
      });
      return { keys: await keep(current, keys) };
    },

    'key.importFromMessage': async ({ messageId, part }) => {
      const current = live();
      requireMessage(current, messageId);
      const attachment = (await current.opened.read(current, messageId)).attachment(part);
      if (!attachment) {
        throw new ProblemError('not-found', 'This attachment is not in the message.', 'Open the message again.');
      }
      const keys = await importKeys({ bytes: attachment.bytes, source: 'attachment', now: current.session.now() });
      // A message may bring keys of other people, never secret ones: nobody sends us our own.
      return {
        keys: await keep(
          current,
          keys.filter((key) => key.kind === 'public'),
        ),
      };
    },

    'key.exportPublic': async ({ fingerprint }) => ({ armored: await exportPublic(requireKey(live(), fingerprint)) }),

    'key.exportSecret': async ({ fingerprint, ownPassphrase, passphrase }) => {
      // Whoever finds the desk unlocked may read what is on it, not carry off what reads everything for ever.
      await confirm(ownPassphrase);
      const current = live();
      const armored = await exportSecret(requireKey(current, fingerprint), passphrase);
      const { path: folder } = await current.session.control.ask('chooseFolder', {});
      if (folder === null) return { saved: false };
      // Written down first: a key that left unseen is worse than an entry about one that did not.
      await current.session.audit({ action: 'key-exported', fingerprint });
      await writeNew(folder, `${fingerprint.slice(-16)}-secret.asc`, Buffer.from(armored));
      return { saved: true };
    },

    'key.setTrust': async ({ fingerprint, trust }) => {
      const current = live();
      const key = requireKey(current, fingerprint);
      if (key.trust === 'own') {
        throw new ProblemError('conflict', 'This is your own key.', 'Nothing needs to be checked.');
      }
      current.session.store.records.keys.setTrust(fingerprint, trust);
      await current.session.audit({ action: 'key-trust-changed', fingerprint, reason: trust });
      changed(current);
      return { key: await viewOf(requireKey(current, fingerprint)) };
    },

    'settings.get': () => live().session.store.records.settings.get(),

    'settings.set': (change) => {
      const current = live();
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const settings = current.session.store.records.settings.set(given);
      current.session.control.notice({ kind: 'idleSeconds', idleSeconds: settings.idleSeconds });
      return settings;
    },
  };
}

function requireKey(live: Live, fingerprint: string): StoredKey {
  const key = live.session.store.records.keys.get(fingerprint);
  if (!key) throw new ProblemError('not-found', 'This key is no longer here.', 'Refresh the list of keys.');
  return key;
}

/**
 * Stores keys. One that is known is joined with what comes, so that nothing is unlearnt and a secret key stays secret; what
 * somebody decided about a key stays decided.
 * A key that an attachment brings for an address which already has another key is `changed`: somebody must look.
 */
async function keep(live: Live, keys: readonly StoredKey[]): Promise<KeyView[]> {
  const { records } = live.session.store;
  for (const key of keys) {
    const known = records.keys.get(key.fingerprint);
    const joined = known ? await joinKeys(known, key) : key;
    const trust = joined.kind === 'secret' ? 'own' : (known?.trust ?? firstTrust(live, key));
    records.keys.put({ ...joined, trust });
    await live.session.audit({ action: 'key-added', fingerprint: key.fingerprint, reason: key.source });
  }
  changed(live);
  return Promise.all(keys.map((key) => viewOf(records.keys.get(key.fingerprint) ?? key)));
}

function firstTrust(live: Live, key: StoredKey): StoredKey['trust'] {
  const others = key.emails.flatMap((addr) => live.session.store.records.keys.byEmail(addr));
  const another = others.some((other) => other.fingerprint !== key.fingerprint && other.trust !== 'refused');
  return another ? 'changed' : key.trust;
}

function changed(live: Live): void {
  live.opened.clear();
  live.session.emit('key.changed', {});
}
