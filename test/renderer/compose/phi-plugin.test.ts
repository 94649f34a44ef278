import { getSchema } from '@tiptap/core';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { bodyExtensions, isLinkable, subjectExtensions } from '../../../renderer/compose/editing.ts';
import { mapText, rangesOf } from '../../../renderer/compose/offsets.ts';
import { phiKey, phiPlugin } from '../../../renderer/compose/phi-plugin.ts';
import { scanText } from '../../../shared/phi/index.ts';

const words = { describe: () => 'why', onChange: () => undefined };
const schema = getSchema(bodyExtensions(words));

function stateOf(...lines: string[]): EditorState {
  return EditorState.create({
    schema,
    doc: schema.nodeFromJSON({
      type: 'doc',
      content: lines.map((line) => ({
        type: 'paragraph',
        ...(line === '' ? {} : { content: [{ type: 'text', text: line }] }),
      })),
    }),
    plugins: [phiPlugin('body', words.describe, words.onChange)],
  });
}

/** The words under the marks. */
function marked(state: EditorState): string[] {
  const phi = phiKey.getState(state);
  return (phi?.marks.find() ?? []).map(({ from, to }) => state.doc.textBetween(from, to));
}

describe('phiPlugin', () => {
  it('marks a record number and a birth date where they stand', () => {
    const state = stateOf('Dear Ms. Roe,', '', 'MRN 00482913, DOB 03/04/1960.');
    expect(marked(state)).toEqual(expect.arrayContaining(['00482913', '03/04/1960']));
  });

  it('keeps every mark on its value while text is typed before, in, and after it', () => {
    let state = stateOf('Hello', 'MRN 00482913, DOB 03/04/1960.');
    for (const [at, typed] of [
      [1, 'x'],
      [3, '🩺 '],
      [12, ' '],
    ] as const) {
      state = state.apply(state.tr.insertText(typed, at));
    }
    state = state.apply(state.tr.split(4));
    const phi = phiKey.getState(state);
    const map = mapText(state.doc);
    const fresh = scanText(map.text, { field: 'body' });
    expect(phi?.findings).toEqual(fresh);
    expect(marked(state).length).toBeGreaterThan(0);
    for (const mark of phi?.marks.find() ?? []) {
      const { finding } = mark.spec as { finding: { start: number; end: number } };
      expect(rangesOf(map, finding.start, finding.end)).toContainEqual({ from: mark.from, to: mark.to });
    }
  });

  it('takes the mark away with the value', () => {
    let state = stateOf('MRN 00482913 is hers');
    expect(marked(state)).toContain('00482913');
    state = state.apply(state.tr.delete(5, 14));
    expect(marked(state)).not.toContain('00482913');
  });

  it('finds the same as the scan of the whole text after a thousand random edits', () => {
    let state = stateOf('MRN 00482913', 'DOB 03/04/1960', 'nothing here', 'SSN 219-09-9998');
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed % below;
    };
    const pieces = ['1', ' ', 'MRN 7731', '\u00e9', 'DOB ', '03/04/1960', '-', 'a'];
    for (let round = 0; round < 1000; round += 1) {
      const size = state.doc.content.size;
      const at = 1 + random(size - 1);
      const $at = state.doc.resolve(at);
      if (!$at.parent.isTextblock) continue;
      const tr = state.tr;
      if (random(4) === 0 && $at.parentOffset > 0) tr.delete(at - 1, at);
      else if (random(9) === 0) tr.split(at);
      else tr.insertText(pieces[random(pieces.length)] ?? 'x', at);
      state = state.apply(tr);
    }
    const map = mapText(state.doc);
    expect(phiKey.getState(state)?.findings).toEqual(scanText(map.text, { field: 'body' }));
  });

  it('does its work at a keystroke in 20 kB well within a millisecond', () => {
    const lines = Array.from({ length: 210 }, (_, index) =>
      index % 20 === 0
        ? `MRN 0048${String(index).padStart(4, '0')}, DOB 03/04/1960, call 555-201-4477 about the diabetes plan of last week.`
        : `Line ${index}: thank you for the letter, we have read it and will answer you before the end of the week.`,
    );
    let state = stateOf(...lines);
    expect(mapText(state.doc).text.length).toBeGreaterThan(20_000);
    const middle = Math.floor(state.doc.content.size / 2);
    const at = state.doc.resolve(middle).parent.isTextblock ? middle : middle + 1;
    const times: number[] = [];
    for (let round = 0; round < 400; round += 1) {
      const tr = state.tr.insertText('abcdefg 123'.charAt(round % 11), at);
      const start = performance.now();
      state = state.apply(tr);
      times.push(performance.now() - start);
    }
    // The first keys run before the engine has compiled anything.
    const warm = times.slice(100).sort((a, b) => a - b);
    const p50 = warm[Math.floor(warm.length * 0.5)] ?? 9;
    const p99 = warm[Math.floor(warm.length * 0.99)] ?? 9;
    console.log(`keystroke with marks in 20 kB: p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`);
    // The bound of ARCHITECTURE.md, "Budgets" is measured by the benchmark on a quiet machine; here others compute beside us.
    expect(p50).toBeLessThan(1);
  });
});

describe('the markup of a message', () => {
  it('has no place for anything that could load or run', () => {
    const names = [...Object.keys(schema.nodes), ...Object.keys(schema.marks)].sort();
    expect(names).toEqual(
      [
        'doc',
        'paragraph',
        'text',
        'hardBreak',
        'blockquote',
        'bulletList',
        'orderedList',
        'listItem',
        'bold',
        'italic',
        'underline',
        'link',
      ].sort(),
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'blob:x', ''])(
    'links nothing to %j',
    (address) => {
      expect(isLinkable(address)).toBe(false);
    },
  );

  it('has one line of plain text for the subject', () => {
    const subject = getSchema(subjectExtensions(words));
    expect(Object.keys(subject.marks)).toEqual([]);
    expect(Object.keys(subject.nodes).sort()).toEqual(['doc', 'paragraph', 'text']);
    expect(() =>
      subject.nodeFromJSON({ type: 'doc', content: [{ type: 'paragraph' }, { type: 'paragraph' }] }).check(),
    ).toThrow();
  });
});
