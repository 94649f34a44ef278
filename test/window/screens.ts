import type { Page } from 'playwright-core';

/** A screen or state: how to get there, and in which looks it is taken. */
export interface Screen {
  readonly name: string;
  readonly query?: string;
  readonly steps?: (page: Page) => Promise<void>;
  /** Not taken at 200 %: the same layout as another one there. */
  readonly wideOnly?: boolean;
}

const row = (index: number) => `[data-row="${index}"]`;
const passphrase = 'blue harbor seven lamp candle';

/** First steps up to and including `upTo`. */
async function walk(page: Page, upTo: 'profile' | 'sheet' | 'mailbox' | 'servers' | 'key'): Promise<void> {
  await page.getByLabel('Name of the clinic').fill('Harbor Lane Family Clinic');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Your name').fill('Maria Lopez');
  const secrets = page.locator('input[type=password]');
  await secrets.nth(0).fill(passphrase);
  if (upTo === 'profile') return;
  await secrets.nth(1).fill(passphrase);
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await page.getByRole('heading', { name: 'Recovery sheet of Maria Lopez' }).waitFor();
  if (upTo === 'sheet') return;
  const asked = Number(
    /group (\d+)/.exec((await page.locator('label', { hasText: 'group' }).textContent()) ?? '')?.[1],
  );
  const group = await page
    .getByRole('list', { name: 'Recovery key' })
    .locator('li')
    .nth(asked - 1)
    .textContent();
  await page.getByLabel('Type group').fill((group ?? '').replace(/^\d{1,2}(?=.{4}$)/, ''));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Mail address').fill('frontdesk@harborlane.example');
  if (upTo === 'mailbox') return;
  await page.locator('input[type=password]').fill('a password');
  await page.getByRole('button', { name: 'Continue' }).click();
  if (upTo === 'servers') await page.getByText('Incoming server').waitFor();
  else await page.getByRole('button', { name: 'Make a key' }).waitFor();
}

const settings = (section: string) => async (page: Page) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: section, exact: true }).click();
  await page.waitForTimeout(250);
};

const emit = (name: string, payload: unknown) => (page: Page) =>
  page.evaluate(
    ([event, data]) => {
      const fake = (window as unknown as { fakeCareseal: { emit(name: unknown, payload: unknown): void } })
        .fakeCareseal;
      fake.emit(event, data);
    },
    [name, payload] as const,
  );

