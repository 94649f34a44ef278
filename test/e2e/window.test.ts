import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, startBrowser } from '../window/browser.ts';
import { servePage } from '../window/page.ts';

/** The window alone, in a plain page with an invented clinic behind it: what lists, focus and keys do. */

let browser: Browser;
let served: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  served = await servePage();
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  served?.stop();
});

/** Runs `play` in a scene; the page must not have complained. */
async function inScene(query: string, play: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openScene(browser, served.url, query);
  try {
    await play(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

const firstSubject = (page: Page) =>
  page.evaluate(() => {
    const grid = document.querySelector('[role=grid]');
    const box = grid?.getBoundingClientRect();
    if (!box) return '';
    return document.elementFromPoint(box.left + 120, box.top + 30)?.closest('[role=row]')?.textContent ?? '';
  });
const chosen = (page: Page) => page.locator('[role=row][aria-selected=true]').allTextContents();
const arrive = (page: Page, count: number) =>
  page.evaluate((n) => {
    (window as unknown as { fakeCareseal: { arrive(count: number): void } }).fakeCareseal.arrive(n);
  }, count);

describe('the conversation list', () => {
  it('does not move a row under the eye when mail arrives while one has scrolled', () =>
    inScene('', async (page) => {
      const grid = page.getByRole('grid');
      await grid.waitFor();
      await grid.evaluate((element) => element.scrollTo({ top: 600 }));
      await page.waitForTimeout(300);
      const before = await firstSubject(page);
      expect(before).not.toBe('');
      await arrive(page, 3);
      await page.getByRole('button', { name: '3 new above' }).waitFor();
      expect(await firstSubject(page)).toBe(before);
      await page.getByRole('button', { name: '3 new above' }).click();
      await page.waitForTimeout(200);
      expect(await firstSubject(page)).toContain('Arrived');
    }));

  it('does not move a row under the pointer that is about to click', () =>
    inScene('', async (page) => {
      const row = page.locator('[data-row="1"]');
      await row.hover();
      const before = await firstSubject(page);
      await arrive(page, 1);
      await page.getByRole('button', { name: '1 new above' }).waitFor();
      expect(await firstSubject(page)).toBe(before);
    }));

  it('draws few rows of 100,000 and reaches the last one at once', () =>
    inScene('mail=huge', async (page) => {
      const grid = page.getByRole('grid');
      await grid.waitFor();
      expect(await grid.getAttribute('aria-rowcount')).toBe('100000');
      await grid.focus();
      await page.keyboard.press('End');
      await page.locator('[role=row][aria-rowindex="100000"][aria-selected]').waitFor();
      expect(await page.getByRole('row').count()).toBeLessThan(60);
    }));

  it('after Delete the next conversation is chosen and keeps the keyboard; Ctrl+Z brings the deleted one back', () =>
    inScene('', async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => chosen(page)).toHaveLength(1);
      const [second] = await chosen(page);
      await page.keyboard.press('Delete');
      await page.getByText('moved to Trash').first().waitFor();
      const [next] = await chosen(page);
      expect(next).not.toBe(second);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
      await page.keyboard.press('Control+z');
      await expect.poll(() => page.locator('[data-row="1"]').textContent()).toBe(second);
    }));

  it('chooses ranges by keyboard and acts on all of them', () =>
    inScene('', async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByText('3 selected').first().waitFor();
      await page.keyboard.press('Insert');
      await expect.poll(() => page.locator('[role=row][aria-selected=true] [aria-label=Flagged]').count()).toBe(3);
    }));
});

