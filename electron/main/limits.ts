/** Times and counts of main, each with its reason. */

/** How often the idle clock looks. A countdown in whole seconds needs no more. */
export const idleTickMs = 1000;

/** Seconds of warning before an idle lock. */
export const countdownSeconds = 20;

/**
 * A gap between two ticks that means that the machine slept or was stopped. Long enough for a busy machine, short
 * enough that nobody walks up to a laptop that was just opened and finds mail on it.
 */
export const sleepGapMs = 30_000;

/** Idle limit until the engine has said what the profile chose. */
export const defaultIdleSeconds = 600;

/** How long to wait for killed processes before reporting that they are still there. */
export const goneLimitMs = 2000;

/** How often to ask whether a killed process is gone. */
export const gonePollMs = 3;

/** So many unexpected ends within so long mean that starting again does not help. */
export const crashLimit = 4;
export const crashWindowMs = 60_000;

/** How often to ask the system whether there is a network. */
export const onlinePollMs = 5000;

/** Longest URL that is handed to the system browser; Windows refuses more than about this anyway. */
export const urlLimit = 8000;

/** How long quitting waits for the audit log's last word in the keychain, which may be asking for a password. */
export const quitLimitMs = 2000;
