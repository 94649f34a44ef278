/** Limits of the OpenPGP room, each with its reason. */
export const openpgpLimits = {
  /** Bytes that one ciphertext may unfold to: compressed bombs reach 1:1000, and mail of more is not sent. */
  decompressedBytes: 128 * 1024 * 1024,
  /** Keys in one import. A keyring export of a large practice has a few hundred. */
  importKeys: 1000,
  /** Bytes of one import, armour included. */
  importBytes: 8 * 1024 * 1024,
  /** RSA keys below this are weak (NIST SP 800-131A; docs/command-line.md, decision 5). One less than 2,048: some have a leading zero. */
  rsaBits: 2047,
  /** Bytes of Autocrypt keydata: Autocrypt 1.1 section 2.1 lets receivers ignore headers of more than 10 KiB. */
  autocryptBytes: 7 * 1024,
  /** Public-key operations that are spent on hidden recipients of one message: each key is tried on each of them. */
  hiddenRecipientTries: 100,
  /** Session-key packets that are looked at. */
  recipients: 500,
  /** Signatures of one part that are judged. */
  signatures: 20,
  /** Keys in the ring that are asked about one signature; more than one holds the same signing key only by trickery. */
  signerKeys: 20,
  /** Memory of an Argon2 S2K, as a power of two of KiB: 64 MiB is what RFC 9580 recommends. */
  argon2MemoryExponent: 16,
} as const;
