import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../../../electron/engine/store/open.ts';
import { ProblemError } from '../../../../../shared/contract/problem.ts';

/** Fills the disk under a store, then looks at what is left of it. Prints what happened. Argument: folder of the store. */
const dir = process.argv[2] ?? '';
const storeKey = randomBytes(32);
// Kept back to be freed later, as somebody would who reads "free some space".
const ballast = path.join(dir, '..', 'ballast');
writeFileSync(ballast, Buffer.alloc(256 * 1024));
const store = openStore({ dir, storeKey, create: true });
const [inbox] = store.cache.mailboxes.replace(1, [
  { path: 'INBOX', name: 'INBOX', delimiter: '/', specialUse: 'inbox' },
]);
if (!inbox) throw new Error('no mailbox');
const hex = (number: number): string => number.toString(16).padStart(32, '0');

function until(work: (round: number) => void): { code: string; done: number } {
  for (let round = 1; ; round += 1) {
    try {
      work(round);
    } catch (error) {
      if (error instanceof ProblemError) return { code: error.problem.code, done: round - 1 };
      throw error;
    }
  }
}

const putDraft = (number: number): void =>
  store.records.drafts.put({
    id: hex(number),
    mode: 'new',
    originMessageId: null,
    mustProtect: false,
    content: {
      accountId: 1,
      to: [],
      cc: [],
      bcc: [],
      subject: `draft ${number}`,
      bodyHtml: randomBytes(2000).toString('hex'),
      askDsn: false,
      askMdn: false,
      cursor: 0,
    },
    updatedAt: '2026-01-05T09:00:00.000Z',
    open: false,
  });

putDraft(1);
const cache = until((uid) => {
  store.cache.messages.add([
    {
      mailboxId: inbox.id,
      uid,
      flags: [],
      receivedAt: '2026-01-05T09:00:00.000Z',
      size: 20_000,
      raw: randomBytes(20_000),
      facts: {
        messageId: `<${uid}@x.test>`,
        inReplyTo: null,
        references: [],
        from: [],
        to: [],
        cc: [],
        replyTo: [],
        subject: '',
        date: '2026-01-05T09:00:00.000Z',
        hasAttachment: false,
        sealed: false,
        preview: '',
        indexText: '',
      },
    },
  ]);
});
// What the file system has left below one page's need is taken away too, so that the records meet the same wall.
const left = statfsSync(dir);
const filler = path.join(dir, '..', 'filler');
writeFileSync(filler, Buffer.alloc(Math.max(0, (left.bavail - 16) * left.bsize)));
const records = until((round) => putDraft(round + 1));
store.close();
rmSync(filler);
rmSync(ballast);

const again = openStore({ dir, storeKey });
process.stdout.write(
  JSON.stringify({
    cache: cache.code,
    records: records.code,
    stored: cache.done,
    drafts: records.done + 1,
    cacheRebuilt: again.cacheRebuilt,
    knownAfter: again.cache.messages.counts().known,
    draftsAfter: again.records.drafts.list().length,
    firstDraft: again.records.drafts.get(hex(1))?.id,
  }),
);
again.close();
