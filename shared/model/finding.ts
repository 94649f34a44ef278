import { z } from 'zod';

/** Kinds of finding; the names are the command line's (`careseal scan`). */
export const findingTypes = [
  'NAME',
  'STAFF_NAME',
  'DATE',
  'DOB',
  'PHONE',
  'FAX',
  'EMAIL',
  'SSN',
  'MRN',
  'HEALTH_PLAN',
  'NPI',
  'ACCOUNT',
  'LICENSE',
  'VEHICLE',
  'DEVICE',
  'URL',
  'IP',
  'ADDRESS',
  'FACILITY',
  'AGE90',
  'OTHER_ID',
  'HEALTH',
] as const;
export const findingTypeSchema = z.enum(findingTypes);
export type FindingType = z.infer<typeof findingTypeSchema>;

export const scanFields = ['subject', 'body', 'html', 'attachment'] as const;

/**
 * One PHI hit. `start` and `end` are UTF-16 code units of the field as it was given. The found value is not part of a
 * finding, so a finding may be shown, counted and audited without care.
 */
export const findingSchema = z.strictObject({
  field: z.enum(scanFields),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  type: findingTypeSchema,
  confidence: z.number().min(0).max(1),
  /** Stable code of why; the words are in the message catalogues. */
  reason: z.string().max(80),
});
export type Finding = z.infer<typeof findingSchema>;

export const phiLevels = ['none', 'possible', 'likely'] as const;
export const scanDecisionSchema = z.strictObject({
  phi: z.boolean(),
  level: z.enum(phiLevels),
  bulk: z.boolean(),
  sensitive: z.array(z.string().max(40)),
  reasons: z.array(z.string().max(80)),
});
/** What the findings of one message amount to, before recipients are looked at. */
export type ScanDecision = z.infer<typeof scanDecisionSchema>;
