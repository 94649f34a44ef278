import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Reader, ReadMessage } from '../rooms.ts';
import type { MessageFacts, NewMessage, Store } from '../store/types.ts';
import {
  bigMessageBytes,
  describeBatch,
  fetchBatchBytes,
  fetchBatchMessages,
  firstBatchMessages,
  hugeMessageBytes,
} from './limits.ts';
import { keptFlags, sequenceSet } from './uids.ts';

/** A message as the server describes it, before any of it has been fetched. */
export interface Described {
  readonly uid: number;
  readonly size: number;
  readonly flags: readonly string[];
  /** INTERNALDATE, RFC 3339. */
  readonly receivedAt: string;
}

export interface FetchContext {
  readonly store: Store;
  readonly reader: Reader;
  readonly mailboxId: number;
  /** Called for each new message that has been read with its body. */
  readonly onRead: (messageId: number, read: ReadMessage) => void | Promise<void>;
  /** Called after each stored batch. */
  readonly onStored: (batch: readonly Described[]) => void;
  /** The server's flags with local changes on top. */
  readonly overlay: (uid: number, flags: readonly string[]) => string[];
  /** Bodies of older messages stay on the server until they are opened; `null` fetches all. */
  readonly bodiesSince: Date | null;
  readonly stopped: () => boolean;
}

/** Asks for size, flags and date of messages; those that are gone meanwhile are missing in the answer. */
export async function describe(client: ImapFlow, uids: readonly number[]): Promise<Described[]> {
  const answer = await client.fetchAll(
    sequenceSet(uids),
    { uid: true, flags: true, internalDate: true, size: true },
    { uid: true },
  );
  return answer.map((message) => ({
    uid: message.uid,
    size: message.size ?? 0,
    flags: keptFlags(message.flags),
    receivedAt: dateOf(message),
  }));
}

function dateOf(message: FetchMessageObject): string {
  const date = new Date(message.internalDate ?? 0);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}

