import path from 'node:path';
import { connect } from '../../../../../electron/engine/store/connection.ts';
import { deriveKey } from '../../../../../electron/engine/store/keys.ts';
import { openStore } from '../../../../../electron/engine/store/open.ts';

/**
 * Does everything that makes SQLite want a temporary file, with a marker in every row: sorts, index builds, savepoints, VACUUM,
 * and the store's own sweep and purge. Arguments: folder, key in hex, marker.
 */
const [dir = '', key = '', marker = ''] = process.argv.slice(2);
const storeKey = Buffer.from(key, 'hex');
const store = openStore({ dir, storeKey, create: true });
const [inbox] = store.cache.mailboxes.replace(1, [
  { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
]);
if (!inbox) throw new Error('no mailbox');
const address = { name: marker, addr: `${marker}@x.test` };
for (let batch = 0; batch < 10; batch += 1) {
  store.cache.messages.add(
    Array.from({ length: 200 }, (_, index) => {
      const uid = batch * 200 + index + 1;
      return {
        mailboxId: inbox.id,
        uid,
        flags: [],
        receivedAt: new Date(1.7e12 + uid * 60_000).toISOString(),
        size: 3000,
        raw: Buffer.from(`${marker} ${uid} `.repeat(150)),
        facts: {
          messageId: `<${uid}@x.test>`,
          inReplyTo: null,
          references: [],
          from: [address],
          to: [address],
          cc: [],
          replyTo: [],
          subject: `${marker} ${uid}`,
          date: '2026-01-01T00:00:00Z',
          hasAttachment: false,
          sealed: false,
          preview: marker,
          indexText: `${marker} body ${uid} `.repeat(50),
        },
      };
    }),
  );
}
store.cache.threads.list(inbox.id, 0, 500, 'all');
store.cache.search.query(marker, 0, 500);
const sql = connect({
  file: path.join(dir, 'cache.db'),
  key: deriveKey(storeKey, 'cache.db'),
  synchronous: 'NORMAL',
  cacheKiB: 512,
});
sql.pragma('cache_spill = 20');
sql.all('SELECT facts || hex(randomblob(4)) AS f FROM message, (SELECT 1 UNION SELECT 2) ORDER BY f');
sql.all('SELECT DISTINCT facts || received AS f FROM message ORDER BY f DESC');
sql.exec('CREATE INDEX big ON message (facts, flags)');
sql.exec('SAVEPOINT a');
sql.run("UPDATE message SET facts = facts || ' '");
sql.exec('ROLLBACK TO a; RELEASE a');
sql.exec('DROP INDEX big');
sql.exec('VACUUM');
sql.close();
store.cache.retention.sweep({ id: 1, keepDays: null, keepBytes: 10_000 }, new Date());
store.cache.retention.purgeAccount(1);
store.close();
