import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempts, delayAfter } from '../../../../electron/main/vault/attempts.ts';
import { osKeychain } from '../../../../electron/main/vault/keychain.ts';
import { KEYCHAIN_SERVICE } from '../../../../electron/main/vault/keychain-state.ts';
import { FREE_ATTEMPTS } from '../../../../electron/main/vault/limits.ts';
import { type Keyring, startKeyring } from '../../../keyring/keyring.ts';

let keyring: Keyring;
beforeAll(async () => {
  keyring = await startKeyring();
});
afterAll(() => keyring.stop());

let file: string;
let entry: string;
/** The machine's two clocks; a reboot starts `sinceBoot` from zero. */
let time: { wall: number; sinceBoot: number };
beforeEach(() => {
  file = join(mkdtempSync(join(keyring.home, 'attempts-')), 'attempts.json');
  entry = `attempts.${file}`;
  time = { wall: Date.UTC(2031, 4, 6, 8), sinceBoot: 3_600_000 };
});

/** The count as a freshly started app has it. */
function start() {
  const clocks = { wall: () => time.wall, sinceBoot: () => time.sinceBoot };
  return createAttempts({ file, keychain: osKeychain(), entry, clocks });
}
function pass(ms: number) {
  time.wall += ms;
  time.sinceBoot += ms;
}
/** Fails so often that a delay runs; answers its seconds. */
async function failUntilDelayed(attempts = start()): Promise<number> {
  for (let failure = 0; failure <= FREE_ATTEMPTS; failure++) {
    expect(await attempts.begin()).toBe(0);
    await attempts.end(false);
  }
  return attempts.shownSeconds();
}

describe('the delay after failed attempts', () => {
  it('lets a few go free, then doubles up to a quarter of an hour', () => {
    const delays = [1, 4, 5, 6, 7, 11, 12, 100].map((failures) => delayAfter(failures) / 1000);
    expect(delays).toEqual([0, 0, 10, 20, 40, 640, 900, 900]);
  });

  it('is over when it is over, and a good attempt sets the count back', async () => {
    const attempts = start();
    expect(await failUntilDelayed(attempts)).toBe(10);
    pass(9_000);
    expect(await attempts.begin()).toBe(1);
    pass(1_000);
    expect(await attempts.begin()).toBe(0);
    expect(await attempts.end(true)).toBe(0);
    expect(await attempts.begin()).toBe(0);
    expect(await attempts.end(false)).toBe(0);
  });

  it('counts an attempt that never ended: killing the app in the middle is no way around it', async () => {
    for (let failure = 0; failure <= FREE_ATTEMPTS; failure++) expect(await start().begin()).toBe(0);
    expect(await start().begin()).toBe(10);
  });

  it('counts attempts that are made at the same time one by one', async () => {
    const attempts = start();
    const answers = await Promise.all(Array.from({ length: FREE_ATTEMPTS + 3 }, () => attempts.begin()));
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(FREE_ATTEMPTS + 1);
  });

  it('survives a restart, and time in between counts', async () => {
    await failUntilDelayed();
    expect(await start().begin()).toBe(10);
    pass(4_000);
    expect(await start().begin()).toBe(6);
  });

  it('is not shortened by setting the clock, either way, while the machine runs', async () => {
    await failUntilDelayed();
    for (const shift of [-86_400_000, 86_400_000, 365 * 86_400_000]) {
      time.wall += shift;
      expect(await start().begin()).toBe(10);
    }
  });

  it('is not shortened by setting the clock back over a reboot, and then does not last for ever', async () => {
    await failUntilDelayed();
    time = { wall: time.wall - 365 * 86_400_000, sinceBoot: 5_000 };
    expect(await start().begin()).toBe(10);
    pass(10_000);
    expect(await start().begin()).toBe(0);
  });

  it('passes while the machine is off', async () => {
    await failUntilDelayed();
    time = { wall: time.wall + 60_000, sinceBoot: 2_000 };
    expect(await start().begin()).toBe(0);
  });

  it('outlives the deletion of its file', async () => {
    await failUntilDelayed();
    rmSync(file);
    expect(await start().begin()).toBe(10);
  });

  it('outlives an old copy of its file', async () => {
    await start().begin();
    const old = readFileSync(file);
    const attempts = start();
    for (let failure = 1; failure <= FREE_ATTEMPTS; failure++) await attempts.begin();
    writeFileSync(file, old);
    expect(await start().begin()).toBe(10);
  });

  it('outlives the deletion of its copy in the keychain', async () => {
    await failUntilDelayed();
    keyring.remove(KEYCHAIN_SERVICE, entry);
    expect(await start().begin()).toBe(10);
  });

  it('is longest when somebody made the count unreadable', async () => {
    writeFileSync(file, '{"failures":0}');
    expect(await start().begin()).toBe(900);
  });

  it('counts with a locked keychain, too', async () => {
    keyring.lock();
    expect(await failUntilDelayed()).toBe(10);
    expect(await start().begin()).toBe(10);
    await keyring.unlock();
  });
});
