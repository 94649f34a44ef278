import path from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../../electron/engine/store/connection.ts';
import { deriveKey } from '../../../../electron/engine/store/keys.ts';
import { Random } from '../../../bench/random.ts';
import { facts, folders, message, newStore } from './fixture.ts';

test('after any mix of changes, counters and lines are what counting the messages gives', () => {
  const { store, dir, storeKey } = newStore();
  const { inbox, sent } = folders(store);
  const random = new Random(99);
  const boxes = [inbox.id, sent.id];
  const known: string[] = ['<none@x>'];
  let ids: number[] = [];
  let uid = 0;
  const some = (): number[] => ids.filter(() => random.chance(0.1));
  const flags = (): string[] => ['\\Seen', '\\Flagged', '\\Answered'].filter(() => random.chance(0.4));
  const steps = [
    () => {
      const batch = Array.from({ length: random.whole(1, 12) }, () => {
        uid += 1;
        const fact = facts({ references: random.chance(0.5) ? [random.pick(known), random.pick(known)] : [] });
        known.push(fact.messageId);
        return message(random.pick(boxes), uid, {
          flags: flags(),
          facts: fact,
          receivedAt: new Date(Date.UTC(2026, 0, 1) + random.whole(0, 1e9)).toISOString(),
          ...(random.chance(0.3) ? { raw: null } : {}),
        });
      });
      ids.push(...store.cache.messages.add(batch));
    },
    () => store.cache.messages.changeFlags(some(), flags(), flags()),
    () => store.cache.messages.moveLocal(some(), random.pick(boxes)),
    () => store.cache.messages.setFlags(random.pick(boxes), new Map([[random.whole(1, uid + 1), flags()]])),
    () => store.cache.messages.remove(some().slice(0, 3)),
    () => store.cache.messages.expunge(random.pick(boxes), [random.whole(1, uid + 1)]),
    () => {
      for (const id of some().slice(0, 2))
        store.cache.messages.setRaw(id, Buffer.from(`late ${id}`), facts({ hasAttachment: true }));
    },
    () => store.cache.mailboxes.forgetUids(random.pick(boxes)),
  ];
  for (let round = 0; round < 300; round += 1) {
    random.pick(steps)();
    ids = [...new Set(ids)].filter((id) => store.cache.messages.get(id));
  }
  expect(ids.length).toBeGreaterThan(50);

  const sql = connect({
    file: path.join(dir, 'cache.db'),
    key: deriveKey(storeKey, 'cache.db'),
    synchronous: 'NORMAL',
    cacheKiB: 4096,
  });
  for (const id of boxes) {
    const mailbox = sql.get(
      'SELECT total, unseen, indexed, threads, threads_unseen, threads_flagged FROM mailbox WHERE id = ?',
      id,
    );
    const truth = sql.get(
      `SELECT count(*) AS total, sum(1 - seen) AS unseen, sum(indexed) AS indexed, count(DISTINCT thread_id) AS threads,
         count(DISTINCT iif(seen = 0, thread_id, NULL)) AS threads_unseen,
         count(DISTINCT iif(flagged = 1, thread_id, NULL)) AS threads_flagged FROM message WHERE mailbox_id = ?`,
      id,
    );
    expect(mailbox).toEqual(truth);
  }
  const lines = `SELECT mailbox_id, thread_id, count(*) AS count, sum(1 - seen) AS unseen, max(flagged) AS flagged,
    max(received) AS newest, max(has_attachment) AS has_attachment FROM message GROUP BY 1, 2 ORDER BY 1, 2`;
  expect(
    sql.all(
      'SELECT mailbox_id, thread_id, count, unseen, flagged, newest, has_attachment FROM thread_row ORDER BY 1, 2',
    ),
  ).toEqual(sql.all(lines));
  expect(
    sql.value('SELECT count(*) FROM source WHERE NOT EXISTS (SELECT 1 FROM message WHERE source_id = source.id)'),
  ).toBe(0);
  expect(
    sql.value('SELECT count(*) FROM thread WHERE NOT EXISTS (SELECT 1 FROM message WHERE thread_id = thread.id)'),
  ).toBe(0);
  expect(sql.value('SELECT count(*) FROM thread_ref WHERE thread_id NOT IN (SELECT id FROM thread)')).toBe(0);
  expect(sql.value("SELECT count(*) FROM search WHERE search MATCH 'morning'")).toBe(ids.length);
  expect(sql.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  sql.close();
});
