import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readMbox } from '../../electron/cli/archive/mbox.ts';
import { generateMailbox, writeMaildir } from '../bench/mailbox.ts';
import { Random } from '../bench/random.ts';

const root = path.resolve(import.meta.dirname, '../..');
const from = 'From desk@clinic.test Mon Jan  5 09:00:00 2026\n';

function folder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'careseal-import-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function careseal(verb: 'import' | 'query', args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(process.execPath, [path.join(import.meta.dirname, 'children/run.ts'), verb, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1e8,
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** The one JSON document of a call that must succeed. */
function json(verb: 'import' | 'query', ...args: string[]) {
  const { status, stdout, stderr } = careseal(verb, [...args, '--json']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

async function parse(text: string | Buffer) {
  const file = path.join(folder(), 'box');
  writeFileSync(file, text);
  const out: (string | { offset: number; reason: string })[] = [];
  for await (const entry of readMbox(file)) out.push('reason' in entry ? entry : entry.raw.toString('latin1'));
  return out;
}

test('an mbox is cut where its writer meant it, and quoting is undone by one', async () => {
  const first = 'Subject: a\n\n>From here\n>>From there\n > From not\nx >From y\n';
  expect(await parse(`${from}${first.replaceAll(/^(>*From )/gm, '>$1')}\n${from}Subject: b\n\nend\n\n`)).toEqual([
    first,
    'Subject: b\n\nend\n',
  ]);
});

test('"From" in a letter that nobody quoted does not tear it apart', async () => {
  const letter = 'Subject: a\n\nHello\n\nFrom what I hear you are better.\nFrom me.\n';
  expect(await parse(`${from}${letter}\n${from}Subject: b\n\n`)).toEqual([letter, 'Subject: b\n']);
});

test('a separator without a date, without an empty line before it, or with CRLF is found', async () => {
  expect(await parse(`From -\nSubject: a\n\nA\n\nFrom nobody\nSubject: b\n\nB\n${from}Subject: c\n\nC\n`)).toEqual([
    'Subject: a\n\nA\n',
    'Subject: b\n\nB\n',
    'Subject: c\n\nC\n',
  ]);
  expect(await parse(`${from}Subject: a\n\nA\n\n${from}Subject: b\n\nB\n`.replaceAll('\n', '\r\n'))).toEqual([
    'Subject: a\r\n\r\nA\r\n',
    'Subject: b\r\n\r\nB\r\n',
  ]);
});

test.each(['', '\n', '\n\n\n'])('an mbox of %j holds nothing', async (text) => {
  expect(await parse(text)).toEqual([]);
});

test('what stands before the first message is reported with its place and not taken for one', async () => {
  expect(await parse(`some junk\nmore\n\n${from}Subject: a\n\n`)).toEqual([
    { offset: 0, reason: 'not-a-message' },
    'Subject: a\n',
  ]);
});

test('messages that cross every chunk border come back whole', async () => {
  const random = new Random(11);
  const messages = Array.from({ length: 40 }, (_, index) => {
    const body = random
      .bytes(random.whole(1, 900_000))
      .toString('base64')
      .replace(/(.{76})/g, '$1\n');
    return `Subject: ${index}\n\n${body}\n`;
  });
  expect(await parse(messages.map((each) => `${from}${each}\n`).join(''))).toEqual(messages);
});

test('an mbox goes in once, comes out byte for byte, and its second import is all duplicates', () => {
  const dir = folder();
  const store = path.join(dir, 'store');
  const sources = [
    Buffer.from(
      'Message-ID: <one@x.test>\nFrom: Ana <ana@patient.test>\nSubject: Blood test\n\nHémoglobine\n>From you\nFrom me\n',
    ),
    Buffer.from('Subject: no id\r\n\r\nbare\n\0bytes\xff\n', 'latin1'),
    Buffer.from('Message-ID: <one@x.test>\nSubject: same id, other bytes\n\nx\n'),
  ];
  const mbox = Buffer.concat(
    [...sources, sources[0] ?? Buffer.alloc(0)].flatMap((raw) => [
      Buffer.from(from),
      Buffer.from(raw.toString('latin1').replaceAll(/^(>*From )/gm, '>$1'), 'latin1'),
      Buffer.from('\n'),
    ]),
  );
  writeFileSync(path.join(dir, 'box'), mbox);
  const report = json('import', '--mbox', path.join(dir, 'box'), '--store', store);
  expect(report).toMatchObject({ messages_seen: 4, imported: 3, duplicates: 1, failed: [], message_ids_missing: 1 });
  expect(json('import', '--mbox', path.join(dir, 'box'), '--store', store)).toMatchObject({
    imported: 0,
    duplicates: 4,
  });
  expect(json('query', '--store', store, '--count')).toEqual({ count: 3 });
  sources.forEach((source, index) => {
    const out = path.join(dir, `out-${index}`);
    json('query', '--store', store, '--export', String(index + 1), '--out', out);
    expect(readFileSync(out).equals(source), String(index)).toBe(true);
  });
  const byId = json('query', '--store', store, '--by-message-id', '<one@x.test>');
  expect(byId).toMatchObject({ count: 2, matches: [{ number: 1, subject: 'Blood test' }, { number: 3 }] });
  expect(byId.matches[0].sha256).toBe(
    createHash('sha256')
      .update(sources[0] ?? '')
      .digest('hex'),
  );
  expect(json('query', '--store', store, '--search', 'hemoglobine "blood test"')).toMatchObject({ count: 1, known: 3 });
});

test('a Maildir with folders and flags, and a folder of .eml files', () => {
  const dir = folder();
  const maildir = path.join(dir, 'Maildir');
  const { messages } = writeMaildir(maildir, { count: 60, average: 6000 });
  mkdirSync(path.join(maildir, '.Sent/cur'), { recursive: true });
  writeFileSync(path.join(maildir, '.Sent/cur/1.a:2,FS'), 'Subject: sent\n\nx\n');
  expect(json('import', '--maildir', maildir, '--store', path.join(dir, 's1'))).toMatchObject({
    imported: messages + 1,
  });
  const emls = path.join(dir, 'eml/deeper');
  mkdirSync(emls, { recursive: true });
  for (const { raw, facts } of generateMailbox({ count: 12, seed: 3, average: 6000 })) {
    writeFileSync(path.join(emls, `${facts.messageId.slice(1, 9)}.eml`), raw);
  }
  writeFileSync(path.join(emls, 'not-mail.txt'), 'x');
  expect(json('import', '--eml-dir', path.join(dir, 'eml'), '--store', path.join(dir, 's2'))).toMatchObject({
    imported: 12,
  });
});

test('an import that is ended by kill -9 goes on where it ended', async () => {
  const dir = folder();
  const maildir = path.join(dir, 'Maildir');
  const store = path.join(dir, 'store');
  const { messages } = writeMaildir(maildir, { count: 1200, average: 6000 });
  const args = [
    path.join(import.meta.dirname, 'children/run.ts'),
    'import',
    '--maildir',
    maildir,
    '--store',
    store,
    '--json',
  ];
  for (let round = 0; round < 3; round += 1) {
    const running = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
    const file = path.join(store, 'cache.db-wal');
    const before = existsSync(file) ? statSync(file).size : 0;
    while ((existsSync(file) ? statSync(file).size : 0) <= before + 500_000 && running.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    running.kill('SIGKILL');
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
  }
  const { count } = json('query', '--store', store, '--count');
  expect(count).toBeGreaterThan(0);
  const report = json('import', '--maildir', maildir, '--store', store);
  expect(report).toMatchObject({ messages_seen: messages, imported: messages - count, duplicates: count });
  expect(json('query', '--store', store, '--count')).toEqual({ count: messages });
});

test('the key is where the caller says; without one it lies beside the store for its owner alone', () => {
  const dir = folder();
  writeFileSync(path.join(dir, 'a.eml'), 'Subject: a\n\nx\n');
  json('import', '--eml-dir', dir, '--store', path.join(dir, 's1'));
  expect(statSync(path.join(dir, 's1/store.key')).mode & 0o777).toBe(0o600);
  const key = 'ab'.repeat(32);
  writeFileSync(path.join(dir, 'key'), `${key}\n`);
  json('import', '--eml-dir', dir, '--store', path.join(dir, 's2'), '--key-file', path.join(dir, 'key'));
  expect(existsSync(path.join(dir, 's2/store.key'))).toBe(false);
  expect(
    careseal('query', ['--store', path.join(dir, 's2'), '--count', '--json'], { CARESEAL_STORE_KEY: key }),
  ).toMatchObject({
    status: 0,
    stdout: '{"count":1}\n',
  });
  const without = careseal('query', ['--store', path.join(dir, 's2'), '--count', '--json']);
  expect(without).toMatchObject({ status: 1, stdout: '' });
  const wrong = careseal('query', ['--store', path.join(dir, 's2'), '--count', '--json'], {
    CARESEAL_STORE_KEY: 'cd'.repeat(32),
  });
  expect(wrong).toMatchObject({ status: 1, stdout: '' });
  expect(wrong.stderr).not.toMatch(/cdcd|abab|careseal-import/);
});

test.each([
  ['import', []],
  ['import', ['--store', 'x']],
  ['import', ['--store', 'x', '--mbox', 'a', '--maildir', 'b']],
  ['import', ['--store', 'x', '--mobx', 'a']],
  ['query', ['--store', 'x']],
  ['query', ['--store', 'x', '--export', '0', '--out', 'y']],
  ['query', ['--store', 'x', '--export', '1']],
  ['query', ['--store', 'x', '--count', '--search', 'a']],
] as const)('%s %j is wrong usage: exit 2, nothing on stdout', (verb, args) => {
  expect(careseal(verb, args)).toMatchObject({ status: 2, stdout: '' });
});

test('an unreadable archive and a number that is not there are exit 1', () => {
  const dir = folder();
  const store = path.join(dir, 'store');
  expect(careseal('import', ['--mbox', path.join(dir, 'none'), '--store', store])).toMatchObject({
    status: 1,
    stdout: '',
  });
  expect(careseal('import', ['--maildir', dir, '--store', store])).toMatchObject({ status: 1, stdout: '' });
  expect(careseal('query', ['--store', store, '--export', '1', '--out', path.join(dir, 'o')])).toMatchObject({
    status: 1,
  });
  expect(careseal('query', ['--store', path.join(dir, 'no-store'), '--count'])).toMatchObject({
    status: 1,
    stdout: '',
  });
});
