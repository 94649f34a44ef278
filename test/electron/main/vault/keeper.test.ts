import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultKeeper } from '../../../../electron/main/vault/keeper.ts';
import { type Keychain, KeychainError } from '../../../../electron/main/vault/keychain.ts';

const profileId = '0123456789abcdef';
const entry = `secret-service.${profileId}.${'a'.repeat(32)}`;
let profilesDir: string;
beforeAll(() => {
  profilesDir = mkdtempSync(join(tmpdir(), 'careseal-keeper-'));
  const profile = { id: profileId, displayName: 'Ana Rivera', role: 'front-desk', createdAt: '2031-05-06' };
  mkdirSync(join(profilesDir, profileId));
  writeFileSync(join(profilesDir, profileId, 'vault.json'), JSON.stringify({ profile, passphrase: [{ entry }] }));
});
afterAll(() => rmSync(profilesDir, { recursive: true, force: true }));

/** A keychain whose prompt nobody answers, and one that refuses: neither can be had from the real one on a test machine. */
const silent: Keychain = {
  backend: 'secret-service',
  getPassword: () => new Promise(() => undefined),
  setPassword: () => new Promise(() => undefined),
  deletePassword: () => new Promise(() => undefined),
};
const refusing: Keychain = {
  backend: 'secret-service',
  getPassword: () => Promise.reject(new KeychainError('locked')),
  setPassword: () => Promise.reject(new KeychainError('locked')),
  deletePassword: () => Promise.reject(new KeychainError('locked')),
};

describe("main's half of the vault", () => {
  it('lists profiles while the keychain waits for a password that nobody types', async () => {
    const keeper = createVaultKeeper({ profilesDir, keychain: silent });
    expect(await keeper.profiles()).toMatchObject([{ id: profileId, waitSeconds: 0 }]);
  });

  it('counts no attempt when there was no secret to try a passphrase with', async () => {
    const keeper = createVaultKeeper({ profilesDir, keychain: refusing });
    for (let round = 0; round < 20; round++) {
      expect(await keeper.answer('deviceSecret', { profileId })).toEqual({ outcome: 'locked' });
    }
  });

  it('makes no directory and counts nothing for a profile that is not there', async () => {
    const keeper = createVaultKeeper({ profilesDir, keychain: refusing });
    const other = { profileId: 'f'.repeat(16) };
    expect(await keeper.answer('deviceSecret', other)).toEqual({ outcome: 'absent' });
    expect(await keeper.answer('attemptEnded', { ...other, good: false })).toEqual({ waitSeconds: 0 });
    await expect(keeper.answer('recoveryAttempt', other)).rejects.toThrow('profile-unknown');
    expect(await keeper.profiles()).toHaveLength(1);
  });

  it('has no profiles where there is no directory yet', async () => {
    const keeper = createVaultKeeper({ profilesDir: join(profilesDir, 'none'), keychain: refusing });
    expect(await keeper.profiles()).toEqual([]);
  });
});
