import { mkdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../host/host.ts';
import { type Clinic, mailboxes, startClinic } from './clinic.ts';
import { type Gpg, makeGpg, sealedMessage } from './gpg.ts';
import { delivered, nextWindow, patientMessage, until } from './steps.ts';

/**
 * The main job without a mouse: everything that is done here is done with `page.keyboard`, and locators only look.
 * Wherever a person presses a key, the keyboard must be somewhere, and that place must be on the screen.
 */

const passphrase = 'harbor canary whistle 4821';
const lab = { name: 'Dr. Anna Weiss', addr: mailboxes.lab.address };
const sealedSubject = 'Potassium of Jane Roe';
const ownSubject = 'Your result is here';

let clinic: Clinic;
let host: Host;
let page: Page;
let labGpg: Gpg;

/** Where the keyboard is, in words; fails when it is nowhere or out of sight. */
async function whereFocusIs(): Promise<string> {
  const place = await page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body || at === document.documentElement)
      return { words: 'nowhere', seen: false };
    const box = at.getBoundingClientRect();
    const seen =
      box.width > 0 &&
      box.height > 0 &&
      box.bottom > 0 &&
      box.right > 0 &&
      box.top < innerHeight &&
      box.left < innerWidth &&
      at.matches(':focus-visible');
    const named = at.getAttribute('aria-label') ?? at.id ?? '';
    return { words: `${at.tagName.toLowerCase()} ${at.getAttribute('role') ?? ''} ${named}`.trim(), seen };
  });
  expect(place, 'the keyboard is nowhere, or where nobody sees it').toMatchObject({ seen: true });
  return place.words;
}

const hasFocus = (locator: Locator): Promise<boolean> =>
  locator
    .first()
    .evaluate((element) => element === document.activeElement)
    .catch(() => false);

/** Waits until the keyboard is there, without moving it. */
async function focusIsOn(what: string, locator: Locator): Promise<void> {
  const end = performance.now() + 8000;
  while (!(await hasFocus(locator))) {
    if (performance.now() > end) throw new Error(`The keyboard is not in ${what} but in: ${await whereFocusIs()}`);
    await page.waitForTimeout(50);
  }
  await whereFocusIs();
}

async function focusIsIn(what: string, dialog: Locator): Promise<void> {
  await until(
    `the keyboard in ${what}`,
    () => dialog.evaluate((element) => element.contains(document.activeElement)),
    8,
  );
  await whereFocusIs();
}

