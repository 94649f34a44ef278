import { createHmac } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { storeLimits } from './limits.ts';

/** Bytes as they are kept: `codec` 0 is as they are, 1 is zstd (RFC 8878). */
export interface Packed {
  readonly codec: 0 | 1;
  readonly bytes: Uint8Array;
}

/** Compresses, unless that saves next to nothing. */
export function pack(raw: Uint8Array): Packed {
  if (raw.length < 64) return { codec: 0, bytes: raw };
  const packed = zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: storeLimits.zstdLevel } });
  return packed.length < raw.length * (1 - storeLimits.zstdMinSaving)
    ? { codec: 1, bytes: packed }
    : { codec: 0, bytes: raw };
}

/** Gives back what `pack` took; `size` is the length that was stored with it. */
export function unpack(codec: number, bytes: Uint8Array, size: number): Uint8Array {
  if (codec === 0) return bytes;
  return zstdDecompressSync(bytes, { maxOutputLength: Math.min(Math.max(size, 1), storeLimits.sourceBytes) });
}

/**
 * HMAC-SHA-256 of content under a derived key: equal bytes are stored once, and the hash tells somebody without the
 * key nothing about which known document is there.
 */
export function contentHash(key: Buffer, raw: Uint8Array): Buffer {
  return createHmac('sha256', key).update(raw).digest();
}