/** Cuts a list into what one FETCH asks for: few at first, then by number and bytes. */
export function planBatches(described: readonly Described[], first: boolean): Described[][] {
  const batches: Described[][] = [];
  let batch: Described[] = [];
  let bytes = 0;
  for (const message of described) {
    const most = first && batches.length === 0 ? firstBatchMessages : fetchBatchMessages;
    if (batch.length > 0 && (batch.length >= most || bytes + message.size > fetchBatchBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += message.size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * Fetches and stores messages in the order given (newest first). While one batch is parsed and stored, the next is on
 * the wire. Each batch is one transaction, so an interrupted run goes on behind the last stored batch. Big messages
 * come with headers only; `fetchBodies` brings the rest. `next` may hand in more urgent UIDs between two batches.
 */
export async function download(
  client: ImapFlow,
  context: FetchContext,
  uids: readonly number[],
  next: () => Promise<readonly number[]>,
): Promise<void> {
  let rest = [...uids];
  let storing: Promise<void> = Promise.resolve();
  let first = true;
  try {
    while (rest.length > 0) {
      const group = rest.slice(0, first ? firstBatchMessages : describeBatch);
      rest = rest.slice(group.length);
      const order = new Map(group.map((uid, index) => [uid, index]));
      const described = (await describe(client, group)).sort(
        (a, b) => (order.get(a.uid) ?? 0) - (order.get(b.uid) ?? 0),
      );
      for (const batch of planBatches(
        described.filter((one) => !headersFirst(one, context)),
        first,
      )) {
        const messages = await fetchSources(client, batch);
        await storing;
        storing = storeBatch(context, batch, messages);
        first = false;
        if (context.stopped()) return;
      }
      for (const batch of planBatches(
        described
          .filter((one) => headersFirst(one, context))
          .map((one) => ({ ...one, size: Math.min(one.size, 8_000) })),
        false,
      )) {
        const headers = await fetchHeaders(client, batch);
        await storing;
        const sizes = new Map(described.map((one) => [one.uid, one.size]));
        storing = storeHeaders(
          context,
          batch.map((one) => ({ ...one, size: sizes.get(one.uid) ?? one.size })),
          headers,
        );
      }
      first = false;
      if (context.stopped()) return;
      const urgent = await next();
      if (urgent.length > 0) rest = [...urgent, ...rest];
    }
  } finally {
    // A failure of the connection must not leave a half-parsed batch behind our back.
    await storing;
  }
}

function headersFirst(one: Described, context: FetchContext): boolean {
  return one.size > bigMessageBytes || tooOld(one.receivedAt, context.bodiesSince);
}

function tooOld(receivedAt: string, since: Date | null): boolean {
  return since !== null && new Date(receivedAt) < since;
}

async function fetchSources(client: ImapFlow, batch: readonly Described[]): Promise<Map<number, Uint8Array>> {
  const range = sequenceSet(batch.map((one) => one.uid));
  const sources = new Map<number, Uint8Array>();
  for (const message of await client.fetchAll(range, { uid: true, source: true }, { uid: true })) {
    if (message.source) sources.set(message.uid, message.source);
  }
  return sources;
}

async function fetchHeaders(client: ImapFlow, batch: readonly Described[]): Promise<Map<number, Uint8Array>> {
  const range = sequenceSet(batch.map((one) => one.uid));
  const headers = new Map<number, Uint8Array>();
  for (const message of await client.fetchAll(range, { uid: true, headers: true }, { uid: true })) {
    if (message.headers) headers.set(message.uid, message.headers);
  }
  return headers;
}

async function storeBatch(
  context: FetchContext,
  batch: readonly Described[],
  sources: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const found = batch.flatMap((one) => {
    const raw = sources.get(one.uid);
    return raw ? [{ one, raw }] : [];
  });
  const read = await Promise.all(found.map(({ raw }) => readSafely(context.reader, raw)));
  const messages: NewMessage[] = found.map(({ one, raw }, index) => ({
    mailboxId: context.mailboxId,
    uid: one.uid,
    flags: context.overlay(one.uid, one.flags),
    receivedAt: one.receivedAt,
    size: one.size,
    raw,
    facts: read[index]?.facts ?? blankFacts,
  }));
  if (messages.length === 0) return;
  const ids = context.store.cache.messages.add(messages);
  context.onStored(found.map(({ one }) => one));
  for (const [index, id] of ids.entries()) {
    const message = read[index];
    if (message) await context.onRead(id, message);
  }
}

async function storeHeaders(
  context: FetchContext,
  batch: readonly Described[],
  headers: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const found = batch.flatMap((one) => {
    const raw = headers.get(one.uid);
    return raw ? [{ one, raw }] : [];
  });
  const read = await Promise.all(found.map(({ raw }) => readSafely(context.reader, raw)));
  const messages: NewMessage[] = found.map(({ one }, index) => ({
    mailboxId: context.mailboxId,
    uid: one.uid,
    flags: context.overlay(one.uid, one.flags),
    receivedAt: one.receivedAt,
    size: one.size,
    raw: null,
    facts: read[index]?.facts ?? blankFacts,
  }));
  if (messages.length === 0) return;
  context.store.cache.messages.add(messages);
  context.onStored(found.map(({ one }) => one));
}

/** Brings the bodies of messages that have only their headers, newest first, one at a time because they are big. */
export async function fetchBodies(client: ImapFlow, context: FetchContext): Promise<void> {
  const wanted = context.store.cache.messages
    .withoutRaw(context.mailboxId, 10_000)
    .filter((one) => one.uid !== null && one.size <= hugeMessageBytes && !tooOld(one.receivedAt, context.bodiesSince));
  for (const one of wanted) {
    if (context.stopped()) return;
    if (one.uid === null) continue;
    const answer = await client.fetchOne(`${one.uid}`, { uid: true, source: true }, { uid: true });
    const source = answer ? answer.source : undefined;
    if (source) await keepBody(context, one.id, source);
  }
}

/** Stores a body that was not here, with what it says about itself, and hands it on like any new message. */
export async function keepBody(
  context: Pick<FetchContext, 'store' | 'reader' | 'onRead'>,
  id: number,
  raw: Uint8Array,
): Promise<void> {
  const read = await readSafely(context.reader, raw);
  // The row may be gone: expunged while the body was on its way.
  if (!context.store.cache.messages.get(id)) return;
  context.store.cache.messages.setRaw(id, raw, read?.facts ?? blankFacts);
  if (read) await context.onRead(id, read);
}

/** A reader that throws would stop the sync at the same message for ever, so such a message is kept without facts. */
async function readSafely(reader: Reader, raw: Uint8Array): Promise<ReadMessage | null> {
  try {
    return await reader.read(raw);
  } catch {
    return null;
  }
}

const blankFacts: MessageFacts = {
  messageId: '',
  inReplyTo: null,
  references: [],
  from: [],
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  date: new Date(0).toISOString(),
  hasAttachment: false,
  sealed: false,
  preview: '',
  indexText: '',
};
