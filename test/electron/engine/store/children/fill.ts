import { openStore } from '../../../../../electron/engine/store/open.ts';
import { generateMailbox } from '../../../../bench/mailbox.ts';

/**
 * Fills a store batch by batch and says after each how many messages are committed; the parent may end it at any time.
 * Arguments: folder, key in hex, messages, batch, seed.
 */
const [dir = '', key = '', count = '0', batchSize = '50', seed = '1'] = process.argv.slice(2);
const store = openStore({ dir, storeKey: Buffer.from(key, 'hex'), create: true });
const [inbox] = store.cache.mailboxes.replace(1, [
  { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
]);
if (!inbox) throw new Error('no mailbox');
const first = Math.max(0, ...store.cache.messages.uids(inbox.id));
const all = [...generateMailbox({ count: Number(count), seed: Number(seed), average: 8000 })].slice(first);
for (let at = 0; at < all.length; at += Number(batchSize)) {
  const batch = all.slice(at, at + Number(batchSize));
  store.cache.messages.add(
    batch.map(({ raw, receivedAt, facts }, index) => ({
      mailboxId: inbox.id,
      uid: first + at + index + 1,
      flags: [],
      receivedAt: receivedAt.toISOString(),
      size: raw.length,
      raw,
      facts,
    })),
  );
  process.stdout.write(`${first + at + batch.length}\n`);
}
store.close();
