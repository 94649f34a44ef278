/** Sizes of the audit log, each with its reason. */

/** The control contract carries up to 60,000 characters of one sealed entry: 43,008 bytes make 57,344 of base64url, the JWE's head comes on top. */
export const ENTRY_MAX_BYTES = 43_008;

/**
 * Entries are padded to steps of this size: within a step the length of a sealed entry tells nothing about names or
 * number of recipients. Nearly all entries fit into the first.
 */
export const ENTRY_STEP_BYTES = 768;

/** A line around a sealed entry: sequence number, time, hash and JSON. A longer line is no line of ours. */
export const LINE_MAX_BYTES = 65_536;

/** What is read from the end of the log to go on from there: room for the longest line and a torn one after it. */
export const TAIL_BYTES = 4 * LINE_MAX_BYTES;

/** Entries that engine and main each keep while the workstation has no audit key yet: minutes of setting up, not a working day. */
export const WAITING_MAX = 200;

/** The last number and hash go to the keychain at most this often; lock and exit write them at once. */
export const HEAD_DELAY_MS = 2_000;

/** How long opening the log waits for the keychain: it may be asking somebody for a password, and the window must come. */
export const OPEN_WAIT_MS = 1_500;
