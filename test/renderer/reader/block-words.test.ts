import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { protectionWords } from '../../../renderer/reader/block-words.ts';
import type { Block } from '../../../shared/model/message.ts';
import { signatureStatuses } from '../../../shared/model/verdict.ts';

const block = (change: Partial<Block>): Block => ({
  part: '1',
  kind: 'text',
  content: '',
  encrypted: false,
  signed: true,
  signatureStatus: 'valid',
  label: null,
  ...change,
});

describe('the heading of a block', () => {
  it.each(signatureStatuses.filter((status) => status !== 'valid'))('never calls it signed when it is %s', (status) => {
    for (const encrypted of [false, true]) {
      const words = protectionWords(block({ signatureStatus: status, encrypted }), en);
      expect([en.reader.block.signatureBad, en.reader.block.signatureUnchecked]).toContain(words);
    }
  });

  it('says what holds', () => {
    const t = en.reader.block;
    expect(protectionWords(block({}), en)).toBe(t.signed);
    expect(protectionWords(block({ encrypted: true }), en)).toBe(t.signedEncrypted);
    expect(protectionWords(block({ signed: false, signatureStatus: null, encrypted: true }), en)).toBe(t.encrypted);
    // Somebody else's signature on a forwarded message says nothing for the name in it.
    expect(protectionWords(block({ signed: false }), en)).toBe(t.plain);
  });
});