describe('what is being written', () => {
  it('is still there, with the keyboard in it, after a look into the settings', () =>
    inScene('openDraft=true', async (page) => {
      const body = page.locator('[data-pane=reader] [contenteditable=true]').last();
      await body.click();
      await page.keyboard.type('Half a sentence');
      await page.keyboard.press('Control+,');
      await page.getByRole('heading', { name: 'General' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => body.textContent()).toContain('Half a sentence');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane')))
        .toBe('reader');
    }));

  it('leaves no draft behind when nobody wrote anything, and keeps an address that was only typed', () =>
    inScene('', async (page) => {
      const drafts = () => page.locator('[data-folder=drafts]').textContent();
      await page.getByRole('grid').waitFor();
      const before = await drafts();
      await page.keyboard.press('Control+n');
      await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('No message open').waitFor();
      expect(await page.getByText('Draft discarded').count()).toBe(0);
      await page.keyboard.press('Control+n');
      await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
      await page.locator('[data-row="1"]').click();
      await page.getByRole('button', { name: 'Reply', exact: true }).waitFor();
      expect(await drafts()).toBe(before);
      await page.keyboard.press('Control+n');
      await page.getByRole('combobox', { name: /^To/ }).fill('someone@postbox.example');
      await page.getByRole('button', { name: /^Close/ }).click();
      await page.getByText('Saved in Drafts').first().waitFor();
      await expect.poll(drafts).not.toBe(before);
    }));

  it('keeps Delete to itself: pressed on a button of the composer it does not reach the list', () =>
    inScene('', async (page) => {
      await page.locator('[data-row="1"]').click();
      await page.keyboard.press('Control+n');
      await page.getByRole('button', { name: 'Send', exact: true }).focus();
      await page.keyboard.press('Delete');
      await page.waitForTimeout(300);
      expect(await page.getByText('moved to Trash').count()).toBe(0);
      expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('44');
    }));
});

describe('keys', () => {
  it('single keys do nothing while one types', () =>
    inScene('', async (page) => {
      await page.keyboard.press('Control+e');
      await page.keyboard.type('jk?');
      expect(await page.getByRole('searchbox').inputValue()).toBe('jk?');
      expect(await page.getByRole('dialog').count()).toBe(0);
    }));

  it('F6 goes round the panes and Escape leaves the search with the keyboard in the list', () =>
    inScene('', async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(400);
      const pane = () =>
        page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? '');
      const round: string[] = [];
      for (let step = 0; step < 3; step += 1) {
        await page.keyboard.press('F6');
        round.push(await pane());
      }
      expect(round).toEqual(['reader', 'folders', 'list']);
      await page.keyboard.press('Control+e');
      await page.keyboard.type('lab');
      await page.getByText('Results for').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Inbox' }).waitFor();
      await expect.poll(pane).toBe('list');
    }));

  it('a profile is picked and unlocked without the mouse', () =>
    inScene('stage=locked', async (page) => {
      await page.keyboard.press('ArrowDown');
      await page.getByText('Passphrase of Dr. Samuel Okafor').waitFor();
      await page.keyboard.type('correct horse battery staple');
      await page.keyboard.press('Enter');
      await page.getByRole('grid').waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    }));
});

it('after three wrong passphrases the field waits and says for how long', () =>
  inScene('stage=locked', async (page) => {
    const field = page.locator('input[type=password]');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await field.fill('wrong');
      await page.keyboard.press('Enter');
      // The words of the attempt before may still stand there; the field is emptied by the answer to this one.
      await expect.poll(() => field.inputValue()).toBe('');
      await page.getByText(attempt < 2 ? 'That is not the passphrase' : 'Too many failed attempts').waitFor();
    }
    expect(await field.isDisabled()).toBe(true);
  }));

it('a half-typed passphrase does not wait for whoever comes next', () =>
  inScene('stage=locked', async (page) => {
    const field = page.locator('input[type=password]');
    await field.waitFor();
    await page.clock.install();
    await field.fill('half a passphr');
    await page.clock.fastForward(59_000);
    expect(await field.inputValue()).toBe('half a passphr');
    await page.clock.fastForward(2000);
    await expect.poll(() => field.inputValue()).toBe('');
  }));

it('the keys of a new profile are left only by typing a group back', () =>
  inScene('stage=first-run', async (page) => {
    await page.getByLabel('Name of the clinic').fill('Harbor Lane Family Clinic');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Your name').fill('Maria Lopez');
    for (const at of [0, 1]) await page.locator('input[type=password]').nth(at).fill('blue harbor seven lamp candle');
    await page.getByRole('button', { name: 'Create the profile' }).click();
    const proof = page.getByLabel(/Type group/);
    await proof.fill('AAAA');
    await page.keyboard.press('Enter');
    await page.getByText('That is not this group').waitFor();
    expect(await page.getByRole('heading', { name: /Recovery sheet of/ }).isVisible()).toBe(true);
  }));
