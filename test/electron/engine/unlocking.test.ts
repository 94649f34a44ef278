import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../shared/model/audit.ts';
import { type Desktop, openDesktop, RefusedError } from '../../clinic/desktop.ts';
import { type Keyring, startKeyring } from '../../keyring/keyring.ts';
import { newFolder } from './vault/desk.ts';

const passphrase = 'harbour violet quietly Under';

describe('the way in', () => {
  let keyring: Keyring;
  let dir: string;
  let desktop: Desktop;
  beforeAll(async () => {
    keyring = await startKeyring();
  });
  afterAll(() => keyring.stop());
  beforeEach(() => {
    dir = newFolder(keyring.home);
  });

  const make = async () => {
    desktop = await openDesktop({ dir });
    const { profile } = await desktop.call('vault.create', { displayName: 'Ana', role: 'front-desk', passphrase });
    return profile.id;
  };
  const folder = (profileId: string) => join(dir, 'profiles', profileId);
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof RefusedError ? error.problem : undefined;
  };
  const unlocked = () => desktop.notices.filter(({ kind }) => kind === 'unlocked').length;

  test('two unlocks at the same moment open one session', async () => {
    const profileId = await make();
    await desktop.lock();
    const before = unlocked();
    const both = await Promise.allSettled([
      desktop.call('vault.unlock', { profileId, passphrase }),
      desktop.call('vault.unlock', { profileId, passphrase }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(unlocked() - before).toBe(1);
    await desktop.stop();
  });

  test('a secret key does not leave with a wrong passphrase of its owner, and the try is in the log', async () => {
    await make();
    const { key } = await desktop.call('key.make', { name: 'Ana', address: 'ana@clinic.test' });
    const { fingerprint } = key;
    desktop.folder = dir;
    const wrong = desktop.call('key.exportSecret', { fingerprint, ownPassphrase: 'not it', passphrase: 'x'.repeat(8) });
    expect((await codeOf(wrong))?.code).toBe('passphrase-wrong');
    const right = { fingerprint, ownPassphrase: passphrase, passphrase: 'x'.repeat(8) };
    expect(await desktop.call('key.exportSecret', right)).toEqual({ saved: true });
    expect(readdirSync(dir).filter((name) => name.endsWith('-secret.asc'))).toHaveLength(1);
    await desktop.stop();
  });

  test('damaged records have their own words, are not touched, and the engine waits for another try', async () => {
    const profileId = await make();
    await desktop.lock();
    const records = join(folder(profileId), 'records.db');
    const good = `${records}.good`;
    cpSync(records, good);
    const spoilt = readFileSync(records).fill(7, 0, 4096);
    writeFileSync(records, spoilt);
    const problem = await codeOf(desktop.call('vault.unlock', { profileId, passphrase }));
    expect(problem?.code).toBe('store-damaged');
    expect(problem?.message).toMatch(/records/);
    expect(readFileSync(records).equals(spoilt)).toBe(true);
    expect((await codeOf(desktop.call('settings.get', {})))?.code).toBe('locked');

    cpSync(good, records);
    await desktop.call('vault.unlock', { profileId, passphrase });
    await desktop.call('settings.get', {});
    await desktop.stop();
  });

  test('records that are gone are a loss in words, never an empty mailbox', async () => {
    const profileId = await make();
    await desktop.lock();
    for (const name of ['records.db', 'records.db-wal', 'records.db-shm', 'cache.db']) {
      rmSync(join(folder(profileId), name), { force: true });
    }
    const problem = await codeOf(desktop.call('vault.unlock', { profileId, passphrase }));
    expect(problem).toMatchObject({ code: 'store-damaged' });
    expect(problem?.hint).toMatch(/backup/);
    await desktop.stop();
  });

  test('a profile whose making was cut off before its store was made can still be unlocked', async () => {
    const profileId = await make();
    await desktop.lock();
    for (const name of ['records.db', 'records.db-wal', 'records.db-shm', 'cache.db']) {
      rmSync(join(folder(profileId), name), { force: true });
    }
    writeFileSync(join(folder(profileId), 'no-store-yet.new'), '');
    await desktop.call('vault.unlock', { profileId, passphrase });
    await desktop.lock();
    // From now on it is a store like any other.
    rmSync(join(folder(profileId), 'records.db'));
    rmSync(join(folder(profileId), 'cache.db'));
    expect((await codeOf(desktop.call('vault.unlock', { profileId, passphrase })))?.code).toBe('store-damaged');
    await desktop.stop();
  });

  test('every way in, and every failed one, is in the log exactly once and in order', async () => {
    desktop = await openDesktop({ dir });
    const made = await desktop.call('vault.create', { displayName: 'Ana', role: 'front-desk', passphrase });
    const profileId = made.profile.id;
    await desktop.lock();
    await codeOf(desktop.call('vault.unlock', { profileId, passphrase: 'not the one' }));
    await desktop.call('vault.unlock', { profileId, passphrase });
    await codeOf(desktop.call('vault.unlock', { profileId, passphrase }));
    await desktop.lock();
    await codeOf(desktop.call('vault.recover', { profileId, recoveryKey: 'nonsense', newPassphrase: passphrase }));
    await desktop.call('vault.recover', { profileId, recoveryKey: made.recoveryKey, newPassphrase: `${passphrase} 2` });
    await desktop.lock();
    const records = join(folder(profileId), 'records.db');
    writeFileSync(records, readFileSync(records).fill(7, 0, 4096));
    await codeOf(desktop.call('vault.unlock', { profileId, passphrase: `${passphrase} 2` }));
    await desktop.stop();

    const keyFile = join(dir, 'audit-key');
    writeFileSync(keyFile, made.auditKey ?? '');
    const log = join(dir, 'audit', 'audit.jsonl');
    const read: { entries: { entry: AuditEntry }[] } = JSON.parse(
      execFileSync(
        process.execPath,
        ['electron/cli/careseal.ts', 'audit', 'read', log, '--key-file', keyFile, '--json'],
        {
          encoding: 'utf8',
        },
      ),
    );
    expect(read.entries.map(({ entry }) => [entry.action, entry.reason, entry.profile === profileId])).toEqual([
      ['log-started', undefined, false],
      ['profile-created', undefined, true],
      ['unlock', undefined, true],
      ['unlock-failed', 'passphrase-wrong', true],
      ['unlock', undefined, true],
      ['unlock-failed', 'recovery-key-wrong', true],
      ['recovery-used', undefined, true],
      ['unlock', undefined, true],
      ['unlock-failed', 'store-damaged', true],
    ]);
  });
});
