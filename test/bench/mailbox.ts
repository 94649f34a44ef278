import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MessageFacts } from '../../electron/engine/store/types.ts';
import { Random } from './random.ts';
import { Words } from './words.ts';

export interface GeneratedMessage {
  readonly raw: Buffer;
  readonly receivedAt: Date;
  /** What a reader would find in it, so that the store can be measured without the parser. */
  readonly facts: MessageFacts;
}

export interface MailboxOptions {
  readonly count: number;
  readonly seed?: number;
  /** Average size of a message in bytes. */
  readonly average?: number;
}

const firstNames = [
  'Ana',
  'Ben',
  'Carla',
  'Dmitri',
  'Elena',
  'Farid',
  'Grace',
  'Hugo',
  'Inés',
  'Jonas',
  'Kim',
  'Lucía',
];
const lastNames = [
  'Alder',
  'Brook',
  'Castillo',
  'Dorn',
  'Ekman',
  'Fields',
  'Gómez',
  'Hartley',
  'Ivers',
  'Juárez',
  'Kerr',
];
const domains = ['clinic.test', 'lab.test', 'patient.test', 'insurer.test', 'pharmacy.test'];
const own = { name: 'Front Desk', addr: 'frontdesk@clinic.test' };

/**
 * An invented clinic's mailbox, the same for the same seed, oldest first: replies in threads with quotes, HTML alternatives,
 * attachments of incompressible bytes, sizes log-normal around the wanted average.
 */
export function* generateMailbox(options: MailboxOptions): Generator<GeneratedMessage> {
  const seed = options.seed ?? 20_260;
  const average = options.average ?? 25_000;
  const random = new Random(seed);
  const words = new Words(seed);
  const recent: { id: string; references: readonly string[]; subject: string; text: string }[] = [];
  const start = Date.UTC(2024, 0, 2, 8);
  for (let index = 0; index < options.count; index += 1) {
    const receivedAt = new Date(start + index * 420_000 + random.whole(0, 400_000));
    const parent = recent.length > 0 && random.chance(0.4) ? random.pick(recent) : undefined;
    const id = `<${createHash('sha256').update(`${seed}-${index}`).digest('hex').slice(0, 24)}@${random.pick(domains)}>`;
    const sender = { name: `${random.pick(firstNames)} ${random.pick(lastNames)}`, addr: '' };
    const from = {
      name: sender.name,
      addr: `${ascii(sender.name).replace(' ', '.').toLowerCase()}${random.whole(1, 40)}@${random.pick(domains)}`,
    };
    const references = parent ? [...parent.references.slice(-8), parent.id] : [];
    const subject = parent
      ? `Re: ${parent.subject.replace(/^Re: /, '')}`
      : words.sentence(random, random.whole(2, 7)).slice(0, -1);
    const paragraphs = words.paragraphs(random, Math.min(40_000, random.logNormal(1100, 0.9)));
    const quoted = parent
      ? parent.text
          .split('\n')
          .map((line) => `> ${line}`)
          .slice(0, 40)
          .join('\n')
      : '';
    const text = `${paragraphs.join('\n\n')}\n${quoted ? `\n${quoted}\n` : ''}`;
    const attachment = random.chance(0.18)
      ? random.bytes(Math.min(2_000_000, Math.round(random.logNormal(Math.max(1000, (average - 5000) * 2), 1.2))))
      : undefined;
    const facts: MessageFacts = {
      messageId: id,
      inReplyTo: parent?.id ?? null,
      references,
      from: [from],
      to: [own],
      cc: [],
      replyTo: [],
      subject,
      date: receivedAt.toISOString(),
      hasAttachment: attachment !== undefined,
      sealed: false,
      preview: paragraphs[0]?.slice(0, 140) ?? '',
      indexText: text,
    };
    const raw = build(facts, text, random.chance(0.6) ? html(paragraphs, random) : undefined, attachment, random);
    recent.push({ id, references, subject, text: paragraphs.join('\n').slice(0, 2000) });
    if (recent.length > 200) recent.shift();
    yield { raw, receivedAt, facts };
  }
}

