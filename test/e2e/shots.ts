import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Look, openScene, seriousFindings, startBrowser } from '../window/browser.ts';
import { servePage } from '../window/page.ts';
import { screens } from '../window/screens.ts';

/**
 * Takes every screen and state of the window: light, dark, high contrast, and at 200 % zoom (683 x 384 CSS pixels on the
 * 1366 x 768 screen that front desks have). axe looks at each; anything serious, and any complaint of the page itself,
 * fails the run. `npm run shots -- mail lock` takes only the screens whose names begin so.
 */
const out = path.resolve(import.meta.dirname, '../../shots');
const wanted = process.argv.slice(2);
const chosen = screens.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));

const looks: readonly (readonly [name: string, look: Look, everywhere: boolean])[] = [
  ['light', {}, true],
  ['dark', { dark: true }, true],
  ['zoom200', { width: 683, height: 384 }, false],
];
/** High contrast is taken where our own parts are, not for every dialog of Fluent's. */
const contrast = new Set(['lock', 'mail-open', 'mail-selected', 'compose', 'settings-keys', 'first-run-sheet']);

mkdirSync(out, { recursive: true });
if (wanted.length === 0) for (const [name] of looks) rmSync(path.join(out, name), { recursive: true, force: true });
const served = await servePage();
const browser = await startBrowser();
const failures: string[] = [];
let taken = 0;

try {
  for (const screen of chosen) {
    for (const [lookName, look, everywhere] of [
      ...looks,
      ...(contrast.has(screen.name) ? [['contrast', { forcedColors: true, dark: true }, true] as const] : []),
    ]) {
      if (!everywhere && screen.wideOnly) continue;
      const { page, complaints, close } = await openScene(browser, served.url, screen.query ?? '', look);
      const where = `${lookName}/${screen.name}`;
      try {
        await screen.steps?.(page);
        const file = path.join(out, lookName, `${screen.name}.png`);
        await page.screenshot({ path: file });
        taken += 1;
        // At 200 % it is the same page; under high contrast the colours are the system's.
        if (lookName === 'light' || lookName === 'dark')
          failures.push(...(await seriousFindings(page)).map((one) => `${where}: ${one}`));
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        if (sideways) failures.push(`${where}: the page scrolls sideways`);
      } catch (error) {
        failures.push(`${where}: ${error instanceof Error ? error.message.split('\n')[0] : 'failed'}`);
      }
      failures.push(...complaints.map((one) => `${where}: ${one}`));
      await close();
    }
  }
} finally {
  await browser.close();
  served.stop();
}

console.log(`${taken} pictures in ${path.relative(process.cwd(), out) || out}`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
