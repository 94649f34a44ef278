import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Control } from '../../../../electron/engine/rooms.ts';
import { createVault } from '../../../../electron/engine/vault/vault.ts';
import { KEYCHAIN_SERVICE } from '../../../../electron/main/vault/keychain-state.ts';
import { type Keyring, startKeyring } from '../../../keyring/keyring.ts';
import { newFolder, OTHER_PASSPHRASE, PASSPHRASE, problemOf, QUICK_KDF, startDesk, stopDesks } from './desk.ts';

let keyring: Keyring;
beforeAll(async () => {
  keyring = await startKeyring();
});
afterAll(async () => {
  await stopDesks();
  await keyring.stop();
});

/** A desk with one profile that was made there. */
async function deskWithProfile(displayName = 'Ana Rivera') {
  const desk = await startDesk(newFolder(keyring.home));
  const made = await desk.vault.create({ displayName, role: 'front-desk', passphrase: PASSPHRASE });
  const profileId = made.profile.id;
  const file = join(desk.vault.dir(profileId), 'vault.json');
  return { desk, made, profileId, file, key: made.storeKey.toString('hex') };
}
const hex = (unlocked: { storeKey: Buffer }) => unlocked.storeKey.toString('hex');

describe('a vault', () => {
  it('opens with its passphrase after a restart, composed or decomposed', async () => {
    const { desk, profileId, key } = await deskWithProfile();
    const again = await startDesk(desk.dir);
    expect(hex(await again.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toBe(key);
    expect(hex(await again.vault.unlock({ profileId, passphrase: PASSPHRASE.normalize('NFD') }))).toBe(key);
  });

  it('does not open with another passphrase, and says so without naming a key', async () => {
    const { desk, profileId } = await deskWithProfile();
    const problem = await problemOf(desk.vault.unlock({ profileId, passphrase: 'harbour violet quietly under' }));
    expect(problem).toMatchObject({ code: 'passphrase-wrong', details: { seconds: 0 } });
  });

  it('gives the audit key with the first profile of a workstation and with no other', async () => {
    const { desk, made } = await deskWithProfile();
    expect(made.auditKey).toMatch(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    const second = await desk.vault.create({ displayName: 'Ben Okafor', role: 'clinician', passphrase: PASSPHRASE });
    expect(second.auditKey).toBeNull();
  });

  it('is taken back when the workstation cannot keep its audit key: nobody would have seen its recovery key', async () => {
    const desk = await startDesk(newFolder(keyring.home));
    const control: Control = {
      ...desk.control,
      ask: (question, input) =>
        question === 'setAuditPublicKey' ? Promise.reject(new Error('disk')) : desk.control.ask(question, input),
    };
    const vault = createVault({ profilesDir: desk.profilesDir, control, kdf: QUICK_KDF });
    const input = { displayName: 'Ana Rivera', role: 'front-desk', passphrase: PASSPHRASE } as const;
    await expect(vault.create(input)).rejects.toThrow('disk');
    expect(await desk.keeper.profiles()).toEqual([]);
    await desk.vault.create(input);
  });

  it('is listed for the lock screen', async () => {
    const { desk, made } = await deskWithProfile();
    expect(await desk.keeper.profiles()).toEqual([{ ...made.profile, waitSeconds: 0 }]);
  });

  it('is not made twice under names that look the same', async () => {
    const { desk } = await deskWithProfile('Ana Rivera');
    const call = desk.vault.create({ displayName: ' ana  RIVERA ', role: 'admin', passphrase: PASSPHRASE });
    expect(await problemOf(call)).toMatchObject({ code: 'profile-exists' });
  });

  it('is unknown when it is not there, and an id never becomes a path', async () => {
    const { desk } = await deskWithProfile();
    for (const profileId of ['0'.repeat(16), '../../etc', '']) {
      expect(await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toMatchObject({
        code: 'profile-unknown',
      });
    }
  });

  it('keeps no secret in clear in any file', async () => {
    const { desk, made, profileId } = await deskWithProfile();
    const dir = desk.vault.dir(profileId);
    const secrets = keyring.items(KEYCHAIN_SERVICE).map(({ secret }) => secret);
    const text = readdirSync(dir)
      .map((name) => readFileSync(join(dir, name), 'latin1'))
      .join('\n');
    const clear = [PASSPHRASE, made.recoveryKey, made.recoveryKey.replaceAll('-', ''), hex(made)];
    for (const secret of [...clear, made.storeKey.toString('base64'), ...secrets.filter((one) => one.length === 44)]) {
      expect(text.includes(secret)).toBe(false);
    }
  });
});

describe('two profiles under one OS login', () => {
  it('cannot open each other: files and keychain of both are not enough', async () => {
    const { desk, profileId, file, key } = await deskWithProfile();
    const b = await desk.vault.create({ displayName: 'Ben Okafor', role: 'admin', passphrase: OTHER_PASSPHRASE });
    const wrong = desk.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE });
    expect(await problemOf(wrong)).toMatchObject({ code: 'passphrase-wrong' });
    expect(hex(b)).not.toBe(key);

    // B puts B's own wraps into A's file and mends the checksum, which anybody can compute.
    const a = JSON.parse(readFileSync(file, 'utf8'));
    const own = JSON.parse(readFileSync(join(desk.vault.dir(b.profile.id), 'vault.json'), 'utf8'));
    writeFileSync(file, withChecksum({ ...a, passphrase: own.passphrase, recovery: own.recovery }));
    const swapped = await problemOf(desk.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }));
    expect(swapped.code).toBe('keychain-changed');

    // With A's keychain entry named beside B's wrap, the wrap does not open: it is bound to its profile and entry.
    const [wrap] = own.passphrase;
    writeFileSync(file, withChecksum({ ...a, passphrase: [{ ...wrap, entry: a.passphrase[0].entry }] }));
    const forged = await problemOf(desk.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }));
    expect(forged.code).toBe('passphrase-wrong');
    const recovery = desk.vault.recover({ profileId, recoveryKey: b.recoveryKey, newPassphrase: OTHER_PASSPHRASE });
    expect((await problemOf(recovery)).code).toBe('recovery-key-wrong');
  });
});

