import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file so that after a crash or a power cut either the old or the new content is there, whole.
 *
 * Order matters: content is on the disk before the name points to it, and the name is on the disk before the promise
 * resolves. The file is readable by this OS user alone.
 *
 * @throws the system's error (`ENOSPC`, `EACCES` ...); the old content is untouched then
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const next = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    const file = await open(next, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/**
 * On Windows, a virus scanner or the indexer may hold the old file open for a moment, and renaming over it is refused
 * until they let go.
 */
async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = process.platform === 'win32' ? 10 : 1; ; tries--) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held = error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EBUSY');
      if (!held || tries <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Puts a directory's names on the disk. Windows has no such call: NTFS journals names itself. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  let directory: FileHandle | undefined;
  try {
    directory = await open(path, 'r');
    await directory.sync();
  } finally {
    await directory?.close();
  }
}

/** Whether an error of `node:fs` says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
