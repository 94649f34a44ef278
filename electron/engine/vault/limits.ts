/** Sizes and costs of the vault, each with its reason. */

/**
 * Argon2id for new wraps: the memory of RFC 9106 section 4's second recommendation (64 MiB) and four passes, with one
 * lane because the WebAssembly build runs on one thread, so more lanes would help only an attacker. 0.3 s on a desk PC
 * with free cores; OWASP's floor is 19 MiB with two passes.
 */
export const KDF_NEW = { memoryKiB: 65_536, passes: 4, lanes: 1 } as const;

/**
 * Bounds for parameters that are read from a vault file. Below: a tampered file must not make guessing cheap (OWASP's
 * floor). Above: it must not exhaust a PC with 4 GB, or freeze it for minutes.
 */
export const KDF_BOUNDS = {
  memoryKiB: { min: 19_456, max: 262_144 },
  passes: { min: 2, max: 10 },
  lanes: { min: 1, max: 4 },
} as const;

/** AES-256, SHA-256: every key here has 32 bytes. */
export const KEY_BYTES = 32;
/** NIST SP 800-38D section 8.2: 96 bits of nonce. Random is safe here: each KEK seals once. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
export const KDF_SALT_BYTES = 16;
export const RECOVERY_SALT_BYTES = 32;

/** 160 bits cannot be guessed, need no slow KDF, and fit on one line of a printed sheet. */
export const RECOVERY_KEY_BYTES = 20;

/** A vault file has about 1.5 kB; anything near this is not one. Read no further. */
export const VAULT_FILE_BYTES = 65_536;

/** A passphrase is the only thing that tells apart people who share an OS login. NIST SP 800-63B asks for 8 when a second factor stands beside it. */
export const PASSPHRASE_MIN = 12;
export const PASSPHRASE_MIN_DISTINCT = 6;
/** What must be left when the person's own name is taken out. */
export const PASSPHRASE_MIN_BESIDE_NAME = 8;
