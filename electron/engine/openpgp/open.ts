import {
  type Config,
  decrypt,
  enums,
  LiteralDataPacket,
  type Message,
  type PrivateKey,
  readCleartextMessage,
  readMessage,
  readSignature,
  type SessionKey,
  type SignaturePacket,
  type SymEncryptedIntegrityProtectedDataPacket,
} from 'openpgp';
import type { DecryptionStatus } from '../../../shared/model/verdict.ts';
import type { StoredKey } from '../store/types.ts';
import { complete, reading } from './config.ts';
import { type JudgedSignature, type JudgingContext, judgeSignatures } from './judge.ts';
import { openpgpLimits } from './limits.ts';
import { parseStored } from './parsed.ts';

export interface Opened {
  readonly status: DecryptionStatus;
  /** Present only when `status` is `ok`: what fails its integrity check never leaves this room. */
  readonly data: Uint8Array | null;
  readonly cipher: string | null;
  readonly integrity: 'mdc' | 'aead' | 'none' | null;
  /** Upper-case hex key ids. */
  readonly recipients: readonly string[];
  readonly signatures: readonly JudgedSignature[];
}

const nothing: Omit<Opened, 'status'> = { data: null, cipher: null, integrity: null, recipients: [], signatures: [] };

/**
 * Opens an OpenPGP ciphertext (armoured or binary) with whatever secret key it names, old and expired ones too, and
 * judges the signatures inside. Never throws; the reason is the status. Without integrity protection nothing is opened.
 */
export async function openCiphertext(input: Uint8Array, context: JudgingContext): Promise<Opened> {
  const message = await readAnyMessage(input);
  if (!message) return { ...nothing, status: 'failed' };
  const sealed = encryptedPacket(message);
  if (!sealed) return { ...nothing, status: 'failed' };
  const ids = message.getEncryptionKeyIDs();
  // Every session-key packet may cost a public-key operation: a message to thousands is an attack on time.
  if (ids.length > openpgpLimits.recipients) return { ...nothing, integrity: sealed.integrity, status: 'refused' };
  const recipients = ids.map((id) => id.toHex().toUpperCase());
  const base = { ...nothing, recipients, integrity: sealed.integrity };
  if (sealed.integrity === 'none') return { ...base, status: 'integrity-missing' };
  const found = await secretKeysFor(recipients, context.keys);
  if (found.keys.length === 0) return { ...base, status: found.locked ? 'wrong-secret' : 'no-key' };

  let cipher: string | null = null;
  try {
    const sessionKeys = await sessionKeysOf(message, found.keys, context.at);
    cipher =
      sealed.cipher === undefined ? (sessionKeys[0]?.algorithm ?? null) : enums.read(enums.symmetric, sealed.cipher);
    // No verification keys: the library would judge key and time together, and here each has a word of its own.
    const plain = await decrypt({
      message,
      sessionKeys,
      format: 'binary',
      config: reading,
    });
    const packets: SignaturePacket[] = [];
    for (const one of plain.signatures) {
      one.verified.catch(() => undefined);
      packets.push(...(await one.signature).packets);
    }
    const literal = new LiteralDataPacket();
    setBytes(literal, plain.data);
    const signatures = await judgeSignatures(packets, literal, false, context);
    return { ...base, cipher, status: 'ok', data: plain.data, signatures };
  } catch (error) {
    return { ...base, cipher, status: decryptionStatus(error) };
  }
}

/** Judges a detached signature (armoured or binary) over `data` as it is. A signature that cannot be read is `null`. */
export async function verifyDetached(
  signature: Uint8Array,
  data: Uint8Array,
  context: JudgingContext,
): Promise<JudgedSignature[] | null> {
  const text = armorText(signature);
  try {
    const { packets } = await (text === null
      ? readSignature({ binarySignature: signature, config: reading })
      : readSignature({ armoredSignature: text, config: reading }));
    if (packets.length === 0) return null;
    const literal = new LiteralDataPacket();
    setBytes(literal, data);
    return await judgeSignatures([...packets], literal, true, context);
  } catch {
    return null;
  }
}

export interface OpenedText {
  readonly text: string;
  readonly signatures: readonly JudgedSignature[];
}

/** Judges a clear-signed text (RFC 9580 section 7), the framework that inline PGP uses. `null` when it is none. */
export async function openClearsigned(armored: string, context: JudgingContext): Promise<OpenedText | null> {
  try {
    const message = await readCleartextMessage({ cleartextMessage: armored, config: reading });
    const { signature } = message as unknown as {
      readonly signature: { readonly packets: readonly SignaturePacket[] };
    };
    const literal = new LiteralDataPacket();
    setText(literal, message.getText());
    return {
      text: message.getText(),
      signatures: await judgeSignatures([...signature.packets], literal, true, context),
    };
  } catch {
    return null;
  }
}

