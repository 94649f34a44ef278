import { decodeText } from './mime/body.ts';
import type { LayerKind, LayerSignature } from './mime/inspection.ts';
import type { MimePart } from './mime/tree.ts';

/** What kind of cryptographic layer a part is, or `null` (RFC 3156, RFC 8551). */
export function layerKind(part: MimePart): LayerKind | null {
  const { value, params } = part.type;
  const protocol = params.get('protocol')?.toLowerCase();
  if (value === 'multipart/encrypted') {
    return protocol === 'application/pgp-encrypted' || part.children[0]?.type.value === 'application/pgp-encrypted'
      ? 'pgp-mime-enc'
      : null;
  }
  if (value === 'multipart/signed') {
    const type = part.children[1]?.type.value;
    if (protocol === 'application/pgp-signature' || type === 'application/pgp-signature') return 'pgp-mime-sig';
    if (/^application\/(?:x-)?pkcs7-signature$/.test(protocol ?? type ?? '')) return 'smime-sig-detached';
    return null;
  }
  if (/^application\/(?:x-)?pkcs7-mime$/.test(value)) {
    const smime = params.get('smime-type')?.toLowerCase() ?? '';
    if (smime === 'signed-data') return 'smime-sig-opaque';
    if (smime === 'certs-only') return null;
    return smime === 'authenveloped-data' ? 'smime-authenv' : 'smime-env';
  }
  return null;
}

export interface InlineArmor {
  readonly kind: 'pgp-inline-enc' | 'pgp-inline-sig';
  readonly armored: string;
  /** The text around it, which it neither hides nor proves. */
  readonly before: string;
  readonly after: string;
}

/** The inline PGP in a text part, if there is any. */
export function inlineArmor(part: MimePart): InlineArmor | null {
  const { text } = decodeText(part);
  return (
    between(text, 'SIGNED MESSAGE', 'SIGNATURE', 'pgp-inline-sig') ??
    between(text, 'MESSAGE', 'MESSAGE', 'pgp-inline-enc')
  );
}

/** The first armour of a kind that starts at the beginning of a line. Looked for once, so that a page of them is no trap. */
function between(text: string, begin: string, end: string, kind: InlineArmor['kind']): InlineArmor | null {
  const head = `-----BEGIN PGP ${begin}-----`;
  let from = text.startsWith(head) ? 0 : text.indexOf(`\n${head}`);
  if (from < 0) return null;
  if (from > 0) from++;
  const tail = `-----END PGP ${end}-----`;
  const to = text.indexOf(`\n${tail}`, from);
  if (to < 0) return null;
  const armored = `${text.slice(from, to + 1)}${tail}\n`;
  return { kind, armored, before: text.slice(0, from), after: text.slice(to + 1 + tail.length) };
}

/** RFC 3156 section 5: line ends are CRLF when the digest is made, whatever a server or file system made of them. */
export function canonical(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let bare = 0;
  for (let at = source.indexOf(10); at >= 0; at = source.indexOf(10, at + 1)) if (source[at - 1] !== 13) bare++;
  if (bare === 0) return bytes;
  const out = Buffer.allocUnsafe(source.length + bare);
  let to = 0;
  for (let i = 0; i < source.length; i++) {
    if (source[i] === 10 && source[i - 1] !== 13) out[to++] = 13;
    out[to++] = source[i] as number;
  }
  return out;
}

/** A signature of which nothing but this word is known. */
export function emptySignature(status: 'invalid' | 'unsupported' | 'no-signer'): LayerSignature {
  return {
    status,
    crypto_ok: false,
    identity_match: false,
    signer: { emails: [], name: null, fingerprint: null, keyid: null, cert_subject: null, cert_serial: null },
    signed_at: null,
    digest: null,
    chain: null,
    revocation: null,
  };
}
