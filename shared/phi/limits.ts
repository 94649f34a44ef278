/** Bounds of the detector, each with its reason. All counts are UTF-16 code units of the normalised text. */

/** How far a keyword reaches on either side of a candidate: Purview's proximity for its HIPAA template. */
export const contextReach = 300;

/** How far a label such as "DOB" reaches to its value. */
export const labelReach = 40;

/**
 * How far beyond its own line a finding can depend on text: a label may stand `labelReach` before its value, the context
 * window is counted from the label, and label and context word may each be a phrase of `maxPhraseChars`. The
 * incremental scan rescans this far around a change.
 */
export const dependencyReach = contextReach + labelReach + 260;

/** Longest phrase of the lexicon, in words; a phrase that is looked up is never walked further. */
export const maxPhraseWords = 6;

/** Longest phrase of the lexicon in characters, blanks included; longer runs are not one phrase. */
export const maxPhraseChars = 100;

/** A line at least this long whose sentence goes on was wrapped by a mail program, not ended by its writer. */
export const wrappedLineLength = 45;

/** Text of one field that is looked at; a message beyond it is scanned to here and says so (`cutAt` of the scan). */
export const maxFieldLength = 8_000_000;

/** Findings of one field; more adds nothing to a decision and would only weigh on the window. */
export const maxFindings = 10_000;
