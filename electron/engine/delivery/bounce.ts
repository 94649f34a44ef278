import { decodeText } from '../mime/body.ts';
import { textOfHtml } from '../mime/html-text.ts';
import { field, isNestedMessage, type MimePart } from '../mime/tree.ts';
import type { Report } from '../rooms.ts';
import { messageIdOf } from './fields.ts';
import { deliveryLimits } from './limits.ts';

/** Names under which mail systems write. */
const daemon =
  /(?:mailer-daemon|mail-daemon|mailerdaemon|mail[. _-]?deliver|post_?master|mdaemon|mail ?admin|system administrator|delivery subsystem|mailgate)/i;
/** Names that much else is written under too. */
const robot = /(?:no-?reply|bounce|\bmailer\b)/i;
const failureSubject =
  /(?:undeliver|unable to deliver|non[- ]?deliver|not deliver|returned|return(?:ing)? (?:mail|to sender)|fail(?:ed|ure)|delivery (?:status|report|error|problem|notification|delay)|mail (?:delivery|error|system)|delayed mail|warning: (?:message|could not send)|unknown user|user unknown|rejected|bounce|no entregado|no se (?:ha )?pudo entregar|devuelto|rapport|unzustellbar|\bDSN\b|\bNDN\b|\bNDR\b|error sending|notice)/i;
const failureText =
  /(?:could not be delivered|couldn't be delivered|not (?:be )?delivered|unable to deliver|wasn't able to deliver|undeliverable|delivery (?:has )?(?:to the following|failed|failure|error)|failed permanently|permanent(?:ly)? (?:fatal )?(?:error|fail)|unknown user|user unknown|user not found|no such user|mailbox (?:unavailable|full|not found|is full|exceeds)|over quota|quota exceeded|rejected (?:your|by|the)|was rejected|returned to (?:you|sender)|host unknown|unrouteable|did not reach|delivery errors|malformed address|invalid (?:user|recipient|address)|not recognized|failure reasons?|no mailbox|unknown recipient|not exist|does not exist|is not known|address(?:es)? (?:had|failed)|message (?:was )?(?:refused|rejected|blocked)|\b5\d\d[ -]5\.\d\.\d|\b5[0-5]\d[ -]|no se (?:ha )?pudo entregar)/i;
const delayText =
  /(?:still being (?:retried|attempted)|will (?:be retried|keep trying|retry|continue)|delayed|not yet been delivered|no action is required|temporary)/i;
/** Where the returned message begins in the text. */
const returned =
  /^(?:[-=_*\s]{0,80}(?:(?:begin |start of )?(?:original|returned|unsent|undelivered|undeliverable|copy of (?:the|your)|transcript of|failed|bounced|rejected)[ -](?:message|mail|text|header|e-?mail)|below this line|message (?:header|text|contents?)|included is a copy|this is a copy of|headers? (?:of|follow)|the (?:header|first) (?:part )?(?:of )?)|(?:Received|Return-Path|DKIM-Signature|X-Received): )/im;
const addrShape = String.raw`[^\s<>@:;,"'()\[\]]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}`;

/** How a line names the recipient that failed; tried in this order, the address is the first group. */
const recipientLines: readonly RegExp[] = [
  new RegExp(String.raw`^[\s*>|-]{0,12}<(${addrShape})>`, 'i'),
  new RegExp(String.raw`^[\s*>|-]{0,12}(${addrShape})(?::|\s*$|\s+\(|\.\.\.|\s{2,}|\s+on\s|\s-)`, 'i'),
  new RegExp(String.raw`\bRCPT TO:\s*<?(${addrShape})`, 'i'),
  new RegExp(
    String.raw`^[\s*>|-]{0,12}(?:to|recipients?|failed recipients?|final[- ]recipient|original[- ]recipient|user|unknown user|user unknown|invalid user|address|mailbox|delivery failed|intended recipient|your message (?:to|was sent to)|could not deliver (?:mail|message) to|delivery to)\s*(?:\([^)]{0,40}\))?\s*(?:rfc822\s*;)?[:,=]?\s*["']?<?(${addrShape})`,
    'i',
  ),
  new RegExp(String.raw`\b[45]\d\d[ -](?:\d\.\d{1,3}\.\d{1,3} )?[^@\n]{0,120}?<?(${addrShape})`, 'i'),
  new RegExp(
    String.raw`(?:deliver(?:ed|y)?|sent|send|message|mail|failed|reach|recipient|user|address|mailbox|account)[^@\n]{0,100}?\s(?:to|for|recipient|user|address|mailbox|account|:)?\s?["'<(]{0,2}(${addrShape})`,
    'i',
  ),
];

/**
 * A bounce that is no RFC 3464 report, understood as far as is sensible: it must come from a mail system and say that
 * something failed, and name whom. What cannot be told stays `null`.
 */
