import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpener } from '../../../../electron/audit/open.ts';
import { sealEntry } from '../../../../electron/audit/seal.ts';
import { verifyLog } from '../../../../electron/audit/verify.ts';
import { type AuditLog, createAuditLog } from '../../../../electron/main/audit/log.ts';
import { type Keyring, startKeyring } from '../../../keyring/keyring.ts';

let keyring: Keyring;
beforeAll(async () => {
  keyring = await startKeyring();
});
afterAll(() => keyring.stop());

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privateJwk = pair.privateKey.export({ format: 'jwk' });
const publicJwk = JSON.stringify(pair.publicKey.export({ format: 'jwk' }));

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(keyring.home, 'audit-'));
  file = join(dir, 'audit.jsonl');
});

/** A log that was started and has `count` entries beside its first. */
async function logWith(count: number): Promise<AuditLog> {
  const log = await createAuditLog({ dir });
  await log.setPublicKey(publicJwk);
  for (let index = 0; index < count; index++) await log.appendOwn({ action: 'open', profile: null, count: index });
  return log;
}
const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const write = (all: string[]) => writeFileSync(file, all.map((line) => `${line}\n`).join(''));
async function statusAfterRestart() {
  const log = await createAuditLog({ dir });
  const status = await log.status();
  await log.close();
  return status;
}

describe('the audit log', () => {
  it('holds over restarts, and only the private key reads it', async () => {
    await (await logWith(3)).close();
    const log = await createAuditLog({ dir });
    await log.append([
      await sealEntry(publicJwk, { action: 'send', profile: 'x', at: 'now', recipients: ['a@b.test'] }),
    ]);
    expect(await log.status()).toEqual({ entries: 5, chain: 'holds' });
    await log.close();
    expect(readFileSync(file, 'utf8')).not.toMatch(/a@b\.test|send|log-started/);
    const open = await createOpener(privateJwk);
    const entries = await Promise.all(lines().map((line) => open(JSON.parse(line).entry)));
    expect(entries.map((entry) => entry?.action)).toEqual(['log-started', 'open', 'open', 'open', 'send']);
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    expect(await (await createOpener(stranger))(JSON.parse(lines()[0] ?? '').entry)).toBeUndefined();
  });

  it('keeps what happened before there was a key, and writes it when there is one', async () => {
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'lock', profile: null, trigger: 'start' });
    expect(await log.status()).toEqual({ entries: 0, chain: 'holds' });
    expect(await log.setPublicKey(publicJwk)).toBe(true);
    expect(await log.status()).toEqual({ entries: 2, chain: 'holds' });
    await log.close();
  });

  it('takes one public key and no second one, and never a private one', async () => {
    const log = await createAuditLog({ dir });
    expect(await log.setPublicKey(JSON.stringify(privateJwk))).toBe(false);
    expect(await log.setPublicKey('{}')).toBe(false);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const both = await Promise.all([log.setPublicKey(publicJwk), log.setPublicKey(JSON.stringify(other))]);
    expect(both.filter(Boolean)).toHaveLength(1);
    await log.close();
    expect((await createAuditLog({ dir })).publicKey()).toBe(log.publicKey());
  });

  it('gets its public key back when somebody deleted or swapped the file', async () => {
    const log = await logWith(0);
    await log.close();
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    for (const spoil of [
      () => rmSync(join(dir, 'audit-public-key.json')),
      () => writeFileSync(join(dir, 'audit-public-key.json'), JSON.stringify(other)),
    ]) {
      spoil();
      const again = await createAuditLog({ dir });
      expect(again.publicKey()).toBe(log.publicKey());
      expect(await again.setPublicKey(JSON.stringify(other))).toBe(false);
      await again.close();
    }
  });

  it('refuses what is no sealed entry', async () => {
    const log = await logWith(0);
    for (const entry of ['', 'plain text', '{"action":"open"}', `a..b.c.d\n{"seq":9}`, 'a.b.c.d.e']) {
      await expect(log.append([entry])).rejects.toThrow();
    }
    expect(await log.status()).toEqual({ entries: 1, chain: 'holds' });
    await log.close();
  });

  it('keeps its chain when entries come from everywhere at once', async () => {
    const log = await logWith(0);
    const sealed = await sealEntry(publicJwk, { action: 'open', profile: null, at: 'now' });
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        index % 3 === 0 ? log.appendOwn({ action: 'lock', profile: null }) : log.append([sealed, sealed]),
      ),
    );
    expect(await log.status()).toEqual({ entries: 501, chain: 'holds' });
    await log.close();
  });

  it('stays fast over 10,000 appends', async () => {
    const log = await logWith(0);
    const sealed = await sealEntry(publicJwk, { action: 'open', profile: null, at: 'now' });
    const started = performance.now();
    for (let round = 0; round < 100; round++)
      await Promise.all(Array.from({ length: 100 }, () => log.append([sealed])));
    expect(performance.now() - started).toBeLessThan(10_000);
    const opened = performance.now();
    const again = await createAuditLog({ dir });
    expect(performance.now() - opened).toBeLessThan(500);
    expect(await again.status()).toEqual({ entries: 10_001, chain: 'holds' });
    await log.close();
    await again.close();
  });

  it('is copied with its head, over nothing', async () => {
    const now = () => new Date('2031-05-06T08:00:00Z');
    const log = await createAuditLog({ dir, now });
    await log.setPublicKey(publicJwk);
    const folder = join(dir, 'usb');
    mkdirSync(folder);
    const names = await log.exportTo(folder);
    const head = JSON.parse(readFileSync(join(folder, names.head), 'utf8'));
    expect(await verifyLog(join(folder, names.log), head)).toMatchObject({ chain: 'holds', entries: 1 });
    await expect(log.exportTo(folder)).rejects.toThrow('EEXIST');
    await log.close();
  });
});

