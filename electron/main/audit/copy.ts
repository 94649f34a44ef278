import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Copies the first `size` bytes of a file that may be growing; throws `EEXIST` rather than overwrite. */
export async function copyStart(from: string, to: string, size: number): Promise<void> {
  const target = await open(to, 'wx', 0o600);
  try {
    if (size > 0) {
      const sink = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          target.appendFile(chunk).then(() => done(), done);
        },
      });
      await pipeline(createReadStream(from, { end: size - 1 }), sink);
    }
    await target.sync();
  } finally {
    await target.close();
  }
}

/** Writes a file that does not exist yet; throws `EEXIST` rather than overwrite. */
export async function writeNew(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
