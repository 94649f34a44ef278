import type { Locator, Page } from 'playwright-core';

/** What a person does in the window, step by step, by the words that they see. */

export interface NewProfile {
  readonly clinic?: string;
  readonly name: string;
  readonly role: 'front-desk' | 'clinician' | 'privacy-officer' | 'admin';
  readonly passphrase: string;
}

export interface Sheet {
  readonly recoveryKey: string;
  readonly auditKey: string | null;
}

/** First steps: clinic (on a fresh machine only), profile, sheet. Ends on the page for the mail account. */
export async function makeProfile(page: Page, profile: NewProfile): Promise<Sheet> {
  if (profile.clinic) {
    await page.getByLabel('Name of the clinic').fill(profile.clinic);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.getByLabel('Your name').fill(profile.name);
  await page.getByLabel('Your role').selectOption(profile.role);
  await page.getByLabel(/^Passphrase(?! again)/).fill(profile.passphrase);
  await page.getByLabel('Passphrase again').fill(profile.passphrase);
  await page.getByRole('button', { name: 'Create the profile' }).click();

  await page.getByRole('heading', { name: 'Print this sheet and keep it safe' }).waitFor();
  const recoveryKey = (await keyOnSheet(page, 'Recovery key')) ?? '';
  const auditKey = await keyOnSheet(page, 'Audit key of this computer');
  const proof = page.getByLabel(/^Type group \d+ of the recovery key/);
  const label = (await page.getByText(/^Type group \d+ of the recovery key/).textContent()) ?? '';
  const group = Number(/group (\d+)/.exec(label)?.[1]);
  await proof.fill(recoveryKey.split('-')[group - 1] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  return { recoveryKey, auditKey };
}

/** A printed key, or null when the sheet has none of that name. Each item is a small number and a group. */
async function keyOnSheet(page: Page, name: string): Promise<string | null> {
  const items = page.getByRole('list', { name }).getByRole('listitem');
  const groups = await items.evaluateAll((all) => all.map((item) => item.lastChild?.textContent ?? ''));
  return groups.length > 0 ? groups.join('-') : null;
}

/** Adds the account; the clinic's file knows the servers. Ends on the page for the key. */
export async function addAccount(page: Page, address: string, password: string, name: string): Promise<void> {
  await page.getByLabel('Mail address').fill(address);
  await page.getByLabel('Password of the mail account').fill(password);
  await page.getByLabel('Name that recipients see').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Encrypt with others' }).waitFor();
}

/** The list of conversations. */
export function list(page: Page): Locator {
  return page.getByRole('grid').first();
}

/** Waits for a conversation in the list and opens it. */
export async function openThread(page: Page, subject: string | RegExp): Promise<void> {
  const row = list(page).getByRole('row').filter({ hasText: subject }).first();
  await row.waitFor({ timeout: 30_000 });
  await row.click();
}

/** Unlocks a profile from the lock screen. */
export async function unlock(page: Page, name: string, passphrase: string): Promise<void> {
  const field = page.getByLabel(`Passphrase of ${name}`);
  if (!(await field.isVisible())) await page.getByRole('radio', { name }).check({ force: true });
  await field.fill(passphrase);
  await page.keyboard.press('Enter');
  await list(page).waitFor({ timeout: 30_000 });
}
