import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { printKey, readPrintedKey } from '../../../../electron/engine/vault/printed-key.ts';

describe('a printed key', () => {
  it('is read back, for every length that is printed', () => {
    for (const length of [20, 32]) {
      for (let round = 0; round < 200; round++) {
        const bytes = randomBytes(length);
        expect(readPrintedKey('recovery', printKey('recovery', bytes), length)).toEqual(bytes);
      }
    }
    expect(printKey('recovery', Buffer.alloc(20, 255))).toMatch(/^(Z{4}-){8}[0-9A-Z]{4}$/);
  });

  it('forgives what eyes and hands mix up', () => {
    const bytes = Buffer.from('00443214c74254b635cf84653a56d7c675be77df', 'hex');
    const printed = printKey('recovery', bytes);
    const typed = printed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('v', 'u');
    for (const text of [typed, printed.replaceAll('-', ''), ` ${printed.replaceAll('-', ' – ')}\n`]) {
      expect(readPrintedKey('recovery', text, 20)).toEqual(bytes);
    }
  });

  it('notices every single wrong character and every swapped pair', () => {
    const printed = printKey('recovery', Buffer.from('4c1d9a0f6be27733c05812ae94d16f0b8e25a7c3', 'hex'));
    const chars = [...printed.replaceAll('-', '')];
    for (const [index, char] of chars.entries()) {
      for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (other === char) continue;
        expect(readPrintedKey('recovery', chars.with(index, other).join(''), 20)).toBeUndefined();
      }
      const next = chars[index + 1];
      if (next === undefined || next === char) continue;
      expect(
        readPrintedKey(
          'recovery',
          chars
            .with(index, next)
            .with(index + 1, char)
            .join(''),
          20,
        ),
      ).toBeUndefined();
    }
  });

  it('of one kind is not taken for another, and anything else is none', () => {
    const bytes = randomBytes(20);
    expect(readPrintedKey('audit', printKey('recovery', bytes), 20)).toBeUndefined();
    for (const text of ['', '-', '!', printKey('recovery', bytes).slice(1), `${printKey('recovery', bytes)}0`]) {
      expect(readPrintedKey('recovery', text, 20)).toBeUndefined();
    }
  });
});
