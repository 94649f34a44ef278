/// <reference path="./libmime.d.ts" />
import { randomBytes } from 'node:crypto';
import type { Address } from '../../../shared/model/address.ts';
import { asciiAddress } from './address.ts';
import { isAscii } from './bytes.ts';
import { textOfHtml } from './html-text.ts';
import { addressField, dateField, idField, structuredField, textField } from './write-header.ts';

/** A file of an outgoing message. With `cid` it is shown inside the HTML instead of being listed. */
export interface OutgoingFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly cid?: string;
}

/** What a message is made of. There is no Bcc here: blind recipients exist in the SMTP envelope alone. */
export interface OutgoingMessage {
  readonly from: Address;
  /** Only when it differs from `from` (RFC 5322 section 3.6.2). */
  readonly sender?: Address;
  readonly replyTo?: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  readonly date: Date;
  /** Without angle brackets; `newMessageId` makes one. */
  readonly messageId: string;
  readonly inReplyTo?: string | null;
  readonly references?: readonly string[];
  /** Plain text; derived from `html` when absent. */
  readonly text?: string;
  readonly html?: string | null;
  readonly files?: readonly OutgoingFile[];
  /** RFC 8098 section 2.1: where a receipt is wanted. */
  readonly dispositionNotificationTo?: string | null;
  /** Value of an Autocrypt field, as `openpgp/autocrypt.ts` makes it. */
  readonly autocrypt?: string | null;
  /** RFC 3834: set for anything that was not written by a person. */
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
}

/** A whole message in the clear: header and body, CRLF line ends, seven-bit clean. */
export async function buildMessage(message: OutgoingMessage): Promise<Uint8Array> {
  return joinMessage(buildHeader(message), buildEntity(message));
}

/**
 * The message's own fields without the ones that describe its body. A sealed message is
 * `joinMessage(buildHeader(m), await sealEntity({ entity: buildEntity(m), ... }))`.
 */
export function buildHeader(message: OutgoingMessage): string {
  return [
    dateField(message.date),
    addressField('From', [message.from]),
    message.sender ? addressField('Sender', [message.sender]) : '',
    addressField('Reply-To', message.replyTo ?? []),
    addressField('To', message.to),
    addressField('Cc', message.cc),
    textField('Subject', message.subject),
    idField('Message-ID', [message.messageId]),
    message.inReplyTo ? idField('In-Reply-To', [message.inReplyTo]) : '',
    idField('References', message.references ?? []),
    message.dispositionNotificationTo
      ? addressField('Disposition-Notification-To', [{ name: '', addr: message.dispositionNotificationTo }])
      : '',
    message.autoSubmitted ? `Auto-Submitted: ${message.autoSubmitted}\r\n` : '',
    message.autocrypt ? autocryptField(message.autocrypt) : '',
    'MIME-Version: 1.0\r\n',
  ].join('');
}

/** Puts a header from `buildHeader` and an entity (its own fields, an empty line, its body) together. */
export function joinMessage(header: string, entity: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(header, 'latin1'), entity]);
}

/**
 * What the message says, as one MIME entity: text, its HTML alternative, files. Seven-bit clean with no blank before a
 * line end and no line that starts with "From ", so that a signature over it survives transport (RFC 3156 section 5).
 */
export function buildEntity(message: Pick<OutgoingMessage, 'text' | 'html' | 'files'>): Uint8Array {
  const files = message.files ?? [];
  const html = message.html ?? null;
  const text = textPart('plain', message.text ?? (html === null ? '' : textOfHtml(html)));
  let body = text;
  if (html !== null) {
    const shown = files.filter((file) => file.cid);
    const page = textPart('html', html);
    body = multipart('alternative', {}, [
      text,
      shown.length > 0 ? multipart('related', { type: 'text/html' }, [page, ...shown.map(filePart)]) : page,
    ]);
  }
  const listed = files.filter((file) => html === null || !file.cid).map(filePart);
  return listed.length > 0 ? multipart('mixed', {}, [body, ...listed]) : body;
}

