import { domainToASCII, domainToUnicode } from 'node:url';
import type { InspectedAddress } from './inspection.ts';
import { mimeLimits } from './limits.ts';
import { decodeWords } from './words.ts';

export interface AddressList {
  readonly addresses: readonly InspectedAddress[];
  /** Group syntax (RFC 5322 section 3.4) was used, empty groups included. */
  readonly grouped: boolean;
  readonly damaged: boolean;
}

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly spaceBefore: boolean }
  | { readonly kind: 'mark'; readonly text: '<' | '>' | ',' | ';' | ':' | '@' }
  | { readonly kind: 'comment'; readonly text: string };

const marks = new Set(['<', '>', ',', ';', ':', '@']);

/**
 * Splits an address field into its tokens. Own code because what a library guesses here decides whom a reply goes to:
 * quotes, comments and groups are followed to the letter, and every character is looked at once.
 */
function tokens(text: string): { list: Token[]; damaged: boolean } {
  const list: Token[] = [];
  let damaged = false;
  let spaceBefore = false;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t' || char === '\r' || char === '\n') {
      spaceBefore = true;
      at++;
      continue;
    }
    if (char === '"') {
      let value = '';
      at++;
      while (at < text.length && text.charAt(at) !== '"') {
        if (text.charAt(at) === '\\' && at + 1 < text.length) at++;
        value += text.charAt(at++);
      }
      if (at >= text.length) damaged = true;
      at++;
      list.push({ kind: 'word', text: value, quoted: true, spaceBefore });
    } else if (char === '(') {
      let depth = 1;
      let value = '';
      at++;
      while (at < text.length && depth > 0) {
        const inner = text.charAt(at);
        if (inner === '\\' && at + 1 < text.length) value += text.charAt(++at);
        else if (inner === '(' && ++depth) value += inner;
        else if (inner === ')' && --depth === 0) break;
        else value += inner;
        at++;
      }
      if (depth > 0) damaged = true;
      at++;
      list.push({ kind: 'comment', text: value });
    } else if (marks.has(char)) {
      list.push({ kind: 'mark', text: char as '<' });
      at++;
    } else {
      const start = at;
      // An encoded word may hold characters that are marks elsewhere; it is one token.
      if (text.startsWith('=?', at)) {
        const word = /^=\?[^?\s]{1,60}\?[bq]\?[^?\s]*\?=/i.exec(text.slice(at, at + 1000));
        if (word) at += word[0].length;
      }
      while (at < text.length && !/[\s"(<>,;:@]/.test(text.charAt(at))) {
        if (at > start && text.startsWith('=?', at)) break;
        at++;
      }
      if (at === start) at++;
      list.push({ kind: 'word', text: text.slice(start, at), quoted: false, spaceBefore });
    }
    spaceBefore = false;
  }
  return { list, damaged };
}

