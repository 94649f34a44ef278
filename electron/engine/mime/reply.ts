import { type Address, foldAddress } from '../../../shared/model/address.ts';
import type { ReadMessage } from '../rooms.ts';
import { asciiAddress } from './address.ts';
import type { InspectedAddress, InspectedBlock, Inspection } from './inspection.ts';

export interface ReplyOptions {
  readonly mode: 'reply' | 'reply-all' | 'forward';
  readonly ownAddresses: readonly string[];
  readonly now: Date;
  readonly language?: 'en' | 'es';
  /** Whether a message could be encrypted to this address; without it nothing is said about missing keys. */
  readonly encryptable?: (addr: string) => boolean;
}

/** What the composer would contain (docs/command-line.md, "draft"). */
export interface MadeDraft {
  readonly to: Address[];
  readonly cc: Address[];
  readonly subject: string;
  readonly bodyText: string;
  /** The editor's markup: paragraphs and one block quote, made from text, never from the message's HTML. */
  readonly bodyHtml: string;
  readonly quotedFromParts: readonly string[];
  /** The original was encrypted, so the answer must be too. */
  readonly mustProtect: boolean;
  readonly signDefault: boolean;
  /** Parts that a forward takes along. */
  readonly attachmentParts: readonly string[];
  /** What must be resolved before sending. */
  readonly blocked: readonly { readonly reason: BlockedReason }[];
}

export type BlockedReason = 'recipient-not-sender' | 'no-key' | 'no-recipient' | 'not-opened';

