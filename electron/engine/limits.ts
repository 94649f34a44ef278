/** Limits of the engine's own rooms. Each with its reason; none may be turned off by a setting. */

/** Opened messages kept in memory: the one that is read, its neighbours, and one per composer that quotes. */
export const OPENED_KEPT = 8;

/** Bytes of an attachment that the built-in viewers take: beyond this a picture freezes the window. */
export const VIEWABLE_BYTES = 20 * 1024 * 1024;

/** Bytes of one attachment to be sent. Common servers take 25 to 35 MB for a whole message after transfer encoding. */
export const ATTACHMENT_BYTES = 25 * 1024 * 1024;

/** Bytes of all attachments of a draft together, for the same reason. */
export const ATTACHMENTS_BYTES = 25 * 1024 * 1024;

/** How many ways to undo are remembered; older ones are beyond what anybody would look for. */
export const UNDO_KEPT = 200;

/** Redirects of names in one folder before giving up: "result.pdf", "result (2).pdf" and so on. */
export const SAVE_NAME_TRIES = 1000;

/**
 * Facts about one message beyond which reports add no more. The contract carries 10,000; our own facts about 1,500
 * recipients need 4,500 of them, and a flood of forged reports must not make a sent message impossible to open.
 */
export const EVIDENCE_FROM_OTHERS = 8000;
