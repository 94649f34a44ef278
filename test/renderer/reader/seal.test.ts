import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { codeWords, grouped, type SealFacts, sealWords, shortened } from '../../../renderer/reader/seal.ts';
import { encryptionWords, signatureWords } from '../../../shared/model/verdict.ts';

const signature = {
  status: 'valid' as const,
  identity_match: true,
  name: 'Dr. Anna Weiss',
  emails: ['anna@lab.example'],
  fingerprint: '0123456789ABCDEF0123456789ABCDEF01234567',
  trust: 'verified' as const,
  signed_at: '2026-06-01T08:00:00Z',
};

function facts(verdict: Partial<SealFacts['verdict']> = {}, more: Partial<Omit<SealFacts, 'verdict'>> = {}): SealFacts {
  return {
    verdict: {
      encryption: 'full',
      signature: 'valid',
      signer_shown: 'anna@lab.example',
      covers_all_visible: true,
      technology: 'openpgp',
      reasons: [],
      ...verdict,
    },
    signatures: [signature],
    sealTone: 'proven',
    sentBy: [],
    ...more,
  };
}

describe('sealWords', () => {
  it('says who signed, how the key is known, and that it was encrypted', () => {
    expect(sealWords(facts(), en)).toBe('Signed by Dr. Anna Weiss, checked with the signer - encrypted to you');
  });

  it('never names a signer that the verdict does not let be shown', () => {
    for (const word of signatureWords) {
      const line = sealWords(facts({ signature: word, signer_shown: null }), en);
      expect(line).not.toContain('Weiss');
      expect(line).not.toContain('anna@');
    }
  });

  it('never says "signed by" of a signature that does not hold, nor lends it the trust of a key', () => {
    for (const word of ['invalid', 'unknown-key', 'none'] as const) {
      const line = sealWords(facts({ signature: word }), en);
      expect(line).not.toContain('Weiss');
      expect(line).not.toContain('checked with');
    }
  });

  it('shows the address when the name in a key is itself an address, so that it cannot pose as another', () => {
    const posing = facts({}, { signatures: [{ ...signature, name: 'director@clinic.example' }] });
    expect(sealWords(posing, en)).toContain('anna@lab.example');
    expect(sealWords(posing, en)).not.toContain('director@');
  });

  it('says plain for what is neither, and only for that', () => {
    for (const encryption of encryptionWords) {
      for (const word of signatureWords) {
        const line = sealWords(facts({ encryption, signature: word }, { signatures: [] }), en);
        expect(line.startsWith('Plain'), `${encryption} ${word}`).toBe(encryption === 'none' && word === 'none');
      }
    }
  });

  it('says that it could not be opened before anything else', () => {
    expect(sealWords(facts({ encryption: 'failed', signature: 'none' }), en)).toBe(en.reader.seal.notOpened);
  });

  it('says of a sent message how it left, and no more', () => {
    const sent = facts(
      { encryption: 'none', signature: 'none' },
      {
        sentBy: [
          { addr: 'a@example.org', method: 'openpgp' },
          { addr: 'b@example.org', method: 'plain' },
        ],
      },
    );
    expect(sealWords(sent, en)).toBe('You sent this encrypted to 1 recipient, plain to 1 recipient');
  });

  it('has words in both languages for every pair of verdict words', () => {
    for (const text of [en, es]) {
      for (const encryption of encryptionWords) {
        for (const word of signatureWords) expect(sealWords(facts({ encryption, signature: word }), text)).not.toBe('');
      }
    }
  });
});

describe('codeWords', () => {
  it('shows a code that has no words yet as a neutral remark instead of dropping it', () => {
    expect(codeWords(en.reader.reason, 'some-new-code', en.reader.reasonUnknown)).toContain('some-new-code');
    expect(codeWords(en.reader.reason, 'constructor', en.reader.reasonUnknown)).toContain('constructor');
    expect(codeWords(en.reader.reason, 'no-key', en.reader.reasonUnknown)).toBe(en.reader.reason['no-key']);
  });
});

describe('fingerprints', () => {
  it('are shown in groups of four, and short only where two keys are told apart', () => {
    expect(grouped('4F2A19C0AB')).toBe('4F2A 19C0 AB');
    expect(shortened(signature.fingerprint)).toBe('0123 … 4567');
  });
});
