import { describe, expect, it } from 'vitest';
import { createIncremental, scanText } from '../../../shared/phi/index.ts';

const size = 200_000;
const budget = 100;

/** Texts that make backtracking patterns and naive loops explode. */
const patterns: readonly string[] = [
  ...Array.from({ length: 95 }, (_unused, i) => String.fromCharCode(32 + i)),
  '\n',
  '\t',
  '\r',
  '1-',
  '1 ',
  '12-34-',
  '123-45-678',
  '1.1.',
  '1/1/2000 ',
  'MRN ',
  'MRN 1 ',
  'mrn#:',
  'a@',
  'a.a@a.a',
  '://',
  'http://a ',
  'Mr. A ',
  'Patient: A, ',
  'Name: a b ',
  'A B. ',
  'date of birth ',
  'March 4, ',
  '4 de marzo de ',
  '12 Main ',
  'Calle A ',
  'E11.9 ',
  'dx E11 ',
  '1EG4-TE5-',
  '4111 1111 ',
  '(212) ',
  '+1',
  "a'",
  '> ',
  '>',
  '\u0301',
  'a\u0301',
  '\u200b',
  '\ud83d\ude00',
  '\ufdfa',
  'diabetes mellitus type 2 ',
];
const htmlPatterns: readonly string[] = [
  '<',
  '<a',
  '<a ',
  '<a "',
  '<!--',
  '<style>',
  '</',
  '&',
  '&#',
  '&amp',
  '<td>',
  '<a href="',
];

/** Processor time of this thread in milliseconds: what the scan costs, whatever else the machine does. */
function timeOf(run: () => void): number {
  const start = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

describe('hostile text does not stall the window', () => {
  it('200,000 characters of any one pattern take less than 100 ms', () => {
    const slow: string[] = [];
    scanText('warm up MRN 00482913 '.repeat(2000), { field: 'body' });
    for (const [field, list] of [
      ['body', patterns],
      ['html', [...htmlPatterns, '\n', 'MRN 1 ', '1-']],
    ] as const) {
      for (const pattern of list) {
        const text = pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size);
        // The best of five, because garbage is collected at some time; a pattern that explodes is slow every time.
        let ms = Number.POSITIVE_INFINITY;
        for (let run = 0; run < 5 && ms > budget; run++)
          ms = Math.min(
            ms,
            timeOf(() => scanText(text, { field })),
          );
        if (ms > budget) slow.push(`${field} ${JSON.stringify(pattern)} ${ms.toFixed(0)} ms`);
      }
    }
    expect(slow).toEqual([]);
  });
});

describe('typing', () => {
  const pieces = [
    'MRN 00482913',
    'DOB',
    '03/04/1960',
    'Patient:',
    'Jane Roe',
    '\n',
    '\n\n',
    ' ',
    '. ',
    'diabetes mellitus',
    '212-555-0142',
    'a long run of ordinary words that fills a line until it is wrapped',
    '> ',
    'born March 4, 1960',
    '\u200b',
    '\u00a0',
    'dx E11.9',
    '\r\n',
    'SSN',
    '123-45-6789',
    'https://x.example/a?b=1',
    'jane@example.org',
    'paciente Juana P\u00e9rez ',
    '12 Main Street, Springfield, IL 62704',
    'x'.repeat(350),
  ];

  it('finds after any edits exactly what a full scan finds', () => {
    let seed = 20261121;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 4294967296) * n);
    };
    const piece = () => pieces[random(pieces.length)] ?? '';
    for (let run = 0; run < 30; run++) {
      const scan = createIncremental({ mrnPattern: 'H-####', allow: ['jane@example.org'] });
      let text = Array.from({ length: random(60) }, piece).join(random(2) ? ' ' : '\n');
      for (let step = 0; step < 40; step++) {
        const at = random(text.length + 1);
        const removed = random(4) === 0 ? random(Math.min(200, text.length - at + 1)) : 0;
        text = text.slice(0, at) + (random(5) === 0 ? '' : piece()) + text.slice(at + removed);
        const full = scanText(text, { field: 'body', mrnPattern: 'H-####', allow: ['jane@example.org'] });
        expect(scan.update(text)).toEqual(full);
      }
    }
  });

  it('never loses the field it was made for', () => {
    const scan = createIncremental({ field: 'subject' });
    expect(scan.update('MRN 00482913')).toEqual([
      { field: 'subject', start: 4, end: 12, type: 'MRN', confidence: 0.9, reason: 'mrn-keyword' },
    ]);
    expect(scan.update('')).toEqual([]);
  });
});
