const systemFlags = ['\\Seen', '\\Flagged', '\\Answered', '\\Deleted', '\\Draft'] as const;

/** Flags of one message in one form: each once, system flags in RFC 9051's spelling, sorted, without session-only `\Recent`. */
export function normalFlags(flags: Iterable<string>): string[] {
  const kept = new Set<string>();
  for (const flag of flags) {
    const system = systemFlags.find((known) => known.toLowerCase() === flag.toLowerCase());
    if (flag.toLowerCase() === '\\recent' || flag === '' || /\s/.test(flag)) continue;
    kept.add(system ?? flag);
  }
  return [...kept].sort();
}

/** Columns that a list filters and counts by. */
export interface FlagColumns {
  readonly text: string;
  readonly seen: 0 | 1;
  readonly flagged: 0 | 1;
  readonly answered: 0 | 1;
}

export function flagColumns(flags: Iterable<string>): FlagColumns {
  const normal = normalFlags(flags);
  return {
    text: normal.join(' '),
    seen: normal.includes('\\Seen') ? 1 : 0,
    flagged: normal.includes('\\Flagged') ? 1 : 0,
    answered: normal.includes('\\Answered') ? 1 : 0,
  };
}

export function flagsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