/** The words of a display name, encoded words decoded; adjacent encoded words lose the blank between them. */
function phrase(words: readonly Token[]): string {
  let raw = '';
  for (const token of words) {
    if (token.kind === 'mark') raw += token.text;
    else if (token.kind === 'word') {
      // What stood in quotes is text, even if it looks encoded; real mail encodes inside quotes, so it is decoded too.
      raw += (raw && token.spaceBefore ? ' ' : '') + token.text;
    }
  }
  // Overrides of direction let a name read as another address; isolates and marks of real names stay.
  return decodeWords(raw)
    .replace(/[\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Domain in A-labels, lower case; what is no domain comes back as it was. */
export function asciiDomain(domain: string): string {
  // The platform's function stops at what ends a host in a URL: "clinic.example/evil" would become "clinic.example".
  if (/^\[.*\]$|[\s/\\?#@:%<>^|]/.test(domain)) return domain.toLowerCase();
  return domainToASCII(domain) || domain.toLowerCase();
}

/** Domain as people read it. */
export function shownDomain(domain: string): string {
  return /[\s/\\?#@:%<>^|]/.test(domain) ? domain : domainToUnicode(domain) || domain;
}

/** `addr` with its domain in A-labels. */
export function asciiAddress(addr: string): string {
  const at = addr.lastIndexOf('@');
  return at < 0 ? addr : `${addr.slice(0, at)}@${asciiDomain(addr.slice(at + 1))}`;
}

const encodedWord = /=\?[^?\s]+\?[bq]\?[^?\s]*\?=/i;

/**
 * The words of an addr-spec put together; a local part that needs quotes gets them back. Encoded words stay as they are
 * (RFC 2047 section 5): decoded, they put another address, or an end of string, into this one.
 */
function addrSpec(words: readonly Token[]): string {
  const at = words.findLastIndex((token) => token.kind === 'mark' && token.text === '@');
  const plain = (list: readonly Token[]): string =>
    list.map((token) => (token.kind === 'comment' ? '' : token.text)).join('');
  if (at < 0)
    return plain(words)
      .replace(/[\p{Cc}\u2028\u2029]/gu, '')
      .trim();
  const localTokens = words.slice(0, at).filter((token) => token.kind !== 'comment');
  let local = plain(localTokens);
  const quoted = localTokens.some((token) => token.kind === 'word' && token.quoted);
  if (quoted && !/^[^\s"(),:;<>@[\\\]]+$/.test(local)) local = `"${local.replace(/["\\]/g, '\\$&')}"`;
  const spec = `${local}@${plain(words.slice(at + 1))}`;
  return spec.replace(/[\p{Cc}\u2028\u2029]/gu, '');
}

/** Addresses of a From, To, Cc, Reply-To ... field (RFC 5322 section 3.4), groups and obsolete forms included. */
export function parseAddresses(text: string): AddressList {
  const { list, damaged: broken } = tokens(text.slice(0, mimeLimits.fieldChars));
  const addresses: InspectedAddress[] = [];
  let damaged = broken;
  let grouped = false;
  let group: string | null = null;
  let words: Token[] = [];
  let angle: Token[] | null = null;
  let inAngle = false;

  const finish = (): void => {
    if (addresses.length >= mimeLimits.addresses) {
      damaged = true;
    } else if (angle) {
      push(phrase(words), addrSpec(withoutRoute(angle)));
    } else if (words.some((token) => token.kind !== 'comment')) {
      bare(words);
    }
    words = [];
    angle = null;
    inAngle = false;
  };
  const push = (display: string, addr: string): void => {
    if (!/^[^@]+@[^@]+$/.test(addr.replace(/^"(?:[^"\\]|\\.)*"/, 'q')) || encodedWord.test(addr)) damaged = true;
    addresses.push({ display, addr, addr_ascii: asciiAddress(addr), group });
  };
  const bare = (tokenList: readonly Token[]): void => {
    const hasAt = tokenList.some((token) => token.kind === 'mark' && token.text === '@');
    const comment = tokenList.findLast((token) => token.kind === 'comment');
    if (hasAt) {
      // "Name a@b" without angle brackets: the address is the last run without a blank in it.
      const split = tokenList.findLastIndex(
        (token, index) => token.kind === 'word' && token.spaceBefore && index > 0 && !touchesAt(tokenList, index),
      );
      const spec = split > 0 ? tokenList.slice(split) : tokenList;
      const isSpec = spec.some((token) => token.kind === 'mark' && token.text === '@');
      const name = split > 0 && isSpec ? phrase(tokenList.slice(0, split)) : '';
      push(name || (comment ? decodeWords(comment.text).trim() : ''), addrSpec(isSpec ? spec : tokenList));
      if (split > 0) damaged = true;
    } else {
      // A name without an address: kept as display so that a reader sees it, with nothing to reply to.
      damaged = true;
      const name = phrase(tokenList);
      const isEncoded = tokenList.some(({ kind, text: word }) => kind === 'word' && encodedWord.test(word));
      const spec = isEncoded ? null : /^[^\s@<>]+@[^\s@<>]+$/.exec(name);
      addresses.push({
        display: spec ? '' : name,
        addr: spec ? name : '',
        addr_ascii: spec ? asciiAddress(name) : '',
        group,
      });
    }
  };

  for (const token of list) {
    if (token.kind !== 'mark') {
      if (inAngle && angle) (angle as Token[]).push(token);
      else words.push(token);
      continue;
    }
    if (inAngle && token.text !== '>' && token.text !== '<') {
      // Routes (obsolete) hold ',' and ':'; a list separator inside brackets means that the bracket was never closed.
      (angle as Token[] | null)?.push(token);
      continue;
    }
    switch (token.text) {
      case '<':
        // A second address in brackets is a sender of its own: dropping the first would hide one.
        if ((angle as Token[] | null)?.length) {
          finish();
          damaged = true;
        }
        angle = [];
        inAngle = true;
        break;
      case '>':
        if (!inAngle) damaged = true;
        inAngle = false;
        break;
      case ',':
        finish();
        break;
      case ';':
        finish();
        if (group === null) damaged = true;
        group = null;
        break;
      case ':':
        if (group === null && !angle) {
          group = phrase(words);
          grouped = true;
          words = [];
        } else words.push(token);
        break;
      case '@':
        words.push(token);
        break;
    }
  }
  if (inAngle) damaged = true;
  finish();
  return { addresses, grouped, damaged };
}

function touchesAt(list: readonly Token[], index: number): boolean {
  const before = list[index - 1];
  const word = list[index];
  return before?.kind === 'mark' && before.text === '@' && word?.kind === 'word';
}

/** Drops an obsolete source route (`@a,@b:user@host`, RFC 5322 section 4.4). */
function withoutRoute(angle: readonly Token[]): readonly Token[] {
  if (!(angle[0]?.kind === 'mark' && angle[0].text === '@')) return angle;
  const colon = angle.findIndex((token) => token.kind === 'mark' && token.text === ':');
  return colon < 0 ? angle : angle.slice(colon + 1);
}
