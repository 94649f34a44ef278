/** As the contract has it (shared/model/draft.ts): more recipients than this is a batch, not a message. */
export const maxRecipientsPerField = 500;

/** Quiet time after typing before a draft is saved: short enough that a power cut costs a word, not a sentence. */
export const autosaveDelayMs = 600;

/** Quiet time before the engine is asked for the plan again. */
export const planDelayMs = 250;

/** Quiet time before addresses are suggested. */
export const suggestDelayMs = 120;
export const suggestLimit = 8;

/** Bytes of all files of a message together (electron/engine/limits.ts has the same bound): most servers refuse more. */
export const maxAttachmentBytes = 25 * 1024 * 1024;

/** As the contract has it. */
export const maxAttachments = 500;

/** Longest subject the contract takes. */
export const maxSubjectLength = 2000;

/** Longest editor markup the contract takes. */
export const maxBodyHtmlLength = 5_000_000;

/**
 * Up to this many characters the whole text is scanned at a keystroke; above, after a pause, so that typing never waits
 * (ARCHITECTURE.md, "Budgets": a keystroke under 1 ms).
 */
export const liveScanLength = 200_000;
export const lateScanDelayMs = 400;

/** After this much quiet the side line follows the marks, so that a key costs no more than its own mark. */
export const panelDelayMs = 150;

/** After this much quiet what was noticed is said to screen readers. */
export const announceDelayMs = 900;

/** How long the line "accepted by the mail server" stays: long enough to be read by somebody who was on the phone. */
export const acceptedShownMs = 12_000;