describe('a disk that is full', () => {
  it('fails the append, and what it left half-written is no tampering', async () => {
    await (await logWith(2)).close();
    const size = readFileSync(file).length;
    const module_ = join(import.meta.dirname, '../../../../electron/main/audit/log.ts');
    const script = `import { createAuditLog } from ${JSON.stringify(module_)};
      const log = await createAuditLog({ dir: process.argv[1] });
      const append = () => log.appendOwn({ action: 'lock', profile: null }).then(() => 'ok', (error) => error.code);
      console.log(JSON.stringify([await append(), await append()]));
      await log.close();`;
    const limit = [`--fsize=${size + 500}`, process.execPath, '--input-type=module', '-e', script, '--', dir];
    const run = spawnSync('prlimit', limit, { encoding: 'utf8' });
    expect(JSON.parse(run.stdout)).toEqual(['EFBIG', 'EFBIG']);
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'lock', profile: null });
    expect(await log.status()).toEqual({ entries: 4, chain: 'torn' });
    await log.close();
  });
});

describe('an entry', () => {
  it('has a length that tells neither recipients nor names', async () => {
    const base = { action: 'send', profile: '0123456789abcdef', at: '2031-05-06T08:00:00.000Z' } as const;
    const sealed = await Promise.all([
      sealEntry(publicJwk, base),
      sealEntry(publicJwk, { ...base, recipients: ['ana@clinic.test', 'ben@lab.test'] }),
      sealEntry(publicJwk, { ...base, action: 'override', reason: 'The patient asked for it by phone.' }),
    ]);
    expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
  });
});

