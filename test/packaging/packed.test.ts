import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import * as pe from 'pe-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuses } from '../../build/packaging/fuses.mjs';
import { writeStubDistribution } from './stub-dist.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Packs a copy of the project for one platform on a stub distribution. The copy has bait in it (secrets, tests, maps),
 * so that what is allowed by mistake shows.
 */
async function pack(
  platform: 'linux' | 'win32' | 'darwin',
  env: NodeJS.ProcessEnv = {},
): Promise<{ app: string; resources: string; project: string }> {
  const project = await mkdtemp(path.join(tmpdir(), `careseal-pack-${platform}-`));
  for (const name of ['electron-builder.yml', 'LICENSE']) await cp(path.join(root, name), path.join(project, name));
  await cp(path.join(root, 'build'), path.join(project, 'build'), { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await writeFile(path.join(project, 'package.json'), JSON.stringify(manifest));
  await cp(path.join(root, 'package-lock.json'), path.join(project, 'package-lock.json'));
  await mkdir(path.join(project, 'node_modules', '@napi-rs'), { recursive: true });
  for (const name of ['better-sqlite3', 'node-addon-api', '@napi-rs/keyring', '@napi-rs/keyring-linux-x64-gnu']) {
    await cp(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name), { recursive: true });
  }
  for (const name of ['electron', '@electron', 'electron-builder']) {
    await symlink(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name));
  }
  const bait: Record<string, string> = {
    'dist/main.js': '1;',
    'dist/main.js.map': '{}',
    'dist/renderer/index.html': '<!doctype html>',
    '.env': 'SECRET=1',
    'src/notes.ts': 'export {};',
    'test/fixture.json': '{}',
    'notes.txt': 'x',
  };
  for (const [name, content] of Object.entries(bait)) {
    await mkdir(path.dirname(path.join(project, name)), { recursive: true });
    await writeFile(path.join(project, name), content);
  }
  const stub = path.join(project, '.stub');
  await writeStubDistribution(stub, platform);
  const flag = { linux: '--linux', win32: '--win', darwin: '--mac' }[platform];
  const unsigned = platform === 'darwin' ? ['-c.mac.identity=null', '-c.mac.notarize=false'] : [];
  await promisify(execFile)(
    process.execPath,
    [
      path.join(root, 'node_modules/electron-builder/cli.js'),
      ...[flag, 'dir', '--x64', '--publish', 'never', `-c.electronDist=${stub}`, ...unsigned],
    ],
    { cwd: project, env: { ...process.env, ...env } },
  ).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`electron-builder failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  const folder = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' }[platform];
  const app = path.join(project, 'release', folder);
  const resources =
    platform === 'darwin' ? path.join(app, 'Careseal.app/Contents/Resources') : path.join(app, 'resources');
  return { app, resources, project };
}

async function filesUnder(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function plistHolds(app: string, hash: string): Promise<boolean> {
  const plist = await readFile(path.join(app, 'Contents/Info.plist'), 'utf8');
  return plist.includes(hash) && !/NSAllowsArbitraryLoads<\/key>\s*<true\/>/.test(plist);
}

async function resourceHolds(exe: string, hash: string): Promise<boolean> {
  const executable = pe.NtExecutable.from(await readFile(exe), { ignoreCert: true });
  const entry = pe.NtExecutableResource.from(executable).entries.find(({ type }) => type === 'INTEGRITY');
  return Buffer.from(entry?.bin ?? new ArrayBuffer(0))
    .toString()
    .includes(hash);
}

const knowsHash = 'knows the hash of its archive, so that a changed one does not start';

const cases = [
  {
    platform: 'linux',
    binary: 'careseal',
    natives: /(?:linux-x64|linux-x64-gnu)\.node$/,
    integrity: {
      says: 'has no embedded hash on Linux, where Electron checks none: the package manager does',
      holds: async (file: string, hash: string) => !(await readFile(file)).includes(hash),
    },
  },
  {
    platform: 'win32',
    binary: 'Careseal.exe',
    natives: /win32-x64(?:-msvc)?\.node$/,
    integrity: { says: knowsHash, holds: resourceHolds },
  },
  {
    platform: 'darwin',
    binary: 'Careseal.app',
    natives: /darwin-(?:x64|arm64)\.node$/,
    integrity: { says: knowsHash, holds: plistHolds },
  },
] as const;

describe.each(cases)('the packed app for $platform', ({ platform, binary, natives, integrity }) => {
  let packed: Awaited<ReturnType<typeof pack>>;
  beforeAll(async () => {
    packed = await pack(platform, platform === process.platform ? {} : { CARESEAL_PACK_WITHOUT_NATIVES: '1' });
  });
  afterAll(async () => {
    if (packed?.project) await rm(packed.project, { recursive: true, force: true });
  });

  it('holds nothing but the bundle, the manifest and the two native packages', () => {
    const entries = listPackage(path.join(packed.resources, 'app.asar'), { isPack: false });
    const strangers = entries.filter(
      (entry) =>
        !/^\/(?:package\.json|dist(?:\/.*)?|node_modules(?:\/(?:better-sqlite3|node-addon-api|@napi-rs)(?:\/.*)?)?)$/.test(
          entry.replaceAll('\\', '/'),
        ),
    );
    expect(strangers).toEqual([]);
    expect(entries.filter((entry) => /\.(?:map|ts|md|c|cpp|h|gyp)$|\.env|\/test\//.test(entry))).toEqual([]);
    expect(entries).toContain('/dist/main.js');
    const manifest = JSON.parse(extractFile(path.join(packed.resources, 'app.asar'), 'package.json').toString());
    expect(manifest.devDependencies).toBeUndefined();
  });

  it('brings native code of its own platform only, and outside the archive', async () => {
    const unpacked = await filesUnder(path.join(packed.resources, 'app.asar.unpacked'));
    expect(unpacked.filter((file) => !file.endsWith('.node'))).toEqual([]);
    expect(unpacked.filter((file) => !natives.test(file))).toEqual([]);
    expect(unpacked.some((file) => file.includes('better-sqlite3'))).toBe(true);
  });

  it('has every fuse set, with none left to a default', async () => {
    const wire = await getCurrentFuseWire(path.join(packed.app, binary));
    expect(wire.version).toBe(FuseVersion.V1);
    for (const [fuse, wanted] of Object.entries(fuses)) {
      expect(wire[Number(fuse) as 0], `fuse ${fuse}`).toBe(wanted ? FuseState.ENABLE : FuseState.DISABLE);
    }
    expect(Object.keys(fuses)).toHaveLength(9);
  });

  it('carries no default app beside its own', async () => {
    const archives = (await readdir(packed.resources)).filter((name) => name.endsWith('.asar'));
    expect(archives).toEqual(['app.asar']);
  });

  it(integrity.says, async () => {
    const { headerString } = getRawHeader(path.join(packed.resources, 'app.asar'));
    const hash = createHash('sha256').update(headerString).digest('hex');
    expect(await integrity.holds(path.join(packed.app, binary), hash)).toBe(true);
  });
});

describe('packing for another platform', () => {
  it('fails when the keychain binary of that platform is not installed, instead of shipping an app that opens no vault', async () => {
    await expect(pack('win32')).rejects.toThrow(/keyring\.win32-x64-msvc\.node/);
  });
});
