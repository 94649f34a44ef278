import { beforeAll, describe, expect, it } from 'vitest';
import { buildHeader } from '../../../../electron/engine/mime/build.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';
import { fields } from '../../../../electron/engine/mime/tree.ts';
import { autocryptValue, readAutocrypt } from '../../../../electron/engine/openpgp/autocrypt.ts';
import { importKeys, makeKey } from '../../../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../../../electron/engine/openpgp/seal.ts';
import type { StoredKey } from '../../../../electron/engine/store/types.ts';

const now = new Date();
const addr = 'desk@lindenhof.example';
let key: StoredKey;
let value: string;
beforeAll(async () => {
  key = await makeKey({ name: 'Front Desk', address: addr, now });
  value = (await autocryptValue(key, addr, 'mutual', now)) ?? '';
});

describe('Autocrypt', () => {
  it('goes out in a header and comes back as a key that can be encrypted to', async () => {
    const header = buildHeader({
      from: { name: '', addr },
      to: [],
      cc: [],
      subject: '',
      date: now,
      messageId: 'a@b.example',
      autocrypt: value,
    });
    for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    const read = await readAutocrypt(fields(parseMime(Buffer.from(`${header}\r\n`)).root, 'autocrypt'), [addr], now);
    expect(read).toMatchObject({ addr, preferEncrypt: 'mutual' });
    const [back] = await importKeys({ bytes: read?.key ?? new Uint8Array(), source: 'autocrypt' });
    expect(back).toMatchObject({ fingerprint: key.fingerprint, kind: 'public', trust: 'new', emails: [addr] });
    expect(back && (await sealEntity({ entity: Buffer.from('x'), sign: null, encryptTo: [back] }))).toBeTruthy();
  });
  it('never carries the secret key', async () => {
    const [back] = await importKeys({ bytes: Buffer.from(value.split('keydata=')[1] ?? '', 'base64') });
    expect(back?.kind).toBe('public');
  });
  it('counts only for the one From address, once, and without unknown critical attributes', async () => {
    expect(await readAutocrypt([value], ['other@x.example'], now)).toBeNull();
    expect(await readAutocrypt([value], [addr, 'other@x.example'], now)).toBeNull();
    expect(await readAutocrypt([value, value], [addr], now)).toBeNull();
    expect(await readAutocrypt([`critical=1; ${value}`], [addr], now)).toBeNull();
    expect(await readAutocrypt([`_extra=1; ${value}`], [addr], now)).not.toBeNull();
    expect(await readAutocrypt(['addr=desk@lindenhof.example; keydata=AAAA'], [addr], now)).toBeNull();
    expect(await readAutocrypt([value.replace(addr, 'x@evil.example')], ['x@evil.example'], now)).toBeNull();
  });
  it('says nothing for an address that the key does not name', async () => {
    expect(await autocryptValue(key, 'other@x.example', 'mutual', now)).toBeNull();
  });
});
