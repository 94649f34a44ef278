/** One group of fields of a machine-readable report; names in lower case, the first of several wins. */
export type FieldGroup = ReadonlyMap<string, string>;

/**
 * Takes a report's text apart into its groups (RFC 3464 section 2.1: like header fields, groups divided by empty lines).
 * Folded lines are joined; lines that are no field are passed over.
 */
export function fieldGroups(text: string): FieldGroup[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | undefined;
  let name = '';
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') {
      group = undefined;
      continue;
    }
    if (/^[ \t]/.test(line)) {
      const before = group?.get(name);
      if (group && before !== undefined) group.set(name, `${before} ${line.trim()}`.slice(0, 4000));
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1 || colon > 60 || /\s/.test(line.slice(0, colon).trimEnd())) continue;
    name = line.slice(0, colon).trim().toLowerCase();
    if (!group) {
      group = new Map();
      groups.push(group);
    }
    if (!group.has(name)) group.set(name, line.slice(colon + 1).trim());
    else name = '';
  }
  return groups;
}

/**
 * Address of a field like `rfc822; user@example.org` (RFC 3464 section 2.3.1); other types than rfc822 and utf-8 (RFC
 * 6533) have no address for us. Some servers write no type, or put the address into angle brackets.
 */
export function typedAddress(value: string | undefined): string | null {
  if (value === undefined) return null;
  const semicolon = value.indexOf(';');
  const type = semicolon < 0 ? '' : value.slice(0, semicolon).trim().toLowerCase();
  if (type !== '' && !['rfc822', 'utf-8', 'smtp', 'system', 'unknown', 'x-local'].includes(type)) return null;
  let addr = value
    .slice(semicolon + 1)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
  const angle = /<([^<>]*)>/.exec(addr);
  if (angle?.[1] !== undefined) addr = angle[1].trim();
  addr = addr.replace(/^(["'])(.*)\1$/, '$2');
  return addr !== '' && addr.length <= 320 && !/\s/.test(addr) ? addr : null;
}

/** Status code (RFC 3463) without the comment that may follow. */
export function statusOf(value: string | undefined): string | null {
  return value === undefined ? null : (/\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value)?.[0] ?? null);
}

/** The Message-ID in a field, without angle brackets. */
export function messageIdOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const id = (/<([^<>]{1,990})>/.exec(value)?.[1] ?? value).trim();
  return id !== '' && id.length <= 990 && !/\s/.test(id) ? id : null;
}
