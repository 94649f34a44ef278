/** Times, counts and sizes of submission, each with its reason. */

/** A connection that is not made in this time counts as unreachable. */
export const connectTimeoutMs = 20_000;
/** RFC 5321 section 4.5.3.2.6: wait 10 minutes for the reply after the message, or a slow scanner makes duplicates. */
export const socketTimeoutMs = 10 * 60_000;
/** Waits after a temporary refusal (4yz) by attempt, in seconds: a greylist lets pass after a few minutes. */
export const retrySeconds: readonly number[] = [30, 60, 120, 300, 300, 600, 600, 900, 900, 1800, 1800];
/** Waits while the server cannot be reached: 2 s, doubling up to 5 minutes; they do not count as attempts. */
export const unreachableFirstMs = 2_000;
export const unreachableMostMs = 5 * 60_000;
/** A message that could not reach any server for so long becomes a question; a desk must know by the next morning. */
export const unreachableLimitMs = 12 * 3_600_000;
/** Server replies are kept as received, cut to what the contract allows. */
export const replyCharacters = 500;
/** How long the end of the wire waits for a reply to a message that is on its way before it gives up. */
export const lastReplyMs = 3_000;
/** Pieces in which a message is handed to the connection. */
export const pieceBytes = 64 * 1024;
/** No timer longer than this: the clock may be set, and workstations sleep. */
export const longestTimerMs = 30_000;
