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

/** Generators that encode in chunks leave padding in the middle; Node would stop there, so what follows is decoded too. */
function decodeBase64(body: Uint8Array): Transferred {
  const text = asBuffer(body).toString('latin1');
  const damaged = /[^A-Za-z0-9+/=\s]/.test(text);
  const firstPad = text.indexOf('=');
  if (firstPad < 0 || /^[=\s]*$/.test(text.slice(firstPad))) {
    return { bytes: Buffer.from(text, 'base64'), defect: damaged ? 'base64-damaged' : null };
  }
  return { bytes: decodePadded(body), defect: 'base64-damaged' };
}

const sextet = new Int8Array(256).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((char, index) => {
  sextet[char.charCodeAt(0)] = index;
});
sextet[0x2d] = 62;
sextet[0x5f] = 63;

/** Base64 that starts anew after each padding. Into one buffer: a file of nothing but padding has millions of pieces. */
function decodePadded(body: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(Math.ceil(body.length * 0.75) + 3);
  let to = 0;
  let bits = 0;
  let count = 0;
  const end = (): void => {
    if (count >= 2) out[to++] = (bits >> (count === 2 ? 4 : 10)) & 255;
    if (count === 3) out[to++] = (bits >> 2) & 255;
    bits = 0;
    count = 0;
  };
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    const value = sextet[byte] as number;
    if (value >= 0) {
      bits = (bits << 6) | value;
      if (++count === 4) {
        out[to++] = bits >> 16;
        out[to++] = (bits >> 8) & 255;
        out[to++] = bits & 255;
        bits = 0;
        count = 0;
      }
    } else if (byte === 0x3d) end();
  }
  end();
  return out.subarray(0, to);
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

/**
 * uuencode as old Unix and Outlook mail has it: lines of up to 45 bytes between `begin` and `end`. Into one buffer, line
 * by line: a file of short lines has millions of them.
 */
function decodeUuencode(body: Uint8Array): Uint8Array {
  const source = asBuffer(body);
  const out = Buffer.allocUnsafe(body.length);
  let to = 0;
  let inside = false;
  let next = 0;
  for (let at = 0; at < source.length; at = next) {
    const newline = source.indexOf(10, at);
    const lineEnd = newline < 0 ? source.length : newline;
    next = lineEnd + 1;
    if (!inside) {
      inside = /^begin(?:-base64)? [0-7]{3,4} /.test(source.toString('latin1', at, Math.min(lineEnd, at + 40)));
      continue;
    }
    const length = ((source[at] ?? 0) - 32) & 63;
    if (source.toString('latin1', at, Math.min(lineEnd, at + 3)) === 'end' || length === 0 || lineEnd - at < 2) break;
    // A short line stands for blanks that a gateway took off; never more than the line could have held.
    const six = (offset: number): number => ((offset < lineEnd ? source[offset] || 32 : 32) - 32) & 63;
    for (let done = 0, from = at + 1; done < length && to < out.length; from += 4) {
      const [a, b, c, d] = [six(from), six(from + 1), six(from + 2), six(from + 3)];
      for (const byte of [(a << 2) | (b >> 4), (b << 4) | (c >> 2), (c << 6) | d]) {
        if (done < length && to < out.length) {
          out[to++] = byte & 255;
          done++;
        }
      }
    }
  }
  return out.subarray(0, to);
}
