import { foldAddress } from '../../../shared/model/address.ts';
import type { Evidence } from '../../../shared/model/evidence.ts';
import type { Report } from '../rooms.ts';

/** Facts that a report states about one message that was sent. */
export interface ReportedEvidence {
  /** Message-ID of the original, without angle brackets. */
  readonly messageId: string;
  readonly evidence: Evidence[];
}

/** RFC 3464 section 2.3.3. */
const actions: Readonly<Record<string, Evidence['kind']>> = {
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'expanded',
  delayed: 'delayed',
  failed: 'failed',
};

/**
 * What a report says, as evidence; `at` is when it became known here (RFC 3339). Anyone can write a report (RFC 3464
 * section 4, RFC 8098 section 6), so whoever stores it keeps only facts about recipients of that very message, and a
 * receipt says that it is not proven. A report that names no original message tells nothing.
 *
 * The recipient is the one we wrote to (`Original-Recipient`) where the report says so: the final one may be an address
 * behind a forwarding that we never knew.
 */
export function evidenceFrom(report: Report, at: string): ReportedEvidence[] {
  const messageId = report.original_message_id?.trim().replace(/^<|>$/g, '') ?? '';
  if (messageId === '' || report.kind === 'arf') return [];
  const evidence: Evidence[] = [];
  for (const recipient of report.recipients) {
    const addr = foldAddress(recipient.original_recipient ?? recipient.final_recipient);
    if (addr === '' || addr.length > 320) continue;
    const fact = report.kind === 'dsn' ? ofDsn(recipient) : ofMdn(report.disposition ?? '');
    if (!fact) continue;
    evidence.push({ ...fact, at, recipient: addr, method: null, source: report.kind });
  }
  return evidence.length > 0 ? [{ messageId, evidence }] : [];
}

type Fact = Pick<Evidence, 'kind' | 'detail'>;

function ofDsn(recipient: Report['recipients'][number]): Fact | undefined {
  const kind = actions[recipient.action?.toLowerCase() ?? actionOf(recipient.status)];
  if (!kind) return undefined;
  const parts = [recipient.status, recipient.diagnostic].filter((part) => part !== null && part !== '');
  return { kind, detail: cut(parts.join(' ')) };
}

/** What a status says where the action is missing, which RFC 3464 forbids and servers do. */
function actionOf(status: string | null): string {
  return status?.startsWith('5') ? 'failed' : status?.startsWith('4') ? 'delayed' : '';
}

/**
 * RFC 8098 section 3.2.6: `manual-action/MDN-sent-manually; displayed`. The detail keeps these words, which say whether
 * a person or a program answered, and that nothing proves it.
 */
function ofMdn(disposition: string): Fact | undefined {
  const match = /^[\w-]+\s*\/\s*[\w-]+\s*;\s*([\w-]+)\s*(?:\/\s*(.*))?$/.exec(disposition.trim());
  if (!match) return undefined;
  const [, type = '', modifier = ''] = match;
  const shown = type.toLowerCase() === 'displayed' && !/error|failed|failure/i.test(modifier);
  return { kind: shown ? 'displayed' : 'mdn-other', detail: cut(`${disposition.trim()}; not proven`) };
}

function cut(text: string): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > 500 ? `${clean.slice(0, 499)}\u2026` : clean;
}
