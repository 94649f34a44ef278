import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { judge, type ScannedMessage, type ScanOptions, scanMessage } from '../../shared/phi/index.ts';
import { policySchema } from '../../shared/policy/default.ts';
import { decodeText } from '../engine/mime/body.ts';
import { parseMime } from '../engine/mime/parse.ts';
import { field, type MimePart, walk } from '../engine/mime/tree.ts';
import { decodeWords } from '../engine/mime/words.ts';

const usage = `careseal scan <file|-> [--kind text|eml] [--policy FILE] --json
careseal scan --jsonl [--policy FILE]     lines {id, subject, body, html?} in, {id, findings, decision} out
`;

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  subject: z.string().optional(),
  body: z.string().optional(),
  html: z.string().optional(),
});

/**
 * `careseal scan`: the composer's detectors on the command line. Reads one text or message, or one JSON object per line;
 * no network, no clock, so the same input gives the same bytes. Returns the exit code: 0 done, 1 unreadable, 2 usage.
 */
export async function runScan(args: string[]): Promise<number> {
  let given: { file: string | undefined; kind: string | undefined; policy: string | undefined; jsonl: boolean };
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        jsonl: { type: 'boolean' },
        kind: { type: 'string' },
        policy: { type: 'string' },
      },
    });
    if (positionals.length > 1) throw new Error('one file');
    given = { file: positionals[0], kind: values.kind, policy: values.policy, jsonl: values.jsonl ?? false };
    if (given.kind !== undefined && given.kind !== 'text' && given.kind !== 'eml') throw new Error('kind');
    if (!given.jsonl && given.file === undefined) throw new Error('file');
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  let options: ScanOptions;
  try {
    options = optionsOf(given.policy);
  } catch {
    process.stderr.write('The policy file cannot be read, or it is not a policy.\n');
    return 1;
  }
  if (given.jsonl) return scanLines(options);

  const { file = '-' } = given;
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch {
    process.stderr.write('The file cannot be read.\n');
    return 1;
  }
  const kind = given.kind ?? (/\.eml$/i.test(file) ? 'eml' : 'text');
  const message = kind === 'eml' ? messageOf(bytes) : { body: new TextDecoder().decode(bytes) };
  await write(`${JSON.stringify(result(message, options))}\n`);
  return 0;
}

function optionsOf(policyFile: string | undefined): ScanOptions {
  if (policyFile === undefined) return {};
  const policy = policySchema.parse(JSON.parse(readFileSync(policyFile, 'utf8')));
  return { allow: policy.allow, mrnPattern: policy.recordNumberForm };
}

function result(message: ScannedMessage, options: ScanOptions) {
  const findings = scanMessage(message, options);
  return { findings, decision: judge(findings, { message }) };
}

async function scanLines(options: ScanOptions): Promise<number> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    await write(`${JSON.stringify(scanLine(line, options))}\n`);
  }
  return 0;
}

function scanLine(line: string, options: ScanOptions): unknown {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'not JSON' };
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) {
    const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(json);
    return { id: id.success ? id.data.id : null, error: 'not of the form {id, subject, body, html?}' };
  }
  const { id, ...message } = parsed.data;
  return { id, ...result(message, options) };
}

/** Waits when the reader is slower than the scan, so that a long run keeps its memory. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });
}

/** Subject, first text and first HTML of a message; every other text part counts as an attachment. */
function messageOf(bytes: Uint8Array): ScannedMessage {
  const { root } = parseMime(bytes);
  let body: string | undefined;
  let html: string | undefined;
  const attachments: { text: string }[] = [];
  for (const part of walk(root)) {
    if (part.children.length > 0 || !part.type.value.startsWith('text/')) continue;
    const { text } = decodeText(part);
    if (isBody(part, 'text/plain') && body === undefined) body = text;
    else if (isBody(part, 'text/html') && html === undefined) html = text;
    else attachments.push({ text });
  }
  return { subject: decodeWords(field(root, 'subject') ?? ''), body, html, attachments };
}

function isBody(part: MimePart, type: string): boolean {
  if (part.type.value !== type || part.disposition?.value === 'attachment') return false;
  for (let up = part.parent; up; up = up.parent) if (!up.type.value.startsWith('multipart/')) return false;
  return true;
}
