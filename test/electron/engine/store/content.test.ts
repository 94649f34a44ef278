import { expect, test } from 'vitest';
import { pack, unpack } from '../../../../electron/engine/store/content.ts';
import { collapse, expand } from '../../../../electron/engine/store/transfer.ts';
import { generateMailbox } from '../../../bench/mailbox.ts';
import { Random } from '../../../bench/random.ts';

function roundTrip(raw: Buffer): { codec: number; stored: number } {
  const { codec, bytes } = pack(raw);
  const back = unpack(codec, Buffer.from(bytes), raw.length);
  expect(Buffer.from(back).equals(raw)).toBe(true);
  return { codec, stored: bytes.length };
}

const lines = (bytes: Buffer, end = '\r\n'): string => bytes.toString('base64').replace(/(.{76})(?!$)/g, `$1${end}`);
const random = new Random(31);

test('whole messages come back byte for byte and an attachment is stored as what it is', () => {
  let raw = 0;
  let stored = 0;
  for (const message of generateMailbox({ count: 300 })) {
    raw += message.raw.length;
    stored += roundTrip(message.raw).stored;
  }
  expect(stored / raw).toBeLessThan(0.7);
});

test('an incompressible attachment costs its own size, with either line end', () => {
  for (const end of ['\r\n', '\n']) {
    const attachment = random.bytes(100_000);
    const { codec, stored } = roundTrip(
      Buffer.from(`Content-Transfer-Encoding: base64${end}${end}${lines(attachment, end)}${end}--b--${end}`),
    );
    expect(codec & 2).toBe(2);
    expect(stored).toBeLessThan(101_000);
  }
});

test('base64 hides no repetition from the compressor', () => {
  const table = Buffer.from('patient;result;unit\n'.repeat(10_000));
  expect(roundTrip(Buffer.from(`x\r\n\r\n${lines(table)}\r\n`)).stored).toBeLessThan(2000);
});

test.each([1, 2, 3, 55, 56, 57, 58, 113, 114, 115, 456, 512, 513, 514, 570])(
  '%i bytes more or less at the end make no difference',
  (more) => {
    for (const tail of ['', '\r\n', '\r\n\r\nnext', '\n', '=', '\r\n=\r\n', '\r', 'AAAA']) {
      roundTrip(Buffer.from(`h: v\r\n\r\n${lines(random.bytes(456 + more))}${tail}`));
    }
  },
);

test('base64 that a decoder forgives is kept as it was written', () => {
  const whole = lines(random.bytes(2000));
  const broken = [
    whole.replace(/.\r\n/, '=\r\n'),
    whole.replace(/(.{76}\r\n){3}/, (block) => block.replace('\r\n', '\n')),
    whole.replace(/.{76}\r\n/, (line) => `${line.slice(0, 75)}\r\n`),
    `${whole.slice(0, -1)}B==\r\n`,
    `${whole.replace(/=*$/, '')}x==\r\n`,
    whole.replaceAll('\r\n', ' \r\n'),
    whole.replaceAll('+', '-'),
    `${lines(Buffer.alloc(1000))}\r\nAB==\r\n${lines(Buffer.alloc(1000))}`,
    `${'A'.repeat(76)}\r\n`.repeat(20),
    `${`${'A'.repeat(76)}\r\n`.repeat(20)}AB==\r\n`,
    `${`${'A'.repeat(76)}\r\n`.repeat(20)}ABC\r\n`,
  ];
  for (const text of broken) roundTrip(Buffer.from(`x\r\n\r\n${text}\r\nend`, 'latin1'));
});

test('noise of lines and base64 never loses a byte', () => {
  for (let round = 0; round < 300; round += 1) {
    const pieces = Array.from({ length: random.whole(1, 8) }, () => {
      const kind = random.whole(0, 5);
      if (kind === 0) return random.bytes(random.whole(0, 300));
      if (kind === 1) return Buffer.from('\r\n'.repeat(random.whole(0, 3)));
      const end = random.pick(['\r\n', '\n']);
      const text = lines(random.bytes(random.whole(0, 3000)), end) + random.pick(['', end, '\n', '\r']);
      return Buffer.from(kind === 2 ? text.slice(random.whole(0, 90)) : text);
    });
    const raw = Buffer.concat(pieces);
    roundTrip(raw);
    const collapsed = collapse(raw);
    if (collapsed) expect(expand(collapsed, raw.length).equals(raw)).toBe(true);
  }
});

test('a source that was cut is refused and not shown in part', () => {
  const raw = Buffer.from(`x\r\n\r\n${lines(random.bytes(3000))}\r\n`);
  const collapsed = collapse(raw);
  expect(() => expand(collapsed?.subarray(0, 900) ?? raw, raw.length)).toThrow(/not whole/);
  expect(() => expand(collapsed ?? raw, raw.length - 1)).toThrow(/not whole/);
});
