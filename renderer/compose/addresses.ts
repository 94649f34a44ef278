import { addrSpecSchema, foldAddress } from '../../shared/model/address.ts';
import { maxRecipientsPerField } from './limits.ts';

/** One recipient as the composer holds it. `addr` may still be wrong; then the pill says so and sending waits. */
export interface Pill {
  readonly name: string;
  readonly addr: string;
}

/** Controls and direction overrides: in a name they would let a pill show another order than it has. */
const unseen = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Whether a message can be addressed to this at all (shared/model/address.ts, and no empty label in the domain). */
export function isSendable(addr: string): boolean {
  if (!addrSpecSchema.safeParse(addr).success) return false;
  const domain = addr.slice(addr.lastIndexOf('@') + 1);
  return !domain.split('.').includes('') || domain.startsWith('[');
}

/**
 * Splits a typed or pasted list at commas, semicolons, tabs and line ends that stand outside quotes, comments and angle
 * brackets, so that `"Roe, Jane" <jane@example.org>; john@example.org` gives two entries.
 */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let angle = false;
  let escaped = false;
  const push = () => {
    parts.push(part);
    part = '';
  };
  for (const char of text) {
    if (escaped) {
      part += char;
      escaped = false;
      continue;
    }
    if (quoted && char === '\\') escaped = true;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '<') angle = true;
    else if (!quoted && char === '>') angle = false;
    if (char === '\n' || char === '\r') {
      // A line end closes everything: one forgotten quote must not swallow the rest of a pasted list.
      quoted = false;
      angle = false;
      push();
    } else if (!quoted && !angle && (char === ',' || char === ';' || char === '\t')) push();
    else part += char;
  }
  push();
  return parts;
}

function unquote(text: string): string {
  const bare = text.trim();
  const inner = bare.length > 1 && bare.startsWith('"') && bare.endsWith('"') ? bare.slice(1, -1) : bare;
  return inner.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim();
}

function parseOne(entry: string): Pill | null {
  const text = entry.replace(unseen, ' ').trim();
  if (text === '') return null;
  const angle = /^(.*)<([^<>]*)>[^<>]*$/s.exec(text);
  if (angle) {
    const addr = (angle[2] ?? '').trim().replace(/^mailto:/i, '');
    return { name: unquote(angle[1] ?? '').slice(0, 998), addr: addr.slice(0, 998) };
  }
  // `Team: a@example.org` is the start of a group (RFC 5322 section 3.4); the group's name is no recipient.
  const bare = text.replace(/^mailto:/i, '').replace(/^[^@":<>]+:\s*/, '');
  const words = bare.split(' ').filter(Boolean);
  const last = words.at(-1) ?? '';
  if (words.length > 1 && isSendable(last)) return { name: unquote(words.slice(0, -1).join(' ')), addr: last };
  return bare === '' ? null : { name: '', addr: unquote(bare).slice(0, 998) };
}

/** Recipients in what somebody typed or pasted, in order, each once. */
export function parseAddressList(text: string): Pill[] {
  const seen = new Set<string>();
  const pills: Pill[] = [];
  for (const entry of splitList(text)) {
    const pill = parseOne(entry);
    if (!pill || seen.has(foldAddress(pill.addr))) continue;
    seen.add(foldAddress(pill.addr));
    pills.push(pill);
    if (pills.length === maxRecipientsPerField) break;
  }
  return pills;
}

/** Adds recipients, dropping those already there. */
export function addPills(pills: readonly Pill[], more: readonly Pill[]): Pill[] {
  const seen = new Set(pills.map((pill) => foldAddress(pill.addr)));
  const added = more.filter((pill) => {
    const key = foldAddress(pill.addr);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return [...pills, ...added].slice(0, maxRecipientsPerField);
}

/** What a pill becomes when somebody wants to mend it by hand. */
export function pillText(pill: Pill): string {
  if (pill.name === '') return pill.addr;
  const name = /[",;:<>@()\\]/.test(pill.name) ? `"${pill.name.replace(/["\\]/g, '\\$&')}"` : pill.name;
  return `${name} <${pill.addr}>`;
}
