import { PacketList, PublicKey, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createReader } from '../../../electron/engine/intake.ts';
import { buildEntity, buildHeader, joinMessage, type OutgoingMessage } from '../../../electron/engine/mime/build.ts';
import { draftFrom } from '../../../electron/engine/mime/reply.ts';
import { exportPublic, importKeys, makeKey } from '../../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../../electron/engine/openpgp/seal.ts';
import type { ReadMessage } from '../../../electron/engine/rooms.ts';
import type { StoredKey } from '../../../electron/engine/store/types.ts';

const now = new Date('2026-03-02T09:00:00Z');
const own = 'desk@clinic.example';
let desk: StoredKey;
let doctor: StoredKey;
let mallory: StoredKey;
let ring: StoredKey[];

const publicOf = async (key: StoredKey): Promise<StoredKey> => {
  const [made] = await importKeys({ bytes: Buffer.from(await exportPublic(key)) });
  if (!made) throw new Error('no key');
  return made;
};

beforeAll(async () => {
  desk = await makeKey({ name: 'Desk', address: own, now });
  doctor = await makeKey({ name: 'Doctor', address: 'doctor@clinic.example', now });
  mallory = await makeKey({ name: 'Mallory', address: 'mallory@evil.example', now });
  ring = [desk, await publicOf(doctor), await publicOf(mallory)];
});

const header = (from: string, more: Partial<OutgoingMessage> = {}): string =>
  buildHeader({
    from: { name: '', addr: from },
    to: [{ name: '', addr: own }],
    cc: [],
    subject: 's',
    date: now,
    messageId: 'm@x.example',
    ...more,
  });
const read = (raw: Uint8Array, keys: readonly StoredKey[] = ring): Promise<ReadMessage> =>
  createReader({ keys: () => keys, ownAddresses: () => [own], now: () => now }).read(raw);
const mixed = (...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    Buffer.from('Content-Type: multipart/mixed; boundary=m\r\n\r\n'),
    ...parts.flatMap((part) => [Buffer.from('--m\r\n'), part, Buffer.from('\r\n')]),
    Buffer.from('--m--\r\n'),
  ]);
const text = (words: string): Buffer => Buffer.from(`Content-Type: text/plain\r\n\r\n${words}\r\n`);
const nested = (message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('Content-Type: message/rfc822\r\n\r\n'), message]);
const sign = (entity: Uint8Array, key: StoredKey): Promise<Uint8Array> =>
  sealEntity({ entity, sign: key, encryptTo: null, now });
const encrypt = (entity: Uint8Array, signer: StoredKey | null = null): Promise<Uint8Array> =>
  sealEntity({ entity, sign: signer, encryptTo: [desk], now });

describe('ciphertext of somebody else', () => {
  it('inside a letter that is sealed as a whole is not quoted back', async () => {
    const captured = await encrypt(text('Potassium 4.1'));
    const raw = joinMessage(
      header('mallory@evil.example'),
      await encrypt(mixed(text('Please answer'), captured), mallory),
    );
    const message = await read(raw);
    expect(message.inspection.render.visible_text).toContain('Potassium');
    const draft = draftFrom(message, { mode: 'reply', ownAddresses: [own], now });
    expect(draft.bodyText).toContain('Please answer');
    expect(draft.bodyText).not.toContain('Potassium');
  });

  it('is not sent to the second of two senders', async () => {
    const raw = joinMessage(header('doctor@clinic.example'), await encrypt(text('Potassium 4.1')));
    const two = Buffer.from(
      Buffer.from(raw)
        .toString('latin1')
        .replace(/^From: .*$/m, 'From: doctor@clinic.example, mallory@evil.example'),
      'latin1',
    );
    const draft = draftFrom(await read(two), { mode: 'reply', ownAddresses: [own], now });
    expect(draft.blocked.map(({ reason }) => reason)).toContain('recipient-not-sender');
  });
});

