import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError } from '../../shared/contract/problem.ts';
import { SAVE_NAME_TRIES, VIEWABLE_BYTES } from './limits.ts';
import { type Live, requireMessage } from './live.ts';
import { noteOpened } from './opening.ts';

/** Types that the built-in viewers show. SVG is not among them: it is a program. */
const viewable = /^(?:image\/(?:png|jpeg|gif|webp|bmp)|text\/plain|text\/csv)$/;

const missing = () =>
  new ProblemError('not-found', 'This attachment is not in the message.', 'Open the message again.');

/** Bytes of an attachment for a built-in viewer. */
export async function viewableBytes(live: Live, messageId: number, part: string) {
  const read = await live.opened.read(live, messageId);
  const attachment = read.attachment(part);
  if (!attachment) throw missing();
  await noteOpened(live, messageId, read);
  if (!viewable.test(attachment.type)) {
    throw new ProblemError('unreadable', 'This kind of file is not shown here.', 'Save it and open it outside.');
  }
  if (attachment.bytes.byteLength > VIEWABLE_BYTES) {
    throw new ProblemError('too-large', 'This file is too large to be shown here.', 'Save it and open it outside.');
  }
  return { type: attachment.type, base64: Buffer.from(attachment.bytes).toString('base64') };
}

/**
 * Saves attachments into a folder that the user picks. The engine writes the files itself: a save dialog would carry
 * the file names through main.
 * @returns how many were saved; 0 when the dialog was cancelled.
 */
export async function saveAttachments(live: Live, messageId: number, parts: readonly string[]): Promise<number> {
  const message = requireMessage(live, messageId);
  const read = await live.opened.read(live, messageId);
  const attachments = parts.map((part) => {
    const attachment = read.attachment(part);
    if (!attachment) throw missing();
    return attachment;
  });
  const { path: folder } = await live.session.control.ask('chooseFolder', {});
  if (folder === null) return 0;
  let saved = 0;
  try {
    for (const attachment of attachments) {
      await writeNew(folder, attachment.name, attachment.bytes);
      saved += 1;
    }
    return saved;
  } finally {
    // What has left the store is written down, also when the disk was full in the middle.
    if (saved > 0) {
      await live.session.audit({ action: 'attachment-saved', messageId: message.facts.messageId, count: saved });
    }
  }
}

/** Writes a new file, never over an existing one, and marks where it came from (mark of the web on Windows). */
export async function writeNew(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const { name: stem, ext } = path.parse(path.basename(name));
  for (let copy = 1; copy <= SAVE_NAME_TRIES; copy++) {
    const target = path.join(folder, copy === 1 ? `${stem}${ext}` : `${stem} (${copy})${ext}`);
    try {
      const file = await open(target, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
      } catch (error) {
        // Half a file looks like a whole one to whoever finds it.
        await rm(target, { force: true }).catch(() => undefined);
        throw error;
      } finally {
        await file.close();
      }
      // A stick with FAT has no place for the mark; the file is saved all the same.
      await markFromInternet(target).catch(() => undefined);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue;
      if (code === 'ENOSPC') {
        throw new ProblemError('disk-full', 'The disk is full, so the file was not saved.', 'Choose another folder.');
      }
      throw new ProblemError('server-refused', 'The file could not be saved there.', 'Choose another folder.');
    }
  }
  throw new ProblemError('conflict', 'There are too many files of this name.', 'Choose another folder.');
}

/** ZoneId 3 makes Windows and Office open the file with care ([MS-FSCC] 5.6.1). Elsewhere there is no such stream. */
async function markFromInternet(target: string): Promise<void> {
  if (process.platform !== 'win32') return;
  const stream = await open(`${target}:Zone.Identifier`, 'w');
  try {
    await stream.writeFile('[ZoneTransfer]\r\nZoneId=3\r\n');
  } finally {
    await stream.close();
  }
}
