import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const asideSuffix = '.set-aside';
const markSuffix = '.damaged';

/** Remembers, for the next start, that a page of the cache did not authenticate. */
export function markDamaged(file: string): void {
  writeFileSync(file + markSuffix, '', { mode: 0o600 });
}

export function isMarkedDamaged(file: string): boolean {
  return existsSync(file + markSuffix);
}

/**
 * Moves a damaged database out of the way, log and shared memory with it, still encrypted. The one before it goes: a disk must
 * not fill up with caches that nobody will read.
 */
export function setAside(file: string, now: Date): void {
  const dir = path.dirname(file);
  const name = path.basename(file);
  for (const old of readdirSync(dir)) {
    if (old.startsWith(`${name}${asideSuffix}-`)) rmSync(path.join(dir, old));
  }
  const stamp = now.toISOString().replace(/[^0-9TZ]/g, '');
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(file + part)) renameSync(file + part, `${file}${asideSuffix}-${stamp}${part}`);
  }
  rmSync(file + markSuffix, { force: true });
}
