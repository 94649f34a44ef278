import { decodeText } from '../mime/body.ts';
import { field, isNestedMessage, type MimePart, type MimeTree } from '../mime/tree.ts';
import type { Report } from '../rooms.ts';
import { parseBounce } from './bounce.ts';
import { type FieldGroup, fieldGroups, messageIdOf, statusOf, typedAddress } from './fields.ts';
import { deliveryLimits } from './limits.ts';

const dsnTypes = new Set(['message/delivery-status', 'message/global-delivery-status']);
const mdnTypes = new Set(['message/disposition-notification', 'message/global-disposition-notification']);
const originalTypes = new Set(['text/rfc822-headers', 'message/global-headers', 'message/rfc822-headers']);

/**
 * Reports in a message: delivery status (RFC 3464), disposition (RFC 8098), abuse (RFC 5965), and bounces in free form
 * as far as they can be understood. Reports inside a forwarded message are not this message's. Never throws.
 */
export function parseReports(tree: Pick<MimeTree, 'root'>): Report[] {
  const parts = [...ownParts(tree.root)];
  const original = originalId(tree.root, parts) ?? answeredId(tree.root);
  const reports: Report[] = [];
  for (const part of parts) {
    const type = part.type.value;
    if (reports.length === deliveryLimits.reports) break;
    if (dsnTypes.has(type)) reports.push(parseDsn(groupsOf(part), original));
    else if (mdnTypes.has(type)) reports.push(parseMdn(groupsOf(part), original));
    else if (type === 'message/feedback-report') reports.push(parseArf(groupsOf(part), original));
  }
  if (!reports.some((report) => report.kind !== 'dsn' || report.recipients.length > 0)) {
    const bounce = parseBounce(tree.root, parts, original);
    if (bounce) return [bounce];
  }
  return reports;
}

/** The message's parts without what is inside nested messages; those themselves are among them. */
function* ownParts(part: MimePart): Generator<MimePart> {
  yield part;
  if (isNestedMessage(part)) return;
  for (const child of part.children) yield* ownParts(child);
}

function groupsOf(part: MimePart): FieldGroup[] {
  // Written as a message, a status report may have been parsed as one: its text is all of it.
  return fieldGroups(decodeText(part).text.slice(0, deliveryLimits.statusText));
}

/** Message-ID of the message that a report is about: from the returned message or its header. */
function originalId(root: MimePart, parts: readonly MimePart[]): string | null {
  for (const part of parts) {
    if (part === root) continue;
    const inner = isNestedMessage(part) ? part.children[0] : undefined;
    if (inner) {
      const id = messageIdOf(field(inner, 'message-id'));
      if (id) return id;
    } else if (originalTypes.has(part.type.value)) {
      for (const group of groupsOf(part)) {
        const id = messageIdOf(group.get('message-id'));
        if (id) return id;
      }
    }
  }
  return null;
}

/** Some servers answer with References or In-Reply-To where they return nothing of the message. */
function answeredId(root: MimePart): string | null {
  return messageIdOf(field(root, 'in-reply-to')) ?? messageIdOf(field(root, 'references')?.trim().split(/\s+/).at(-1));
}

function parseDsn(groups: readonly FieldGroup[], original: string | null): Report {
  const recipients: Report['recipients'][number][] = [];
  let reporting: string | null = null;
  let envelopeId: string | null = null;
  for (const group of groups) {
    reporting ??= afterType(group.get('reporting-mta') ?? group.get('dsn-gateway'));
    envelopeId ??= group.get('original-envelope-id') ?? null;
    const final = typedAddress(group.get('final-recipient'));
    const first = typedAddress(group.get('original-recipient'));
    const addr = final ?? first ?? typedAddress(group.get('x-actual-recipient'));
    const action =
      group
        .get('action')
        ?.split(/[\s;(]/)[0]
        ?.toLowerCase() || null;
    if (addr === null || recipients.length === deliveryLimits.recipients) continue;
    const diagnostic = group.get('diagnostic-code');
    const status = statusOf(group.get('status'));
    recipients.push({
      final_recipient: addr,
      original_recipient: first,
      action,
      status,
      diagnostic:
        diagnostic === undefined ? null : (afterType(diagnostic)?.slice(0, deliveryLimits.diagnostic) ?? null),
    });
  }
  return {
    kind: 'dsn',
    recipients,
    disposition: null,
    original_message_id: idOfEnvelope(envelopeId) ?? original,
    reporting,
  };
}

/** An envelope id that is a Message-ID says best what was sent; `+3C` and the like is xtext (RFC 3461 section 4). */
function idOfEnvelope(value: string | null): string | null {
  if (value === null) return null;
  const plain = value.replace(/\+([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return plain.includes('@') ? messageIdOf(plain) : null;
}

function afterType(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = value.slice(value.indexOf(';') + 1).trim();
  return text === '' ? null : text;
}

function parseMdn(groups: readonly FieldGroup[], original: string | null): Report {
  // One group by the standard; a stray empty line must not cut off the disposition.
  const all = new Map(groups.toReversed().flatMap((group) => [...group]));
  const final = typedAddress(all.get('final-recipient'));
  const first = typedAddress(all.get('original-recipient'));
  const addr = final ?? first;
  return {
    kind: 'mdn',
    recipients: addr
      ? [{ final_recipient: addr, original_recipient: first, action: null, status: null, diagnostic: null }]
      : [],
    disposition: all.get('disposition')?.slice(0, deliveryLimits.diagnostic) ?? null,
    original_message_id: messageIdOf(all.get('original-message-id')) ?? original,
    reporting: all.get('reporting-ua') ?? null,
  };
}

function parseArf(groups: readonly FieldGroup[], original: string | null): Report {
  const recipients: Report['recipients'][number][] = [];
  let reporting: string | null = null;
  for (const group of groups) {
    reporting ??= afterType(group.get('reporting-mta')) ?? group.get('user-agent') ?? null;
    const addr = typedAddress(group.get('original-rcpt-to')) ?? typedAddress(group.get('removal-recipient'));
    if (addr === null) continue;
    recipients.push({ final_recipient: addr, original_recipient: addr, action: null, status: null, diagnostic: null });
  }
  return { kind: 'arf', recipients, disposition: null, original_message_id: original, reporting };
}