describe('a tampered or damaged vault file', () => {
  it('with any flipped bit is damaged, never a crash, a wrong passphrase or a new key', async () => {
    const { desk, profileId, file } = await deskWithProfile();
    const good = readFileSync(file);
    const items = keyring.items(KEYCHAIN_SERVICE);
    for (let at = 0; at < good.length; at += 2) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, bad);
      const call = desk.vault.unlock({ profileId, passphrase: PASSPHRASE });
      const code = await call.then(
        () => 'opened',
        (error) => error.problem?.code,
      );
      // A bit in white space or in an escape that means the same changes nothing that is said.
      const same = code === 'opened' && sameContent(good, bad);
      expect(same ? 'vault-damaged' : code, `bit at ${at}`).toBe('vault-damaged');
    }
    expect(keyring.items(KEYCHAIN_SERVICE).filter(isSecret)).toEqual(items.filter(isSecret));
    writeFileSync(file, good);
    await desk.vault.unlock({ profileId, passphrase: PASSPHRASE });
  });

  it('cut short, emptied or gone is damaged and still listed', async () => {
    const { desk, profileId, file } = await deskWithProfile();
    writeFileSync(join(desk.vault.dir(profileId), 'records.db'), 'the only copy');
    const good = readFileSync(file);
    for (const size of [0, 1, 100, good.length - 2]) {
      writeFileSync(file, good.subarray(0, size));
      const problem = await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }));
      expect(problem.code).toBe('vault-damaged');
    }
    rmSync(file);
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('vault-damaged');
    expect(await desk.keeper.profiles()).toMatchObject([{ id: profileId, displayName: 'Ana Rivera' }]);
    rmSync(join(desk.vault.dir(profileId), 'vault.copy.json'));
    expect(await desk.keeper.profiles()).toMatchObject([{ id: profileId, role: 'front-desk' }]);
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('vault-damaged');
  });

  it('is mended by the recovery key from its second copy', async () => {
    const { desk, made, profileId, file, key } = await deskWithProfile();
    writeFileSync(file, 'spoilt');
    const input = { profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    expect(hex(await desk.vault.recover(input))).toBe(key);
    expect(hex(await desk.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }))).toBe(key);
  });

  it('is not opened by the recovery key when both copies were altered', async () => {
    const { desk, made, profileId, file } = await deskWithProfile();
    const copy = join(desk.vault.dir(profileId), 'vault.copy.json');
    const vault = JSON.parse(readFileSync(copy, 'utf8'));
    writeFileSync(copy, withChecksum({ ...vault, profile: { ...vault.profile, role: 'admin' } }));
    writeFileSync(file, 'spoilt');
    const input = { profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    expect((await problemOf(desk.vault.recover(input))).code).toBe('vault-damaged');
  });

  it('with another role and a mended checksum does not open: a role is not for the taking', async () => {
    const { desk, profileId, file } = await deskWithProfile();
    const vault = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, withChecksum({ ...vault, profile: { ...vault.profile, role: 'admin' } }));
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('vault-damaged');
  });

  it('with cheap or ruinous KDF parameters is refused before anything is computed', async () => {
    const { desk, profileId, file } = await deskWithProfile();
    const vault = JSON.parse(readFileSync(file, 'utf8'));
    for (const change of [
      { memoryKiB: 8 },
      { passes: 1 },
      { memoryKiB: 4_000_000 },
      { passes: 1_000 },
      { lanes: 64 },
    ]) {
      const [wrap] = vault.passphrase;
      writeFileSync(file, withChecksum({ ...vault, passphrase: [{ ...wrap, kdf: { ...wrap.kdf, ...change } }] }));
      expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('vault-damaged');
      expect(desk.asked).not.toContain('deviceSecret');
    }
  });

  it('of a newer Careseal is told from a damaged one', async () => {
    const { desk, profileId, file } = await deskWithProfile();
    const vault = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...vault, version: 2, more: true }));
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('store-newer');
  });
});

