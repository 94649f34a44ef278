import { getSchema } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import { describe, expect, it } from 'vitest';
import { mapText, rangesOf } from '../../../renderer/compose/offsets.ts';

const schema = getSchema([StarterKit]);
const text = (value: string, ...marks: string[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const p = (...content: object[]) => ({ type: 'paragraph', ...(content.length > 0 ? { content } : {}) });
const br = { type: 'hardBreak' };
const list = (...items: object[][]) => ({
  type: 'bulletList',
  content: items.map((content) => ({ type: 'listItem', content })),
});
const quote = (...content: object[]) => ({ type: 'blockquote', content });
const doc = (...content: object[]) => Node.fromJSON(schema, { type: 'doc', content });

/** What the document holds at the ranges of `found`, as the marks in the editor would cover it. */
function marked(document: Node, found: string): string[] {
  const map = mapText(document);
  const start = map.text.indexOf(found);
  expect(start, `"${found}" in ${JSON.stringify(map.text)}`).toBeGreaterThanOrEqual(0);
  return rangesOf(map, start, start + found.length).map(({ from, to }) => document.textBetween(from, to));
}

describe('mapText and rangesOf', () => {
  it('puts a line end between paragraphs and marks the right characters in each', () => {
    const document = doc(p(text('Dear Ana,')), p(), p(text('MRN 00482913 is hers')));
    expect(mapText(document).text).toBe('Dear Ana,\n\nMRN 00482913 is hers');
    expect(marked(document, '00482913')).toEqual(['00482913']);
    expect(marked(document, 'Ana')).toEqual(['Ana']);
  });

  it('does not slip by one after a hard break', () => {
    const document = doc(p(text('one'), br, text('two'), br, br, text('03/04/1960')));
    expect(mapText(document).text).toBe('one\ntwo\n\n03/04/1960');
    expect(marked(document, '03/04/1960')).toEqual(['03/04/1960']);
  });

  it('finds its way through nested lists and quotes', () => {
    const document = doc(
      list([p(text('first'))], [p(text('second')), list([p(text('MRN 123456'))])]),
      quote(p(text('DOB 01/02/1950')), quote(p(text('SSN 219-09-9998')))),
      p(text('after 555')),
    );
    expect(marked(document, 'MRN 123456')).toEqual(['MRN 123456']);
    expect(marked(document, '219-09-9998')).toEqual(['219-09-9998']);
    expect(marked(document, '555')).toEqual(['555']);
  });

  it('keeps one mark over a value that is partly bold', () => {
    const document = doc(p(text('MRN 004'), text('829', 'bold'), text('13')));
    expect(marked(document, '00482913')).toEqual(['00482913']);
  });

  it('splits a range that crosses a line end, and marks nothing for the line end itself', () => {
    const document = doc(p(text('MRN')), p(text('00482913')));
    expect(marked(document, 'MRN\n00482913')).toEqual(['MRN', '00482913']);
    expect(marked(document, '\n')).toEqual([]);
  });

  it('counts UTF-16 units, so that marks do not shift after an emoji', () => {
    const document = doc(p(text('🩺👩🏽‍⚕️ MRN 00482913')));
    expect(marked(document, '00482913')).toEqual(['00482913']);
  });

  it('gives nothing for a range outside the text', () => {
    const map = mapText(doc(p(text('short'))));
    expect(rangesOf(map, 50, 60)).toEqual([]);
    expect(rangesOf(mapText(doc(p())), 0, 3)).toEqual([]);
  });

  it('reads a single-line document, as the subject is', () => {
    const subject = Node.fromJSON(schema, { type: 'doc', content: [p(text('Result for MRN 00482913'))] });
    expect(rangesOf(mapText(subject), 15, 23)).toEqual([{ from: 16, to: 24 }]);
  });

  it('costs far less than a millisecond at a keystroke in 20 kB', () => {
    const lines = Array.from({ length: 400 }, (_, index) => p(text(`line ${index} ${'lorem ipsum '.repeat(4)}`)));
    let document = doc(...lines);
    mapText(document);
    const times: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      document = document.replace(5, 5, doc(p(text('x'))).slice(1, 2));
      const start = performance.now();
      mapText(document);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length * 0.9)] ?? 9).toBeLessThan(1);
  });
});
