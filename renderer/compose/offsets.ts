import type { Node } from '@tiptap/pm/model';

/** A run of the plain text that stands at consecutive positions of the document. */
interface Run {
  /** First UTF-16 unit in the text. */
  readonly text: number;
  readonly length: number;
  /** Document position of that unit. */
  readonly pos: number;
}

/** The plain text of an editor document, and where each of its units stands in the document. */
export interface TextMap {
  readonly text: string;
  readonly runs: readonly Run[];
}

/** A range of document positions, always within one text block. */
export interface DocRange {
  readonly from: number;
  readonly to: number;
}

interface BlockText {
  readonly text: string;
  /** Runs relative to the first position inside the block. */
  readonly runs: readonly Run[];
}

/** Nodes never change once made, so a paragraph that was not touched is read once. */
const known = new WeakMap<Node, BlockText>();

function readBlock(block: Node): BlockText {
  const before = known.get(block);
  if (before) return before;
  let text = '';
  const runs: Run[] = [];
  block.forEach((child, offset) => {
    if (child.isText) {
      const value = child.text ?? '';
      const last = runs.at(-1);
      // Neighbouring text nodes differ only in marks; joining them keeps a finding across a bold word one range.
      if (last && last.text + last.length === text.length && last.pos + last.length === offset) {
        runs[runs.length - 1] = { ...last, length: last.length + value.length };
      } else runs.push({ text: text.length, length: value.length, pos: offset });
      text += value;
    } else {
      // A hard break is a line end; any other leaf keeps words apart.
      text += child.type.name === 'hardBreak' ? '\n' : ' ';
    }
  });
  const result = { text, runs };
  known.set(block, result);
  return result;
}

/**
 * Reads a document as lines: one per text block (paragraph, list item, quoted paragraph) and one more per hard break.
 * The text is what detectors see; `runs` lead back to the document.
 */
export function mapText(doc: Node): TextMap {
  const lines: string[] = [];
  const runs: Run[] = [];
  let length = 0;
  const visit = (node: Node, pos: number): boolean => {
    if (!node.isTextblock) return !node.isLeaf;
    const block = readBlock(node);
    if (lines.length > 0) length += 1;
    for (const run of block.runs) runs.push({ text: length + run.text, length: run.length, pos: pos + 1 + run.pos });
    lines.push(block.text);
    length += block.text.length;
    return false;
  };
  if (doc.isTextblock) visit(doc, -1);
  else doc.descendants((node, pos) => visit(node, pos));
  return { text: lines.join('\n'), runs };
}

/** Index of the first run that ends after `offset`. */
function firstRunAfter(runs: readonly Run[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run && run.text + run.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Document ranges of a range of the text; more than one when it crosses line ends, none when it holds only line ends
 * or lies outside the text.
 */
export function rangesOf(map: TextMap, start: number, end: number): DocRange[] {
  const ranges: DocRange[] = [];
  for (let index = firstRunAfter(map.runs, start); index < map.runs.length; index += 1) {
    const run = map.runs[index];
    if (!run || run.text >= end) break;
    const from = run.pos + Math.max(0, start - run.text);
    const to = run.pos + Math.min(run.length, end - run.text);
    if (to > from) ranges.push({ from, to });
  }
  return ranges;
}
