import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm start`: bundles the app and runs it, in Electron when its binary is there, else in the host, and says which.
 *
 *   npm start -- [--user-data <dir>] [--screenshot <file>] [--once]
 *
 * Without a display it runs headless and writes a screenshot. `--once` ends after the first picture.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/** Path of Electron's binary, or `null` where its package has not fetched it. */
export function electronBinary(): string | null {
  const pathFile = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Whether there is a screen to show a window on. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Where Electron keeps an app's files when it is not told otherwise. */
function defaultUserData(): string {
  if (process.env.CARESEAL_DATA !== undefined) return process.env.CARESEAL_DATA;
  if (process.platform === 'win32') return join(process.env.APPDATA ?? homedir(), 'Careseal');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Careseal');
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Careseal');
}

async function startElectron(binary: string, userData: string): Promise<number> {
  const child = spawn(binary, ['.', '--user-data', userData], { cwd: root, stdio: 'inherit' });
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function startInHost(userData: string, screenshot: string, once: boolean): Promise<number> {
  // Loaded only here: whoever has Electron needs no browser and no Playwright.
  const { startHost } = await import('../test/host/host.ts');
  const visible = hasDisplay();
  const host = await startHost({ userData, visible, log: (line) => console.log(line) });
  const stop = (): void => void host.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (!visible || once) {
    const page = await host.page();
    await page.waitForLoadState('networkidle');
    // The first answers of main and engine, and fonts, come after the page has loaded.
    await page.waitForTimeout(1000);
    mkdirSync(join(screenshot, '..'), { recursive: true });
    await page.screenshot({ path: screenshot });
    console.log(`No display: running headless. Screenshot: ${screenshot}`);
  }
  if (once) {
    await host.stop();
    return 0;
  }
  return (await host.ended) ?? 1;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      'user-data': { type: 'string' },
      screenshot: { type: 'string', default: join(root, 'shots', 'start.png') },
      once: { type: 'boolean', default: false },
    },
  });
  const userData = values['user-data'] ?? defaultUserData();
  const { bundle } = await import('./bundle.ts');
  await bundle();
  const binary = electronBinary();
  if (binary !== null && hasDisplay()) {
    console.log('Careseal runs in Electron.');
    process.exit(await startElectron(binary, userData));
  }
  console.log(
    binary === null
      ? "Careseal runs in the host, on this machine's Chromium: Electron's binary is not here."
      : "Careseal runs in the host, on this machine's Chromium: Electron is here, but there is no display.",
  );
  process.exit(await startInHost(userData, values.screenshot, values.once));
}
