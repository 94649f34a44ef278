import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/model/finding.ts';
import { judge, mask, phiReasons, reasonWords, scanMessage } from '../../../shared/phi/index.ts';

const level = (body: string) => judge(scanMessage({ body })).level;
const levels = ['none', 'possible', 'likely'];

describe('what findings amount to', () => {
  it('one strong identifier is likely, a weak one is not', () => {
    expect(level('MRN 00482913')).toBe('likely');
    expect(level('born March 4, 1960')).toBe('possible');
    expect(level('DOB 03/04/1960, has diabetes')).toBe('likely');
    expect(level('Patient: Jane Roe, DOB 03/04/1960')).toBe('likely');
    expect(level('See you on Friday at 3 pm.')).toBe('none');
    expect(level('What are the side effects of lisinopril in older adults?')).toBe('none');
    expect(level('Su prueba de VIH est\u00e1 lista')).toBe('possible');
  });

  it('two people are bulk, one number written twice is not', () => {
    const twice = { body: 'MRN 00482913. Again: MRN 00482913' };
    expect(judge(scanMessage(twice), { message: twice }).bulk).toBe(false);
    const two = { body: 'MRN 00482913 and MRN 00482914' };
    expect(judge(scanMessage(two), { message: two }).bulk).toBe(true);
    expect(judge(scanMessage(two)).bulk).toBe(false);
  });

  it('names the sensitive topics', () => {
    expect(judge(scanMessage({ body: 'MRN 00482913, methadone clinic, hiv test' })).sensitive).toEqual([
      'sud',
      'hiv-sti',
    ]);
  });

  it('never becomes milder through a further finding', () => {
    const message = {
      subject: 'Patient: Jane Roe',
      body: 'MRN 00482913, DOB 03/04/1960, diabetes, call 212-555-0142, jane@example.org, HIV test, SSN 123-45-6789, MRN 00482999, 12 Elm Street',
    };
    const pool = scanMessage(message);
    let seed = 7;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed % n;
    };
    for (let round = 0; round < 500; round++) {
      const some: Finding[] = pool.filter(() => random(2) === 0);
      const more = pool[random(pool.length)];
      if (!more) continue;
      const before = judge(some, { message });
      const after = judge([...some, more], { message });
      expect(levels.indexOf(after.level)).toBeGreaterThanOrEqual(levels.indexOf(before.level));
      expect(after.sensitive).toEqual(expect.arrayContaining(before.sensitive));
      if (before.bulk) expect(after.bulk).toBe(true);
    }
  });
});

describe('words and masks', () => {
  it('every reason has words in both languages', () => {
    for (const [code, words] of Object.entries(phiReasons)) {
      expect(words.en, code).toMatch(/\.$/);
      expect(words.es, code).toMatch(/\.$/);
      expect(words.es).not.toBe(words.en);
    }
    expect(reasonWords('toString')).toBeUndefined();
  });

  it('a masked value cannot be used', () => {
    expect(mask('123-45-6789', 'SSN')).not.toContain('123');
    expect(mask('00482913', 'MRN')).toBe('\u2022\u2022\u2022\u202213');
    expect(mask('03/04/1960', 'DOB')).toBe('\u2022\u2022/\u2022\u2022/60');
    expect(mask('Jane Roe', 'NAME')).toBe('J. R.');
    expect(mask('jane@example.org', 'EMAIL')).toBe('j\u2022\u2022\u2022@example.org');
  });
});
