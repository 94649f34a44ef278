import { openStore } from '../../../electron/engine/store/open.ts';

/** Holds an open store with warm caches until it is ended, and says how much memory that takes. Arguments: folder, key in hex. */
const [dir = '', key = ''] = process.argv.slice(2);
const store = openStore({ dir, storeKey: Buffer.from(key, 'hex') });
for (const { id } of store.cache.mailboxes.list()) {
  for (const { messageId } of store.cache.threads.list(id, 0, 500, 'all').threads) store.cache.messages.raw(messageId);
}
process.stdout.write(`${process.memoryUsage().rss}\n`);
setInterval(() => store.cache.messages.counts(), 1000);
