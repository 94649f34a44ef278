import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYCHAIN_SERVICE } from '../../../../electron/main/vault/keychain-state.ts';
import { type Keyring, startKeyring } from '../../../keyring/keyring.ts';
import { type Desk, newFolder, OTHER_PASSPHRASE, PASSPHRASE, startDesk, stopDesks } from './desk.ts';

let keyring: Keyring;
beforeAll(async () => {
  keyring = await startKeyring();
});
afterAll(async () => {
  await stopDesks();
  await keyring.stop();
});

/** More writes than any call makes; a test that gets here is wrong. */
const TOO_MANY = 80;

/** Runs a call in a process of its own that is killed before its n-th write; answers whether it came to the end. */
function callAndKill(folder: string, n: number, method: string, input: object): Promise<boolean> {
  const script = join(import.meta.dirname, 'crash-child.ts');
  const child = spawn(process.execPath, [script, folder, String(n), JSON.stringify({ method, input })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(true);
      else if (signal === 'SIGKILL') resolve(false);
      else reject(new Error(`the child ended with ${code}`));
    });
  });
}

/** Kills a call before its first, second, third ... write, each over a fresh copy, until it comes to the end. */
async function killAtEveryWrite(
  prepare: () => string,
  method: string,
  input: object,
  check: (folder: string) => Promise<void>,
): Promise<number> {
  for (let n = 1; n < TOO_MANY; n++) {
    const folder = prepare();
    const ended = await callAndKill(folder, n, method, input);
    await check(folder);
    if (ended) return n - 1;
  }
  throw new Error('it never came to the end');
}

async function opens(desk: Desk, profileId: string, passphrase: string): Promise<string | undefined> {
  return desk.vault.unlock({ profileId, passphrase }).then(
    ({ storeKey }) => storeKey.toString('hex'),
    () => undefined,
  );
}

/** A folder with one profile, to be copied for each kill. */
async function template() {
  const folder = newFolder(keyring.home);
  const desk = await startDesk(folder);
  const { profile, storeKey, recoveryKey } = await desk.vault.create({
    displayName: 'Ana Rivera',
    role: 'front-desk',
    passphrase: PASSPHRASE,
  });
  const copy = () => {
    const fresh = newFolder(keyring.home);
    cpSync(folder, fresh, { recursive: true });
    return fresh;
  };
  return { copy, profileId: profile.id, key: storeKey.toString('hex'), recoveryKey };
}
const secretsNow = () => keyring.items(KEYCHAIN_SERVICE).filter(({ account }) => account.startsWith('secret-service.'));

describe('kill -9 before any write', () => {
  it('of making a profile leaves a whole profile or none', { timeout: 120_000 }, async () => {
    const input = { displayName: 'Ben Okafor', role: 'clinician', passphrase: PASSPHRASE } as const;
    const writes = await killAtEveryWrite(
      () => newFolder(keyring.home),
      'create',
      input,
      async (folder) => {
        const desk = await startDesk(folder);
        const [profile, ...more] = await desk.keeper.profiles();
        expect(more).toEqual([]);
        if (profile) {
          expect(profile.displayName).toBe(input.displayName);
          expect(await opens(desk, profile.id, PASSPHRASE)).toBeDefined();
        } else {
          await desk.vault.create(input);
          expect(await desk.keeper.profiles()).toHaveLength(1);
        }
      },
    );
    expect(writes).toBeGreaterThan(5);
  });

  it('of changing a passphrase leaves a vault that opens with the old one, and once done with the new one', {
    timeout: 120_000,
  }, async () => {
    const { copy, profileId, key } = await template();
    const input = { profileId, oldPassphrase: PASSPHRASE, newPassphrase: OTHER_PASSPHRASE };
    const before = secretsNow();
    let done = 0;
    const writes = await killAtEveryWrite(copy, 'changePassphrase', input, async (folder) => {
      const desk = await startDesk(folder);
      expect(await opens(desk, profileId, PASSPHRASE)).toBe(key);
      if ((await opens(desk, profileId, OTHER_PASSPHRASE)) === key) done++;
      else expect(await opens(desk, profileId, PASSPHRASE)).toBe(key);
    });
    expect(writes).toBeGreaterThan(5);
    expect(done).toBeGreaterThan(0);
    expect(secretsNow()).toEqual(before);
  });

  it('of dropping a passphrase that is no longer needed leaves a vault that opens', { timeout: 120_000 }, async () => {
    const { copy, profileId, key } = await template();
    const changed = copy();
    const change = { profileId, oldPassphrase: PASSPHRASE, newPassphrase: OTHER_PASSPHRASE };
    await (await startDesk(changed)).vault.changePassphrase(change);
    const copyChanged = () => {
      const fresh = newFolder(keyring.home);
      cpSync(changed, fresh, { recursive: true });
      return fresh;
    };
    await killAtEveryWrite(copyChanged, 'unlock', { profileId, passphrase: OTHER_PASSPHRASE }, async (folder) => {
      expect(await opens(await startDesk(folder), profileId, OTHER_PASSPHRASE)).toBe(key);
    });
  });

  it('of a recovery leaves a vault that opens with the old passphrase or the new one, and with the recovery key', {
    timeout: 120_000,
  }, async () => {
    const { copy, profileId, key, recoveryKey } = await template();
    const before = secretsNow();
    const input = { profileId, recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    const writes = await killAtEveryWrite(copy, 'recover', input, async (folder) => {
      const desk = await startDesk(folder);
      const opened = (await opens(desk, profileId, OTHER_PASSPHRASE)) ?? (await opens(desk, profileId, PASSPHRASE));
      expect(opened).toBe(key);
      const again = await desk.vault.recover({ profileId, recoveryKey, newPassphrase: 'a third one, long enough' });
      expect(again.storeKey.toString('hex')).toBe(key);
    });
    expect(writes).toBeGreaterThan(5);
    expect(secretsNow()).toEqual(expect.arrayContaining(before));
  });

  it('of renewing the recovery key leaves a vault that opens', { timeout: 120_000 }, async () => {
    const { copy, profileId, key } = await template();
    await killAtEveryWrite(copy, 'renewRecoveryKey', { profileId, passphrase: PASSPHRASE }, async (folder) => {
      expect(await opens(await startDesk(folder), profileId, PASSPHRASE)).toBe(key);
    });
  });
});
