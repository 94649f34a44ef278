import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The public test corpora, which lie beside the repository and are never copied into it. */
const corpora = resolve(import.meta.dirname, '../../../../../shared/corpora');

export function corpusPath(...names: string[]): string {
  const path = join(corpora, ...names);
  if (!existsSync(path)) throw new Error(`test corpus missing: ${path}`);
  return path;
}

export function corpusJson<T>(...names: string[]): T {
  return JSON.parse(readFileSync(corpusPath(...names), 'utf8')) as T;
}
