import type { Address } from '../../../shared/model/address.ts';
import { buildHeader, multipart, newMessageId, textPart } from './build.ts';
import { headerText } from './write-header.ts';

/** A receipt (RFC 8098) that a person decided to send. */
export interface OutgoingMdn {
  /** The address that received the message; the receipt comes from it. */
  readonly from: Address;
  readonly to: string;
  readonly subject: string;
  /** What a person reads; no quote of the original. */
  readonly text: string;
  readonly date: Date;
  readonly originalMessageId: string | null;
  /** `Original-Recipient` of the message, if it carried one. */
  readonly originalRecipient?: string | null;
  readonly disposition: 'displayed' | 'deleted' | 'dispatched' | 'processed';
  /** `manual-action` when the user read it; `automatic-action` is never used by this product. */
  readonly sending: 'MDN-sent-manually';
}

/** The fields and the `multipart/report` entity of a receipt, separate so that it can be sealed as the original was. */
export function buildMdn(mdn: OutgoingMdn): { messageId: string; header: string; entity: Uint8Array } {
  const messageId = newMessageId(mdn.from.addr);
  const header = buildHeader({
    from: mdn.from,
    to: [{ name: '', addr: mdn.to }],
    cc: [],
    subject: mdn.subject,
    date: mdn.date,
    messageId,
    inReplyTo: mdn.originalMessageId,
    references: mdn.originalMessageId ? [mdn.originalMessageId] : [],
    // RFC 8098 section 3: an MDN must not cause another one, nor a vacation answer.
    autoSubmitted: 'auto-replied',
  });
  const line = (name: string, value: string): string =>
    `${name}: ${headerText(value).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
  const fields =
    line('Reporting-UA', 'Careseal') +
    (mdn.originalRecipient ? line('Original-Recipient', mdn.originalRecipient) : '') +
    line('Final-Recipient', `rfc822;${mdn.from.addr}`) +
    (mdn.originalMessageId ? line('Original-Message-ID', `<${mdn.originalMessageId}>`) : '') +
    line('Disposition', `manual-action/${mdn.sending}; ${mdn.disposition}`);
  const machine = Buffer.from(`Content-Type: message/disposition-notification\r\n\r\n${fields}`);
  const entity = multipart('report', { 'report-type': 'disposition-notification' }, [
    textPart('plain', mdn.text),
    machine,
  ]);
  return { messageId, header, entity };
}
