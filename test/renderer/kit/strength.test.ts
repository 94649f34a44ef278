import { describe, expect, it } from 'vitest';
import { strengthOf } from '../../../renderer/kit/strength.ts';

describe('what the window says about a passphrase', () => {
  it.each([
    '',
    'short',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnop',
    '12345678901234567890',
    'Maria Lopez 1978',
    'passwordpassword',
    'password password password',
  ])('never praises %j', (passphrase) => {
    expect(['empty', 'short', 'weak']).toContain(strengthOf(passphrase, 'Maria Lopez'));
  });

  it('lets four unrelated words pass and calls five strong', () => {
    expect(strengthOf('blue harbor seven lamp', 'Maria Lopez')).toBe('fair');
    expect(strengthOf('blue harbor seven lamp candle', 'Maria Lopez')).toBe('good');
  });

  it('counts words with accents and in other scripts', () => {
    expect(strengthOf('árbol niño camión jabón pájaro', 'Ana')).toBe('good');
  });

  it('does not count the person’s own name', () => {
    expect(strengthOf('Maria Lopez Maria Lopez clinic', 'Maria Lopez')).toBe('weak');
  });
});
