import type { MessageView } from '../../shared/model/message.ts';
import type { SignatureDetail } from '../../shared/model/verdict.ts';
import type { Catalogue } from '../i18n/en/index.ts';

/** What the seal strip is made from. */
export type SealFacts = Pick<MessageView, 'verdict' | 'signatures' | 'sealTone' | 'sentBy'>;

/** A word inside a sentence: the catalogue's label with a small first letter. */
export function withinSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The words for a code, or the neutral sentence: a code that is newer than the words is never dropped. */
export function codeWords(table: Readonly<Record<string, string>>, code: string, neutral: (code: string) => string) {
  return (Object.hasOwn(table, code) ? table[code] : undefined) ?? neutral(code);
}

/** The signature that the strip speaks of: the one whose signer may be shown, else the first. */
export function shownSignature({ verdict, signatures }: SealFacts): SignatureDetail | null {
  const signer = verdict.signer_shown?.toLowerCase();
  const named = signatures.find(({ emails }) => signer && emails.some((email) => email.toLowerCase() === signer));
  return named ?? signatures[0] ?? null;
}

/** Who signed: the name in the key when it goes with the shown address, else the address; `null` when nobody may be named. */
function signerName(facts: SealFacts): string | null {
  const shown = facts.verdict.signer_shown;
  if (shown === null) return null;
  const name = shownSignature(facts)?.name.trim() ?? '';
  return name === '' || name.includes('@') ? shown : name;
}

function signatureWords(facts: SealFacts, text: Catalogue): string | null {
  const t = text.reader.seal;
  const who = signerName(facts);
  switch (facts.verdict.signature) {
    case 'valid':
      return who === null ? t.signedByNobodyHere : t.signedBy(who);
    case 'partial':
      return who === null ? t.partlySigned : t.partlySignedBy(who);
    case 'mismatch':
      return who === null ? t.signedByNobodyHere : t.signedByOther(who);
    case 'unknown-key':
      return t.signedByNobodyHere;
    case 'invalid':
      return t.signatureBroken;
    default:
      return null;
  }
}

/** Trust is said only of a signature that holds: of any other it would lend it weight. */
function trustWords(facts: SealFacts, text: Catalogue): string | null {
  const { signature } = facts.verdict;
  if (signature !== 'valid' && signature !== 'partial' && signature !== 'mismatch') return null;
  const trust = shownSignature(facts)?.trust ?? null;
  return trust === null ? null : text.reader.seal.signer[trust];
}

function sentWords(facts: SealFacts, text: Catalogue): string {
  const t = text.reader.seal;
  const count = { encrypted: 0, document: 0, plain: 0 };
  for (const { method } of facts.sentBy) {
    if (method === 'openpgp' || method === 'smime') count.encrypted += 1;
    else if (method === 'document') count.document += 1;
    else count.plain += 1;
  }
  const how = (['encrypted', 'document', 'plain'] as const)
    .filter((kind) => count[kind] > 0)
    .map((kind) => t.sentAs[kind](count[kind]));
  return t.sentByUs(how.join(', '));
}

/**
 * The one line that a message begins with. Says only what the verdict says; nothing here makes it better.
 */
export function sealWords(facts: SealFacts, text: Catalogue): string {
  const t = text.reader.seal;
  if (facts.sentBy.length > 0) return sentWords(facts, text);
  const signed = signatureWords(facts, text);
  const { encryption } = facts.verdict;
  if (encryption === 'failed') return t.notOpened;
  if (signed === null) {
    if (encryption === 'full') return `${t.encryptedOnly} - ${withinSentence(t.notSigned)}`;
    if (encryption === 'partial') return `${t.partlyEncryptedOnly} - ${withinSentence(t.notSigned)}`;
    return t.plain;
  }
  const trust = trustWords(facts, text);
  const half = encryption === 'full' ? t.encryptedToYou : encryption === 'partial' ? t.partlyEncrypted : t.notEncrypted;
  return `${trust === null ? signed : `${signed}, ${trust}`} - ${half}`;
}

/**
 * The ground of the strip: the engine's, and never green over words that say plain.
 */
export function sealToneShown(facts: SealFacts): SealFacts['sealTone'] {
  const inClear = facts.sentBy.some(({ method }) => method === 'plain' || method === 'tls');
  return facts.sealTone === 'proven' && inClear ? 'none' : facts.sealTone;
}

/** "4F2A 19C0 ...": a fingerprint in groups of four, for reading aloud. */
export function grouped(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

/** "4F2A ... 91C0": enough to tell two keys apart in a list, never enough to check one. */
export function shortened(fingerprint: string): string {
  return fingerprint.length < 12 ? fingerprint : `${fingerprint.slice(0, 4)} … ${fingerprint.slice(-4)}`;
}
