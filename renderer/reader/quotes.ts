import { quoteFoldsFrom } from './limits.ts';

/** A run of lines, either the writer's own or quoted from somebody else. */
export interface TextRun {
  readonly kind: 'own' | 'quoted';
  readonly text: string;
  readonly lines: number;
}

const quotedLine = /^\s{0,3}>/;

/** Cuts plain text into own and quoted runs; a quote of a line or two stays where it is, because it is an answer. */
export function splitQuotes(text: string): TextRun[] {
  const runs: { kind: TextRun['kind']; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = runs.at(-1);
    const kind = quotedLine.test(line) ? 'quoted' : 'own';
    if (last && last.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  const merged: { kind: TextRun['kind']; lines: string[] }[] = [];
  for (const run of runs) {
    const kind = run.kind === 'quoted' && run.lines.length >= quoteFoldsFrom ? 'quoted' : 'own';
    const last = merged.at(-1);
    if (last && last.kind === 'own' && kind === 'own') last.lines.push(...run.lines);
    else merged.push({ kind, lines: [...run.lines] });
  }
  return merged.map(({ kind, lines }) => ({ kind, text: lines.join('\n'), lines: lines.length }));
}
