import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ArchiveEntry, maxMessageBytes } from './message.ts';

const flagLetters: Readonly<Record<string, string>> = {
  S: '\\Seen',
  R: '\\Answered',
  F: '\\Flagged',
  T: '\\Deleted',
  D: '\\Draft',
};

/** Reads a Maildir with its Maildir++ subfolders (`.Sent`, `.Archive.2024`), in the order of the file names. */
export async function* readMaildir(dir: string): AsyncGenerator<ArchiveEntry> {
  if (!existsSync(path.join(dir, 'cur')) && !existsSync(path.join(dir, 'new'))) {
    throw Object.assign(new Error('not a maildir'), { code: 'ENOTDIR' });
  }
  const subfolders = (await readdir(dir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && /^\.[^.]/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  for (const folder of ['', ...subfolders]) {
    const files: { name: string; file: string }[] = [];
    for (const sub of ['cur', 'new']) {
      const place = path.join(dir, folder, sub);
      if (!existsSync(place)) continue;
      for (const name of await readdir(place)) {
        if (!name.startsWith('.')) files.push({ name, file: path.join(place, name) });
      }
    }
    files.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, file } of files) {
      const letters = /:2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
      yield* readOne(
        file,
        folder.slice(1),
        [...letters].flatMap((letter) => flagLetters[letter] ?? []),
      );
    }
  }
}

/** Reads every `.eml` file of a folder and the folders in it, in the order of their paths. */
export async function* readEmlFolder(dir: string): AsyncGenerator<ArchiveEntry> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.eml$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) yield* readOne(file, '', []);
}

async function* readOne(file: string, folder: string, flags: readonly string[]): AsyncGenerator<ArchiveEntry> {
  let found: ArchiveEntry;
  try {
    const { size, mtime } = await stat(file);
    found =
      size > maxMessageBytes
        ? { offset: 0, reason: 'too-large' }
        : { raw: await readFile(file), offset: 0, receivedAt: mtime, flags, folder };
  } catch {
    found = { offset: 0, reason: 'unreadable' };
  }
  yield found;
}
