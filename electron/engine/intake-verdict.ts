import { foldAddress } from '../../shared/model/address.ts';
import type { SignatureDetail, SignatureStatus, Verdict } from '../../shared/model/verdict.ts';
import type { OpenedLayer, OpenedMessage, PlacedPart } from './intake-open.ts';
import type { Shape } from './intake-shape.ts';
import { asciiAddress } from './mime/address.ts';
import type { InspectedAddress, LayerSignature, SenderCheck } from './mime/inspection.ts';
import type { MimePart } from './mime/tree.ts';
import type { JudgedSignature } from './openpgp/judge.ts';

export interface Judged {
  readonly verdict: Verdict;
  readonly details: readonly SignatureDetail[];
  readonly tone: 'none' | 'proven' | 'look' | 'stop';
}

type Word = Verdict['signature'];
/** From best to worst; the worst that covers visible content decides. */
const order: readonly Word[] = ['none', 'valid', 'partial', 'unknown-key', 'mismatch', 'invalid'];
const undecided: ReadonlySet<SignatureStatus> = new Set([
  'unknown-key',
  'not-accepted',
  'chain-untrusted',
  'unsupported',
  'no-signer',
]);

/** True when the one From address, and nothing else that looks like a sender, is among the signer's addresses. */
export function identityMatches(emails: readonly string[], from: readonly InspectedAddress[]): boolean {
  const [sender] = from;
  if (from.length !== 1 || !sender?.addr_ascii) return false;
  return emails.some((email) => foldAddress(asciiAddress(email)) === foldAddress(sender.addr_ascii));
}

/** A judged signature in the shape that is printed. */
export function layerSignature(judged: JudgedSignature, from: readonly InspectedAddress[]): LayerSignature {
  return {
    status: judged.status,
    crypto_ok: judged.cryptoOk,
    identity_match: identityMatches(judged.emails, from),
    signer: {
      emails: judged.emails,
      name: judged.name,
      fingerprint: judged.fingerprint,
      keyid: judged.keyId,
      cert_subject: null,
      cert_serial: null,
    },
    signed_at: judged.signedAt,
    digest: judged.digest,
    chain: null,
    revocation: null,
  };
}

