import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Something that must not be found anywhere after a lock. */
export interface Canary {
  readonly name: string;
  readonly needles: readonly Buffer[];
}

/** A canary of text: as UTF-8, as UTF-16 (V8's two-byte strings, Windows), and as base64 at each of its three phases. */
export function textCanary(name: string, text: string): Canary {
  const utf8 = Buffer.from(text, 'utf8');
  const phases = [0, 1, 2].map((phase) => {
    const encoded = Buffer.concat([Buffer.alloc(phase), utf8]).toString('base64');
    // The first and last quads depend on what stands beside the text.
    return Buffer.from(encoded.slice(phase === 0 ? 0 : 4, -4));
  });
  return { name, needles: [utf8, Buffer.from(text, 'utf16le'), ...phases.filter((phase) => phase.length >= 12)] };
}

/** A canary of raw bytes, for instance a secret scalar: as it is, and as hex. */
export function byteCanary(name: string, bytes: Uint8Array): Canary {
  const raw = Buffer.from(bytes);
  return { name, needles: [raw, Buffer.from(raw.toString('hex')), Buffer.from(raw.toString('hex').toUpperCase())] };
}

const CHUNK = 4 * 1024 * 1024;
const OVERLAP = 4096;

/** Canaries found in the readable memory of a live process (Linux, needs the right to trace it). */
export async function inMemory(pid: number, canaries: readonly Canary[]): Promise<string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`, 'r');
  const found = new Set<string>();
  const buffer = Buffer.alloc(CHUNK + OVERLAP);
  let read = 0;
  try {
    for (const line of maps.split('\n')) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \S+\s*(.*)$/.exec(line);
      if (!match || match[3] === '[vvar]' || match[3] === '[vsyscall]') continue;
      const end = BigInt(`0x${match[2]}`);
      for (let at = BigInt(`0x${match[1]}`); at < end; at += BigInt(CHUNK)) {
        const length = Number(end - at < BigInt(buffer.length) ? end - at : BigInt(buffer.length));
        // Reserved but never touched pages answer EIO; they hold nothing.
        const bytes = await memory.read(buffer, 0, length, at as unknown as number).catch(() => null);
        if (!bytes || bytes.bytesRead === 0) continue;
        read += bytes.bytesRead;
        const view = buffer.subarray(0, bytes.bytesRead);
        for (const canary of canaries) {
          if (!found.has(canary.name) && canary.needles.some((needle) => view.includes(needle))) found.add(canary.name);
        }
      }
    }
  } finally {
    await memory.close();
  }
  if (read === 0) throw new Error(`No memory of process ${pid} could be read, so nothing can be said about it.`);
  return [...found].sort();
}

/** Canaries found in any file under these directories, names of files included; `file: canary` lines. */
export async function inFiles(directories: readonly string[], canaries: readonly Canary[]): Promise<string[]> {
  const found: string[] = [];
  for (const directory of directories) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      const named = canaries.filter(({ needles }) => needles[0] && Buffer.from(entry.name).includes(needles[0]));
      found.push(...named.map(({ name }) => `${file} (its name): ${name}`));
      if (!entry.isFile() || (await stat(file).catch(() => null))?.isFile() !== true) continue;
      const bytes = await readFile(file).catch(() => null);
      if (!bytes) continue;
      for (const { name, needles } of canaries) {
        if (needles.some((needle) => bytes.includes(needle))) found.push(`${file}: ${name}`);
      }
    }
  }
  return found;
}
