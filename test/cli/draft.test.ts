import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntity, buildHeader, joinMessage } from '../../electron/engine/mime/build.ts';
import { exportPublic, makeKey } from '../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../electron/engine/openpgp/seal.ts';
import { careseal } from './careseal.ts';

const folder = mkdtempSync(join(tmpdir(), 'draft-'));
const keyring = join(folder, 'keyring');
const mail = join(folder, 'sealed.eml');
const now = new Date('2026-03-01T09:30:00Z');

beforeAll(async () => {
  mkdirSync(keyring);
  const past = new Date('2026-01-01T00:00:00Z');
  const desk = await makeKey({ name: 'Desk', address: 'desk@lindenhof.example', now: past });
  const lab = await makeKey({ name: 'Lab', address: 'lab@labor.example', now: past });
  writeFileSync(join(keyring, 'desk.asc'), desk.armored);
  writeFileSync(join(keyring, 'lab.asc'), await exportPublic(lab));
  const header = buildHeader({
    from: { name: 'Lab', addr: 'lab@labor.example' },
    to: [{ name: '', addr: 'desk@lindenhof.example' }],
    cc: [{ name: '', addr: 'other@x.example' }],
    subject: 'Befund',
    date: now,
    messageId: 'one@labor.example',
  });
  const entity = buildEntity({
    text: 'Kalium 4,1\n',
    files: [{ name: 'b.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-') }],
  });
  writeFileSync(mail, joinMessage(header, await sealEntity({ entity, sign: lab, encryptTo: [desk], now })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const draft = (mode: string) => {
  const { stdout, status, stderr } = careseal([
    'draft',
    mail,
    '--mode',
    mode,
    '--keyring',
    keyring,
    '--account',
    'desk@lindenhof.example',
    '--at',
    '2026-03-02T00:00:00Z',
    '--json',
  ]);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};

describe('careseal draft', () => {
  it('an answer to the encrypting sender stays encrypted and quotes what was shown', () => {
    expect(draft('reply')).toEqual({
      to: [{ name: 'Lab', addr: 'lab@labor.example' }],
      cc: [],
      bcc: [],
      subject: 'Re: Befund',
      body_text: '\n\nOn 2026-03-01 09:30, Lab wrote:\n> Kalium 4,1',
      body_html: '<p></p><p>On 2026-03-01 09:30, Lab wrote:</p><blockquote><p>Kalium 4,1</p></blockquote>',
      quoted_from_parts: ['1.2.1.1'],
      encrypt_default: true,
      sign_default: true,
      attachments: [],
      blocked: [],
    });
  });
  it('decrypted text on its way to anybody else, or in clear, is blocked with the reason', () => {
    expect(draft('reply-all')).toMatchObject({
      cc: [{ addr: 'other@x.example' }],
      encrypt_default: true,
      blocked: [{ reason: 'recipient-not-sender' }, { reason: 'no-key' }],
    });
  });
  it('a forward takes the files and stays encrypted', () => {
    expect(draft('forward')).toMatchObject({
      to: [],
      subject: 'Fwd: Befund',
      encrypt_default: true,
      attachments: [{ part: '1.2.1.2', name: 'b.pdf' }],
    });
  });
  it('wants to know the mode', () => {
    expect(careseal(['draft', mail]).status).toBe(2);
    expect(careseal(['draft', mail, '--mode', 'shout']).status).toBe(2);
  });
});
