/** What `careseal inspect` prints, in VERDICT.md's shape. Filled in field by field; `null` where no room answers yet. */
export type Inspection = Readonly<Record<string, unknown>>;