describe('the keychain of a profile', () => {
  it('absent, locked, changed, damaged: each has its own words and one next step, and nothing is overwritten', async () => {
    const { desk, profileId, file, key, made } = await deskWithProfile();
    const entry: string = JSON.parse(readFileSync(file, 'utf8')).passphrase[0].entry;
    const secret = keyring.items(KEYCHAIN_SERVICE).find(({ account }) => account === entry)?.secret ?? '';
    const words = new Set<string>();
    const steps = new Set<string>();
    const fileBefore = readFileSync(file);
    const expectOutcome = async (outcome: string) => {
      const before = keyring.items(KEYCHAIN_SERVICE).filter(isSecret);
      expect(await desk.vault.keychain(profileId)).toBe(outcome);
      const problem = await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }));
      expect(problem.code).toBe(`keychain-${outcome}`);
      words.add(problem.message);
      steps.add(problem.hint);
      expect(keyring.items(KEYCHAIN_SERVICE).filter(isSecret)).toEqual(before);
      expect(readFileSync(file)).toEqual(fileBefore);
    };

    expect(await desk.vault.keychain(profileId)).toBe('ok');
    keyring.remove(KEYCHAIN_SERVICE, entry);
    await expectOutcome('absent');
    keyring.put(KEYCHAIN_SERVICE, entry, Buffer.alloc(32, 9).toString('base64'));
    await expectOutcome('changed');
    keyring.put(KEYCHAIN_SERVICE, entry, 'AAAA');
    await expectOutcome('damaged');
    keyring.put(KEYCHAIN_SERVICE, entry, secret);

    const unlockedItems = keyring.items(KEYCHAIN_SERVICE);
    keyring.lock();
    const problem = await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }));
    expect(problem.code).toBe('keychain-locked');
    words.add(problem.message);
    steps.add(problem.hint);
    const recovery = { profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    // As often as anybody may try: with the right printed key a keychain that refuses brings no delay.
    for (let time = 0; time < 7; time++) {
      expect((await problemOf(desk.vault.recover(recovery))).code).toBe('keychain-locked');
    }
    expect(readFileSync(file)).toEqual(fileBefore);
    await keyring.unlock();
    expect(keyring.items(KEYCHAIN_SERVICE).filter(isSecret)).toEqual(unlockedItems.filter(isSecret));

    expect(words.size).toBe(4);
    expect(steps.size).toBe(4);
    expect(hex(await desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toBe(key);
  });

  it('locked while a profile is made leaves no profile behind', async () => {
    const desk = await startDesk(newFolder(keyring.home));
    keyring.lock();
    const call = desk.vault.create({ displayName: 'Cam Ito', role: 'clinician', passphrase: PASSPHRASE });
    expect((await problemOf(call)).code).toBe('keychain-locked');
    await keyring.unlock();
    expect(await desk.keeper.profiles()).toEqual([]);
  });

  it('gives a profile that has a key no second one without its recovery key', async () => {
    const { desk, profileId } = await deskWithProfile();
    const before = keyring.items(KEYCHAIN_SERVICE).length;
    expect((await problemOf(desk.control.ask('makeDeviceSecret', { profileId }))).code).toBe('not-permitted');
    expect(keyring.items(KEYCHAIN_SERVICE)).toHaveLength(before);
  });
});