/** Goes with Tab until the keyboard is there. */
async function tabTo(locator: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await locator.first().waitFor();
  for (let stops = 0; stops < 60; stops += 1) {
    if (await hasFocus(locator)) {
      await whereFocusIs();
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${locator}`);
}

const press = (key: string): Promise<void> => page.keyboard.press(key);
const type = (words: string): Promise<void> => page.keyboard.type(words);
const grid = (): Locator => page.getByRole('grid').first();
const row = (subject: string): Locator => grid().getByRole('row').filter({ hasText: subject });
const chosenRow = (subject: string): Locator => grid().locator('[role=row][aria-selected=true]', { hasText: subject });
const body = (): Locator => page.getByRole('textbox', { name: 'Text of the message' });
const subjectField = (): Locator => page.getByRole('textbox', { name: 'Subject' });
const toField = (): Locator => page.getByRole('combobox', { name: /^To/ });

/** Goes through the list with the arrow keys until this conversation is the chosen one. */
async function chooseInList(subject: string): Promise<void> {
  await row(subject).first().waitFor({ timeout: 30_000 });
  await focusIsOn('the list', grid());
  await press('Home');
  await chooseBelow(subject);
}

async function chooseBelow(subject: string): Promise<void> {
  for (let rows = 0; rows < 10; rows += 1) {
    if ((await chosenRow(subject).count()) > 0) return;
    await press('ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to ${subject}`);
}

async function messagesIn(mailbox: string): Promise<number> {
  return (await clinic.dovecot.list(mailboxes.desk.address, mailbox).catch(() => [])).length;
}

beforeAll(async () => {
  clinic = await startClinic();
  labGpg = makeGpg(lab.name, lab.addr);
  await clinic.dovecot.deliver(mailboxes.desk.address, patientMessage('My blood test', 'Is it back?'));
  await clinic.dovecot.deliver(mailboxes.desk.address, patientMessage('New insurance card', 'It came today.'));
  host = await clinic.start();
  page = await host.page();
  page.setDefaultTimeout(12_000);
});

afterAll(async () => {
  labGpg?.stop();
  await clinic?.stop();
});

describe('the main job by keyboard alone', () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      mkdirSync('shots', { recursive: true });
      await page?.screenshot({ path: 'shots/keyboard-failure.png' }).catch(() => undefined);
    });
  });

  it('takes the first steps', async () => {
    await focusIsOn('the name of the clinic', page.getByLabel('Name of the clinic'));
    await type('Riverside Family Clinic');
    await press('Enter');

    await focusIsOn('the name', page.getByLabel('Your name'));
    await type('Maria Santos');
    await tabTo(page.getByLabel(/^Passphrase(?! again)/));
    await type(passphrase);
    await tabTo(page.getByLabel('Passphrase again'));
    await type(passphrase);
    await press('Enter');

    await focusIsOn('the heading', page.getByRole('heading', { name: 'Print this sheet and keep it safe' }));
    const label = (await page.getByText(/^Type group \d+ of the recovery key/).textContent()) ?? '';
    const group = Number(/group (\d+)/.exec(label)?.[1]);
    const groups = await page
      .getByRole('list', { name: 'Recovery key' })
      .getByRole('listitem')
      .evaluateAll((all) => all.map((item) => item.lastChild?.textContent ?? ''));
    await tabTo(page.getByLabel(/^Type group \d+ of the recovery key/));
    await type(groups[group - 1] ?? '');
    await press('Enter');

    await focusIsOn('the mail address', page.getByLabel('Mail address'));
    await type(mailboxes.desk.address);
    await tabTo(page.getByLabel('Password of the mail account'));
    await type(mailboxes.desk.password);
    await press('Enter');

    await page.getByRole('heading', { name: 'Encrypt with others' }).waitFor();
    await focusIsOn('Make a key', page.getByRole('button', { name: 'Make a key' }));
    await press('Enter');
    await row('My blood test').waitFor({ timeout: 30_000 });
    await focusIsOn('the list', grid());
  });

  it('imports the key of the laboratory, and opens and reads what it encrypted', async () => {
    await press('Control+,');
    await page.getByRole('heading', { name: 'General' }).waitFor();
    await whereFocusIs();
    await press('Escape');
    await focusIsOn('the list', grid());

    const own = await page.evaluate(async (address) => {
      const listed = await window.careseal.call('key.list', {});
      if (!listed.ok) throw new Error(listed.problem.code);
      const key = listed.value.keys.find(({ secret, emails }) => secret && emails.includes(address));
      const exported = await window.careseal.call('key.exportPublic', { fingerprint: key?.fingerprint ?? '' });
      if (!exported.ok) throw new Error(exported.problem.code);
      return exported.value.armored;
    }, mailboxes.desk.address);
    labGpg.import(own);
    await clinic.dovecot.deliver(
      mailboxes.desk.address,
      sealedMessage({
        gpg: labGpg,
        from: lab,
        to: mailboxes.desk.address,
        subject: sealedSubject,
        text: 'Potassium is 4.2 mmol/l.',
        messageId: 'sealed-1@lab.test',
      }),
    );
    await chooseInList(sealedSubject);
    await page.getByText('Potassium is 4.2 mmol/l.').waitFor();
    await press('Enter');
    await focusIsOn('the opened message', page.getByLabel('Message', { exact: true }).locator('section[tabindex="0"]'));
  });

  it('writes to the patient and the laboratory, and sees what was noticed and how it will leave', async () => {
    await press('Control+n');
    await focusIsOn('the recipients', toField());
    await type(mailboxes.patient.address);
    await press('Enter');
    await type(mailboxes.lab.address);
    await press('Enter');
    await tabTo(subjectField());
    await type(ownSubject);
    await tabTo(body());
    await type('Your potassium is normal. Jane Roe, MRN 00482913, born 03/04/1960.');
    await expect
      .poll(() => page.locator('.phi-mark').allTextContents())
      .toEqual(expect.arrayContaining(['00482913', '03/04/1960']));
    const plan = page.getByRole('region', { name: 'How it will be sent' });
    await expect.poll(() => plan.textContent()).toMatch(/encrypted/);
    expect(await plan.textContent()).toMatch(/no key known/);
    const drafts = await page.evaluate(async () => {
      const listed = await window.careseal.call('draft.list', {});
      return listed.ok ? listed.value.drafts.length : -1;
    });
    expect(drafts, 'one Ctrl+N is one draft').toBe(1);
  });

  it('gives a reason, takes the message back with one Ctrl+Z, and sends it again', async () => {
    for (const round of ['first', 'again']) {
      await focusIsOn('the text', body());
      await press('Control+Enter');
      await page.getByRole('heading', { name: /would leave unprotected/ }).waitFor();
      await focusIsOn('Back to the message', page.getByRole('button', { name: 'Back to the message' }));
      await press('Tab');
      await whereFocusIs();
      const reason = page.getByRole('radio', { name: /patient asked for it/i });
      await tabTo(reason);
      await press('Space');
      expect(await reason.isChecked()).toBe(true);
      await tabTo(page.getByRole('button', { name: 'Send with this reason' }));
      await press('Enter');
      await page
        .getByText(/Leaves in \d+ s$/)
        .first()
        .waitFor();
      await focusIsOn('the list', grid());
      if (round === 'again') break;
      await press('Control+z');
      await body().waitFor();
      expect(await page.getByText(/Leaves in \d+ s$/).count()).toBe(0);
    }
    await page
      .getByText(/Accepted by the mail server/)
      .first()
      .waitFor({ timeout: 40_000 });
    for (const user of [mailboxes.patient.address, mailboxes.lab.address]) {
      await delivered(clinic, user, (raw) => raw.includes(ownSubject) || raw.includes('BEGIN PGP MESSAGE'));
      expect(await clinic.dovecot.messages(user, 'INBOX')).toHaveLength(1);
    }
  });

  it('finds a message with Ctrl+E and opens it, and Esc leads back to the inbox', async () => {
    await press('Control+e');
    await focusIsOn('the search field', page.getByRole('searchbox', { name: 'Search all messages' }));
    await type('potassium mmol');
    await page.getByText(/^1 found · searched all/).waitFor();
    await press('Enter');
    await focusIsOn('the results', grid());
    await press('Home');
    await page.getByText('Potassium is 4.2 mmol/l.').waitFor();
    await press('Escape');
    await row('New insurance card').waitFor();
    await focusIsOn('the inbox', grid());
  });

  it('moves a message and takes it back, deletes one and takes it back', async () => {
    const before = await messagesIn('INBOX');
    await chooseInList('New insurance card');
    await press('Control+Shift+v');
    await focusIsOn('the folder field', page.getByRole('combobox', { name: 'Find a folder' }));
    await type('arch');
    await press('Enter');
    await page.getByText('1 conversation moved to Archive').first().waitFor();
    await focusIsOn('the list', grid());
    expect(await chosenRow('New insurance card').count()).toBe(0);
    await until('the move on the server', async () => (await messagesIn('INBOX')) === before - 1);
    await press('Control+z');
    await row('New insurance card').waitFor();
    await until('the message back in the inbox', async () => (await messagesIn('INBOX')) === before);
    await focusIsOn('the list', grid());

    await chooseInList('New insurance card');
    await press('Delete');
    await page.getByText('1 conversation moved to Trash').first().waitFor();
    await focusIsOn('the list', grid());
    expect(await grid().locator('[role=row][aria-selected=true]').count(), 'the next one is chosen').toBe(1);
    await until('the deletion on the server', async () => (await messagesIn('Trash')) === 1);
    await press('Control+z');
    await row('New insurance card').waitFor();
    await until('the message back from the trash', async () => (await messagesIn('INBOX')) === before);
    await focusIsOn('the list', grid());
  });

  it('shows the keys with ? and goes through the panes with F6', async () => {
    await press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await focusIsIn('the list of keys', page.getByRole('dialog'));
    await press('Escape');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor({ state: 'detached' });
    await focusIsOn('the list', grid());

    const panes: string[] = [];
    for (let times = 0; times < 3; times += 1) {
      await press('F6');
      await whereFocusIs();
      panes.push(
        await page.evaluate(
          () => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? 'no pane',
        ),
      );
    }
    expect(new Set(panes).size, panes.join(', ')).toBe(3);
    expect(panes.at(-1)).toBe('list');
    await press('Shift+F6');
    await press('F6');
    await focusIsOn('the list', grid());
  });

  it('opens the settings from the menu, and a dialog gives the keyboard back to what opened it', async () => {
    await tabTo(page.getByRole('button', { name: 'Maria Santos: profile menu' }), 'Shift+Tab');
    await press('Enter');
    await focusIsOn('the menu', page.getByRole('menuitem', { name: /^Settings/ }));
    await press('Enter');
    await focusIsOn(
      'General',
      page.getByRole('tab', { name: 'General' }).or(page.getByRole('button', { name: 'General' })),
    );
    const security = page.getByRole('tab', { name: 'Security' }).or(page.getByRole('button', { name: 'Security' }));
    await tabTo(security);
    await press('Enter');
    const change = page.getByRole('button', { name: 'Change the passphrase' });
    await tabTo(change);
    await press('Enter');
    await focusIsIn('the dialog', page.getByRole('dialog'));
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await focusIsOn('what opened the dialog', change);
    await press('Escape');
    await page.getByRole('heading', { name: 'Security' }).waitFor({ state: 'detached' });
    await focusIsOn('the list', grid());
  });

  it('keeps a draft when Esc closes it, with the keyboard back in the list', async () => {
    // The reader still shows the laboratory's message when the key comes: the answer is for the row that was chosen.
    await chooseInList(sealedSubject);
    await page.getByText('Potassium is 4.2 mmol/l.').waitFor();
    await chooseBelow('My blood test');
    await press('Control+r');
    await focusIsOn('the text', body());
    const pills = page.getByRole('region', { name: 'Message being written' }).getByRole('listitem');
    expect(await pills.first().textContent()).toMatch(/Jane Roe|jane\.roe@home\.test/);
    await type('It is back, and it is fine.');
    const discard = page.getByRole('button', { name: 'Discard the draft' });
    await tabTo(discard, 'Shift+Tab');
    await press('Enter');
    await page.getByText(/^Discard this draft/).waitFor();
    await focusIsIn('the question', page.getByRole('alertdialog'));
    await press('Escape');
    await page.getByText(/^Discard this draft/).waitFor({ state: 'detached' });
    await focusIsOn('Discard the draft', discard);
    await press('Escape');
    await page.getByText('Saved in Drafts').first().waitFor();
    await focusIsOn('the list', grid());
  });

  it('locks with Ctrl+Shift+L even while a dialog is open, and unlocks where the passphrase is typed at once', async () => {
    await press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    const window = host.windowNumber();
    // The renderer ends while the key is still down.
    await press('Control+Shift+l').catch(() => undefined);
    page = await nextWindow(host, window);
    await focusIsOn('the passphrase', page.getByLabel('Passphrase of Maria Santos'));
    await type(passphrase);
    await press('Enter');
    await row('My blood test').waitFor({ timeout: 30_000 });
    await focusIsOn('the list', grid());
  });
});
