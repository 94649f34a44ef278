import { open, readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mimeLimits } from '../engine/mime/limits.ts';
import { UnreadableError, UsageError } from './output.ts';

/** Options of `inspect` and `draft`, on the command line and per line of `--jsonl` (docs/command-line.md). */
export interface ReadOptions {
  readonly keyring: string | null;
  readonly secrets: Readonly<Record<string, string>>;
  /** `null`: the clock. */
  readonly at: Date | null;
  readonly account: readonly string[];
  readonly mode: 'reply' | 'reply-all' | 'forward' | null;
}

export interface ReadCall {
  readonly file: string | null;
  readonly jsonl: boolean;
  readonly options: ReadOptions;
}

const modes = ['reply', 'reply-all', 'forward'] as const;
const secretsSchema = z.record(z.string(), z.string());

/** One line of `--jsonl`. Options that no room answers yet are taken and change nothing. */
export const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  path: z.string(),
  options: z
    .object({
      keyring: z.string().optional(),
      at: z.string().optional(),
      secrets: z.union([z.string(), secretsSchema]).optional(),
      account: z.union([z.string(), z.array(z.string())]).optional(),
      mode: z.enum(modes).optional(),
    })
    .loose()
    .optional(),
});

/** Reads the arguments of `inspect` or `draft`. Throws `UsageError` and `UnreadableError`. */
export async function readCall(args: readonly string[]): Promise<ReadCall> {
  const { values, positionals } = parse(args);
  const jsonl = values.jsonl ?? false;
  if (jsonl ? positionals.length > 0 : positionals.length !== 1) throw new UsageError('name one file, or - for stdin');
  return {
    file: positionals[0] ?? null,
    jsonl,
    options: {
      keyring: values.keyring ?? null,
      secrets: values.secrets === undefined ? {} : await readSecrets(values.secrets),
      at: values.at === undefined ? null : readAt(values.at),
      account: values.account ?? [],
      mode: readMode(values.mode),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        jsonl: { type: 'boolean' },
        keyring: { type: 'string' },
        trust: { type: 'string' },
        'crl-dir': { type: 'string' },
        'crl-mode': { type: 'string' },
        at: { type: 'string' },
        dns: { type: 'string' },
        'authserv-id': { type: 'string', multiple: true },
        account: { type: 'string', multiple: true },
        secrets: { type: 'string' },
        mode: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unknown option');
  }
}

/** Options of one line, on top of those of the call. */
export async function lineOptions(line: z.infer<typeof lineSchema>, base: ReadOptions): Promise<ReadOptions> {
  const given = line.options ?? {};
  const { account, secrets } = given;
  return {
    keyring: given.keyring ?? base.keyring,
    secrets: secrets === undefined ? base.secrets : typeof secrets === 'string' ? await readSecrets(secrets) : secrets,
    at: given.at === undefined ? base.at : readAt(given.at),
    account: account === undefined ? base.account : typeof account === 'string' ? [account] : account,
    mode: given.mode ?? base.mode,
  };
}

function readAt(text: string): Date {
  const date = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text)
    ? new Date(text)
    : null;
  if (!date || Number.isNaN(date.getTime()))
    throw new UsageError('--at wants a time as in RFC 3339: 2026-01-31T12:00:00Z');
  return date;
}

function readMode(text: string | undefined): ReadOptions['mode'] {
  if (text === undefined) return null;
  const mode = modes.find((one) => one === text);
  if (!mode) throw new UsageError(`--mode is one of ${modes.join(', ')}`);
  return mode;
}

async function readSecrets(file: string): Promise<Record<string, string>> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new UnreadableError('the secrets file is not JSON of names and passphrases');
  }
}

/** Bytes of a message: a file, or `-` for stdin. One byte beyond the limit is kept so that the cut is noticed. */
export async function readMessageFile(file: string): Promise<Uint8Array> {
  const most = mimeLimits.messageBytes + 1;
  if (file === '-') {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > most) break;
    }
    return Buffer.concat(chunks).subarray(0, most);
  }
  try {
    const { size } = await stat(file);
    if (size <= most) return await readFile(file);
    const handle = await open(file);
    try {
      const bytes = Buffer.alloc(most);
      await handle.read(bytes, 0, most, 0);
      return bytes;
    } finally {
      await handle.close();
    }
  } catch {
    throw new UnreadableError('the file cannot be read');
  }
}
