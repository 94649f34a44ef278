import { createHmac } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { storeLimits } from './limits.ts';
import { collapse, expand } from './transfer.ts';

/** Bytes as they are kept: bit 0 of `codec` says zstd (RFC 8878), bit 1 that base64 parts were collapsed before (transfer.ts). */
export interface Packed {
  readonly codec: 0 | 1 | 2 | 3;
  readonly bytes: Uint8Array;
}

/** Makes bytes smaller without losing one of them. */
export function pack(raw: Uint8Array): Packed {
  if (raw.length < 64) return { codec: 0, bytes: raw };
  const collapsed = collapse(asBuffer(raw));
  const small = collapsed ?? raw;
  const packed = zstdCompressSync(small, { params: { [constants.ZSTD_c_compressionLevel]: storeLimits.zstdLevel } });
  if (packed.length < small.length * (1 - storeLimits.zstdMinSaving)) {
    return { codec: collapsed ? 3 : 1, bytes: packed };
  }
  return { codec: collapsed ? 2 : 0, bytes: small };
}

/** Gives back what `pack` took; `size` is the length that was stored with it. */
export function unpack(codec: number, bytes: Uint8Array, size: number): Uint8Array {
  // Segment headers can make the collapsed form of a tiny gain a little longer than what it came from, never twice.
  const limit = Math.min(Math.max(size * 2, 64), storeLimits.sourceBytes);
  const small = (codec & 1) === 1 ? zstdDecompressSync(bytes, { maxOutputLength: limit }) : bytes;
  return (codec & 2) === 2 ? expand(asBuffer(small), size) : small;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * HMAC-SHA-256 of content under a derived key: equal bytes are stored once, and the hash tells somebody without the
 * key nothing about which known document is there.
 */
export function contentHash(key: Buffer, raw: Uint8Array): Buffer {
  return createHmac('sha256', key).update(raw).digest();
}