/** A fresh Message-ID without angle brackets. Random only: no time, no host name, no count of what was sent. */
export function newMessageId(from: string): string {
  const domain = asciiAddress(from).split('@').at(-1) ?? '';
  return `${randomBytes(18).toString('base64url')}@${/^[a-z0-9.-]{1,250}$/i.test(domain) ? domain : 'localhost.invalid'}`;
}

/** A multipart entity. `params` go beside the boundary. */
export function multipart(
  subtype: string,
  params: Readonly<Record<string, string>>,
  parts: readonly Uint8Array[],
  preamble = '',
): Uint8Array {
  // "=_" cannot occur in quoted-printable or base64, so no body can hold the boundary by accident.
  const boundary = `=_${randomBytes(18).toString('base64url')}`;
  const header = structuredField('Content-Type', `multipart/${subtype}`, { ...params, boundary });
  const chunks: Uint8Array[] = [Buffer.from(`${header}\r\n${preamble}`)];
  for (const part of parts) chunks.push(Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n'));
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(chunks);
}

/** A text part in UTF-8. */
export function textPart(
  subtype: 'plain' | 'html',
  text: string,
  params: Readonly<Record<string, string>> = {},
): Uint8Array {
  const body = text.replace(/\r\n?|\n/g, '\r\n');
  const plain = isPlain(body);
  return Buffer.from(
    structuredField('Content-Type', `text/${subtype}`, { charset: 'utf-8', ...params }) +
      `Content-Transfer-Encoding: ${plain ? '7bit' : 'quoted-printable'}\r\n\r\n${plain ? body : quotedPrintable(body)}`,
  );
}

function filePart(file: OutgoingFile): Uint8Array {
  // RFC 2046 section 5.2.1 allows no base64 over message/rfc822, and nothing else is safe under a signature.
  const given = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i.test(file.type) ? file.type.toLowerCase() : '';
  const type = given === '' || /^(?:message|multipart)\//.test(given) ? 'application/octet-stream' : given;
  const cid = file.cid && /^[A-Za-z0-9._+@-]{1,200}$/.test(file.cid) ? file.cid : undefined;
  const header =
    structuredField('Content-Type', type, {}) +
    'Content-Transfer-Encoding: base64\r\n' +
    structuredField('Content-Disposition', cid ? 'inline' : 'attachment', { filename: file.name || 'attachment' }) +
    (cid ? `Content-ID: <${cid}>\r\n` : '');
  return Buffer.from(`${header}\r\n${base64Lines(file.bytes)}`, 'latin1');
}

/** Base64 in lines of 76 characters, without a line end after the last. */
export function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return (text.match(/.{1,76}/g) ?? []).join('\r\n');
}

function isPlain(body: string): boolean {
  return (
    isAscii(Buffer.from(body)) &&
    !/[^\r\n]{77}|[ \t](?:\r\n|$)|(?:^|\n)From |(?:^|\n)\.(?:\r|$)|[^\t\r\n\x20-\x7e]/.test(body)
  );
}

/** Quoted-printable over CRLF text (RFC 2045 section 6.7), "From " and lone dots made safe for transport. */
function quotedPrintable(body: string): string {
  return body
    .split('\r\n')
    .map((line) => {
      let out = '';
      let row = '';
      const bytes = Buffer.from(line);
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i] as number;
        const last = i === bytes.length - 1;
        const literal =
          (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d && !(i === 0 && (byte === 0x46 || byte === 0x2e))) ||
          ((byte === 0x20 || byte === 0x09) && !last);
        const piece = literal ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if (row.length + piece.length > 75) {
          out += `${row}=\r\n`;
          row = '';
        }
        // A soft break may have put a dot or "From " at the start of a row.
        row += row === '' && (piece === 'F' || piece === '.') ? `=${byte.toString(16).toUpperCase()}` : piece;
      }
      return out + row;
    })
    .join('\r\n');
}

/** The key is folded at 76 characters, as Autocrypt 1.1 section 2.1 shows. */
function autocryptField(value: string): string {
  const at = value.indexOf('keydata=');
  const head = value.slice(0, at < 0 ? value.length : at).trim();
  const key = at < 0 ? '' : value.slice(at + 8).replace(/\s+/g, '');
  return `Autocrypt: ${head} keydata=\r\n${(key.match(/.{1,76}/g) ?? []).map((line) => ` ${line}\r\n`).join('')}`;
}
