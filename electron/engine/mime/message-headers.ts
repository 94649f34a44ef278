import { parseAddresses } from './address.ts';
import { isoSeconds, parseDate } from './date.ts';
import type { InspectedAddress, InspectedHeaders } from './inspection.ts';
import { type Defect, fields, type MimePart } from './tree.ts';
import { decodeWords } from './words.ts';

/** RFC 5322 section 3.6: fields that may stand once. */
const singletons = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
  'date',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-id',
  'disposition-notification-to',
];

export interface MessageHeaders extends Omit<InspectedHeaders, 'autocrypt'> {
  readonly fromGrouped: boolean;
  readonly defects: readonly Defect[];
}

/** Ids without angle brackets, in order. */
export function parseMessageIds(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>\s]{1,998})>/g)].map((match) => match[1] as string);
  if (bracketed.length > 0) return bracketed;
  return value.split(/[\s,]+/).filter((word) => /^[^\s<>@]+@[^\s<>@]+$/.test(word));
}

/** What the header of a message says, decoded. Of a field that stands twice the first counts, as RFC 9788's readers do. */
export function messageHeaders(part: MimePart): MessageHeaders {
  const defects: Defect[] = [];
  const note = (code: Defect['code'], detail: string): void => {
    defects.push({ code, part: part.path, detail });
  };
  const list = (name: string): { addresses: readonly InspectedAddress[]; grouped: boolean } => {
    const all = fields(part, name);
    // Several From or To fields are against the RFC; every address in them counts, so that none can be hidden.
    const parsed = all.map(parseAddresses);
    if (parsed.some((one) => one.damaged)) note('address-damaged', name);
    return { addresses: parsed.flatMap((one) => one.addresses), grouped: parsed.some((one) => one.grouped) };
  };
  const one = (name: string): string | null => {
    const value = fields(part, name)[0];
    return value === undefined ? null : decodeWords(value);
  };
  const duplicate = singletons.filter((name) => part.headers.filter((header) => header.name === name).length > 1);
  for (const name of duplicate) note('duplicate-field', name);
  const from = list('from');
  const dateField = fields(part, 'date')[0];
  const date = dateField === undefined ? null : parseDate(dateField);
  if (dateField !== undefined && !date) note('date-invalid', 'date');
  return {
    from: from.addresses,
    fromGrouped: from.grouped,
    sender: list('sender').addresses[0] ?? null,
    reply_to: list('reply-to').addresses,
    to: list('to').addresses,
    cc: list('cc').addresses,
    subject: one('subject'),
    date: date ? isoSeconds(date) : null,
    message_id: parseMessageIds(fields(part, 'message-id')[0] ?? '')[0] ?? null,
    in_reply_to: parseMessageIds(fields(part, 'in-reply-to')[0] ?? '')[0] ?? null,
    references: parseMessageIds(fields(part, 'references')[0] ?? '').slice(-200),
    duplicate,
    mdn_request_to: list('disposition-notification-to').addresses.map(({ addr }) => addr),
    mail_followup_to: list('mail-followup-to').addresses,
    list_id: one('list-id'),
    defects,
  };
}