/** Longest quote; beyond it nobody reads, and the composer gets slow. */
const QUOTE_CHARS = 200_000;
const ANSWERED = /^\s*(?:(?:re|aw|antw|sv|vs|odp|ref|rif|res|r)(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+/i;
const FORWARDED = /^\s*(?:(?:fwd?|wg|rv|tr|enc|vb|doorst|i)(?:\[\d+\])?\s*[:：]\s*)+/i;

const words = {
  en: {
    wrote: (when: string, who: string) => `On ${when}, ${who} wrote:`,
    forwarded: 'Forwarded message',
    from: 'From',
    date: 'Date',
    subject: 'Subject',
    to: 'To',
  },
  es: {
    wrote: (when: string, who: string) => `El ${when}, ${who} escribió:`,
    forwarded: 'Mensaje reenviado',
    from: 'De',
    date: 'Fecha',
    subject: 'Asunto',
    to: 'Para',
  },
} as const;

/**
 * An answer to a message, or its forward: recipients, subject, and the quote. The same for the composer and for
 * `careseal draft`. Only text that the reader shows is quoted, and of it only what the message's own envelope brought:
 * text that was decrypted beside other content may be somebody else's ciphertext in a letter made to have it quoted.
 */
export function draftFrom(read: Pick<ReadMessage, 'inspection' | 'view'>, options: ReplyOptions): MadeDraft {
  const { inspection, view } = read;
  const t = words[options.language ?? 'en'];
  const own = new Set(options.ownAddresses.map(key));
  const { to, cc } = options.mode === 'forward' ? { to: [], cc: [] } : recipients(read, options, own);
  const encrypted = view.verdict.encryption !== 'none';
  const quoted = quotable(inspection, view.verdict.encryption, options.mode === 'forward');
  const text = quoted
    .map((block) => block.text.trimEnd())
    .filter((part) => part !== '')
    .join('\n\n')
    .slice(0, QUOTE_CHARS);
  const who = view.from[0] ? shownName(view.from[0]) : '';
  const when = view.date.slice(0, 16).replace('T', ' ');
  const subject = subjectFor(view.subject, options.mode === 'forward');

  let bodyText: string;
  let bodyHtml: string;
  if (options.mode === 'forward') {
    const head = [
      `---------- ${t.forwarded} ----------`,
      `${t.from}: ${view.from.map(full).join(', ')}`,
      `${t.date}: ${when}`,
      `${t.subject}: ${view.subject}`,
      `${t.to}: ${view.to.map(full).join(', ')}`,
    ];
    bodyText = `\n\n${head.join('\n')}\n\n${text}`;
    bodyHtml = `<p></p><p>${head.map(escapeHtml).join('<br>')}</p><p></p>${paragraphs(text)}`;
  } else {
    const line = t.wrote(when, who);
    const lines = text === '' ? [] : text.split('\n').map((one) => (one === '' ? '>' : `> ${one}`));
    bodyText = lines.length > 0 ? `\n\n${line}\n${lines.join('\n')}` : '';
    bodyHtml =
      text === '' ? '<p></p>' : `<p></p><p>${escapeHtml(line)}</p><blockquote>${paragraphs(text)}</blockquote>`;
  }
  return {
    to,
    cc,
    subject,
    bodyText,
    bodyHtml,
    quotedFromParts: [...new Set(quoted.map(({ part }) => part))],
    mustProtect: encrypted,
    signDefault: encrypted || view.verdict.signature !== 'none',
    attachmentParts: options.mode === 'forward' ? inspection.attachments.map(({ part }) => part) : [],
    blocked: blockers(read, options, [...to, ...cc], quoted),
  };
}

function recipients(
  { inspection, view }: Pick<ReadMessage, 'inspection' | 'view'>,
  options: ReplyOptions,
  own: ReadonlySet<string>,
): { to: Address[]; cc: Address[] } {
  const { headers } = inspection;
  const fromSelf = view.from.some(({ addr }) => own.has(key(addr)));
  // Answering one's own message goes on where it went.
  const answerTo = fromSelf && view.replyTo.length === 0 ? view.to : view.replyTo.length > 0 ? view.replyTo : view.from;
  if (options.mode === 'reply') {
    const to = distinct(answerTo, new Set());
    const others = to.filter(({ addr }) => !own.has(key(addr)));
    return { to: others.length > 0 ? others : to, cc: [] };
  }
  const followUp = headers.mail_followup_to.map(plain);
  if (followUp.length > 0) return { to: distinct(followUp, new Set(own)), cc: [] };
  const taken = new Set(own);
  let to = distinct(answerTo, taken);
  const cc = distinct([...view.to, ...view.cc], new Set([...own, ...to.map(({ addr }) => key(addr))]));
  if (to.length === 0) to = distinct(answerTo, new Set());
  return { to, cc };
}

/** In order, without repeats, without those in `taken`, without what cannot be written to. */
function distinct(list: readonly Address[], taken: Set<string>): Address[] {
  const seen = new Set(taken);
  return list.filter(({ addr }) => {
    if (!addr.includes('@') || seen.has(key(addr))) return false;
    seen.add(key(addr));
    return true;
  });
}

/**
 * Blocks that may be quoted. A nested message is not quoted in an answer (a forward takes it as a file). Decrypted text
 * is quoted only when everything shown came out of one envelope, and not when it came out of a second one that somebody
 * put into his own letter: that is how a captured ciphertext is handed in to be read out.
 */
function quotable(inspection: Inspection, encryption: string, forward: boolean): InspectedBlock[] {
  const ignored = new Set(inspection.layers.filter((layer) => layer.ignored).map(({ id }) => id));
  const foreign = new Set(
    inspection.parts.filter(({ from_layer }) => from_layer !== null && ignored.has(from_layer)).map(({ path }) => path),
  );
  return inspection.render.blocks.filter((block) => {
    if (block.label === 'forwarded' || foreign.has(block.part)) return false;
    if (block.encrypted && encryption !== 'full') return false;
    return forward || block.text.trim() !== '';
  });
}

function blockers(
  { inspection, view }: Pick<ReadMessage, 'inspection' | 'view'>,
  options: ReplyOptions,
  everyone: readonly Address[],
  quoted: readonly InspectedBlock[],
): { reason: BlockedReason }[] {
  const reasons = new Set<BlockedReason>();
  if (options.mode !== 'forward' && everyone.length === 0) reasons.add('no-recipient');
  if (view.verdict.encryption === 'failed') reasons.add('not-opened');
  const quotesSecret = quoted.some(({ encrypted }) => encrypted);
  const { from } = inspection.headers;
  // Of several senders nobody knows which one wrote it.
  const senders = new Set(from.length === 1 ? from.map(({ addr }) => key(addr)) : []);
  const own = new Set(options.ownAddresses.map(key));
  if (
    options.mode !== 'forward' &&
    quotesSecret &&
    everyone.some(({ addr }) => !senders.has(key(addr)) && !own.has(key(addr)))
  ) {
    reasons.add('recipient-not-sender');
  }
  const { encryptable } = options;
  if (view.verdict.encryption !== 'none' && encryptable && everyone.some(({ addr }) => !encryptable(addr))) {
    reasons.add('no-key');
  }
  return [...reasons].map((reason) => ({ reason }));
}

/** `Re:` or `Fwd:` once, whatever language the earlier ones were in. */
function subjectFor(subject: string, forward: boolean): string {
  const bare = subject.trim();
  const rest = (forward ? bare.replace(FORWARDED, '') : bare.replace(ANSWERED, '')).trim();
  return `${forward ? 'Fwd' : 'Re'}: ${rest}`.trim().slice(0, 2000);
}

function key(addr: string): string {
  return foldAddress(asciiAddress(addr));
}

function plain({ display, addr }: InspectedAddress): Address {
  return { name: display, addr };
}

function shownName({ name, addr }: Address): string {
  return name.trim() || addr;
}

function full({ name, addr }: Address): string {
  return name ? `${name} <${addr}>` : addr;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part).replace(/\n/g, '<br>')}</p>`)
    .join('');
}