/** Status words from best to worst, for a block that several signatures cover. */
export function worstStatus(statuses: readonly SignatureStatus[]): SignatureStatus | null {
  const rank = (status: SignatureStatus): number => (status === 'valid' ? 0 : undecided.has(status) ? 1 : 2);
  return statuses.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** Layers that speak for a message: for the outer one those that count, for a nested one its own. */
export function speakingLayers(layers: readonly OpenedLayer[], nested: MimePart | null): OpenedLayer[] {
  return layers.filter((layer) => (nested === null ? !layer.ignored : layer.nestedIn === nested));
}

/** All statuses of a layer, those of signatures that could not be read included. */
export function statusesOf(layer: OpenedLayer): SignatureStatus[] {
  return [...layer.judged.map(({ status }) => status), ...layer.signatures.map(({ status }) => status)];
}

/** Judges the message as a whole (docs/command-line.md, "Decisions behind it"). */
export function judgeMessage(
  opened: OpenedMessage,
  shape: Shape,
  from: readonly InspectedAddress[],
  inlineImages: readonly PlacedPart[],
  checks: readonly SenderCheck[],
  isList: boolean,
): Judged {
  const layers = speakingLayers(opened.layers, null);
  const visible = [...new Set([...shape.bodies, ...shape.files, ...shape.keys, ...inlineImages])];
  const reasons = new Set<string>();
  const encryption = encryptionWord(layers, visible, opened, reasons);
  const signature = signatureWord(layers, visible, from, isList, reasons);
  for (const layer of opened.layers)
    if (layer.ignored_reason === 'signature-around-encryption') reasons.add('signature-around-encryption');
  if (layers.length === 0 && opened.layers.some(({ ignored_reason }) => ignored_reason === 'nested-message'))
    reasons.add('nested-only');

  const technologies = new Set(layers.map(({ kind }) => (kind.startsWith('pgp') ? 'openpgp' : 'smime')));
  const verdict: Verdict = {
    encryption,
    signature: signature.word,
    signer_shown: signature.shown,
    covers_all_visible: signature.coversAll,
    technology:
      technologies.size > 1 ? 'mixed' : ((technologies.values().next().value as 'openpgp' | 'smime') ?? 'none'),
    reasons: [...reasons].slice(0, 64),
  };
  const details = layers.flatMap((layer) => layer.judged).map((one) => detailOf(one, from));
  return { verdict, details: details.slice(0, 20), tone: toneOf(verdict, details, checks) };
}

function encryptionWord(
  layers: readonly OpenedLayer[],
  visible: readonly PlacedPart[],
  opened: OpenedMessage,
  reasons: Set<string>,
): Verdict['encryption'] {
  const encrypting = layers.filter(({ decryption }) => decryption !== null);
  if (encrypting.length === 0) return 'none';
  for (const { decryption } of encrypting) {
    if (!decryption || decryption.status === 'ok') {
      if (decryption?.cipher && /^(?:idea|tripledes|cast5|blowfish)$/.test(decryption.cipher))
        reasons.add('old-cipher');
    } else reasons.add(decryption.status === 'failed' ? 'decryption-failed' : decryption.status);
  }
  const open = encrypting.filter(({ decryption }) => decryption?.status === 'ok');
  if (open.length === 0) return 'failed';
  const whole = open.some(
    ({ id, kind }) =>
      !kind.startsWith('pgp-inline') &&
      visible.every(({ encryptedBy }) => encryptedBy !== null && comesFrom(opened, encryptedBy, id)),
  );
  if (!whole) reasons.add('not-all-encrypted');
  return whole && open.length === encrypting.length ? 'full' : 'partial';
}

function comesFrom(opened: OpenedMessage, inner: string, outer: string): boolean {
  if (inner === outer) return true;
  const layer = opened.layers.find(({ id }) => id === inner);
  const payload = opened.payloads.get(outer);
  return Boolean(layer && payload && (layer.part === payload.path || layer.part.startsWith(`${payload.path}.`)));
}

function signatureWord(
  layers: readonly OpenedLayer[],
  visible: readonly PlacedPart[],
  from: readonly InspectedAddress[],
  isList: boolean,
  reasons: Set<string>,
): { word: Word; shown: string | null; coversAll: boolean } {
  let word: Word = 'none';
  let shown: string | null = null;
  let coversAll = false;
  for (const layer of layers) {
    const covered = visible.filter(({ signedBy }) => signedBy.includes(layer.id));
    // A signature over nothing that is seen decides nothing, unless there is nothing to see at all.
    if (covered.length === 0 && visible.length > 0) continue;
    const all = covered.length === visible.length && !layer.kind.startsWith('pgp-inline');
    const found: { word: Word; who: string | null }[] = [
      ...layer.judged.map((one) => wordOf(one, from, all, reasons)),
      ...layer.signatures.map(({ status }) => ({
        word: undecided.has(status) ? ('unknown-key' as const) : ('invalid' as const),
        who: null,
      })),
    ];
    for (const { status } of layer.signatures) reasons.add(status);
    if (found.length > 0) coversAll ||= all;
    if (found.length > 0 && !all) {
      reasons.add('not-all-signed');
      if (isList) reasons.add('mailing-list-footer');
    }
    for (const one of found) {
      if (order.indexOf(one.word) > order.indexOf(word)) {
        word = one.word;
        shown = one.who;
      }
    }
  }
  return { word, shown, coversAll };
}

function wordOf(
  judged: JudgedSignature,
  from: readonly InspectedAddress[],
  coversAll: boolean,
  reasons: Set<string>,
): { word: Word; who: string | null } {
  if (judged.status !== 'valid') {
    reasons.add(judged.trust === 'changed' && judged.status === 'not-accepted' ? 'key-changed' : judged.status);
    return { word: undecided.has(judged.status) ? 'unknown-key' : 'invalid', who: null };
  }
  if (!identityMatches(judged.emails, from)) {
    reasons.add(from.length > 1 ? 'multiple-from' : 'signer-not-from');
    return { word: 'mismatch', who: judged.emails[0] ?? null };
  }
  return { word: coversAll ? 'valid' : 'partial', who: from[0]?.addr.slice(0, 998) ?? null };
}

function detailOf(judged: JudgedSignature, from: readonly InspectedAddress[]): SignatureDetail {
  return {
    status: judged.status,
    identity_match: identityMatches(judged.emails, from),
    name: judged.name ?? '',
    emails: judged.emails.slice(0, 50).map((email) => email.slice(0, 998)),
    fingerprint: judged.fingerprint ?? '',
    trust: judged.trust,
    signed_at: judged.signedAt,
  };
}

/** Green is for what is proven; what deserves a look is amber; what is broken or not the sender's is red. */
function toneOf(verdict: Verdict, details: readonly SignatureDetail[], checks: readonly SenderCheck[]): Judged['tone'] {
  if (verdict.signature === 'invalid' || verdict.signature === 'mismatch' || verdict.encryption === 'failed')
    return 'stop';
  if (checks.length > 0 || verdict.encryption === 'partial') return 'look';
  if (verdict.signature === 'valid') {
    const known = details.every(({ trust }) => trust === 'own' || trust === 'verified' || trust === 'seen');
    return known ? 'proven' : 'look';
  }
  return verdict.signature === 'none' && verdict.encryption === 'none' ? 'none' : 'look';
}
