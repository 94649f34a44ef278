import { expect, test } from 'vitest';
import { ftsQuery } from '../../../../electron/engine/store/cache/query.ts';
import { Random } from '../../../bench/random.ts';
import { folders, message, newStore } from './fixture.ts';

test.each([
  ['blood test', '"blood" AND "test"'],
  ['"blood test"', '"blood test"'],
  ['pen*', '"pen"*'],
  ['"blood te"*', '"blood te"*'],
  ['"not closed', '"not closed"'],
  ['ana@patient.test', '"ana@patient.test"'],
  ['a"b c"d', '"a" AND "b c" AND "d"'],
])('%s becomes %s', (typed, query) => {
  expect(ftsQuery(typed)).toBe(query);
});

test.each(['', '   ', '*', '""', '" "', '- + ( )', '\0', '😀'])('%j asks for nothing', (typed) => {
  expect(ftsQuery(typed)).toBeUndefined();
});

test('operators, columns and brackets that somebody types are words, not syntax', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  store.cache.messages.add([message(inbox.id, 1, { facts: { indexText: 'near or not and subject' } })]);
  for (const typed of [
    'NOT near',
    'NEAR(or, 2)',
    'subject:near',
    '{subject} : near',
    '^near',
    'near + or',
    "'; DROP TABLE message; --",
  ]) {
    expect(() => store.cache.search.query(typed, 0, 10), typed).not.toThrow();
  }
  expect(store.cache.search.query('NOT near', 0, 10).total).toBe(1);
  expect(store.cache.messages.counts().known).toBe(1);
});

test('no text at all is ever a syntax error', () => {
  const { store } = newStore();
  const { inbox } = folders(store);
  store.cache.messages.add([message(inbox.id, 1)]);
  const random = new Random(7);
  const alphabet = [
    '"',
    '*',
    "'",
    '(',
    ')',
    ':',
    '^',
    '-',
    '+',
    '{',
    '}',
    'AND',
    'OR',
    'NOT',
    'NEAR',
    'a',
    'é',
    ' ',
    '\0',
    '\u0301',
    '\ud800',
    '𝒳',
    '%',
    '\\',
    ';',
    '--',
    '/*',
    '\n',
  ];
  for (let round = 0; round < 2000; round += 1) {
    const typed = Array.from({ length: random.whole(1, 14) }, () => random.pick(alphabet)).join('');
    expect(() => store.cache.search.query(typed, 0, 10), JSON.stringify(typed)).not.toThrow();
  }
});
