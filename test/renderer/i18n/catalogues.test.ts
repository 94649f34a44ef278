import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { makeFormat } from '../../../renderer/i18n/format.ts';
import { problemWords } from '../../../renderer/i18n/problem-words.ts';
import { problemCodes } from '../../../shared/contract/problem.ts';

/** Every text of a catalogue with its path; functions are called with numbers, so that plurals are seen too. */
function textsOf(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const words: unknown = value(2, 3, 4);
    return typeof words === 'string' ? [[path, words]] : [];
  }
  return Object.entries(value ?? {}).flatMap(([key, one]) => textsOf(one, `${path}.${key}`));
}

describe('the catalogues', () => {
  it.each([
    ['en', en],
    ['es', es],
  ] as const)('leave no text of %s empty', (_, catalogue) => {
    for (const [path, words] of textsOf(catalogue, '')) {
      // "No risk" has no words because it is not shown.
      if (path !== '.reader.files.risk.none') expect(words.trim(), path).not.toBe('');
    }
  });

  it('ask nobody whether they are sure', () => {
    for (const [path, words] of [...textsOf(en, 'en'), ...textsOf(es, 'es')]) {
      expect(words, path).not.toMatch(/are you sure|está segur/i);
    }
  });

  it('have words and a next step for every problem', () => {
    for (const code of problemCodes) {
      for (const catalogue of [en, es]) {
        const problem = { code, message: '', hint: '', retryable: false, details: { seconds: 30 } };
        const words = problemWords(catalogue, problem);
        expect(words.message, code).not.toBe('');
        expect(words.hint, code).not.toBe('');
        expect(words.message + words.hint, code).not.toContain('{');
      }
    }
  });
});

it('an unreadable date is nothing, not "Invalid Date"', () => {
  const format = makeFormat('en', en);
  for (const shown of [format.brief('x'), format.full(''), format.time('never'), format.date('13')]) {
    expect(shown).not.toContain('Invalid');
  }
});
