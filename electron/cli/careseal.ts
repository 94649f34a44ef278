#!/usr/bin/env node
import { parseAddresses } from '../engine/mime/address.ts';
import { parseMailto } from '../engine/mime/mailto.ts';
import { exit, printJson, say, UnreadableError, UsageError } from './output.ts';

type Run = (args: string[]) => Promise<number>;

/** Each command is loaded when it is called: reading a message must not wait for a database to load, or the reverse. */
const commands: Readonly<Record<string, () => Promise<Run>>> = {
  inspect: async () => (await import('./inspect.ts')).runInspect,
  draft: async () => (await import('./draft.ts')).runDraft,
  scan: async () => (await import('./scan.ts')).runScan,
  import: async () => (await import('./import.ts')).runImport,
  query: async () => (await import('./query.ts')).runQuery,
  audit: async () => (await import('./audit.ts')).runAudit,
  'parse-address': async () => runParseAddress,
  'parse-mailto': async () => runParseMailto,
};

const usage = `careseal inspect <file.eml|-> [--keyring DIR] [--secrets FILE] [--at RFC3339] [--account ADDR]... --json
careseal draft   <file.eml|-> --mode reply|reply-all|forward (the same options) --json
careseal scan    <file|-> [--kind text|eml] [--policy FILE] --json
careseal import  (--mbox F | --maildir D | --eml-dir D) --store S --json
careseal query   --store S (--count | --by-message-id ID | --export N --out F | --search Q) --json
careseal audit   verify|read <file>
careseal parse-address <string> --json
careseal parse-mailto <string> --json
inspect, draft and scan also take --jsonl: one JSON line per message on stdin, one line out.`;

async function runParseAddress(args: string[]): Promise<number> {
  const { addresses, grouped, damaged } = parseAddresses(oneString(args));
  await printJson({ ok: addresses.length > 0 && !damaged, addresses, grouped, damaged });
  return exit.ok;
}

async function runParseMailto(args: string[]): Promise<number> {
  const mailto = parseMailto(oneString(args));
  await printJson(mailto ? { ok: true, ...mailto } : { ok: false });
  return exit.ok;
}

function oneString(args: readonly string[]): string {
  const [text, ...more] = args.filter((arg) => arg !== '--json' && arg !== '--');
  if (text === undefined || more.length > 0) throw new UsageError('name one string');
  return text;
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    say(usage);
    return exit.ok;
  }
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    say(usage);
    return exit.usage;
  }
  try {
    return await (await load())(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${name}: ${error.message}\n\n${usage}`);
      return exit.usage;
    }
    // Texts of other errors may quote mail or keys.
    say(error instanceof UnreadableError ? `${name}: ${error.message}` : `${name}: failed`);
    return exit.failed;
  }
}

process.exitCode = await main(process.argv.slice(2));