describe('a signature', () => {
  it('of another in a forwarded message signs nothing for the one it names', async () => {
    const forged = joinMessage(header('doctor@clinic.example'), await sign(text('Pay 900 to this account'), mallory));
    const { view } = await read(joinMessage(header('mallory@evil.example'), mixed(text('fyi'), nested(forged))));
    expect(view.verdict.signature).toBe('none');
    expect(view.blocks.find(({ label }) => label === 'forwarded')?.signed).toBe(false);
  });

  it('of the one it names stays on a forwarded message, and there alone', async () => {
    const genuine = joinMessage(header('doctor@clinic.example'), await sign(text('Room 4'), doctor));
    const { view } = await read(joinMessage(header('mallory@evil.example'), mixed(text('fyi'), nested(genuine))));
    expect(view.blocks.map(({ signed, label }) => [signed, label])).toEqual([
      [false, null],
      [true, 'forwarded'],
    ]);
  });

  it('that does not hold makes no file signed', async () => {
    const entity = buildEntity({
      text: 'see file',
      files: [{ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-') }],
    });
    const raw = Buffer.from(joinMessage(header('doctor@clinic.example'), await sign(entity, doctor)));
    const at = raw.indexOf('see file');
    raw[at] = 0x53;
    const { view, inspection } = await read(raw);
    expect(view.verdict.signature).toBe('invalid');
    expect(view.attachments.map(({ signed }) => signed)).toEqual([false]);
    expect(inspection.attachments.map(({ signed }) => signed)).toEqual([false]);
    const unknown = await read(joinMessage(header('doctor@clinic.example'), await sign(entity, doctor)), [desk]);
    expect(unknown.view.attachments.map(({ signed }) => signed)).toEqual([false]);
  });

  it('beside a file that it does not cover is partial', async () => {
    const file = Buffer.from('Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-');
    const { view } = await read(
      joinMessage(header('doctor@clinic.example'), mixed(await sign(text('see file'), doctor), file)),
    );
    expect(view.verdict.signature).toBe('partial');
    expect(view.attachments[0]?.signed).toBe(false);
  });

  it('is not spoiled by a key that another has glued the signing key to', async () => {
    const theirs = await readKey({ binaryKey: Buffer.from(await binary(mallory)) });
    const real = await readKey({ binaryKey: Buffer.from(await binary(doctor)) });
    const packets = new PacketList();
    for (const packet of theirs.toPacketList()) packets.push(packet as never);
    // The primary key of the doctor as a subkey, bound by a signature that is somebody else's.
    const { PublicSubkeyPacket } = await import('openpgp');
    const sub = new PublicSubkeyPacket();
    (sub as unknown as { read(bytes: Uint8Array): void }).read(
      (real.keyPacket as unknown as { write(): Uint8Array }).write(),
    );
    packets.push(sub as never);
    const binding = theirs.subkeys[0]?.bindingSignatures[0];
    if (binding) packets.push(binding as never);
    const glued = new PublicKey(packets as never);
    const stored: StoredKey = { ...(ring[2] as StoredKey), armored: glued.armor() };
    const raw = joinMessage(header('doctor@clinic.example'), await sign(text('Room 4'), doctor));
    const { view } = await read(raw, [desk, stored, ring[1] as StoredKey]);
    expect(view.verdict).toMatchObject({ signature: 'valid', signer_shown: 'doctor@clinic.example' });
  });
});

describe('a name', () => {
  it('that somebody has glued to a key signs nothing', async () => {
    const real = await readKey({ binaryKey: Buffer.from(await binary(doctor)) });
    const theirs = await readKey({ binaryKey: Buffer.from(await binary(mallory)) });
    const packets = new PacketList();
    packets.push(theirs.keyPacket as never);
    const foreign = real.users[0]?.userID;
    if (foreign) packets.push(foreign as never);
    for (const packet of [...theirs.toPacketList()].slice(1)) packets.push(packet as never);
    const glued: StoredKey = { ...(ring[2] as StoredKey), armored: new PublicKey(packets as never).armor() };
    const raw = joinMessage(header('mallory@evil.example'), await sign(text('Room 4'), mallory));
    const { view } = await read(raw, [desk, glued]);
    expect(view.signatures.map(({ name, emails }) => [name, emails])).toEqual([['Mallory', ['mallory@evil.example']]]);
  });
});

async function binary(key: StoredKey): Promise<Uint8Array> {
  const parsed = await readKey({ armoredKey: (await publicOf(key)).armored });
  return parsed.write();
}

describe('inline PGP', () => {
  it('does not hide what stands around it, and signs none of it', async () => {
    const { createCleartextMessage, sign: signText, readPrivateKey } = await import('openpgp');
    const signed = await signText({
      message: await createCleartextMessage({ text: 'Take one a day' }),
      signingKeys: await readPrivateKey({ armoredKey: doctor.armored }),
      date: now,
    });
    const body = `Stop taking it at once.\n\n${signed}\nCall me.\n`;
    const raw = Buffer.from(
      `${header('doctor@clinic.example')}Content-Type: text/plain\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}`,
    );
    const { view, inspection, facts } = await read(raw);
    expect(inspection.render.visible_text).toMatch(/Stop taking it[\s\S]*Take one a day[\s\S]*Call me/);
    expect(facts.indexText).toContain('Stop taking it');
    expect(view.blocks.map(({ content, signed: covered }) => [content.trim(), covered])).toEqual([
      ['Stop taking it at once.', false],
      ['Take one a day', true],
      ['Call me.', false],
    ]);
    expect(view.verdict.signature).toBe('partial');
  });
});
