import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startHost } from '../../test/host/host.ts';
import { electronBinary, hasDisplay } from '../start.ts';
import { people } from './people.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ShowOptions {
  readonly userData: string;
  /** What reaches the demo's keychain. */
  readonly env: Readonly<Record<string, string>>;
  /** Who is unlocked for the pictures of a headless run. */
  readonly staff: { readonly displayName: string; readonly passphrase: string };
}

/**
 * Shows the demo's window, in Electron when its binary is there, else in the host, and says which. Resolves when the
 * window is closed; without a display, when the pictures are taken.
 */
export async function showWindow({ userData, env, staff }: ShowOptions): Promise<void> {
  const electron = electronBinary();
  if (electron !== null && hasDisplay()) {
    console.log('The window runs in Electron. Close it to end the demo.');
    const child = spawn(electron, ['.', '--user-data', userData], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    await new Promise((resolve) => child.once('exit', resolve));
    return;
  }
  console.log("The window runs in the host, on this machine's Chromium.");
  const host = await startHost({ userData, env, visible: hasDisplay() });
  const stop = (): void => void host.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (hasDisplay()) {
    console.log('Close the window to end the demo.');
    await host.ended;
    return;
  }
  console.log('No display: running headless. Screenshots:');
  for (const picture of await pictures(await host.page(), staff)) console.log(`  ${picture}`);
  await host.stop();
}

/** Unlocks, opens the laboratory's message, and takes a picture of each step; answers the files. */
async function pictures(page: Page, staff: ShowOptions['staff']): Promise<string[]> {
  const dir = path.join(root, 'shots', 'demo');
  mkdirSync(dir, { recursive: true });
  const files: string[] = [];
  const take = async (name: string): Promise<void> => {
    // What fades in within 150 ms has arrived.
    await page.waitForTimeout(400);
    const file = path.join(dir, `${name}.png`);
    await page.screenshot({ path: file });
    files.push(file);
  };
  await page.setViewportSize({ width: 1366, height: 768 });
  const field = page.getByLabel(`Passphrase of ${staff.displayName}`);
  const person = page.getByRole('radio', { name: staff.displayName });
  await person.or(field).first().waitFor({ state: 'attached', timeout: 30_000 });
  if (!(await field.isVisible())) await person.check({ force: true });
  await take('lock');
  await field.fill(staff.passphrase);
  await page.keyboard.press('Enter');
  const sealed = page.getByRole('row').filter({ hasText: 'Results ready' }).first();
  await sealed.waitFor({ timeout: 60_000 });
  await take('inbox');
  await sealed.click();
  await page.getByText('The lipid panel of Jane Roe').waitFor({ timeout: 30_000 });
  await take('reader');
  await compose(page);
  await take('composer');
  return files;
}

/** Writes to a patient and a colleague what the composer must notice. */
async function compose(page: Page): Promise<void> {
  await page.keyboard.press('Control+n');
  for (const { address } of [people.roe, people.nair]) {
    await page.getByRole('combobox', { name: /^To/ }).fill(address);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('textbox', { name: 'Subject' }).click();
  await page.keyboard.type('Your blood test');
  await page.getByRole('textbox', { name: 'Text of the message' }).click();
  await page.keyboard.type('Dear Ms. Roe,\n\nyour lipid panel is within range (MRN 00482913, born 03/04/1960).\n');
  await page.keyboard.type('Please call (202) 555-0142 with questions.\n\nRiverside front desk');
  await page.locator('.phi-mark').first().waitFor();
  await page.getByText('no key known').first().waitFor();
}
