import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Host } from '../host/host.ts';
import { type Clinic, mailboxes } from './clinic.ts';

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

/** Asks until it holds; what the servers and the idle clock do takes its time. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds = 40): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Not seen within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The page of the window that comes after `before`, which a lock or a crash ends. */
export async function nextWindow(host: Host, before: number): Promise<Page> {
  await until('the next window', async () => host.windowNumber() > before, 20);
  const page = await host.page();
  await page.getByLabel(/^Passphrase of/).waitFor();
  return page;
}

/** A first message from the patient, for the list to have something in it. */
export function patientMessage(subject: string, text: string, more = ''): Buffer {
  return Buffer.from(
    `From: Jane Roe <${mailboxes.patient.address}>\r\nTo: <${mailboxes.desk.address}>\r\nSubject: ${subject}\r\n` +
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\n` +
      `Message-ID: <${subject.replaceAll(/\W+/g, '-')}@home.test>\r\n${more}\r\n${text}\r\n`,
  );
}

/** A profile with the front desk's account and a key, on a fresh machine; ends when the inbox shows `subject`. */
export async function settleIn(page: Page, profile: NewProfile, subject: string): Promise<Sheet> {
  const sheet = await makeProfile(page, { clinic: 'Riverside Family Clinic', ...profile });
  await addAccount(page, mailboxes.desk.address, mailboxes.desk.password, 'Riverside front desk');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await list(page).getByRole('row').filter({ hasText: subject }).waitFor({ timeout: 30_000 });
  return sheet;
}

/** The first message in a mailbox of the server that holds what is asked for. */
export async function delivered(clinic: Clinic, user: string, holds: (raw: string) => boolean): Promise<string> {
  return until(`a message for ${user}`, async () => {
    const all = await clinic.dovecot.messages(user, 'INBOX');
    return all.map((raw) => raw.toString()).find(holds);
  });
}

/** Locks with the key, and answers the page of the window that comes after. */
export async function lockNow(host: Host, page: Page): Promise<Page> {
  const window = host.windowNumber();
  // The renderer ends while the key is still down.
  await page.keyboard.press('Control+Shift+l').catch(() => undefined);
  return nextWindow(host, window);
}

/** What the audit log holds, read with the printed key and the command line. */
export function auditActions(clinic: Clinic, sheet: Sheet): string[] {
  const folder = path.join(clinic.userData, 'audit');
  const file = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '');
  const keyFile = path.join(clinic.keyring.home, 'audit-key');
  writeFileSync(keyFile, sheet.auditKey ?? '');
  try {
    const args = ['electron/cli/careseal.ts', 'audit', 'read', file, '--key-file', keyFile, '--json'];
    const { entries } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    return entries.map(({ entry }: { entry: { action: string } }) => entry.action);
  } finally {
    rmSync(keyFile);
  }
}
