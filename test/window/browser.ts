import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** What keeps Chromium quiet and at home. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The moment of every picture, so that two runs give the same one. */
const pictureTime = new Date('2026-06-09T10:42:00-04:00');

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly forcedColors?: boolean;
}

/** Starts the system's Chromium; `--no-sandbox` only for root, who has no sandbox there. */
export function startBrowser(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...flags, ...sandbox] });
}

/** Opens the window in a scene. What the page complains about is collected, because a picture does not show it. */
export async function openScene(
  browser: Browser,
  url: string,
  query: string,
  look: Look = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[]; readonly close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1366, height: look.height ?? 768 },
    colorScheme: look.dark ? 'dark' : 'light',
    forcedColors: look.forcedColors ? 'active' : 'none',
    reducedMotion: 'reduce',
    timezoneId: 'America/New_York',
    locale: 'en-US',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.setFixedTime(pictureTime);
  await page.goto(`${url}?${query}`);
  await page.locator('#root > *').first().waitFor();
  await page.waitForTimeout(350);
  return { page, complaints, close: () => context.close() };
}

/** What axe finds serious or critical by WCAG 2.2 A and AA, one line each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Fluent's focus library keeps invisible stops at the ends of a toolbar or menu; they pass the focus on at once.
    .exclude('[data-tabster-dummy]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`));
}
