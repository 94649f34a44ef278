import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBody, decodeText } from '../../../../electron/engine/mime/body.ts';
import { buildEntity, buildHeader, joinMessage, newMessageId } from '../../../../electron/engine/mime/build.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';
import { bodyBytes, entityBytes, walk } from '../../../../electron/engine/mime/tree.ts';
import {
  exportPublic,
  exportSecret,
  importKeys,
  keyUse,
  makeKey,
  usableForEncryption,
  viewOf,
} from '../../../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../../../electron/engine/openpgp/seal.ts';
import type { StoredKey } from '../../../../electron/engine/store/types.ts';
import { ProblemError } from '../../../../shared/contract/problem.ts';
import { Gpg } from './gpg.ts';

const gpg = new Gpg();
/** Later than every key, because a busy machine takes seconds to make one. */
let now = new Date();
const pdf = Buffer.from('%PDF-1.7\n\u0000\u0001binary\r\n.\r\n', 'latin1');
const entity = buildEntity({
  text: 'Guten Tag – ¿cómo está?\nFrom here on: trailing blank \n.\n',
  html: '<p>Guten Tag – ¿cómo está?</p>',
  files: [{ name: 'Befund Müller – 2026.pdf', type: 'application/pdf', bytes: pdf }],
});
let desk: StoredKey;
let lab: string;
let labKey: StoredKey;

beforeAll(async () => {
  desk = await makeKey({ name: 'Front Desk', address: 'desk@lindenhof.example', now });
  lab = gpg.makeKey('Lab <lab@labor.example>');
  [labKey] = (await importKeys({ bytes: gpg.ok(['--export', lab]) })) as [StoredKey];
  gpg.ok(['--import'], await exportPublic(desk));
  now = new Date();
});
afterAll(() => gpg.close());

describe('sealed for and read by gpg', () => {
  it('gpg reads what is encrypted and signed, byte for byte', async () => {
    const sealed = await sealEntity({ entity, sign: desk, encryptTo: [labKey], now });
    const tree = parseMime(sealed);
    expect(tree.root.type.value).toBe('multipart/encrypted');
    expect(tree.root.type.params.get('protocol')).toBe('application/pgp-encrypted');
    const [version, data] = tree.root.children;
    expect(version && decodeText(version).text.trim()).toBe('Version: 1');
    const { stdout, stderr, status } = gpg.run(['--decrypt'], data ? bodyBytes(data) : '');
    expect(stderr).toContain('Good signature from "Front Desk <desk@lindenhof.example>"');
    expect(status).toBe(0);
    expect(stdout.equals(entity)).toBe(true);
    const files = [...walk(parseMime(stdout).root)].filter((part) => part.disposition);
    expect(files[0]?.disposition?.params.get('filename')).toBe('Befund Müller – 2026.pdf');
    expect(files[0] && Buffer.from(decodeBody(files[0])).equals(pdf)).toBe(true);
  });

  it('gpg verifies a detached signature over the exact bytes, and not over others', async () => {
    const message = joinMessage(
      buildHeader({
        from: { name: '', addr: 'desk@lindenhof.example' },
        to: [],
        cc: [],
        subject: 's',
        date: now,
        messageId: newMessageId('a@b.example'),
      }),
      await sealEntity({ entity, sign: desk, encryptTo: null, now }),
    );
    const { root } = parseMime(message);
    expect(root.type.value).toBe('multipart/signed');
    expect(root.type.params.get('micalg')).toMatch(/^pgp-sha(?:256|512)$/);
    const [content, signature] = root.children;
    if (!content || !signature) throw new Error('two parts expected');
    const file = join(gpg.home, 'signature.asc');
    writeFileSync(file, decodeBody(signature));
    expect(gpg.run(['--verify', file, '-'], entityBytes(content)).stderr).toContain('Good signature');
    const changed = Buffer.from(entityBytes(content));
    changed[changed.length - 3] = (changed[changed.length - 3] ?? 0) ^ 1;
    expect(gpg.run(['--verify', file, '-'], changed).stderr).toContain('BAD signature');
  });

  it('the sender can read the sent copy', async () => {
    const sealed = await sealEntity({ entity, sign: desk, encryptTo: [labKey], now });
    gpg.ok(['--import'], desk.armored);
    const data = parseMime(sealed).root.children[1];
    expect(
      gpg
        .run(['--list-packets'], data ? bodyBytes(data) : '')
        .stdout.toString()
        .match(/pubkey enc packet/g),
    ).toHaveLength(2);
  });

  it('no compression and no version line tell anything about the content', async () => {
    const sealed = Buffer.from(await sealEntity({ entity, sign: null, encryptTo: [labKey], now })).toString();
    expect(sealed).not.toMatch(/^(?:Version: OpenPGP|Comment:)/m);
  });
});

