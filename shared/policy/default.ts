import { z } from 'zod';
import { outcomes } from '../model/plan.ts';

const outcome = z.enum(outcomes);

/** What the clinic wants done in each case; every field is an outcome, or the words of the record-number form. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  /** PHI is likely, and a copy leaves without protection. */
  likelyUnprotected: outcome,
  /** PHI is possible, and a copy leaves without protection. */
  possibleUnprotected: outcome,
  /** A topic under special protection (42 CFR Part 2, psychotherapy, HIV, reproductive, genetic), unprotected. */
  sensitiveUnprotected: outcome,
  /** More than one patient seems to be named, and a copy leaves without protection. */
  bulkUnprotected: outcome,
  /** Likely PHI in the subject, which is not encrypted even when the body is (RFC 9580 and 3156 leave headers alone). */
  likelyInSubject: outcome,
  /** Possible PHI in the subject. */
  possibleInSubject: outcome,
  /** The answered message was encrypted, and a copy of the answer would not be. */
  protectionDropped: outcome,
  /** Likely PHI, every copy protected. */
  likelyProtected: outcome,
  /** Form of the clinic's record numbers (`#` digit, `@` letter), or empty. */
  recordNumberForm: z.string().max(40),
  /** The clinic's own numbers and addresses, which are nobody's secret. */
  allow: z.array(z.string().max(200)).max(1000),
});
export type Policy = z.infer<typeof policySchema>;

/**
 * In force while the clinic has no signed policy. It justifies rather than blocks: without an administrator who knows
 * the clinic's agreements, a block would send people back to their private mail.
 */
export const defaultPolicy: Policy = {
  version: 1,
  likelyUnprotected: 'justify',
  possibleUnprotected: 'inform',
  sensitiveUnprotected: 'inform',
  bulkUnprotected: 'justify',
  likelyInSubject: 'justify',
  possibleInSubject: 'inform',
  protectionDropped: 'justify',
  likelyProtected: 'none',
  recordNumberForm: '',
  allow: [],
};
