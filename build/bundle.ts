import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { build as buildPage } from 'vite';
import { contract } from '../shared/contract/index.ts';

/**
 * Bundles what is shipped: main, the bridge as one script (a sandboxed preload may load nothing else), the engine, and
 * the page. No source maps: they would carry the sources, and a stack of frames is enough to find a line.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/** Native modules stay packages of their own, because their binaries are found relative to them. */
const natives = ['better-sqlite3', '@napi-rs/keyring'];

/** Bundled CommonJS packages still call `require` for Node's own modules. */
const requireBanner =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  target: 'es2024',
  define: { 'process.env.NODE_ENV': '"production"' },
} as const satisfies BuildOptions;

/** Bundles a Node process: main or the engine. */
export async function bundleProcess(entry: string, outfile: string): Promise<void> {
  await build({
    ...common,
    entryPoints: [entry],
    outfile,
    platform: 'node',
    format: 'esm',
    banner: { js: requireBanner },
    external: ['electron', ...natives],
  });
}

/** Bundles the bridge, with the names of the contract written into it. */
export async function bundlePreload(outfile: string): Promise<void> {
  const rows = Object.entries(contract);
  const calls = Object.fromEntries(
    rows.filter(([, row]) => row.kind === 'call').map(([name, row]) => [name, row.side]),
  );
  const events = rows.filter(([, row]) => row.kind === 'event').map(([name]) => name);
  await build({
    ...common,
    entryPoints: ['electron/preload/preload.ts'],
    outfile,
    platform: 'browser',
    format: 'cjs',
    external: ['electron'],
    define: { ...common.define, CARESEAL_CALLS: JSON.stringify(calls), CARESEAL_EVENTS: JSON.stringify(events) },
  });
}

/** Builds a page (`index.html` and what it names) into `outDir`, by the page's own `vite.config.ts` if it has one. */
export async function bundlePage(pageRoot: string, outDir: string): Promise<void> {
  const configFile = `${pageRoot}/vite.config.ts`;
  await buildPage({
    configFile: existsSync(configFile) ? configFile : false,
    root: pageRoot,
    base: './',
    mode: 'production',
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, sourcemap: false },
  });
}

/**
 * Bundles everything into `dist/`, from nothing. A bundle that fails leaves the one before where it was, and nobody finds
 * half of one.
 */
export async function bundle(dist = join(root, 'dist')): Promise<void> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'careseal-dist-'));
  try {
    await Promise.all([
      bundleProcess('electron/main/main.ts', `${fresh}/main.js`),
      bundleProcess('electron/engine/entry.ts', `${fresh}/engine.js`),
      bundlePreload(`${fresh}/preload.cjs`),
      bundlePage(join(root, 'renderer'), `${fresh}/renderer`),
    ]);
    // A temporary directory is its maker's alone; what is shipped is for everybody to read.
    chmodSync(fresh, 0o755);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  await bundle();
  console.log('dist: main.js, preload.cjs, engine.js, renderer/');
}
