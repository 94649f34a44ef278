import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntity, buildHeader, joinMessage } from '../../electron/engine/mime/build.ts';
import type { Inspection } from '../../electron/engine/mime/inspection.ts';
import { exportPublic, exportSecret, makeKey } from '../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../electron/engine/openpgp/seal.ts';
import type { StoredKey } from '../../electron/engine/store/types.ts';
import { careseal } from './careseal.ts';

const folder = mkdtempSync(join(tmpdir(), 'inspect-'));
const keyring = join(folder, 'keyring');
const mail = join(folder, 'sealed.eml');
const secrets = join(folder, 'secrets.json');
const made = new Date('2026-03-01T09:30:00Z');
const at = '2026-03-02T00:00:00Z';
let desk: StoredKey;
let lab: StoredKey;

beforeAll(async () => {
  mkdirSync(keyring);
  desk = await makeKey({ name: 'Desk', address: 'desk@lindenhof.example', now: new Date('2026-01-01T00:00:00Z') });
  lab = await makeKey({ name: 'Lab', address: 'lab@labor.example', now: new Date('2026-01-01T00:00:00Z') });
  writeFileSync(join(keyring, 'desk.asc'), await exportSecret(desk, 'geheim geheim'));
  writeFileSync(join(keyring, 'lab.asc'), await exportPublic(lab));
  writeFileSync(join(keyring, 'junk.asc'), 'no key');
  writeFileSync(secrets, JSON.stringify({ 'desk.asc': 'geheim geheim' }));
  const header = buildHeader({
    from: { name: 'Lab', addr: 'lab@labor.example' },
    to: [{ name: '', addr: 'desk@lindenhof.example' }],
    cc: [],
    subject: 'Befund',
    date: made,
    messageId: 'one@labor.example',
  });
  const entity = buildEntity({ text: 'Kalium 4,1\n' });
  writeFileSync(mail, joinMessage(header, await sealEntity({ entity, sign: lab, encryptTo: [desk], now: made })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inspect = (args: readonly string[], input?: string): Inspection & { result?: Inspection } => {
  const { status, stdout, stderr } = careseal(['inspect', ...args, '--json'], input);
  expect(stderr.replace(/^keyring: junk.*\n/, ''), 'stderr').toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
};
const withoutTime = (text: string): string => text.replace(/"elapsed_ms":\s*\d+/g, '');

describe('careseal inspect', () => {
  it('prints the verdict, with every field of the contract', () => {
    const result = inspect([mail, '--keyring', keyring, '--secrets', secrets, '--at', at]);
    expect(result.verdict).toEqual({
      encryption: 'full',
      signature: 'valid',
      signer_shown: 'lab@labor.example',
      covers_all_visible: true,
      technology: 'openpgp',
      reasons: [],
    });
    expect(result.render.visible_text.trim()).toBe('Kalium 4,1');
    expect(result).toMatchObject({
      schema: 1,
      at,
      auth: null,
      header_protection: { mode: 'none' },
      mdn: { requested: false, would_send_automatically: false },
    });
    expect(Object.keys(result).sort()).toEqual(
      'at attachments auth elapsed_ms header_protection headers input layers mdn parse parts render reports schema sender_checks tool_version verdict warnings'.split(
        ' ',
      ),
    );
    expect(result.parts.map(({ path, parent, role, encrypted }) => [path, parent, role, encrypted])).toEqual([
      ['1', null, null, false],
      ['1.1', '1', 'control', false],
      ['1.2', '1', 'control', false],
      ['1.2.1', '1.2', 'text', true],
    ]);
  });

  it('is byte-identical when repeated, with and without a clock', () => {
    for (const more of [['--at', at], []]) {
      const args = ['inspect', mail, '--keyring', keyring, '--secrets', secrets, ...more, '--json'];
      expect(withoutTime(careseal(args).stdout)).toBe(withoutTime(careseal(args).stdout));
    }
  });

  it('tells a missing key from a locked one, and a refused one from an unknown one', () => {
    expect(inspect([mail, '--at', at]).layers[0]?.decryption?.status).toBe('no-key');
    expect(inspect([mail, '--keyring', keyring, '--at', at]).layers[0]?.decryption?.status).toBe('wrong-secret');
    const other = join(folder, 'other');
    mkdirSync(other, { recursive: true });
    for (const name of ['desk.asc', 'lab.asc']) writeFileSync(join(other, name), readFileSync(join(keyring, name)));
    writeFileSync(join(other, 'accepted.json'), JSON.stringify([desk.fingerprint]));
    const refused = inspect([mail, '--keyring', other, '--secrets', secrets, '--at', at]);
    expect(refused.verdict).toMatchObject({ encryption: 'full', signature: 'unknown-key', signer_shown: null });
    expect(refused.layers[0]?.signatures[0]).toMatchObject({
      status: 'not-accepted',
      crypto_ok: true,
      identity_match: true,
    });
  });

  it('--at is the clock of every check', () => {
    const early = inspect([mail, '--keyring', keyring, '--secrets', secrets, '--at', '2026-02-01T00:00:00Z']);
    expect(early.layers[0]?.signatures[0]?.status).toBe('time-mismatch');
    expect(early.verdict.signature).toBe('invalid');
  });

  it('reads stdin, and malformed mail is no error', () => {
    const result = inspect(['-'], 'not a message at all');
    expect(result.parse).toMatchObject({ ok: false });
    expect(result.render.visible_text).toBe('not a message at all');
  });

  it('answers line by line, in order, and goes on after a bad one', () => {
    const lines = [
      { id: 1, path: mail, options: { keyring, secrets, at } },
      { id: 'two', path: join(folder, 'missing.eml') },
      {
        id: 3,
        path: mail,
        options: { keyring, secrets: { 'desk.asc': 'geheim geheim' }, at, trust: '/x', authservId: [] },
      },
    ];
    const { stdout, status } = careseal(
      ['inspect', '--jsonl'],
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`,
    );
    expect(status).toBe(0);
    const out = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: unknown; result?: Inspection; error?: string });
    expect(out.map(({ id }) => id)).toEqual([1, 'two', 3, null]);
    expect([out[0], out[2]].map((line) => line?.result?.verdict.signature)).toEqual(['valid', 'valid']);
    expect(out[1]?.error).toBe('the file cannot be read');
    expect(out[3]?.error).toContain('the line is not');
  });

  it('wrong usage and unreadable files have codes of their own and print nothing to stdout', () => {
    for (const [args, status] of [
      [['inspect'], 2],
      [['inspect', mail, '--nonsense'], 2],
      [['inspect', mail, '--at', 'yesterday'], 2],
      [['inspect', join(folder, 'missing.eml')], 1],
      [['inspect', mail, '--keyring', join(folder, 'missing')], 1],
      [['nonsense'], 2],
      [[], 2],
    ] as const) {
      const done = careseal([...args]);
      expect([done.status, done.stdout], args.join(' ')).toEqual([status, '']);
      expect(done.stderr).not.toBe('');
    }
  });

  it('opens no connection of any kind', () => {
    const trace = join(folder, 'trace');
    const entry = resolve(import.meta.dirname, '../../electron/cli/careseal.ts');
    const html = join(folder, 'html.eml');
    writeFileSync(
      html,
      'From: a@b.example\r\nContent-Type: text/html\r\n\r\n<img src=http://x.example/a><link rel=stylesheet href=//y.example/b><script src=https://z.example></script>',
    );
    const done = spawnSync('strace', [
      '-f',
      '-qq',
      '-e',
      'trace=connect,sendto,bind',
      '-o',
      trace,
      process.execPath,
      entry,
      'inspect',
      html,
      '--json',
    ]);
    if (done.error) throw done.error;
    expect(done.status).toBe(0);
    expect(readFileSync(trace, 'utf8')).not.toMatch(/AF_INET/);
    expect((JSON.parse(done.stdout.toString()) as Inspection).render.remote).toHaveLength(3);
  });
});

describe('careseal parse-address and parse-mailto', () => {
  it('print what was understood', () => {
    expect(JSON.parse(careseal(['parse-address', '"x@bank.example" <y@evil.example>', '--json']).stdout)).toMatchObject(
      {
        ok: true,
        addresses: [{ display: 'x@bank.example', addr: 'y@evil.example' }],
      },
    );
    expect(JSON.parse(careseal(['parse-mailto', 'mailto:a@b.example?attach=x', '--json']).stdout)).toMatchObject({
      ok: true,
      to: [{ addr: 'a@b.example' }],
      ignored: ['attach'],
    });
  });
});
