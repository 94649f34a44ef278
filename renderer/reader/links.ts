import { linkifiedLength } from './limits.ts';

/** Codes as in `render.links[].warning` of `careseal inspect`, and three that only the window needs. */
export type LinkWarning =
  | 'text-shows-other-host'
  | 'mixed-script-host'
  | 'user-info'
  | 'ip-address'
  | 'not-secure'
  | 'unusual-port'
  | 'cannot-open';

/** What there is to know about a link before anybody opens it. */
export interface JudgedLink {
  readonly kind: 'web' | 'mail' | 'other';
  /** Normalised; what would be opened or copied. */
  readonly url: string;
  /** Real host in A-labels (RFC 5890), so that no letter can pose as another; the address for mail links. */
  readonly host: string;
  /** The host that the link's own text names, when it is another. */
  readonly claimed: string | null;
  readonly warnings: readonly LinkWarning[];
}

/** A text cut into plain runs and links. */
export type TextPiece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const candidate =
  /(?:https?:\/\/|www\.)[^\s<>"'`\p{Cc}]{2,2000}|[\w.!#$%&*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;

/** Punctuation that ends a sentence, and a closing bracket that was opened before the link, are not part of it. */
function trimLink(text: string): string {
  let end = text.length;
  /** How many more closing than opening ones there are, counted once: a tail of brackets would be counted for each. */
  const surplus = new Map<string, number>();
  for (;;) {
    const last = text[end - 1];
    if (last === undefined) return '';
    if (/[.,;:!?»”’*_]/u.test(last)) end -= 1;
    else if (last === ')' || last === ']' || last === '}') {
      const open = last === ')' ? '(' : last === ']' ? '[' : '{';
      const more = surplus.get(last) ?? text.split(last).length - text.split(open).length;
      if (more <= 0) return text.slice(0, end);
      surplus.set(last, more - 1);
      end -= 1;
    } else return text.slice(0, end);
  }
}

/** Finds web and mail addresses in plain text. Time is linear in the text's length. */
export function findLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  const searched = text.length > linkifiedLength ? text.slice(0, linkifiedLength) : text;
  for (const match of searched.matchAll(candidate)) {
    const shown = trimLink(match[0]);
    if (shown === '') continue;
    const isWeb = /^(?:https?:\/\/|www\.)/i.test(shown);
    if (isWeb && !/^(?:https?:\/\/|www\.)[^/?#]*[\p{L}\p{N}]/iu.test(shown)) continue;
    if (match.index > at) pieces.push({ kind: 'plain', text: text.slice(at, match.index) });
    const href = isWeb ? (/^www\./i.test(shown) ? `https://${shown}` : shown) : `mailto:${shown}`;
    pieces.push({ kind: 'link', text: shown, href });
    at = match.index + shown.length;
  }
  if (at < text.length) pieces.push({ kind: 'plain', text: text.slice(at) });
  return pieces;
}

/** Endings of file names; "results.pdf" in a link's text names a file, not a host. */
const fileEnding = /\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|png|jpe?g|gif|html?|xml|json|ics|eml)$/i;
const hostLike =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24})(?![\p{L}\p{N}@-])/iu;

/** Text as an eye reads it: letters without a width gone, wide letters and dots in their plain form. */
function asRead(text: string): string {
  return text
    .slice(0, 500)
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replace(/[。｡]/gu, '.');
}

/** The host that a link's text seems to name, in A-labels; `null` when it names none. */
function claimedHost(text: string): string | null {
  const match = hostLike.exec(asRead(text));
  const named = match?.[1];
  if (!named) return null;
  if (!/^\s*https?:/i.test(text) && !/^\s*www\./i.test(text) && fileEnding.test(named)) return null;
  return URL.canParse(`https://${named}`) ? new URL(`https://${named}`).hostname : null;
}

function bare(host: string): string {
  return host.replace(/^www\./, '');
}

/** Whether one is the other or a name under it. */
function sameSite(a: string, b: string): boolean {
  const one = bare(a);
  const other = bare(b);
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

function judgeMail(url: URL, text: string): JudgedLink {
  const addr = decodeAddress(url.pathname);
  const claimed = /[^\s@<>"]+@[^\s@<>"]+/.exec(text)?.[0] ?? null;
  const differs = claimed !== null && claimed.toLowerCase() !== addr.toLowerCase();
  return {
    kind: 'mail',
    url: addr,
    host: addr,
    claimed: differs ? claimed : null,
    warnings: differs ? ['text-shows-other-host'] : [],
  };
}

function decodeAddress(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Says where a link really leads and what about it deserves a warning.
 *
 * @param href the link's own attribute, not what the browser resolved it to
 * @param text the words that stand on it
 */
export function judgeLink(href: string, text: string): JudgedLink {
  const trimmed = href.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url?.protocol === 'mailto:') return judgeMail(url, text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    return { kind: 'other', url: trimmed, host: trimmed.slice(0, 200), claimed: null, warnings: ['cannot-open'] };
  }
  const warnings: LinkWarning[] = [];
  const shown = claimedHost(text);
  const differs = shown !== null && !sameSite(shown, url.hostname);
  if (differs) warnings.push('text-shows-other-host');
  if (url.hostname.split('.').some((label) => label.startsWith('xn--'))) warnings.push('mixed-script-host');
  if (url.username !== '' || url.password !== '') warnings.push('user-info');
  if (/^\d+(?:\.\d+){3}$/.test(url.hostname) || url.hostname.startsWith('[')) warnings.push('ip-address');
  if (url.port !== '') warnings.push('unusual-port');
  if (url.protocol === 'http:') warnings.push('not-secure');
  return { kind: 'web', url: url.href, host: url.hostname, claimed: differs ? shown : null, warnings };
}
