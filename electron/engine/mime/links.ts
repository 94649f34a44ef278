import { isIP } from 'node:net';
import { shownDomain } from './address.ts';
import type { Link } from './inspection.ts';
import { mixesScripts, posesAsLatin } from './scripts.ts';

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The target of a link in its normal form, or `null` when it is none that may be followed. */
export function safeHref(href: string): string | null {
  // Browsers drop these characters before they read the scheme, so a filter must too.
  const text = href.replace(/[\p{Cc}\u2028\u2029]/gu, '').trim();
  if (text.length > 8000 || !/^(?:https?|mailto|tel):/i.test(text)) return null;
  try {
    const url = new URL(text);
    if (!schemes.has(url.protocol)) return null;
    return url.href;
  } catch {
    return null;
  }
}

/** A link with its real host and what is odd about it. `href` comes from `safeHref`. */
export function describeLink(text: string, href: string): Link {
  const shown = text.replace(/\s+/g, ' ').trim().slice(0, 500);
  const url = new URL(href);
  const host = url.hostname;
  const host_shown = host ? shownDomain(host) : '';
  return { text: shown, href, host_ascii: host, host_shown, warning: warningOf(shown, url, host_shown) };
}

function warningOf(text: string, url: URL, hostShown: string): string | null {
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') {
    const claimed = [
      ...plainText(text)
        .toLowerCase()
        .matchAll(/[\w.+-]{1,64}@[\w.-]{1,255}\.\w+/g),
    ].map(([addr]) => addr as string);
    if (url.protocol === 'tel:' || claimed.length === 0) return null;
    return recipientsOf(url).every((addr) => claimed.includes(addr)) ? null : 'text-shows-other-host';
  }
  if (url.username || url.password) return 'user-info';
  if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) return 'ip-address';
  if (mixesScripts(hostShown) || posesAsLatin(hostShown)) return 'mixed-script-host';
  const claimed = claimedHost(text);
  return claimed && !related(claimed, url.hostname) ? 'text-shows-other-host' : null;
}

/** Everybody whom a `mailto:` link would write to (RFC 6068): before the question mark, and in its fields. */
function recipientsOf(url: URL): string[] {
  const fields = [...url.searchParams].filter(([name]) => /^(?:to|cc|bcc)$/i.test(name)).map(([, value]) => value);
  return [decodeSafely(url.pathname), ...fields]
    .flatMap((list) => list.split(','))
    .map((addr) => addr.trim().toLowerCase())
    .filter((addr) => addr !== '');
}

/** Text as an eye reads it: letters that show nothing gone, wide and other forms in their plain one. */
function plainText(text: string): string {
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replace(/[。．｡]/gu, '.');
}

/** The host that a link's text looks like, in A-labels: the whole text, or a web address within it. */
function claimedHost(text: string): string | null {
  const plain = plainText(text).trim();
  const found = (/^(?:https?:\/\/)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(?:[/:?#]\S*)?$/iu.exec(plain) ??
    /(?:https?:\/\/|\bwww\.)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)/iu.exec(plain))?.[1];
  // "report.pdf" looks like a host and is a file; a real top-level domain that is also a file type loses here.
  if (!found || /\.(?:pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|zip|csv|html?)$/i.test(found)) return null;
  try {
    return new URL(`http://${found}`).hostname;
  } catch {
    return null;
  }
}

function related(a: string, b: string): boolean {
  const strip = (host: string): string => host.replace(/^www\d?\./, '');
  const [x, y] = [strip(a), strip(b)];
  return x === y || x.endsWith(`.${y}`) || y.endsWith(`.${x}`);
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