export const screens: readonly Screen[] = [
  { name: 'first-run-clinic', query: 'stage=first-run' },
  { name: 'first-run-profile', query: 'stage=first-run', steps: (page) => walk(page, 'profile') },
  { name: 'first-run-sheet', query: 'stage=first-run', steps: (page) => walk(page, 'sheet') },
  { name: 'first-run-account', query: 'stage=first-run', steps: (page) => walk(page, 'mailbox') },
  {
    name: 'first-run-account-refused',
    query: 'stage=first-run&discover=false&addAccount=login-refused',
    steps: async (page) => {
      await walk(page, 'servers');
      await page.getByRole('button', { name: 'Check and add' }).click();
      await page.getByText('did not accept').waitFor();
    },
  },
  { name: 'first-run-key', query: 'stage=first-run', steps: (page) => walk(page, 'key') },
  { name: 'lock', query: 'stage=locked' },
  {
    name: 'lock-wrong-passphrase',
    query: 'stage=locked',
    steps: async (page) => {
      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('That is not the passphrase').waitFor();
    },
  },
  {
    name: 'lock-delay',
    query: 'stage=locked',
    steps: async (page) => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await page.locator('input[type=password]').fill('wrong');
        await page.keyboard.press('Enter');
        await page.waitForTimeout(700);
      }
    },
  },
  { name: 'lock-keychain-absent', query: 'stage=locked&keychain=absent', wideOnly: true },
  { name: 'lock-keychain-locked', query: 'stage=locked&keychain=locked', wideOnly: true },
  { name: 'lock-keychain-changed', query: 'stage=locked&keychain=changed' },
  { name: 'lock-keychain-damaged', query: 'stage=locked&keychain=damaged', wideOnly: true },
  {
    name: 'lock-recovery',
    query: 'stage=locked&keychain=changed',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Use the recovery key' }).click();
      await page.waitForTimeout(200);
    },
  },
  { name: 'lock-many-long-names', query: 'stage=locked&profiles=9&longNames=true&lockedBy=engine-gone' },
  { name: 'mail', query: '' },
  {
    name: 'mail-open',
    steps: async (page) => {
      await page.locator(row(0)).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'mail-open-thread',
    steps: async (page) => {
      await page.locator(row(1)).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'mail-phishing',
    steps: async (page) => {
      await page.locator(row(6)).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'mail-selected',
    steps: async (page) => {
      await page.locator(row(1)).click();
      if (await page.getByRole('button', { name: /Back to/ }).isVisible()) {
        await page.getByRole('button', { name: /Back to/ }).click();
      }
      await page.locator(row(1)).click({ modifiers: ['Control'] });
      await page.locator(row(2)).click({ modifiers: ['Control'] });
      await page.locator(row(3)).click({ modifiers: ['Control'] });
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  {
    name: 'mail-menu',
    steps: async (page) => {
      await page.locator(row(2)).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
    wideOnly: true,
  },
  {
    name: 'mail-move',
    steps: async (page) => {
      await page.locator(row(2)).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Move to a folder' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'mail-deleted-undo',
    steps: async (page) => {
      await page.locator(row(1)).click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Delete/ }).click();
      await page.getByText('moved to Trash').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'mail-search',
    query: 'line=fetching',
    steps: async (page) => {
      await page.keyboard.press('Control+e');
      await page.keyboard.type('lab');
      await page.getByText('Results for').first().waitFor();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'mail-search-nothing',
    steps: async (page) => {
      await page.keyboard.press('Control+e');
      await page.keyboard.type('zzz');
      await page.getByText('Nothing found').first().waitFor();
    },
    wideOnly: true,
  },
  {
    name: 'mail-countdown',
    steps: async (page) => {
      await emit('desk.countdown', { seconds: 17 })(page);
      await page.getByRole('button', { name: 'Stay' }).waitFor();
    },
  },
  {
    name: 'mail-folded',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Fold the folder pane to icons' }).click();
      await page.mouse.move(700, 400);
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  { name: 'mail-empty', query: 'mail=empty', wideOnly: true },
  { name: 'mail-loading', query: 'mail=loading', steps: (page) => page.waitForTimeout(400), wideOnly: true },
  { name: 'mail-first-sync', query: 'mail=first-sync', steps: (page) => page.waitForTimeout(400), wideOnly: true },
  { name: 'mail-no-account', query: 'mail=no-account' },
  { name: 'mail-error', query: 'mail=error', steps: (page) => page.waitForTimeout(700), wideOnly: true },
  { name: 'mail-offline', query: 'line=offline' },
  { name: 'mail-login-refused', query: 'line=login-refused' },
  { name: 'mail-certificate-refused', query: 'line=certificate-refused', wideOnly: true },
  { name: 'mail-compact', query: 'density=compact', wideOnly: true },
  { name: 'mail-preview-long-es', query: 'locale=es&longNames=true&preview=true' },
  {
    name: 'mail-100000',
    query: 'mail=huge',
    steps: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
      await page.waitForTimeout(500);
    },
    wideOnly: true,
  },
  {
    name: 'drafts',
    steps: async (page) => {
      await page.getByRole('treeitem', { name: /^Drafts/ }).click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'outbox',
    steps: async (page) => {
      await page.getByRole('treeitem', { name: /^Outbox/ }).click();
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  { name: 'compose', query: 'openDraft=true', steps: (page) => page.waitForTimeout(700) },
  {
    name: 'compose-review',
    query: 'openDraft=true&gate=justify',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByRole('button', { name: 'Back to the message' }).waitFor();
      await page.getByText('What was found is not patient information').click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'shortcuts',
    steps: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(200);
    },
  },
  { name: 'settings-general', steps: settings('General') },
  { name: 'settings-accounts', steps: settings('Mail accounts') },
  {
    name: 'settings-account-remove',
    steps: async (page) => {
      await settings('Mail accounts')(page);
      await page.getByRole('button', { name: 'Remove from this computer' }).first().click();
      await page.getByRole('alertdialog').waitFor();
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  {
    name: 'settings-account-add',
    steps: async (page) => {
      await settings('Mail accounts')(page);
      await page.getByRole('button', { name: 'Add a mail account' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(200);
    },
  },
  { name: 'settings-keys', steps: settings('Keys') },
  {
    name: 'settings-key-check',
    steps: async (page) => {
      await settings('Keys')(page);
      await page.getByRole('button', { name: 'Check with the owner' }).first().click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'settings-key-import',
    steps: async (page) => {
      await settings('Keys')(page);
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  { name: 'settings-security', steps: settings('Security') },
  {
    name: 'settings-passphrase',
    steps: async (page) => {
      await settings('Security')(page);
      await page.getByRole('button', { name: 'Change the passphrase' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(200);
    },
    wideOnly: true,
  },
  { name: 'settings-audit', steps: settings('Audit'), wideOnly: true },
  { name: 'settings-about', steps: settings('About'), wideOnly: true },
];