function build(
  facts: MessageFacts,
  text: string,
  htmlText: string | undefined,
  attachment: Buffer | undefined,
  random: Random,
): Buffer {
  const from = facts.from[0];
  const head = [
    `Received: from mx${random.whole(1, 9)}.example.test by mail.clinic.test with ESMTPS id ${random.whole(1e9, 9e9)};`,
    `\t${rfcDate(facts.date)}`,
    `From: =?utf-8?B?${Buffer.from(from?.name ?? '').toString('base64')}?= <${from?.addr ?? ''}>`,
    `To: ${own.name} <${own.addr}>`,
    `Subject: =?utf-8?B?${Buffer.from(facts.subject).toString('base64')}?=`,
    `Date: ${rfcDate(facts.date)}`,
    `Message-ID: ${facts.messageId}`,
    ...(facts.inReplyTo ? [`In-Reply-To: ${facts.inReplyTo}`] : []),
    ...(facts.references.length > 0 ? [`References: ${facts.references.join('\r\n ')}`] : []),
    'MIME-Version: 1.0',
  ];
  const plain = part('text/plain; charset=utf-8', '8bit', text.replaceAll('\n', '\r\n'));
  const body = htmlText
    ? multipart('alternative', 'alt', [plain, part('text/html; charset=utf-8', '8bit', htmlText)])
    : plain;
  const whole = attachment
    ? multipart('mixed', 'mix', [
        body,
        part(
          'application/pdf; name="document.pdf"',
          'base64',
          attachment.toString('base64').replace(/(.{76})/g, '$1\r\n'),
          'attachment; filename="document.pdf"',
        ),
      ])
    : body;
  return Buffer.from(`${head.join('\r\n')}\r\n${whole}\r\n`);
}

function part(type: string, encoding: string, content: string, disposition?: string): string {
  const head = [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`];
  if (disposition) head.push(`Content-Disposition: ${disposition}`);
  return `${head.join('\r\n')}\r\n\r\n${content}`;
}

function multipart(kind: string, name: string, parts: readonly string[]): string {
  const boundary = `=_${name}_5f2c81`;
  const body = parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--`;
}

/** The markup around mail text that mailers write: several times the text, and very repetitive. */
function html(paragraphs: readonly string[], random: Random): string {
  const style = 'margin:0;padding:0 0 12px;font-family:Segoe UI,Arial,sans-serif;font-size:14px;line-height:20px';
  const rows = paragraphs.map(
    (paragraph) => `<tr><td style="${style};color:#${random.whole(100_000, 999_999)}">${paragraph}</td></tr>`,
  );
  return `<html><body><table role="presentation" width="600">\r\n${rows.join('\r\n')}\r\n</table></body></html>`;
}

function ascii(text: string): string {
  return text.normalize('NFD').replace(/[^\x20-\x7e]/g, '');
}

function rfcDate(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000');
}

/** Writes the mailbox as a Maildir folder with LF lines, as delivery agents do. Returns its size in bytes. */
export function writeMaildir(dir: string, options: MailboxOptions): { messages: number; bytes: number } {
  for (const sub of ['cur', 'new', 'tmp']) mkdirSync(path.join(dir, sub), { recursive: true });
  let messages = 0;
  let bytes = 0;
  for (const { raw, receivedAt } of generateMailbox(options)) {
    const seconds = Math.floor(receivedAt.getTime() / 1000);
    const file = path.join(dir, 'cur', `${seconds}.M${messages}P1.bench,S=${raw.length}:2,S`);
    const lines = Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    writeFileSync(file, lines);
    utimesSync(file, seconds, seconds);
    messages += 1;
    bytes += raw.length;
  }
  return { messages, bytes };
}
