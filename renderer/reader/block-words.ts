import type { Block } from '../../shared/model/message.ts';
import type { Catalogue } from '../i18n/en/index.ts';

const unchecked = new Set([
  'unknown-key',
  'not-accepted',
  'chain-untrusted',
  'unsupported',
  'no-signer',
  'revocation-unknown',
]);

/**
 * What the signature over a block is worth. Only one that holds may be called a signature: anybody can attach one that
 * nobody here can check.
 */
export function signatureOf({ signed, signatureStatus }: Pick<Block, 'signed' | 'signatureStatus'>) {
  if (!signed || signatureStatus === null) return 'none';
  if (signatureStatus === 'valid') return 'good';
  return unchecked.has(signatureStatus) ? 'unchecked' : 'bad';
}

/** What holds for one block by itself; used only where blocks differ, or where a block has a heading of its own. */
export function protectionWords(block: Block, text: Catalogue): string {
  const t = text.reader.block;
  const signature = signatureOf(block);
  if (signature === 'bad') return t.signatureBad;
  if (signature === 'unchecked') return t.signatureUnchecked;
  if (block.encrypted) return signature === 'good' ? t.signedEncrypted : t.encrypted;
  return signature === 'good' ? t.signed : t.plain;
}
