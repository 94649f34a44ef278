import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

describe('electron-builder.yml', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'careseal-config-'));
    await cp(path.join(root, 'package.json'), path.join(dir, 'package.json'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const check = async (yaml: string) => {
    const file = path.join(dir, 'electron-builder.yml');
    await writeFile(file, yaml);
    const config = await getConfig(dir, file, null);
    await validateConfiguration(config, new DebugLogger(false));
    return config;
  };

  it('fits the schema of the pinned electron-builder, so that no option is silently ignored', async () => {
    const yaml = await readFile(path.join(root, 'electron-builder.yml'), 'utf8');
    const config = await check(yaml);
    expect(config.win?.target).toHaveLength(2);
    // A misspelt option must fail, or the check above says nothing.
    await expect(check(`${yaml}\nasarr: true\n`)).rejects.toThrow(/asarr/);
  });

  it('names the Electron that is installed', async () => {
    const config = await check(await readFile(path.join(root, 'electron-builder.yml'), 'utf8'));
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    expect(config.electronVersion).toBe(manifest.devDependencies.electron);
  });

  it('leaves the fuses to the strict step, because the built-in one knows one fuse less', async () => {
    const config = await check(await readFile(path.join(root, 'electron-builder.yml'), 'utf8'));
    expect(config.electronFuses).toBeUndefined();
    expect(config.afterPack).toContain('after-pack');
  });
});