describe('keys', () => {
  it('gpg reads a made key with its address and can encrypt to it', async () => {
    const listed = gpg.ok(['--with-colons', '--list-keys', 'desk@lindenhof.example']).toString();
    expect(listed).toContain(desk.fingerprint);
    expect(gpg.run(['--encrypt', '-r', 'desk@lindenhof.example', '--armor'], 'x').status).toBe(0);
    const view = await viewOf(desk);
    expect(view).toMatchObject({
      emails: ['desk@lindenhof.example'],
      algorithm: 'Ed25519',
      secret: true,
      trust: 'own',
      revoked: false,
    });
  });

  it('a secret key leaves only locked, and comes back only with its passphrase', async () => {
    const locked = await exportSecret(desk, 'correct horse battery');
    await expect(importKeys({ armored: locked, passphrase: 'wrong' })).rejects.toMatchObject({
      problem: { code: 'key-passphrase-wrong' },
    });
    await expect(importKeys({ armored: locked })).rejects.toMatchObject({ problem: { code: 'key-passphrase-wrong' } });
    const [back] = await importKeys({
      armored: `some text\n${await exportPublic(desk)}\n${locked}`,
      passphrase: 'correct horse battery',
    });
    expect(back).toMatchObject({ fingerprint: desk.fingerprint, kind: 'secret' });
    expect(back && (await keyUse(back, now)).canSign).toBe(true);
    // Locking a copy must leave the key in the store open.
    expect((await keyUse(desk, now)).canSign).toBe(true);
    await expect(sealEntity({ entity, sign: desk, encryptTo: null, now })).resolves.toBeTruthy();
  });

  it('a key with a passphrase comes from gpg and works', async () => {
    gpg.ok([
      '--passphrase',
      'geheim',
      '--quick-generate-key',
      'Locked <locked@labor.example>',
      'rsa2048',
      'default',
      'never',
    ]);
    const secret = gpg.ok(['--passphrase', 'geheim', '--armor', '--export-secret-keys', 'locked@labor.example']);
    const [key] = await importKeys({ bytes: secret, passphrase: 'geheim' });
    expect(key?.kind).toBe('secret');
    expect(key && (await viewOf(key)).algorithm).toBe('RSA 2048');
  });

  it('an expired or revoked key is not encrypted to, and says why', async () => {
    gpg.ok([
      '--faked-system-time',
      '20200101T000000!',
      '--passphrase',
      '',
      '--quick-generate-key',
      'Old <old@labor.example>',
      'default',
      'default',
      '1y',
    ]);
    const [old] = await importKeys({ bytes: gpg.ok(['--export', 'old@labor.example']) });
    if (!old) throw new Error('no key');
    expect(await usableForEncryption(old, now)).toEqual({ usable: false, reason: 'key-expired' });
    expect((await usableForEncryption(old, new Date('2020-06-01T00:00:00Z'))).usable).toBe(true);
    await expect(sealEntity({ entity, sign: null, encryptTo: [old], now })).rejects.toMatchObject({
      problem: { code: 'key-missing' },
    });
  });

  it('what is no key is a problem with a next step, not a crash', async () => {
    for (const input of [{ armored: 'hello' }, { bytes: Buffer.from([1, 2, 3]) }, { bytes: new Uint8Array() }]) {
      await expect(importKeys(input)).rejects.toBeInstanceOf(ProblemError);
    }
  });
});
