import { createInterface } from 'node:readline';
import { createReader } from '../engine/intake.ts';
import type { ReadMessage } from '../engine/rooms.ts';
import type { StoredKey } from '../engine/store/types.ts';
import { readKeyringFolder } from './keyring.ts';
import { lineOptions, lineSchema, type ReadOptions, readCall, readMessageFile } from './options.ts';
import { exit, printJson, printLine, UnreadableError, UsageError } from './output.ts';

/** What a command makes of a message that was read. */
export type Answer = (read: ReadMessage, options: ReadOptions, keys: readonly StoredKey[]) => unknown;

/** Runs `inspect` or `draft`: one message to one document, or one line to one line, in order. */
export async function runRead(args: readonly string[], answer: Answer): Promise<number> {
  const call = await readCall(args);
  const keyrings = new Map<string, Promise<StoredKey[]>>();
  const one = async (file: string, options: ReadOptions): Promise<unknown> => {
    const name = JSON.stringify([options.keyring, options.secrets]);
    let keys = keyrings.get(name);
    if (!keys) {
      keys = options.keyring === null ? Promise.resolve([]) : readKeyringFolder(options.keyring, options.secrets);
      keyrings.set(name, keys);
    }
    const ring = await keys;
    const reader = createReader({
      keys: () => ring,
      ownAddresses: () => options.account,
      now: () => options.at ?? new Date(),
    });
    return answer(await reader.read(await readMessageFile(file)), options, ring);
  };
  if (!call.jsonl) {
    if (call.file === null) throw new UsageError('name one file, or - for stdin');
    await printJson(await one(call.file, call.options));
    return exit.ok;
  }
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text.trim() === '') continue;
    await printLine(await answerLine(text, call.options, one));
  }
  return exit.ok;
}

async function answerLine(
  text: string,
  base: ReadOptions,
  one: (file: string, options: ReadOptions) => Promise<unknown>,
): Promise<unknown> {
  let id: string | number | null = null;
  try {
    const line = lineSchema.parse(JSON.parse(text));
    id = line.id;
    return { id, result: await one(line.path, await lineOptions(line, base)) };
  } catch (error) {
    // Other errors of libraries may quote mail; what they say stays inside.
    const known = error instanceof UsageError || error instanceof UnreadableError;
    return { id, error: known ? error.message : id === null ? 'the line is not {id, path, options}' : 'failed' };
  }
}
