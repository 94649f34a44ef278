import { storeLimits } from '../limits.ts';

/**
 * Turns what somebody typed into an FTS5 query: words, "phrases", prefix*; all of them must match. Every term is put
 * into a quoted FTS5 string, so that nothing typed is ever read as query syntax (sqlite.org/fts5.html, section 3.1).
 * `undefined` when there is no letter or digit in it.
 */
export function ftsQuery(text: string): string | undefined {
  const terms: string[] = [];
  for (const match of text.replaceAll('\0', ' ').matchAll(/"([^"]*)(?:"|$)(\*?)|([^\s"]+)/gu)) {
    if (terms.length >= storeLimits.searchTerms) break;
    const word = match[3];
    const phrase = word === undefined ? (match[1] ?? '') : word.replace(/\*+$/u, '');
    const prefix = word === undefined ? match[2] === '*' : word.endsWith('*');
    // The tokenizer knows letters, digits and private-use characters; a term of anything else would match nothing.
    if (!/[\p{L}\p{N}\p{Co}]/u.test(phrase)) continue;
    terms.push(`"${phrase.replaceAll('"', '""')}"${prefix ? '*' : ''}`);
  }
  return terms.length === 0 ? undefined : terms.join(' AND ');
}
