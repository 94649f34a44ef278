import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { OpenedStore } from '../engine/store/open.ts';
import type { StoredMessage } from '../engine/store/types.ts';
import { isMadeUp } from './archive/message.ts';
import { complain, keyHelp, openArchive } from './archive/store.ts';

const usage = `careseal query --store S [--key-file K] (--count | --by-message-id ID | --export N --out F | --search Q) --json

--export writes message N, counted from 1 in the order of import, byte for byte as it was sent.
--search takes words, "phrases" and prefix*; the newest match comes first.

${keyHelp}
`;

/**
 * `careseal query`: looks into a store that `careseal import` filled; one JSON document on stdout. Returns the exit code: 0
 * done, 1 nothing there or damaged, 2 wrong usage.
 */
export async function runQuery(args: string[]): Promise<number> {
  const call = readArgs(args);
  if (!call) {
    process.stderr.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  let store: OpenedStore | undefined;
  try {
    store = openArchive(call.store, call.keyFile, false);
    process.stdout.write(`${JSON.stringify(answer(store, call))}\n`);
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    store?.close();
  }
}

type Question =
  | { readonly kind: 'count' }
  | { readonly kind: 'message-id'; readonly id: string }
  | { readonly kind: 'export'; readonly number: number; readonly out: string }
  | { readonly kind: 'search'; readonly text: string };
type Call = { readonly store: string; readonly keyFile: string | undefined } & Question;

function readArgs(args: string[]): Call | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        store: { type: 'string' },
        'key-file': { type: 'string' },
        count: { type: 'boolean' },
        'by-message-id': { type: 'string' },
        export: { type: 'string' },
        out: { type: 'string' },
        search: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const { store, 'key-file': keyFile, 'by-message-id': id, export: exported, out, search } = values;
    if (store === undefined || values.help) return undefined;
    const questions: Question[] = [];
    if (values.count) questions.push({ kind: 'count' });
    if (id !== undefined) questions.push({ kind: 'message-id', id });
    if (search !== undefined) questions.push({ kind: 'search', text: search });
    if (exported !== undefined && out !== undefined && /^[1-9]\d{0,9}$/.test(exported)) {
      questions.push({ kind: 'export', number: Number(exported), out });
    }
    const [question] = questions;
    if (!question || questions.length > 1 || (exported !== undefined && question.kind !== 'export')) return undefined;
    return { store, keyFile, ...question };
  } catch {
    return undefined;
  }
}

function answer(store: OpenedStore, question: Question): unknown {
  switch (question.kind) {
    case 'count':
      return { count: store.cache.messages.counts().known };
    case 'message-id': {
      const matches = store.cache.messages
        .byMessageId(question.id)
        .map((message) => match(store, message))
        .sort((a, b) => a.number - b.number);
      return { count: matches.length, matches };
    }
    case 'search': {
      const found = store.cache.search.messages(question.text, 0, 1000);
      const matches = found.ids.flatMap((id) => {
        const message = store.cache.messages.get(id);
        return message ? [match(store, message)] : [];
      });
      return { count: found.total, matches, indexed: found.indexed, known: found.known };
    }
    case 'export': {
      const raw = numbered(store, question.number);
      writeFileSync(question.out, raw, { mode: 0o600 });
      return { exported: question.number, bytes: raw.length, sha256: sha256(raw) };
    }
  }
}

function match(store: OpenedStore, message: StoredMessage) {
  const raw = store.cache.messages.raw(message.id);
  return {
    number: message.uid ?? 0,
    message_id: isMadeUp(message.facts.messageId) ? null : message.facts.messageId,
    date: message.facts.date,
    from: message.facts.from.map(({ name, addr }) => ({ display: name, addr })),
    subject: message.facts.subject,
    size: message.size,
    sha256: raw ? sha256(raw) : null,
  };
}

function numbered(store: OpenedStore, number: number): Uint8Array {
  for (const { id } of store.cache.mailboxes.list()) {
    const message = store.cache.messages.byUid(id, number);
    const raw = message && store.cache.messages.raw(message.id);
    if (raw) return raw;
  }
  throw new ProblemError('not-found', 'There is no message with this number.', 'Ask with --count how many there are.');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
