/** Times and counts of main's part of the vault, each with its reason. */

/**
 * How long the OS keychain may take. Long enough for a person to find and answer its password prompt, short enough
 * that a hung keychain service ends in words instead of an endless wait.
 */
export const KEYCHAIN_ANSWER_MS = 60_000;

/**
 * Keychain entries that are kept open. A session bus allows 256 connections to a user by default, and the library
 * opens one for each entry; a workstation with a dozen profiles uses about thirty.
 */
export const ENTRIES_KEPT = 48;

/** Wrong tries that cost nothing but the wait for Argon2id: Caps Lock, the other keyboard, last month's passphrase. */
export const FREE_ATTEMPTS = 4;
/** The first delay; each further failure doubles it. */
export const FIRST_DELAY_MS = 10_000;
/** Fifteen minutes allow four guesses an hour, and still let staff in on the day they need to. */
export const LONGEST_DELAY_MS = 900_000;

/** A count file has 80 bytes; more is not one. */
export const ATTEMPTS_FILE_BYTES = 4_096;
/** A vault file has 1.5 kB (engine/vault/limits.ts). */
export const VAULT_FILE_BYTES = 65_536;
