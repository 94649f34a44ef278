import type { Finding } from '../model/finding.ts';
import { detect } from './detect.ts';
import type { Candidate } from './field.ts';
import { dependencyReach, maxFieldLength } from './limits.ts';
import { cutLines, join, type Line, normaliseLine } from './normalise.ts';
import { knowledgeOf, type ScanField, type ScanOptions, toFindings } from './scan.ts';

/** A scan that remembers. */
export interface IncrementalScan {
  /** Findings of the text as it is now; equal to `scanText` of the same text and options. */
  update(text: string): Finding[];
}

/**
 * For the composer: scans only the lines around what changed since the last call. Plain text only (`subject`, `body`);
 * in HTML a change of one character can change the meaning of all that follows.
 */
export function createIncremental(
  options: ScanOptions & { readonly field?: Exclude<ScanField, 'html'> } = {},
): IncrementalScan {
  const knowledge = knowledgeOf(options);
  const field = options.field ?? 'body';
  let lines: Line[] = [];
  let lineStarts: number[] = [];
  let text = '';
  let candidates: Candidate[] = [];

  return {
    update(given) {
      const cut = cutLines(given.length > maxFieldLength ? given.slice(0, maxFieldLength) : given);
      const limit = Math.min(cut.lines.length, lines.length);
      let head = 0;
      while (head < limit && cut.lines[head] === lines[head]?.source) head++;
      let tail = 0;
      while (tail < limit - head && cut.lines.at(-1 - tail) === lines.at(-1 - tail)?.source) tail++;
      const nextLines = [
        ...lines.slice(0, head),
        ...cut.lines.slice(head, cut.lines.length - tail).map(normaliseLine),
        ...lines.slice(lines.length - tail),
      ];
      const normalised = join(nextLines, cut.offsets);
      const next = normalised.text;

      // Changed range in the new text, with the line ends around it, whose nature the neighbours decide.
      const from = Math.max(0, (normalised.lineStarts[head] ?? next.length) - 1);
      const toNew = tail > 0 ? (normalised.lineStarts[nextLines.length - tail] ?? next.length) : next.length;
      const toOld = tail > 0 ? (lineStarts[lines.length - tail] ?? text.length) : text.length;
      const shift = toNew - toOld;

      const low = lineBegin(next, from - dependencyReach);
      const high = lineEnd(next, toNew + dependencyReach);
      const contextLow = lineBegin(next, low - dependencyReach);
      const contextHigh = lineEnd(next, high + dependencyReach);
      const kept: Candidate[] = [];
      const behind: Candidate[] = [];
      for (const candidate of candidates) {
        if (candidate.start < low) kept.push(candidate);
        else if (candidate.start + shift > high) {
          behind.push({ ...candidate, start: candidate.start + shift, end: candidate.end + shift });
        }
      }
      for (const candidate of detect(next.slice(contextLow, contextHigh), knowledge)) {
        const start = candidate.start + contextLow;
        if (start >= low && start < high) kept.push({ ...candidate, start, end: candidate.end + contextLow });
      }
      kept.push(...behind);
      lines = nextLines;
      lineStarts = normalised.lineStarts;
      text = next;
      candidates = kept;
      return toFindings(kept, normalised, field);
    },
  };
}

function lineBegin(text: string, pos: number): number {
  return pos <= 0 ? 0 : text.lastIndexOf('\n', pos - 1) + 1;
}

function lineEnd(text: string, pos: number): number {
  if (pos >= text.length) return text.length;
  const end = text.indexOf('\n', pos);
  return end === -1 ? text.length : end;
}
