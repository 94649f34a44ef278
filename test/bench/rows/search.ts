import path from 'node:path';
import { openStore } from '../../../electron/engine/store/open.ts';
import type { Context } from '../context.ts';
import { percentile, timed, timedAsync } from '../measure.ts';
import { isThere, runPeer } from '../peers.ts';
import { Random } from '../random.ts';
import { absent, type Line } from '../table.ts';

/** Queries as people type them, from the mailbox's own text: a word, two words, a phrase, the start of a word. */
function queries(context: Context, count: number): string[] {
  const random = new Random(41);
  return Array.from({ length: count }, () => {
    const words = random
      .pick(context.messages)
      .facts.indexText.split(/\s+/)
      .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
      .filter((word) => word.length > 2);
    const at = random.whole(0, Math.max(0, words.length - 2));
    const [first = 'patient', second = 'results'] = words.slice(at, at + 2);
    const kind = random.next();
    if (kind < 0.5) return first;
    if (kind < 0.7) return `${first} ${random.pick(words)}`;
    if (kind < 0.85) return `"${first} ${second}"`;
    return `${first.slice(0, Math.max(3, first.length - 2))}*`;
  });
}

/** Full-text search in process, first 50 hits with their lines; peers run as processes, because that is how one uses them. */
export async function search(context: Context): Promise<Line[]> {
  const what = `search in ${context.messages.length} messages`;
  if (!context.synced) return [absent(what, '5 ms', 'there is no synced store')];
  const store = openStore({ dir: context.synced.dir, storeKey: context.storeKey });
  const asked = queries(context, 400);
  const times = asked.map((query) => timed(() => store.cache.search.query(query, 0, 50)));
  const inbox = store.cache.mailboxes.list().find(({ specialUse }) => specialUse === 'inbox');
  const lists = inbox
    ? Array.from({ length: 200 }, (_, index) => timed(() => store.cache.threads.list(inbox.id, index * 10, 100, 'all')))
    : [];
  store.close();
  const few = asked.slice(0, 30);
  const peer = async (name: 'mu' | 'notmuch'): Promise<{ name: string; value: number | null }> => {
    if (!isThere(name)) return { name, value: null };
    const config = path.join(context.dir, 'notmuch-config');
    const samples: number[] = [];
    for (const query of few) {
      samples.push(
        await timedAsync(() =>
          (name === 'mu'
            ? runPeer('mu', ['find', '--muhome', path.join(context.dir, 'mu'), '-n', '50', query])
            : runPeer('notmuch', ['search', '--limit=50', query], { env: { NOTMUCH_CONFIG: config } })
          )
            // mu ends with 4 when nothing is found, and notmuch refuses some prefixes: both took their time to say so.
            .catch(() => undefined),
        ),
      );
    }
    return { name: `${name} (process)`, value: percentile(samples, 0.95) };
  };
  return [
    {
      what: `${what}, p95`,
      unit: 'ms',
      ours: percentile(times, 0.95),
      peers: [await peer('mu'), await peer('notmuch')],
      budget: '5 (100,000 messages)',
      within: percentile(times, 0.95) <= 5,
      note: `p50 ${percentile(times, 0.5).toFixed(2)}, worst ${Math.max(...times).toFixed(1)}`,
    },
    {
      what: 'window of 100 threads of the list, p95',
      unit: 'ms',
      ours: percentile(lists, 0.95),
      peers: [],
      budget: '10',
      within: percentile(lists, 0.95) <= 10,
      note: '',
    },
  ];
}