describe('tampering shows', () => {
  const damages: [string, (all: string[]) => string[]][] = [
    ['an edited line', (all) => all.with(2, (all[2] ?? '').replace(/"at":"2/, '"at":"1'))],
    // One tag in 256 ends in these two letters already.
    [
      'an edited entry',
      (all) =>
        all.with(
          2,
          (all[2] ?? '').replace(/(..)"}$/, (_, end) => `${end === 'AA' ? 'QQ' : 'AA'}"}`),
        ),
    ],
    ['a deleted line', (all) => all.toSpliced(2, 1)],
    ['a deleted first line', (all) => all.slice(1)],
    ['two lines that changed places', (all) => all.with(2, all[3] ?? '').with(3, all[2] ?? '')],
    ['a line that was put in', (all) => all.toSpliced(2, 0, all[2] ?? '')],
    ['a line of rubbish', (all) => all.toSpliced(2, 0, 'rubbish')],
    ['a line that became rubbish', (all) => all.with(2, '{')],
    ['another last line', (all) => all.with(-1, (all.at(-1) ?? '').replace(/"at":"2/, '"at":"1'))],
  ];
  it.each(damages)('%s', async (_what, damage) => {
    await (await logWith(5)).close();
    write(damage(lines()));
    expect((await statusAfterRestart()).chain).toBe('broken');
  });

  it('a cut end, also when the log went on afterwards', async () => {
    await (await logWith(5)).close();
    write(lines().slice(0, 4));
    const log = await createAuditLog({ dir });
    expect(await log.status()).toEqual({ entries: 4, chain: 'truncated' });
    await log.appendOwn({ action: 'unlock', profile: null });
    await log.close();
    expect((await statusAfterRestart()).chain).toBe('broken');
    // Without the keychain's memory, too: the numbers have a gap for good.
    expect((await verifyLog(file)).faults.map(({ kind }) => kind)).toEqual(['sequence', 'hash']);
  });

  it('a log that was deleted', async () => {
    await (await logWith(5)).close();
    rmSync(file);
    expect(await statusAfterRestart()).toEqual({ entries: 0, chain: 'truncated' });
  });

  it('a log that was cut while the keychain was locked at the next start', async () => {
    await (await logWith(5)).close();
    write(lines().slice(0, 4));
    keyring.lock();
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'unlock', profile: null });
    await keyring.unlock();
    await log.flush();
    await log.appendOwn({ action: 'lock', profile: null });
    expect((await log.status()).chain).toBe('broken');
    await log.close();
    expect((await statusAfterRestart()).chain).toBe('broken');
  });

  it('a cut end that was seen late, when nothing was written afterwards', async () => {
    await (await logWith(5)).close();
    write(lines().slice(0, 4));
    keyring.lock();
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'unlock', profile: null });
    await keyring.unlock();
    await log.close();
    expect((await statusAfterRestart()).chain).toBe('truncated');
  });

  it('an earlier copy of the log that was put back', async () => {
    const log = await logWith(3);
    const copy = readFileSync(file);
    await log.appendOwn({ action: 'export', profile: null });
    await log.close();
    writeFileSync(file, copy);
    expect((await statusAfterRestart()).chain).toBe('truncated');
  });

  it('a longer log that somebody else wrote', async () => {
    await (await logWith(5)).close();
    const mine = lines();
    const other = mkdtempSync(join(keyring.home, 'audit-'));
    const log = await createAuditLog({ dir: other });
    await log.setPublicKey(publicJwk);
    for (let index = 0; index < 9; index++) await log.appendOwn({ action: 'lock', profile: null });
    await log.close();
    writeFileSync(file, readFileSync(join(other, 'audit.jsonl')));
    expect(lines()).not.toEqual(mine);
    expect((await statusAfterRestart()).chain).not.toBe('holds');
  });
});

describe('a line that a power cut tore', () => {
  it('is kept, told from tampering, and the log goes on', async () => {
    await (await logWith(3)).close();
    appendFileSync(file, '{"seq":5,"at":"2031-05-06T08:00:00.0');
    const log = await createAuditLog({ dir });
    expect(await log.status()).toEqual({ entries: 4, chain: 'torn' });
    await log.appendOwn({ action: 'unlock', profile: null });
    await log.appendOwn({ action: 'lock', profile: null });
    expect(await log.status()).toEqual({ entries: 6, chain: 'torn' });
    await log.close();
    expect(await statusAfterRestart()).toEqual({ entries: 6, chain: 'torn' });
    // Its bytes are part of the chain from then on, and so is the line before it.
    const all = lines();
    write(all.with(4, `${all[4]}1`));
    expect((await statusAfterRestart()).chain).toBe('broken');
    write(all.toSpliced(4, 1));
    expect((await statusAfterRestart()).chain).toBe('broken');
    write(all.with(3, (all[3] ?? '').replace(/"at":"2/, '"at":"1')));
    expect((await statusAfterRestart()).chain).toBe('broken');
  });

  it('may be any bytes, and may happen twice', async () => {
    await (await logWith(1)).close();
    for (const rubbish of [Buffer.alloc(5000), Buffer.from('\n\n{"seq":3'), Buffer.alloc(200_000, 'x')]) {
      appendFileSync(file, rubbish);
      const log = await createAuditLog({ dir });
      expect((await log.status()).chain).toBe('torn');
      await log.close();
    }
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'unlock', profile: null });
    expect(await log.status()).toEqual({ entries: 3, chain: 'torn' });
    await log.close();
  });

  it('is none when only the line feed is missing', async () => {
    await (await logWith(3)).close();
    truncateSync(file, readFileSync(file).length - 1);
    const log = await createAuditLog({ dir });
    await log.appendOwn({ action: 'unlock', profile: null });
    expect(await log.status()).toEqual({ entries: 5, chain: 'holds' });
    await log.close();
  });
});
