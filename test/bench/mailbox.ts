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
      ? random.bytes(Math.min(2_000_000, Math.round(random.logNormal(Math.max(1000, (average - 11_000) * 2), 1.2))))
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
    ...trace(facts.date, random),
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

/** What servers add on the way: several hops, a signature, an authentication report, a filter's verdict. */
function trace(date: string, random: Random): string[] {
  const hops = Array.from(
    { length: random.whole(2, 5) },
    (_, hop) =>
      `Received: from mx${random.whole(1, 30)}.hop${hop}.example.test (10.${random.whole(0, 255)}.${random.whole(0, 255)}.7)\r\n by relay${hop}.example.test with ESMTPS id ${random.bytes(9).toString('hex')}\r\n (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384);\r\n ${rfcDate(date)}`,
  );
  const signature = random
    .bytes(256)
    .toString('base64')
    .replace(/(.{72})/g, '$1\r\n ');
  return [
    ...hops,
    `Authentication-Results: mail.clinic.test; spf=pass smtp.mailfrom=example.test;\r\n dkim=pass header.d=example.test; dmarc=pass action=none header.from=example.test`,
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s${random.whole(1, 3)};\r\n h=From:To:Subject:Date:Message-ID:MIME-Version:Content-Type;\r\n bh=${random.bytes(32).toString('base64')};\r\n b=${signature}`,
    `X-Filter-Report: score=-${random.whole(0, 90)}; rules=ARA:13230040|${random.whole(1e7, 9e7)}|366016|1800799024|7416014;\r\n id=${random.bytes(24).toString('hex')}`,
  ];
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

/** Markup as office mailers write it: a style sheet that nobody needs, then a style for every paragraph. */
function html(paragraphs: readonly string[], random: Random): string {
  const classes = ['MsoNormal', 'MsoListParagraph', 'EmailStyle17', 'MsoChpDefault', 'WordSection1', 'MsoHyperlink'];
  const sheet = classes.flatMap((name) =>
    ['p', 'li', 'div', 'span', 'td'].map(
      (tag) =>
        `${tag}.${name}\r\n\t{margin:0in;margin-bottom:.0001pt;font-size:11.0pt;font-family:"Calibri",sans-serif;\r\n\tmso-style-priority:99;color:windowtext;}`,
    ),
  );
  const style = 'margin:0in 0in 8pt;font-family:&quot;Calibri&quot;,sans-serif;font-size:11.0pt;line-height:normal';
  const rows = paragraphs.map(
    (paragraph) =>
      `<p class="MsoNormal" style="${style}"><span style="color:#${random.whole(100_000, 999_999)};mso-fareast-language:EN-US">${paragraph}<o:p></o:p></span></p>`,
  );
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office">\r\n<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n<style><!--\r\n${sheet.join('\r\n')}\r\n--></style></head>\r\n<body lang="EN-US" link="#0563C1" vlink="#954F72">\r\n<div class="WordSection1">\r\n${rows.join('\r\n')}\r\n</div></body></html>`;
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
