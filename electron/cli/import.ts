import { parseArgs } from 'node:util';
import { createReader } from '../engine/intake.ts';
import type { OpenedStore } from '../engine/store/open.ts';
import { readEmlFolder, readMaildir } from './archive/folders.ts';
import { importArchive } from './archive/intoStore.ts';
import { readMbox } from './archive/mbox.ts';
import type { ArchiveEntry } from './archive/message.ts';
import { complain, keyHelp, openArchive } from './archive/store.ts';

const usage = `careseal import (--mbox F | --maildir D | --eml-dir D) --store S [--key-file K] --json

Takes an archive into the encrypted store S, which is made when it is not there. Running it again goes on where it ended:
a message whose bytes are in the store is a duplicate.

${keyHelp}
`;

/**
 * `careseal import`: one JSON document on stdout, everything else on stderr, no network. Returns the exit code: 0 done, 1
 * unreadable or damaged, 2 wrong usage.
 */
export async function runImport(args: string[]): Promise<number> {
  const call = readArgs(args);
  if (!call) {
    process.stderr.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  let store: OpenedStore | undefined;
  try {
    store = openArchive(call.store, call.keyFile, true);
    const opened = store;
    const reader = createReader({
      keys: () => opened.records.keys.list(),
      ownAddresses: () => opened.records.accounts.list().map(({ address }) => address),
      now: () => new Date(),
    });
    const report = await importArchive(call.entries(), store, reader);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    store?.close();
  }
}

interface Call {
  readonly entries: () => AsyncIterable<ArchiveEntry>;
  readonly store: string;
  readonly keyFile: string | undefined;
}

function readArgs(args: string[]): Call | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        mbox: { type: 'string' },
        maildir: { type: 'string' },
        'eml-dir': { type: 'string' },
        store: { type: 'string' },
        'key-file': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const { mbox, maildir, 'eml-dir': emlDir, store, 'key-file': keyFile } = values;
    if (store === undefined || values.help) return undefined;
    if ([mbox, maildir, emlDir].filter((source) => source !== undefined).length !== 1) return undefined;
    if (mbox !== undefined) return { entries: () => readMbox(mbox), store, keyFile };
    if (maildir !== undefined) return { entries: () => readMaildir(maildir), store, keyFile };
    if (emlDir !== undefined) return { entries: () => readEmlFolder(emlDir), store, keyFile };
    return undefined;
  } catch {
    return undefined;
  }
}
