import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** What the linter, under the project's own rules, says of a file that lies there. */
async function lint(file: string, source: string): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'careseal-lint-'));
  try {
    await cp(path.join(root, 'biome.json'), path.join(dir, 'biome.json'));
    await cp(path.join(root, 'build/lint'), path.join(dir, 'build/lint'), { recursive: true });
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), source);
    const run = spawnSync('biome', ['lint', '--vcs-enabled=false', file], { cwd: dir, encoding: 'utf8' });
    return run.stdout + run.stderr;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A way around the layers, where it would be taken, and the words with which it is refused. */
const ways: readonly (readonly [string, string, string, RegExp])[] = [
  ['the window reaching into the engine', 'renderer/app/x.ts', "import '../../electron/engine/rooms.ts';", /one way/],
  ['the window using Node', 'renderer/app/x.ts', "import 'node:fs';", /no Node/],
  ['shared code using Node', 'shared/phi/x.ts', "import 'node:crypto';", /no Node/],
  [
    'main reaching into the engine',
    'electron/main/x.ts',
    "import '../engine/store/open.ts';",
    /command line and tests/,
  ],
  ['the engine reaching into main', 'electron/engine/imap/x.ts', "import '../../main/lock.ts';", /meet only/],
  ['the engine using Electron', 'electron/engine/x.ts', "import { app } from 'electron';\nexport { app };", /electron/],
  ['a room using another room', 'electron/engine/imap/x.ts', "import '../openpgp/keys.ts';", /not each other/],
  [
    'the product using its tests',
    'electron/engine/x.ts',
    "import '../../test/host/host.ts';",
    /does not know its tests/,
  ],
  ['what main and engine share reaching into main', 'electron/audit/x.ts', "import '../main/lock.ts';", /knows none/],
  ['a second ear for calls', 'electron/main/x.ts', "import { ipcMain } from 'electron';\nexport { ipcMain };", /door/],
  [
    'a URL opened past the check',
    'electron/main/x.ts',
    "import { shell } from 'electron';\nvoid shell.openExternal('x:');",
    /browser\.ts/,
  ],
  [
    'an event raised past the door',
    'electron/main/x.ts',
    'export const f = (w: { webContents: { send(a: string): void } }) => w.webContents.send("x");',
    /checks them against the contract/,
  ],
];

describe('imports point one way', () => {
  it.each(ways)('refuses %s', async (_, file, source, words) => {
    expect(await lint(file, source)).toMatch(words);
  });

  it('lets the door have its wrapper', async () => {
    expect(await lint('electron/main/door.ts', "import { ipcMain } from 'electron';\nexport { ipcMain };")).not.toMatch(
      /noRestrictedImports/,
    );
  });
});
