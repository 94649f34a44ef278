import { type Address, addrSpecSchema } from '../../../shared/model/address.ts';
import { parseAddresses } from './address.ts';
import { headerText } from './write-header.ts';

/** What a `mailto:` link may put into a draft (RFC 6068). */
export interface Mailto {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  /** LF line ends. */
  readonly body: string;
  /** Names of fields that were asked for and not taken: files, senders, anything that acts. */
  readonly ignored: readonly string[];
}

/** Longest link that is read; browsers hand over no more than this. */
const MAILTO_CHARS = 64 * 1024;

/**
 * Reads a `mailto:` link, or `null` when it is none. A link is written by whoever wants something sent, so only
 * recipients, subject and body are taken (RFC 6068 section 7): never a file, a sender or a header of its choosing.
 */
export function parseMailto(link: string): Mailto | null {
  const text = link.trim();
  if (text.length > MAILTO_CHARS || !/^mailto:/i.test(text)) return null;
  const rest = text.slice('mailto:'.length).replace(/#.*$/s, '');
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  const lists: Record<'to' | 'cc' | 'bcc', Address[]> = { to: addresses(decode(path)), cc: [], bcc: [] };
  let subject = '';
  let body = '';
  const ignored: string[] = [];
  for (const pair of mark < 0 ? [] : rest.slice(mark + 1).split(/&(?:amp;)?/)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === 'to' || name === 'cc' || name === 'bcc') lists[name].push(...addresses(value));
    else if (name === 'subject') subject = headerText(value).slice(0, 2000);
    else if (name === 'body') body = value.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
    else ignored.push(headerText(name).slice(0, 60));
  }
  return { ...lists, subject, body, ignored };
}

/** Percent-decoded; `+` is a plus here, not a blank (RFC 6068 section 5). */
function decode(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = /^%([0-9a-f]{2})/i.exec(text.slice(i, i + 3))?.[1];
    if (hex) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else {
      const point = text.codePointAt(i) ?? 0;
      bytes.push(...Buffer.from(String.fromCodePoint(point)));
      if (point > 0xffff) i++;
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

function addresses(text: string): Address[] {
  return parseAddresses(headerText(text))
    .addresses.filter(({ addr }) => addrSpecSchema.safeParse(addr).success)
    .map(({ display, addr }) => ({ name: display, addr }));
}
