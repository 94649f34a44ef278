import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importKeys, readKeyring } from '../../../../electron/engine/openpgp/keys.ts';
import { openCiphertext } from '../../../../electron/engine/openpgp/open.ts';
import { corpusPath } from '../mime/corpora.ts';

const messages = corpusPath('openpgp-interop', 'tests', 'openpgp-interop', 'testcases', 'messages');
const rfc9580 = corpusPath('openpgp-interop', 'tests', 'rfc9580');
const context = { at: new Date('2026-06-01T00:00:00Z'), newestReceived: null };

interface Case {
  readonly decryptKey: string;
  readonly passphrase: string;
  readonly textcontent: string;
}

/** What openpgp.js cannot do: Camellia, IDEA, and one key on P-256 that its parser refuses. */
const cannot = /^(?:camellia|pgp-10-0-007|gnupg-v2-1-5-001)/;

describe('old and foreign mail', () => {
  const names = readdirSync(messages).filter(
    (name) => name.endsWith('.json') && existsSync(join(messages, name.replace('.json', '.asc'))),
  );
  it.each(names)('%s opens, or says why not', async (name) => {
    const one = JSON.parse(readFileSync(join(messages, name), 'utf8')) as Case;
    const keys = await readKeyring(readFileSync(join(messages, one.decryptKey)), () => [one.passphrase, '']);
    const opened = await openCiphertext(readFileSync(join(messages, name.replace('.json', '.asc'))), {
      ...context,
      keys,
    });
    if (cannot.test(name)) {
      expect(['unsupported', 'wrong-secret']).toContain(opened.status);
      expect(opened.data).toBeNull();
      return;
    }
    expect(opened.status).toBe('ok');
    expect(
      Buffer.from(opened.data ?? [])
        .toString()
        .trim(),
    ).toBe(one.textcontent.trim());
  });

  it.each(readdirSync(rfc9580).filter((name) => name.startsWith('v') && name !== 'v6-legacy_illegal'))(
    'RFC 9580 %s opens',
    async (name) => {
      const keys = await readKeyring(readFileSync(join(rfc9580, name, 'tsk.asc')), () => ['']);
      for (const file of readdirSync(join(rfc9580, name)).filter((one) => one.startsWith('enc'))) {
        const opened = await openCiphertext(readFileSync(join(rfc9580, name, file)), { ...context, keys });
        expect(opened.status, file).toBe('ok');
        expect(Buffer.from(opened.data ?? []).toString()).toBe('hello world\n');
      }
    },
  );

  it('a v6 key with algorithms that v6 forbids is no key', async () => {
    await expect(
      importKeys({ bytes: readFileSync(join(rfc9580, 'v6-legacy_illegal', 'tsk.asc')) }),
    ).rejects.toMatchObject({ problem: { code: 'key-unreadable' } });
  });

  it('junk is not opened and does not throw', async () => {
    for (const junk of [
      '',
      'x',
      '-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----',
      '\xc1\xff\xff\xff\xff\xff',
    ]) {
      expect((await openCiphertext(Buffer.from(junk, 'latin1'), { ...context, keys: [] })).status).toBe('failed');
    }
  });
});