async function readAnyMessage(input: Uint8Array): Promise<Message<Uint8Array> | null> {
  try {
    const text = armorText(input);
    // The armoured form is typed as a string message; what differs is only how literal data would be handed out.
    return text === null
      ? await readMessage({ binaryMessage: input, config: reading })
      : ((await readMessage({ armoredMessage: text, config: reading })) as unknown as Message<Uint8Array>);
  } catch {
    return null;
  }
}

function armorText(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1');
  const at = head.indexOf('-----BEGIN PGP ');
  return at < 0 ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').slice(at);
}

interface Sealed {
  readonly integrity: 'mdc' | 'aead' | 'none';
  /** Known before decryption only where the packet names it (AEAD). */
  readonly cipher: enums.symmetric | undefined;
}

function encryptedPacket(message: Message<Uint8Array>): Sealed | null {
  for (const packet of message.packets as Iterable<object>) {
    const { tag } = packet.constructor as unknown as { readonly tag: enums.packet };
    if (tag === enums.packet.symmetricallyEncryptedData) return { integrity: 'none', cipher: undefined };
    const { cipherAlgorithm, version } = packet as SymEncryptedIntegrityProtectedDataPacket & {
      readonly cipherAlgorithm?: enums.symmetric | null;
      readonly version?: number;
    };
    const cipher = cipherAlgorithm ?? undefined;
    if (tag === enums.packet.symEncryptedIntegrityProtectedData) {
      return { integrity: version === 2 ? 'aead' : 'mdc', cipher };
    }
    if (tag === enums.packet.aeadEncryptedData) return { integrity: 'aead', cipher };
  }
  return null;
}

/** Secret keys by the ids that the ciphertext names; all of them where a recipient is hidden (RFC 9580 section 5.1.8). */
async function secretKeysFor(
  recipients: readonly string[],
  stored: readonly StoredKey[],
): Promise<{ keys: PrivateKey[]; locked: boolean }> {
  const hidden = recipients.filter((id) => /^0*$/.test(id)).length;
  const named: PrivateKey[] = [];
  const others: PrivateKey[] = [];
  let locked = false;
  for (const one of stored) {
    if (one.kind !== 'secret') continue;
    const key = await parseStored(one).catch(() => null);
    if (!key?.isPrivate()) continue;
    const matches = key.getKeys().some((part) => recipients.includes(part.getKeyID().toHex().toUpperCase()));
    if (!matches && hidden === 0) continue;
    if (!key.isDecrypted()) locked = true;
    else (matches ? named : others).push(key);
  }
  return {
    keys: [...named, ...others.slice(0, Math.floor(openpgpLimits.hiddenRecipientTries / Math.max(1, hidden)))],
    locked,
  };
}

/**
 * Opens the session keys. The library refuses a cipher that the recipient's key did not list as preferred, which old mail
 * in Blowfish or Twofish often is; naming an expected cipher is the one way past that, and changes nothing else for
 * packets that carry their cipher themselves.
 */
async function sessionKeysOf(message: Message<Uint8Array>, keys: PrivateKey[], at: Date): Promise<SessionKey[]> {
  const low = message as unknown as {
    decryptSessionKeys(
      keys: PrivateKey[],
      passwords: undefined,
      expected: enums.symmetric,
      date: Date,
      config: Config,
    ): Promise<SessionKey[]>;
  };
  return low.decryptSessionKeys(keys, undefined, enums.symmetric.aes256, at, complete(reading));
}

/** The library says what went wrong in words only; they are pinned with its version and by tests. */
function decryptionStatus(error: unknown): DecryptionStatus {
  const text = error instanceof Error ? error.message : '';
  if (/Modification detected|Authentication tag mismatch|AEAD|tag mismatch/i.test(text)) return 'integrity-failed';
  if (/not authenticated|unauthenticated/i.test(text)) return 'integrity-missing';
  if (/Maximum decompressed|decompress/i.test(text)) return 'refused';
  if (/unsupported|Unknown|not supported|Invalid enum/i.test(text)) return 'unsupported';
  return 'failed';
}

/** The library keeps these methods out of its types. */
function setBytes(literal: LiteralDataPacket, bytes: Uint8Array): void {
  (literal as unknown as { setBytes(bytes: Uint8Array, format: number): void }).setBytes(bytes, enums.literal.binary);
}

function setText(literal: LiteralDataPacket, text: string): void {
  (literal as unknown as { setText(text: string): void }).setText(text);
}
