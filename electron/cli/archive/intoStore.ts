import { createHash } from 'node:crypto';
import type { Reader } from '../../engine/rooms.ts';
import type { OpenedStore } from '../../engine/store/open.ts';
import { type ArchivedMessage, type ArchiveEntry, isMadeUp } from './message.ts';

/** One transaction holds at most this much, so that an interrupted run loses little and memory stays bounded. */
const batchMessages = 200;
const batchBytes = 16 * 1024 * 1024;

/** What `careseal import` prints (docs/command-line.md). */
export interface ImportReport {
  readonly messages_seen: number;
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: readonly { readonly index: number; readonly offset: number; readonly reason: string }[];
  readonly message_ids_missing: number;
  readonly seconds: number;
  readonly peak_rss_mb: number;
}

/** Account of everything that came from an archive; its folders are the archive's, its UIDs the order of import. */
const archiveAccount = 1;

/** Puts an archive's messages into a store, each content once. Safe to end at any time and to run again. */
export async function importArchive(
  entries: AsyncIterable<ArchiveEntry>,
  store: OpenedStore,
  reader: Reader,
): Promise<ImportReport> {
  const started = performance.now();
  const failed: { index: number; offset: number; reason: string }[] = [];
  let seen = 0;
  let imported = 0;
  let duplicates = 0;
  let missing = 0;
  const mailboxes = new Map(store.cache.mailboxes.list(archiveAccount).map(({ path, id }) => [path, id]));
  let nextUid = 1 + Math.max(0, ...[...mailboxes.values()].map((id) => store.cache.messages.uids(id).at(-1) ?? 0));

  let batch: { message: ArchivedMessage; index: number }[] = [];
  let bytes = 0;
  const hashes = new Set<string>();
  const flush = async (): Promise<void> => {
    const ready = [];
    for (const { message, index } of batch) {
      try {
        const { facts } = await reader.read(message.raw);
        if (isMadeUp(facts.messageId)) missing += 1;
        ready.push({
          mailboxId: mailboxFor(store, mailboxes, message.folder),
          uid: nextUid + ready.length,
          flags: message.flags,
          receivedAt: (message.receivedAt ?? new Date(facts.date)).toJSON() ?? '',
          size: message.raw.length,
          raw: message.raw,
          facts,
          onlyCopy: true,
        });
      } catch {
        failed.push({ index, offset: message.offset, reason: 'unreadable' });
      }
    }
    store.cache.messages.add(ready);
    imported += ready.length;
    nextUid += ready.length;
    batch = [];
    bytes = 0;
    hashes.clear();
  };

  for await (const entry of entries) {
    seen += 1;
    if ('reason' in entry) {
      failed.push({ index: seen, offset: entry.offset, reason: entry.reason });
      continue;
    }
    const hash = createHash('sha256').update(entry.raw).digest('hex');
    if (hashes.has(hash) || store.cache.messages.withRaw(entry.raw).length > 0) {
      duplicates += 1;
      continue;
    }
    hashes.add(hash);
    batch.push({ message: entry, index: seen });
    bytes += entry.raw.length;
    if (batch.length >= batchMessages || bytes >= batchBytes) await flush();
  }
  await flush();
  failed.sort((a, b) => a.index - b.index);
  return {
    messages_seen: seen,
    imported,
    duplicates,
    failed,
    message_ids_missing: missing,
    seconds: Math.round(performance.now() - started) / 1000,
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function mailboxFor(store: OpenedStore, mailboxes: Map<string, number>, folder: string): number {
  const path = folder === '' ? 'INBOX' : folder;
  const known = mailboxes.get(path);
  if (known !== undefined) return known;
  const listed = [...mailboxes.keys(), path].map((each) => ({
    path: each,
    name: each.split('.').at(-1) ?? each,
    delimiter: '.',
    specialUse: each === 'INBOX' ? ('inbox' as const) : null,
  }));
  for (const { path: each, id } of store.cache.mailboxes.replace(archiveAccount, listed)) mailboxes.set(each, id);
  const made = mailboxes.get(path);
  if (made === undefined) throw new RangeError('folder was not made');
  return made;
}
