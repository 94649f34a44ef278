import { describe, expect, it } from 'vitest';
import { kdfWithinBounds, newKdf, passphraseKek } from '../../../../electron/engine/vault/kdf.ts';
import { KDF_NEW } from '../../../../electron/engine/vault/limits.ts';
import { QUICK_KDF } from './desk.ts';

const secret = Buffer.alloc(32, 1);
const profileId = '0123456789abcdef';

describe('the key that wraps the store key', () => {
  it('takes all three: passphrase, device secret and profile', async () => {
    const kdf = newKdf(QUICK_KDF);
    const keys = await Promise.all([
      passphraseKek('one passphrase', secret, kdf, profileId),
      passphraseKek('two passphrase', secret, kdf, profileId),
      passphraseKek('one passphrase', Buffer.alloc(32, 2), kdf, profileId),
      passphraseKek('one passphrase', secret, kdf, 'fedcba9876543210'),
      passphraseKek('one passphrase', secret, newKdf(QUICK_KDF), profileId),
    ]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(5);
    expect(await passphraseKek('one passphrase', secret, kdf, profileId)).toEqual(keys[0]);
  });

  it('costs a guess noticeably more than nothing and a person less than two seconds', async () => {
    // Processor time: the wall clock would tell how busy the machine is.
    const started = process.cpuUsage();
    await passphraseKek('one passphrase', secret, newKdf(), profileId);
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    expect(took).toBeGreaterThan(50);
    expect(took).toBeLessThan(2_000);
  });

  it('is never derived with parameters out of bounds', async () => {
    const kdf = { ...newKdf(QUICK_KDF), memoryKiB: 8 };
    await expect(passphraseKek('one passphrase', secret, kdf, profileId)).rejects.toThrow(RangeError);
    expect(kdfWithinBounds(KDF_NEW)).toBe(true);
  });
});
