import { asBuffer } from './bytes.ts';
import type { DefectCode } from './tree.ts';

export interface Transferred {
  readonly bytes: Uint8Array;
  readonly defect: Extract<DefectCode, 'base64-damaged' | 'quoted-printable-damaged' | 'cte-unknown'> | null;
}

/** Undoes a Content-Transfer-Encoding (RFC 2045 section 6). What is damaged is decoded as far as it goes. */
export function decodeTransfer(body: Uint8Array, encoding: string): Transferred {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return { bytes: decodeUuencode(body), defect: null };
    case '7bit':
    case '8bit':
    case 'binary':
    case '':
      return { bytes: body, defect: null };
    default:
      return { bytes: body, defect: 'cte-unknown' };
  }
}

/** Generators that encode in chunks leave padding in the middle; Node would stop there, so each segment is decoded. */
function decodeBase64(body: Uint8Array): Transferred {
  const text = asBuffer(body).toString('latin1');
  const damaged = /[^A-Za-z0-9+/=\s]/.test(text);
  const firstPad = text.indexOf('=');
  if (firstPad < 0 || /^[=\s]*$/.test(text.slice(firstPad))) {
    return { bytes: Buffer.from(text, 'base64'), defect: damaged ? 'base64-damaged' : null };
  }
  const segments = text.split(/=+/).map((segment) => Buffer.from(segment, 'base64'));
  return { bytes: Buffer.concat(segments), defect: 'base64-damaged' };
}

const hexValue = new Int8Array(256).fill(-1);
for (let i = 0; i < 10; i++) hexValue[0x30 + i] = i;
for (let i = 0; i < 6; i++) {
  hexValue[0x41 + i] = 10 + i;
  hexValue[0x61 + i] = 10 + i;
}

/**
 * Own decoder: the one at hand removes trailing blanks with a regular expression that takes quadratic time on a long run
 * of blanks, which is one line of mail for whoever wants to stall a reader.
 */
function decodeQuotedPrintable(body: Uint8Array): Transferred {
  const out = Buffer.allocUnsafe(body.length);
  let to = 0;
  let damaged = false;
  /** Output index after the last byte of this line that is not a literal blank. */
  let solid = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === 0x3d) {
      const high = hexValue[body[at + 1] ?? 0] as number;
      const low = hexValue[body[at + 2] ?? 0] as number;
      if (high >= 0 && low >= 0) {
        out[to++] = (high << 4) | low;
        solid = to;
        at += 2;
        continue;
      }
      // A soft line break, perhaps with blanks that a gateway put after it.
      let end = at + 1;
      while (body[end] === 0x20 || body[end] === 0x09) end++;
      if (end >= body.length) break;
      if (body[end] === 0x0d && body[end + 1] === 0x0a) {
        at = end + 1;
        solid = to;
        continue;
      }
      if (body[end] === 0x0a) {
        at = end;
        solid = to;
        continue;
      }
      damaged = true;
      out[to++] = byte;
      solid = to;
    } else if (byte === 0x0a || (byte === 0x0d && body[at + 1] === 0x0a)) {
      to = solid;
      out[to++] = byte;
      if (byte === 0x0d) out[to++] = body[++at] as number;
      solid = to;
    } else {
      out[to++] = byte;
      if (byte !== 0x20 && byte !== 0x09) solid = to;
    }
  }
  return { bytes: out.subarray(0, to), defect: damaged ? 'quoted-printable-damaged' : null };
}

/** uuencode as old Unix and Outlook mail has it: lines of up to 45 bytes between `begin` and `end`. */
function decodeUuencode(body: Uint8Array): Uint8Array {
  const chunks: Buffer[] = [];
  let inside = false;
  for (const line of asBuffer(body).toString('latin1').split('\n')) {
    if (!inside) {
      inside = /^begin(?:-base64)? [0-7]{3,4} /.test(line);
      continue;
    }
    const length = (line.charCodeAt(0) - 32) & 63;
    if (line.startsWith('end') || length === 0 || line.length < 2) break;
    const chunk = Buffer.alloc(length);
    for (let i = 0, at = 1; i < length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((offset) => ((line.charCodeAt(at + offset) || 32) - 32) & 63) as [
        number,
        number,
        number,
        number,
      ];
      for (const byte of [(a << 2) | (b >> 4), (b << 4) | (c >> 2), (c << 6) | d])
        if (i < length) chunk[i++] = byte & 255;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
