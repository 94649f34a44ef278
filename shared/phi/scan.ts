import type { Finding } from '../model/finding.ts';
import { bareValue, detect, type Knowledge } from './detect.ts';
import type { Candidate } from './field.ts';
import { maxFieldLength, maxFindings } from './limits.ts';
import { type Normalised, normaliseHtml, normaliseText } from './normalise.ts';
import { RecordPattern } from './pattern.ts';

export type ScanField = Finding['field'];

/** What may be said to the scan besides the text. */
export interface ScanOptions {
  /** Values never to report: the clinic's own telephone numbers, addresses, NPIs. Compared by letters and digits. */
  readonly allow?: readonly string[] | undefined;
  /** Form of the clinic's record numbers: `#` digit, `@` letter, else itself. */
  readonly mrnPattern?: string | undefined;
}

/** A message as the scan sees it; `body` is plain text. */
export interface ScannedMessage {
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly html?: string | undefined;
  readonly attachments?: readonly { readonly text: string }[] | undefined;
}

/** Compiles options once for many scans. */
export function knowledgeOf(options: ScanOptions): Knowledge {
  return {
    allowed: new Set((options.allow ?? []).map(bareValue).filter((value) => value !== '')),
    pattern: options.mrnPattern ? new RecordPattern(options.mrnPattern) : undefined,
  };
}

/** Puts candidates back to the offsets of the field as it was given. */
export function toFindings(candidates: readonly Candidate[], normalised: Normalised, field: ScanField): Finding[] {
  const out: Finding[] = [];
  for (const candidate of candidates) {
    const { start, end } = normalised.original(candidate.start, candidate.end);
    out.push({ field, start, end, type: candidate.type, confidence: candidate.confidence, reason: candidate.reason });
    if (out.length === maxFindings) break;
  }
  return out;
}

function scanWith(text: string, field: ScanField, knowledge: Knowledge): Finding[] {
  const given = text.length > maxFieldLength ? text.slice(0, maxFieldLength) : text;
  const normalised = field === 'html' ? normaliseHtml(given) : normaliseText(given);
  return toFindings(detect(normalised.text, knowledge), normalised, field);
}

/**
 * Findings of one field, in order, not overlapping. Offsets are UTF-16 code units of `text` as given; for `html` they
 * point into the markup. Pure and deterministic; time is linear in the length of the text.
 */
export function scanText(text: string, options: ScanOptions & { readonly field: ScanField }): Finding[] {
  return scanWith(text, options.field, knowledgeOf(options));
}

/** Findings of a whole message: subject, then body, then HTML, then the text of the attachments. */
export function scanMessage(message: ScannedMessage, options: ScanOptions = {}): Finding[] {
  const knowledge = knowledgeOf(options);
  const findings: Finding[] = [];
  if (message.subject) findings.push(...scanWith(message.subject, 'subject', knowledge));
  if (message.body) findings.push(...scanWith(message.body, 'body', knowledge));
  if (message.html) findings.push(...scanWith(message.html, 'html', knowledge));
  for (const { text } of message.attachments ?? []) findings.push(...scanWith(text, 'attachment', knowledge));
  return findings.length > maxFindings ? findings.slice(0, maxFindings) : findings;
}
