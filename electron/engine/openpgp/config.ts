import { type Config, config, enums, type PartialConfig } from 'openpgp';
import { openpgpLimits } from './limits.ts';

/**
 * What is written: v4 keys and SEIPDv1, because gpg 2.2 and Thunderbird read nothing newer. No
 * compression, so that ciphertext length says nothing about how well secrets compress, no version line, no comment.
 */
export const writing: PartialConfig = {
  aeadProtect: false,
  v6Keys: false,
  preferredHashAlgorithm: enums.hash.sha512,
  preferredSymmetricAlgorithm: enums.symmetric.aes256,
  preferredCompressionAlgorithm: enums.compression.uncompressed,
  showVersion: false,
  showComment: false,
  minRSABits: openpgpLimits.rsaBits,
  // gpg shows such notations; the salt that they carry helps against fault attacks on EdDSA keys only.
  nonDeterministicSignaturesViaNotation: false,
};

/**
 * What is read: everything back to RFC 2440 that is integrity protected. Old ciphers and short keys must open, because a
 * clinic has to be able to read its records; how they are judged is decided after (docs/command-line.md, decision 5).
 */
export const reading: PartialConfig = {
  allowUnauthenticatedMessages: false,
  allowUnauthenticatedStream: false,
  minRSABits: 512,
  maxDecompressedMessageSize: openpgpLimits.decompressedBytes,
  maxArgon2MemoryExponent: openpgpLimits.argon2MemoryExponent,
  rejectPublicKeyAlgorithms: new Set(),
  rejectHashAlgorithms: new Set(),
  rejectMessageHashAlgorithms: new Set(),
  rejectCurves: new Set(),
  allowInsecureDecryptionWithSigningKeys: true,
  allowMissingKeyFlags: true,
  ignoreUnsupportedPackets: true,
  ignoreMalformedPackets: false,
  // The constant-time path knows AES only, and records in 3DES or CAST5 must open. The oracle that it closes needs an
  // answer per guess; nothing here answers a message by itself.
  constantTimePKCS1Decryption: false,
};

/** Judging a key's own signatures: SHA-1 self-signatures of old keys are let pass, MD5 is not. */
export const judging: PartialConfig = {
  ...reading,
  minRSABits: openpgpLimits.rsaBits,
  rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd]),
};

// bzip2 alone asks the library's global setting for its limit.
config.maxDecompressedMessageSize = openpgpLimits.decompressedBytes;

/** The whole configuration, for the calls that take no partial one. */
export function complete(part: PartialConfig): Config {
  return { ...config, ...part };
}
