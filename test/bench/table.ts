/** One line of the benchmark: ours, the peers of the same run, and the budget of ARCHITECTURE.md, "Budgets". */
export interface Line {
  readonly what: string;
  readonly unit: string;
  /** `null` when it could not be measured; `note` says why. */
  readonly ours: number | null;
  readonly peers: readonly { readonly name: string; readonly value: number | null }[];
  readonly budget: string;
  /** Whether the budget holds here; `null` when it is for another size or cannot be said. */
  readonly within: boolean | null;
  readonly note: string;
}

/** Lines of a missing room or peer: said, never left out. */
export function absent(what: string, budget: string, why: string): Line {
  return { what, unit: '', ours: null, peers: [], budget, within: null, note: why };
}

function figure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

export function printTable(lines: readonly Line[]): void {
  const rows = [['what', 'careseal', 'peers (theirs, ours/theirs)', 'budget', 'kept', 'note']];
  for (const { what, unit, ours, peers, budget, within, note } of lines) {
    const peerText = peers.map(({ name, value }) =>
      value === null
        ? `${name}: not there`
        : `${name} ${figure(value)} ${unit}${ours === null ? '' : `, ${(ours / value).toFixed(2)}x`}`,
    );
    rows.push([
      what,
      ours === null ? '-' : `${figure(ours)} ${unit}`,
      peerText.join('; '),
      budget,
      within === null ? '' : within ? 'yes' : 'NO',
      note,
    ]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  rows.forEach((row, index) => {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
    if (index === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  });
}
