import { describe, expect, it } from 'vitest';
import { findingSchema } from '../../../shared/model/finding.ts';
import { scanText } from '../../../shared/phi/index.ts';

const atoms = [
  ...Array.from('aZ09 .,:;-/()@<>&"\'#\n\r\t\u00a0\u200b\u0301\u00ad\u2013\ufdfa\ufb03\u0130\u1e9e'),
  '\ud83d\ude00',
  '\ud800',
  '\udc00',
  'MRN ',
  'DOB ',
  '00482913',
  '03/04/1960',
  '123-45-6789',
  '<b>',
  '</p>',
  '&nbsp;',
  '&#x31;',
  '> ',
  'Patient: Jane Roe',
  'diabetes',
  '\uff11\uff12',
];

describe('offsets', () => {
  it('lie in the field as given, in order, never over each other, whatever is written', () => {
    let seed = 5;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 4294967296) * n);
    };
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random(40) }, () => atoms[random(atoms.length)]).join('');
      for (const field of ['body', 'html', 'subject', 'attachment'] as const) {
        let last = 0;
        for (const finding of scanText(text, { field })) {
          findingSchema.parse(finding);
          expect(finding.start).toBeGreaterThanOrEqual(last);
          expect(finding.end).toBeGreaterThan(finding.start);
          expect(finding.end).toBeLessThanOrEqual(text.length);
          last = finding.end;
        }
      }
    }
  });

  it('are those of the value, whatever stands before it', () => {
    for (const before of [
      '',
      '\ufdfa\ufb03 ',
      '> > ',
      '\r\n\r\n',
      'e\u0301\u0301 ',
      '\u200b\u200b',
      '\ud83d\ude00 ',
      'a\tb ',
    ]) {
      const text = `${before}MRN 00482913`;
      const [finding] = scanText(text, { field: 'body' });
      expect(text.slice(finding?.start, finding?.end), JSON.stringify(before)).toBe('00482913');
    }
  });
});