export function parseBounce(root: MimePart, parts: readonly MimePart[], original: string | null): Report | null {
  const failedHeader = field(root, 'x-failed-recipients');
  const from = field(root, 'from') ?? '';
  const subject = field(root, 'subject') ?? '';
  const nullPath = field(root, 'return-path')?.trim() === '<>';
  if (isAnswer(root, nullPath, from)) return null;
  const surely = failedHeader !== undefined || daemon.test(from);
  if (!surely && !nullPath && !robot.test(from) && root.type.value !== 'multipart/report') return null;
  const whole = textOf(parts).slice(0, deliveryLimits.bounceText);
  const { said, rest } = cutReturned(whole);
  const named = failureSubject.test(subject);
  const told = failureText.test(said) || delayText.test(said);
  if (failedHeader === undefined && !(named && told) && !(surely && (named || told))) return null;

  const own = new Set(addressesIn(`${field(root, 'to') ?? ''} ${field(root, 'delivered-to') ?? ''} ${from}`));
  const found = failedHeader === undefined ? recipientsIn(said, own) : addressesIn(failedHeader);
  if (found.length === 0) found.push(...returnedTo(parts, rest, own));
  if (found.length === 0) return null;
  return {
    kind: 'dsn',
    recipients: found.slice(0, deliveryLimits.recipients).map((addr) => judge(addr, said, found)),
    disposition: null,
    original_message_id: original ?? idIn(rest),
    reporting: null,
  };
}

/** Out-of-office and other answers (RFC 3834) come with an empty path too, but nothing failed. */
function isAnswer(root: MimePart, nullPath: boolean, from: string): boolean {
  if (field(root, 'x-failed-recipients') !== undefined) return false;
  const auto = (field(root, 'auto-submitted') ?? '').toLowerCase();
  const subject = field(root, 'subject') ?? '';
  if (/^(?:auto(?:matic)?[ :-]?repl|out of (?:the )?office|vacation|re: |autorespon|respuesta autom)/i.test(subject)) {
    return !daemon.test(from);
  }
  return auto.startsWith('auto-replied') && !daemon.test(from) && !nullPath && !failureSubject.test(subject);
}

/** What the mail system says: the plain text, else the HTML as text. */
function textOf(parts: readonly MimePart[]): string {
  const plain = parts.filter((part) => part.type.value === 'text/plain' && part.children.length === 0);
  const shown = plain.length > 0 ? plain : parts.filter((part) => part.type.value === 'text/html');
  return shown
    .slice(0, 4)
    .map((part) => {
      const { text } = decodeText(part);
      const cut = text.slice(0, deliveryLimits.bounceText);
      return part.type.value === 'text/html' ? textOfHtml(cut) : cut;
    })
    .join('\n');
}

function cutReturned(text: string): { said: string; rest: string } {
  // A heading may stand over the explanation itself; what comes before the first real line is none.
  const at = text.slice(40).search(returned);
  if (at < 0) return { said: text, rest: '' };
  return { said: text.slice(0, at + 40), rest: text.slice(at + 40) };
}

function addressesIn(text: string): string[] {
  return [...new Set([...text.matchAll(new RegExp(addrShape, 'gi'))].map(([addr]) => trimDot(addr)))];
}

function trimDot(addr: string): string {
  return addr.replace(/\.+$/, '').toLowerCase();
}

function recipientsIn(text: string, own: ReadonlySet<string>): string[] {
  const lines = text.split('\n').slice(0, 600);
  for (const shape of recipientLines) {
    const found = new Set<string>();
    for (const line of lines) {
      const addr = trimDot(shape.exec(line.slice(0, 400))?.[1] ?? '');
      if (addr !== '' && !own.has(addr) && !daemon.test(addr.slice(0, addr.indexOf('@') + 1))) found.add(addr);
    }
    if (found.size > 0) return [...found];
  }
  return [];
}

/** Recipients of the returned message, when the explanation names none. */
function returnedTo(parts: readonly MimePart[], rest: string, own: ReadonlySet<string>): string[] {
  for (const part of parts) {
    const inner = isNestedMessage(part) ? part.children[0] : undefined;
    const to = inner ? field(inner, 'to') : undefined;
    if (to) return addressesIn(to);
    if (part.type.value === 'text/rfc822-headers') return returnedTo([], decodeText(part).text, own);
  }
  const to = /^To:[ \t]*(.{1,500})$/im.exec(rest)?.[1];
  return to ? addressesIn(to).filter((addr) => !own.has(addr)) : [];
}

function idIn(rest: string): string | null {
  return messageIdOf(/^Message-ID:[ \t]*(\S{3,990})/im.exec(rest)?.[1]);
}

/** Status and diagnostic from the text behind the recipient's address, up to the next one. */
function judge(addr: string, said: string, all: readonly string[]): Report['recipients'][number] {
  const low = said.toLowerCase();
  const start = Math.max(0, low.indexOf(addr));
  let end = said.length;
  for (const other of all) {
    const at = other === addr ? -1 : low.indexOf(other, start + addr.length);
    if (at > 0) end = Math.min(end, at);
  }
  const near = said.slice(start, end);
  const status = statusIn(near) ?? statusIn(said);
  const delayed = status === null ? delayText.test(said) && !failureText.test(said) : status.startsWith('4');
  const diagnostic = /(?:^|\s)([45]\d\d[ -].{3,})/.exec(near)?.[1] ?? /(?:^|\s)([45]\d\d[ -].{3,})/.exec(said)?.[1];
  return {
    final_recipient: addr,
    original_recipient: null,
    action: delayed && delayText.test(said) ? 'delayed' : 'failed',
    status,
    diagnostic: diagnostic?.trim().slice(0, deliveryLimits.diagnostic) ?? null,
  };
}

function statusIn(text: string): string | null {
  const enhanced = /(?:^|[\s#(;:"'=-])([45]\.\d{1,2}\.\d{1,3})(?![.\d])/.exec(text)?.[1];
  if (enhanced) return enhanced;
  const reply = /(?:^|[\s(:>"'#])([45])[0-5]\d(?=[ \-:;,."')]|$)/m.exec(text)?.[1];
  return reply ? `${reply}.0.0` : null;
}
