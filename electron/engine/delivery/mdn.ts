import { foldAddress } from '../../../shared/model/address.ts';
import { parseAddresses } from '../mime/address.ts';
import { field, fields, type MimePart } from '../mime/tree.ts';
import type { ReadMessage } from '../rooms.ts';

/** Why a request for a receipt is not honoured, or what to know before it is. */
export type MdnCaution =
  | 'list'
  | 'bulk'
  | 'auto-submitted'
  | 'report'
  | 'several-targets'
  | 'no-target'
  | 'unknown-required-option'
  | 'return-path-differs';

/** What a message asks for (RFC 8098 section 2.1). */
export interface MdnRequest {
  /** A receipt is asked for, and a person may be asked whether to send it. */
  readonly requested: boolean;
  /** Where it would go; `null` when none may be sent. */
  readonly to: string | null;
  readonly cautions: readonly MdnCaution[];
}

/** Cautions that a person's consent does not outweigh. */
const forbidding: ReadonlySet<MdnCaution> = new Set<MdnCaution>([
  'list',
  'bulk',
  'auto-submitted',
  'report',
  'several-targets',
  'no-target',
  'unknown-required-option',
]);

const none: MdnRequest = { requested: false, to: null, cautions: [] };

/**
 * Reads a receipt request from the outer header of a message. A receipt is never sent without a person's word, and never
 * to what no person wrote: lists and bulk mail use receipts to learn which addresses are read, and answering a report
 * would make two machines talk for ever (RFC 8098 section 2.1, RFC 3834 section 2). A Return-Path that differs from the
 * target is shown, because it is how receipts are pointed at somebody else's mailbox.
 */
export function mdnRequest(root: MimePart): MdnRequest {
  const asked = fields(root, 'disposition-notification-to');
  if (asked.length === 0) return none;
  const cautions: MdnCaution[] = [];
  const targets = new Map<string, string>();
  for (const value of asked) {
    for (const { addr } of parseAddresses(value).addresses)
      if (addr.includes('@')) targets.set(foldAddress(addr), addr);
  }
  if (targets.size === 0) cautions.push('no-target');
  if (targets.size > 1) cautions.push('several-targets');
  if (isList(root)) cautions.push('list');
  if (/^\s*(?:bulk|list|junk)\b/i.test(field(root, 'precedence') ?? '')) cautions.push('bulk');
  const auto = (field(root, 'auto-submitted') ?? 'no')
    .replace(/[;(].*$/s, '')
    .trim()
    .toLowerCase();
  if (auto !== 'no' && auto !== '') cautions.push('auto-submitted');
  if (root.type.value === 'multipart/report') cautions.push('report');
  if (/=\s*required\b/i.test(field(root, 'disposition-notification-options') ?? '')) {
    cautions.push('unknown-required-option');
  }
  const returnPath = field(root, 'return-path')?.trim();
  if (returnPath !== undefined) {
    const path = foldAddress(returnPath.replace(/^<|>$/g, ''));
    // RFC 8098 section 2.1: an empty reverse path means that nobody wants an answer.
    if (path === '') cautions.push('auto-submitted');
    else if (!targets.has(path)) cautions.push('return-path-differs');
  }
  const to = cautions.some((caution) => forbidding.has(caution)) ? null : ([...targets.values()][0] ?? null);
  return { requested: to !== null, to, cautions };
}

function isList(root: MimePart): boolean {
  return root.headers.some(({ name }) => name === 'list-id' || name === 'list-post' || name === 'list-unsubscribe');
}

/** Whether a person who wants to may answer, judged from the message as it was read. */
export function mayAnswer(read: Pick<ReadMessage, 'view' | 'reports'>): { readonly may: boolean } {
  return { may: read.view.mdn.requested && read.view.mdn.to !== null && read.reports.length === 0 };
}

/** Words of a receipt in the language of who sends it; the promise is no larger than the fact (RFC 8098 section 2.2). */
export function receiptText(locale: 'en' | 'es'): { readonly subject: string; readonly text: string } {
  return locale === 'es'
    ? {
        subject: 'Confirmaci\u00f3n de lectura',
        text:
          'Esta es una confirmaci\u00f3n de lectura. Dice que el mensaje se mostr\u00f3 a alguien que lee este buz\u00f3n.\n' +
          'No dice que se haya comprendido ni que se haya actuado en consecuencia.\n',
      }
    : {
        subject: 'Read receipt',
        text:
          'This is a read receipt. It says that the message was displayed to somebody who reads this mailbox.\n' +
          'It does not say that it was understood, or acted upon.\n',
      };
}
