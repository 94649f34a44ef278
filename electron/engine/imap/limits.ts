/** Sizes, counts and times of the IMAP side, each with its reason. */

/** A connection that is not made in this time counts as unreachable; a hotel network takes 10 s to say nothing. */
export const connectTimeoutMs = 20_000;
/** A server that says nothing for so long while something is asked of it is gone. */
export const socketTimeoutMs = 120_000;
/** RFC 2177: re-issue IDLE at least every 29 minutes; 25 leaves room for a slow answer. */
export const idleRestartMs = 25 * 60_000;
/** How often the folders that IDLE does not watch are asked for news. One LIST-STATUS, so it is cheap. */
export const pollMs = 60_000;
/** Servers without CONDSTORE say nothing of changed flags in STATUS: every so many polls all flags are listed. */
export const flagListingEveryPolls = 10;
/** Messages described (size, flags, date) in one FETCH: about 60 kB of answer. */
export const describeBatch = 500;
/** Messages whose sources are fetched in one FETCH and stored in one transaction. */
export const fetchBatchMessages = 100;
/** Bytes of one such FETCH: what two batches in flight may take of the engine's memory. */
export const fetchBatchBytes = 6_000_000;
/** The first batch of a folder is small, so that a new account shows mail within a second. */
export const firstBatchMessages = 20;
/** Larger messages come with headers first and their body at the end of the folder's sync. */
export const bigMessageBytes = 1_000_000;
/** Larger messages keep only their headers until somebody opens them; 150 MB is above what mail servers accept. */
export const hugeMessageBytes = 50_000_000;
/** A server that announces a literal larger than this is broken or hostile. */
export const literalBytes = 200_000_000;
/** One line without a literal; a FLAGS or SEARCH answer of 300,000 UIDs is 2.5 MB. */
export const lineBytes = 32_000_000;
/** Waits between attempts to connect: 1 s, doubling up to 5 minutes. */
export const backoffFirstMs = 1_000;
export const backoffMostMs = 5 * 60_000;
/** Events per second are limited to 4: the window redraws its list for each. */
export const eventEveryMs = 250;
/** A replayed change that the server refused so often is given up, and the server's state is taken. */
export const operationAttempts = 5;
/** Until a refused change is tried again: with five attempts somebody's lock on the folder has most of a minute to end. */
export const replayAgainMs = 10_000;
/** How long a call from the window may wait for the connection before it is told that there is none. */
export const callWaitMs = 15_000;
/** Folders beyond this are not listed: more than a clinic has, and less than a broken server may send. */
export const mostMailboxes = 2_000;
/** A new account gets so many of the newest messages of every folder before the rest of the largest one. */
export const firstLook = 200;
/** An IDLE that ends sooner than this was not one; the next is begun no earlier. */
export const idleAtLeastMs = 250;
/** Bodies beyond the account's limits are evicted this often: each sweep reads the whole list of bodies. */
export const sweepEveryMs = 3_600_000;
