import { foldAddress } from '../../shared/model/address.ts';
import { draftFrom } from '../engine/mime/reply.ts';
import { keyUse } from '../engine/openpgp/keys.ts';
import type { StoredKey } from '../engine/store/types.ts';
import { UsageError } from './output.ts';
import { runRead } from './read.ts';

/** `careseal draft`: what the composer would contain for an answer or a forward (docs/command-line.md). Returns the exit code. */
export function runDraft(args: string[]): Promise<number> {
  return runRead(args, async (read, options, keys) => {
    if (options.mode === null) throw new UsageError('--mode is one of reply, reply-all, forward');
    const now = options.at ?? new Date();
    const encryptable = await addressesWithKeys(keys, now);
    const made = draftFrom(read, {
      mode: options.mode,
      ownAddresses: options.account,
      now,
      encryptable: (addr) => encryptable.has(foldAddress(addr)),
    });
    const files = read.inspection.attachments.filter(({ part }) => made.attachmentParts.includes(part));
    return {
      to: made.to,
      cc: made.cc,
      bcc: [],
      subject: made.subject,
      body_text: made.bodyText,
      body_html: made.bodyHtml,
      quoted_from_parts: made.quotedFromParts,
      encrypt_default: made.mustProtect,
      sign_default: made.signDefault,
      attachments: files.map(({ part, name_shown, type, size, sha256 }) => ({
        part,
        name: name_shown,
        type,
        size,
        sha256,
      })),
      blocked: made.blocked,
    };
  });
}

/** Addresses that have an accepted key to encrypt to. */
async function addressesWithKeys(keys: readonly StoredKey[], at: Date): Promise<Set<string>> {
  const found = new Set<string>();
  for (const key of keys) {
    if (key.trust === 'refused' || key.trust === 'changed') continue;
    if ((await keyUse(key, at)).canEncrypt) for (const email of key.emails) found.add(foldAddress(email));
  }
  return found;
}
