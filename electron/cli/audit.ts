import { createECDH } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { JWK } from 'jose';
import { type LogHead, logHeadSchema, readLines } from '../audit/line.ts';
import { createOpener } from '../audit/open.ts';
import { ChainReader, verifyLog } from '../audit/verify.ts';
import { readPrintedKey } from '../engine/vault/printed-key.ts';

const USAGE = 'careseal audit verify <file> [--head FILE] --json | careseal audit read <file> --key-file FILE --json';

/** Exit codes: the chain holds (a line torn by a power cut is no breach of it), it does not, or the call was wrong. */
const HOLDS = 0;
const BROKEN = 1;
const WRONG_USAGE = 2;

/**
 * `careseal audit verify` follows the hash chain of a log without reading it; `careseal audit read` opens its entries
 * with the printed audit key, too. Writes exactly one JSON document to stdout.
 *
 * @returns the exit code: 0 the chain holds, 1 it is broken, cut or cannot be opened, 2 wrong usage
 */
export async function runAudit(args: string[]): Promise<number> {
  const call = readArgs(args);
  if (!call) return wrong(USAGE);
  const head = await readHead(call.head);
  if (head === undefined) return wrong('the head file cannot be read: it is JSON with seq and hash');
  try {
    if (call.verb === 'verify') {
      const result = await verifyLog(call.file, head);
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return exitCode(result.chain);
    }
    const key = await readAuditKey(call.keyFile);
    if (!key) return wrong('the key file holds no audit key: it is the printed key, with its dashes or without');
    return await read(call.file, head, key);
  } catch (error) {
    return wrong(error instanceof Error && 'code' in error ? `the log cannot be read (${error.code})` : 'failed');
  }
}

interface Call {
  readonly verb: 'verify' | 'read';
  readonly file: string;
  readonly head: string | undefined;
  readonly keyFile: string;
}

function readArgs(args: string[]): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { head: { type: 'string' }, 'key-file': { type: 'string' }, json: { type: 'boolean' } },
    });
    const [verb, file, ...rest] = positionals;
    const keyFile = values['key-file'];
    if (file === undefined || rest.length > 0) return undefined;
    if (verb === 'verify' && keyFile === undefined) return { verb, file, head: values.head, keyFile: '' };
    if (verb === 'read' && keyFile !== undefined) return { verb, file, head: values.head, keyFile };
    return undefined;
  } catch {
    return undefined;
  }
}

/** Entry by entry, because a log of years does not fit into one string. */
async function read(file: string, head: LogHead | null, key: JWK): Promise<number> {
  const open = await createOpener(key);
  const chain = new ChainReader(head);
  let unopened = 0;
  let separator = '';
  process.stdout.write('{"entries":[');
  for await (const raw of readLines(file)) {
    const line = chain.read(raw);
    if (!line) continue;
    const entry = (await open(line.entry)) ?? null;
    if (!entry) unopened++;
    process.stdout.write(`${separator}${JSON.stringify({ seq: line.seq, at: line.at, entry })}`);
    separator = ',';
  }
  const verification = chain.finish();
  process.stdout.write(`],${JSON.stringify({ unopened, verification }).slice(1)}\n`);
  return unopened > 0 ? BROKEN : exitCode(verification.chain);
}

function exitCode(chain: 'holds' | 'torn' | 'truncated' | 'broken'): number {
  return chain === 'holds' || chain === 'torn' ? HOLDS : BROKEN;
}

/** `null` without a head file, `undefined` when there is one that cannot be used. */
async function readHead(path: string | undefined): Promise<LogHead | null | undefined> {
  if (path === undefined) return null;
  try {
    return logHeadSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The private JWK of the printed audit key; its public half is computed, so the sheet has to hold one number only. */
async function readAuditKey(path: string): Promise<JWK | undefined> {
  const bytes = readPrintedKey('audit', await readFile(path, 'utf8'), 32);
  if (!bytes) return undefined;
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(bytes);
    const point = ecdh.getPublicKey();
    return {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
      d: bytes.toString('base64url'),
    };
  } finally {
    bytes.fill(0);
  }
}

function wrong(message: string): number {
  process.stdout.write(`${JSON.stringify({ problem: { code: 'bad-input', message } })}\n`);
  return WRONG_USAGE;
}
