import { describe, expect, it } from 'vitest';
import { assertStrong } from '../../../../electron/engine/vault/passphrase-rule.ts';

const name = 'Ana Rivera';

describe('the rule for passphrases', () => {
  it.each([
    ['short', 'Xk3$wq9!'],
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['a repeated piece', 'passwordpassword'],
    ['a row of digits', '123456789012345'],
    ['a row down the alphabet', 'zyxwvutsrqponm'],
    ['few different characters', 'abababcabababc'],
    ['the own name and a little', 'Ana Rivera 2031'],
    ['accents that count once', 'e\u0301'.repeat(12)],
  ])('refuses %s', (_what, passphrase) => {
    expect(() => assertStrong(passphrase, name)).toThrow('passphrase-weak');
  });

  it.each([
    'harbour violet quietly under',
    'k7w-Qm2z!pLx9',
    'siete faroles en el muelle',
    '紫の港で静かに待つ七つの灯',
  ])('takes %s', (passphrase) => {
    expect(() => assertStrong(passphrase, name)).not.toThrow();
  });
});
