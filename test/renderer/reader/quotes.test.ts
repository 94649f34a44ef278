import { describe, expect, it } from 'vitest';
import { splitQuotes } from '../../../renderer/reader/quotes.ts';

describe('splitQuotes', () => {
  it('folds a long quote and leaves an answer between the lines where it is', () => {
    const text = 'Yes.\n> Monday?\nOf course.\n\n> one\n> two\n> three\n>> four\nEnd';
    expect(splitQuotes(text).map(({ kind, lines }) => [kind, lines])).toEqual([
      ['own', 4],
      ['quoted', 4],
      ['own', 1],
    ]);
  });

  it('loses no character', () => {
    for (const text of ['', '>', '> a\n> b\n> c', 'a\n\n\n> b\n> c\n> d\n']) {
      expect(
        splitQuotes(text)
          .map((run) => run.text)
          .join('\n'),
      ).toBe(text);
    }
  });
});
