import { generateKey, readKey, readPrivateKey, reformatKey, revokeKey } from 'openpgp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyHandlers } from '../../../electron/engine/handlers/keys.ts';
import { keyUse } from '../../../electron/engine/openpgp/keys.ts';
import { learnAutocrypt } from '../../../electron/engine/people/autocrypt.ts';
import type { StoredKey } from '../../../electron/engine/store/types.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const lab = 'lab@north.test';
const person = { email: lab };

describe('a key that is known', () => {
  let desk: LiveDesk;
  let calls: ReturnType<typeof keyHandlers>;
  let refuse: boolean;
  beforeEach(async () => {
    desk = await openLive();
    refuse = false;
    calls = keyHandlers(
      () => desk.live,
      async () => {
        if (refuse) throw new ProblemError('passphrase-wrong', '', '');
      },
    );
  });
  afterEach(() => desk.discard());

  const make = () => generateKey({ userIDs: person, type: 'ecc', curve: 'curve25519Legacy', format: 'armored' });
  const stored = (): StoredKey => {
    const [key] = desk.place.store.records.keys.byEmail(lab);
    if (!key) throw new Error('no key');
    return key;
  };
  const usable = async () => (await keyUse(stored(), new Date())).canEncrypt;
  const header = async (armored: string, date: string) => {
    const read = await desk.live.reader.read(Buffer.from(`From: ${lab}\r\nSubject: x\r\n\r\nx\r\n`));
    const key = (await readKey({ armoredKey: armored })).write();
    const autocrypt = { addr: lab, preferEncrypt: 'mutual' as const, key };
    return learnAutocrypt(desk.live.session, { ...read, facts: { ...read.facts, date } }, autocrypt);
  };

  test('stays revoked when an old copy of it is imported', async () => {
    const { publicKey, privateKey } = await make();
    const key = await readPrivateKey({ armoredKey: privateKey });
    const revoked = (await revokeKey({ key, format: 'object' })).publicKey.armor();
    await calls['key.import']({ armored: revoked });
    expect(await usable()).toBe(false);
    await calls['key.import']({ armored: publicKey });
    expect(await usable()).toBe(false);
  });

  test('of our own stays secret, and hears of its revocation', async () => {
    const { privateKey } = await make();
    await calls['key.import']({ armored: privateKey });
    const key = await readPrivateKey({ armoredKey: privateKey });
    const revoked = (await revokeKey({ key, format: 'object' })).publicKey.armor();
    await calls['key.import']({ armored: revoked });
    expect(stored()).toMatchObject({ kind: 'secret', trust: 'own' });
    expect((await keyUse(stored(), new Date())).revoked).toBe(true);
  });

  test('does not run out because an old copy of it comes in a newer header', async () => {
    const day = 24 * 3600;
    const past = new Date(Date.now() - 10 * day * 1000);
    const { privateKey, publicKey: old } = await generateKey({
      userIDs: person,
      type: 'ecc',
      curve: 'curve25519Legacy',
      format: 'armored',
      date: past,
      keyExpirationTime: 5 * day,
    });
    const extended = await reformatKey({
      privateKey: await readPrivateKey({ armoredKey: privateKey }),
      userIDs: person,
      keyExpirationTime: 100 * day,
      date: new Date(past.getTime() + day * 1000),
      format: 'object',
    });
    await header(extended.publicKey.armor(), '2026-11-20T10:00:00.000Z');
    expect(await usable()).toBe(true);
    await header(old, '2026-11-21T10:00:00.000Z');
    expect(await usable()).toBe(true);
  });

  test('leaves this computer only with the passphrase of who is unlocked', async () => {
    const { privateKey } = await make();
    await calls['key.import']({ armored: privateKey });
    desk.audited.length = 0;
    refuse = true;
    const asked = { fingerprint: stored().fingerprint, ownPassphrase: 'wrong', passphrase: 'eight or more' };
    await expect(calls['key.exportSecret'](asked)).rejects.toThrow('passphrase-wrong');
    expect(desk.audited).toEqual([]);
  });
});