describe('the recovery key', () => {
  it('opens a profile whose keychain is gone, sets a new passphrase, and overwrites nothing', async () => {
    const { desk, made, profileId, key } = await deskWithProfile();
    const before = keyring.items(KEYCHAIN_SERVICE).filter(isSecret);
    for (const { account } of before) keyring.remove(KEYCHAIN_SERVICE, account);
    const recovered = await desk.vault.recover({
      profileId,
      recoveryKey: made.recoveryKey.toLowerCase().replaceAll('0', 'o').replaceAll('-', ' '),
      newPassphrase: OTHER_PASSPHRASE,
    });
    expect(hex(recovered)).toBe(key);
    const after = keyring.items(KEYCHAIN_SERVICE).filter(isSecret);
    expect(after).toHaveLength(1);
    expect(before.map(({ account }) => account)).not.toContain(after[0]?.account);
    const again = await startDesk(desk.dir);
    expect(hex(await again.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }))).toBe(key);
    expect((await problemOf(again.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('passphrase-wrong');
  });

  it('leaves the old entry as it was, and the old passphrase out of use', async () => {
    const { desk, made, profileId } = await deskWithProfile();
    const before = keyring.items(KEYCHAIN_SERVICE).filter(isSecret);
    await desk.vault.recover({ profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE });
    expect(keyring.items(KEYCHAIN_SERVICE)).toEqual(expect.arrayContaining(before));
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('passphrase-wrong');
  });

  it('falls back to the entry that was proven when the new one got lost before its first use', async () => {
    const { desk, made, profileId, key } = await deskWithProfile();
    const before = keyring.items(KEYCHAIN_SERVICE).map(({ account }) => account);
    await desk.vault.recover({ profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE });
    const added = keyring.items(KEYCHAIN_SERVICE).find((item) => isSecret(item) && !before.includes(item.account));
    keyring.remove(KEYCHAIN_SERVICE, added?.account ?? '');
    expect(hex(await desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toBe(key);
  });

  it('with a slip of the pen is told from a wrong one, and only the wrong one counts as an attempt', async () => {
    const { desk, made, profileId } = await deskWithProfile();
    const other = await deskWithProfile();
    const slip = made.recoveryKey.replace(/^./, (char) => (char === '7' ? '8' : '7'));
    const recover = (recoveryKey: string) =>
      problemOf(desk.vault.recover({ profileId, recoveryKey, newPassphrase: OTHER_PASSPHRASE }));
    const typo = await recover(slip);
    expect(typo).toMatchObject({ code: 'recovery-key-wrong', details: { mistyped: 1 } });
    expect(desk.asked).not.toContain('recoveryAttempt');
    const wrong = await recover(other.made.recoveryKey);
    expect(wrong).toMatchObject({ code: 'recovery-key-wrong', details: { mistyped: 0 } });
    expect(desk.asked).toContain('recoveryAttempt');
    expect(wrong.message).not.toBe(typo.message);
  });

  it('renewed, makes the old sheet useless', async () => {
    const { desk, made, profileId, key } = await deskWithProfile();
    const wrong = desk.vault.renewRecoveryKey({ profileId, passphrase: OTHER_PASSPHRASE });
    expect((await problemOf(wrong)).code).toBe('passphrase-wrong');
    const recoveryKey = await desk.vault.renewRecoveryKey({ profileId, passphrase: PASSPHRASE });
    const old = desk.vault.recover({ profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE });
    expect((await problemOf(old)).code).toBe('recovery-key-wrong');
    const recovered = await desk.vault.recover({ profileId, recoveryKey, newPassphrase: OTHER_PASSPHRASE });
    expect(hex(recovered)).toBe(key);
  });
});

describe('a changed passphrase', () => {
  it('works beside the old one until it has unlocked once', async () => {
    const { desk, profileId, key } = await deskWithProfile();
    const change = { profileId, oldPassphrase: PASSPHRASE, newPassphrase: OTHER_PASSPHRASE };
    await desk.vault.changePassphrase(change);
    expect(hex(await desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toBe(key);
    expect(hex(await desk.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }))).toBe(key);
    expect((await problemOf(desk.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('passphrase-wrong');
  });

  it('needs the old one, and counts a wrong one as a failed attempt', async () => {
    const { desk, profileId } = await deskWithProfile();
    const change = { profileId, oldPassphrase: 'not the passphrase', newPassphrase: OTHER_PASSPHRASE };
    expect((await problemOf(desk.vault.changePassphrase(change))).code).toBe('passphrase-wrong');
    expect(desk.asked.slice(-2)).toEqual(['deviceSecret', 'attemptEnded']);
  });

  it('that is weak is refused before anything is asked', async () => {
    const { desk, profileId } = await deskWithProfile();
    const asked = desk.asked.length;
    const change = { profileId, oldPassphrase: PASSPHRASE, newPassphrase: 'short' };
    expect((await problemOf(desk.vault.changePassphrase(change))).code).toBe('passphrase-weak');
    expect(desk.asked).toHaveLength(asked);
  });
});

describe('too many wrong passphrases', () => {
  it('cost a wait that a restart and the recovery key do not shorten, and that the lock screen shows', async () => {
    const { desk, made, profileId, key } = await deskWithProfile();
    const time = { wall: Date.now(), sinceBoot: 1_000_000 };
    const clocks = { wall: () => time.wall, sinceBoot: () => time.sinceBoot };
    const slow = await startDesk(desk.dir, clocks);
    const wrong = () => problemOf(slow.vault.unlock({ profileId, passphrase: OTHER_PASSPHRASE }));
    for (const seconds of [0, 0, 0, 0, 10]) {
      expect(await wrong()).toMatchObject({ code: 'passphrase-wrong', details: { seconds } });
    }
    expect(await wrong()).toMatchObject({ code: 'unlock-delayed', details: { seconds: 10 } });
    time.sinceBoot += 3_000;
    const again = await startDesk(desk.dir, clocks);
    expect(await again.keeper.profiles()).toMatchObject([{ waitSeconds: 7 }]);
    const right = await problemOf(again.vault.unlock({ profileId, passphrase: PASSPHRASE }));
    expect(right).toMatchObject({ code: 'unlock-delayed', details: { seconds: 7 } });
    const input = { profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    expect((await problemOf(again.vault.recover(input))).code).toBe('unlock-delayed');
    time.sinceBoot += 7_000;
    expect(hex(await again.vault.unlock({ profileId, passphrase: PASSPHRASE }))).toBe(key);
    expect(await again.keeper.profiles()).toMatchObject([{ waitSeconds: 0 }]);
  });
});

describe('a copied profile', () => {
  it('opens on a new PC with the recovery key alone', async () => {
    const { desk, made, profileId, file, key } = await deskWithProfile();
    for (const { account } of keyring.items(KEYCHAIN_SERVICE).filter(isSecret))
      keyring.remove(KEYCHAIN_SERVICE, account);
    const moved = await startDesk(newFolder(keyring.home));
    mkdirSync(moved.vault.dir(profileId), { recursive: true });
    copyFileSync(file, join(moved.vault.dir(profileId), 'vault.json'));
    expect((await problemOf(moved.vault.unlock({ profileId, passphrase: PASSPHRASE }))).code).toBe('keychain-absent');
    const recovery = { profileId, recoveryKey: made.recoveryKey, newPassphrase: OTHER_PASSPHRASE };
    expect(hex(await moved.vault.recover(recovery))).toBe(key);
    expect(desk.dir).not.toBe(moved.dir);
  });
});

function isSecret({ account }: { account: string }): boolean {
  return account.startsWith('secret-service.');
}

/** What an attacker with the file can do: compute its checksum anew. */
function withChecksum(vault: Record<string, unknown>): string {
  const { mac, checksum: _old, ...body } = vault;
  const checksum = createHash('sha256').update(sorted(body)).update('\n').update(String(mac)).digest('hex');
  return JSON.stringify({ ...body, mac, checksum });
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function sameContent(a: Buffer, b: Buffer): boolean {
  try {
    return sorted(JSON.parse(a.toString('utf8'))) === sorted(JSON.parse(b.toString('utf8')));
  } catch {
    return false;
  }
}
