import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { osKeychain } from '../../../../electron/main/vault/keychain.ts';
import { createDeviceSecrets, KEYCHAIN_SERVICE } from '../../../../electron/main/vault/keychain-state.ts';
import { type Keyring, startKeyring } from '../../../keyring/keyring.ts';

const profileId = '0123456789abcdef';

describe('the device secret in the real Secret Service', () => {
  let keyring: Keyring;
  beforeAll(async () => {
    keyring = await startKeyring();
  });
  afterAll(() => keyring.stop());

  const secrets = createDeviceSecrets(osKeychain());
  const make = async () => {
    const made = await secrets.make(profileId);
    if (made.outcome !== 'ok') throw new Error(made.outcome);
    return made;
  };

  it('is read back as it was made', async () => {
    const made = await make();
    expect(await secrets.read(made.entry, profileId)).toEqual(made);
    expect(keyring.items(KEYCHAIN_SERVICE)).toEqual([{ account: made.entry, secret: made.secret }]);
  });

  it('is never made twice under one name', async () => {
    const [one, two] = [await make(), await make()];
    expect(one.entry).not.toBe(two.entry);
    expect(await secrets.read(one.entry, profileId)).toEqual(one);
  });

  it('that is gone reads as absent, and stays gone', async () => {
    const made = await make();
    keyring.remove(KEYCHAIN_SERVICE, made.entry);
    const before = keyring.items(KEYCHAIN_SERVICE);
    expect(await secrets.read(made.entry, profileId)).toEqual({ outcome: 'absent' });
    expect(keyring.items(KEYCHAIN_SERVICE)).toEqual(before);
  });

  it('in a locked keychain reads as locked, never as absent, and nothing is made', async () => {
    const made = await make();
    const before = keyring.items(KEYCHAIN_SERVICE);
    keyring.lock();
    expect(await secrets.read(made.entry, profileId)).toEqual({ outcome: 'locked' });
    expect(await secrets.make(profileId)).toEqual({ outcome: 'locked' });
    await keyring.unlock();
    expect(await secrets.read(made.entry, profileId)).toEqual(made);
    expect(keyring.items(KEYCHAIN_SERVICE)).toEqual(before);
  });

  it('that was replaced reads as changed, and the other value is left alone', async () => {
    const made = await make();
    const other = Buffer.alloc(32, 7).toString('base64');
    keyring.put(KEYCHAIN_SERVICE, made.entry, other);
    expect(await secrets.read(made.entry, profileId)).toEqual({ outcome: 'changed' });
    expect(keyring.items(KEYCHAIN_SERVICE)).toContainEqual({ account: made.entry, secret: other });
  });

  it('that was made with another kind of keychain reads as changed', async () => {
    const made = await make();
    const elsewhere = made.entry.replace('secret-service', 'windows-credential');
    expect(await secrets.read(elsewhere, profileId)).toEqual({ outcome: 'changed' });
  });

  it('that is no secret reads as damaged, and is left alone', async () => {
    const made = await make();
    keyring.put(KEYCHAIN_SERVICE, made.entry, 'not a key');
    expect(await secrets.read(made.entry, profileId)).toEqual({ outcome: 'damaged' });
    expect(keyring.items(KEYCHAIN_SERVICE)).toContainEqual({ account: made.entry, secret: 'not a key' });
  });

  it('asks once for requests that run at the same time, and again after they ended', async () => {
    let asked = 0;
    const real = osKeychain();
    const counting = createDeviceSecrets({
      ...real,
      getPassword: (service, account) => {
        asked++;
        return real.getPassword(service, account);
      },
    });
    const made = await make();
    await Promise.all([1, 2, 3].map(() => counting.read(made.entry, profileId)));
    expect(asked).toBe(1);
    await counting.read(made.entry, profileId);
    expect(asked).toBe(2);
  });

  it('is found again after the keychain service was restarted', async () => {
    const made = await make();
    await keyring.unlock();
    expect(await secrets.read(made.entry, profileId)).toEqual(made);
  });

  it('can be asked for all day without using up the connections of the session bus', async () => {
    const made = await make();
    for (let round = 0; round < 400; round++) await secrets.read(made.entry, profileId);
    expect(await secrets.read(made.entry, profileId)).toEqual(made);
  });

  it('without any Secret Service reads as damaged and falls back to no other store', async () => {
    const made = await make();
    await keyring.breakBus();
    expect(await secrets.read(made.entry, profileId)).toEqual({ outcome: 'damaged' });
    expect(await secrets.make(profileId)).toEqual({ outcome: 'damaged' });
  });
});
