/** After this long in front of somebody's eyes a message counts as seen. */
export const seenAfterMs = 1000;

/** A text block longer than this is shown in part first: a log of megabytes must not freeze the window. */
export const textShownAtOnce = 100_000;

/** Links are looked for in this much of a text block; what follows stays plain text. */
export const linkifiedLength = 200_000;

/** Quotes shorter than this many lines are not worth a button. */
export const quoteFoldsFrom = 3;

/** More earlier messages of a thread than this are folded into one line. */
export const earlierShown = 2;

/** Attachments shown before "Show all". */
export const attachmentsShown = 6;

/** What the built-in viewers take, decoded. The engine refuses more than 20 MiB. */
export const viewableImageBytes = 20 * 1024 * 1024;
export const viewableTextBytes = 2 * 1024 * 1024;

/** Height of a frame before its content is measured, and the tallest that it may get, in CSS pixels. */
export const frameHeightFirst = 120;
export const frameHeightMax = 60_000;

/** Content that grows with its own frame (`height: 100vh` plus a margin) is stopped after this many steps. */
export const frameGrowSteps = 24;

/** Width of the text on paper, in CSS pixels: A4 and Letter less 15 mm margins, whichever is narrower. */
export const paperWidth = 680;
