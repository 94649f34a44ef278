import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { appOrigin, contentSecurityPolicy } from './hardening.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/**
 * Answers `app://careseal/...` with the files of the page and nothing else. Every answer carries the policy, errors too.
 */
export async function servePage(root: string, url: string): Promise<Response> {
  const path = filePath(root, url);
  const type = path === null ? undefined : types[extname(path)];
  if (path === null || type === undefined) return new Response(null, { status: 404, headers });
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'content-type': type } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}

/** The file that a URL names, or `null` when it names none of ours: `..`, `%2f` and friends must not leave `root`. */
export function filePath(root: string, url: string): string | null {
  if (!url.startsWith(`${appOrigin}/`)) return null;
  const [encoded = ''] = url.slice(appOrigin.length).split(/[?#]/, 1);
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const path = join(root, name === '/' ? 'index.html' : name);
  return path.startsWith(root + sep) ? path : null;
}
