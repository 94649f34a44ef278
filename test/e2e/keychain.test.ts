import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEYCHAIN_SERVICE } from '../../electron/main/vault/keychain-state.ts';
import { lock as words } from '../../renderer/i18n/en/lock.ts';
import type { Host } from '../host/host.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { auditActions, lockNow, makeProfile, type Sheet, until } from './steps.ts';

/** The way in when the keychain of the computer does not play along, in the real window with a real Secret Service. */

const name = 'Maria Santos';
let passphrase = 'harbor canary whistle 4821';

let clinic: Clinic;
let host: Host;
let page: Page;
let sheet: Sheet;
let profileId: string;

/** Device secrets in the keychain, by entry name. Counts of attempts and the end of the log may change; these never. */
function deviceSecrets(): Map<string, string> {
  const own = clinic.keyring.items(KEYCHAIN_SERVICE).filter(({ account }) => account.split('.')[1] === profileId);
  return new Map(
    own.filter(({ account }) => account.startsWith('secret-service.')).map((one) => [one.account, one.secret]),
  );
}

/** The entry that the vault names first: the one in use. */
function entryInUse(): string {
  const vault = JSON.parse(readFileSync(path.join(clinic.userData, 'profiles', profileId, 'vault.json'), 'utf8'));
  return vault.passphrase[0].entry;
}

/** Every item of before is still there with the same secret; answers the names of those that came. */
function expectNothingOverwritten(before: ReadonlyMap<string, string>): string[] {
  const after = deviceSecrets();
  for (const [entry, secret] of before) expect(after.get(entry) === secret, `${entry} is as it was`).toBe(true);
  return [...after.keys()].filter((entry) => !before.has(entry));
}

const field = (who = name) => page.getByLabel(`Passphrase of ${who}`);
const recoveryButton = () => page.getByRole('button', { name: words.useRecovery });
const askAgain = () => page.getByRole('button', { name: words.keychainAgain });

async function start(): Promise<void> {
  host = await clinic.start();
  page = await host.page();
  page.setDefaultTimeout(20_000);
}

async function lock(): Promise<void> {
  page = await lockNow(host, page);
}

async function tryPassphrase(typed: string, who = name): Promise<void> {
  await field(who).fill(typed);
  await field(who).press('Enter');
}

async function expectUnlocked(): Promise<void> {
  await page.getByText('No mail account yet').first().waitFor();
}

/** The words of this outcome stand there with their next step, and those of no other. */
async function expectWords(outcome: keyof typeof words.keychain): Promise<void> {
  const alert = page.getByRole('alert').filter({ hasText: words.keychain[outcome] });
  await alert.waitFor();
  expect(await alert.textContent()).toContain(words.keychainHint[outcome]);
  for (const other of Object.values(words.keychain).filter((one) => one !== words.keychain[outcome]))
    expect(await page.getByText(other).count(), other).toBe(0);
  await recoveryButton().waitFor();
  await askAgain().waitFor();
}

/** Asks again; the window also does by itself after an attempt, so the button may be gone before it is pressed. */
async function askUntilGone(outcome: keyof typeof words.keychain): Promise<void> {
  await askAgain()
    .click({ timeout: 2000 })
    .catch(() => undefined);
  await page.getByText(words.keychain[outcome]).waitFor({ state: 'detached' });
}

async function recover(next: string): Promise<void> {
  await recoveryButton().click();
  await page.getByLabel(words.recoveryKey, { exact: true }).fill(sheet.recoveryKey.toLowerCase());
  await page.getByLabel(/^New passphrase(?! again)/).fill(next);
  await page.getByLabel(words.repeat).fill(next);
  await page.getByRole('button', { name: words.unlock, exact: true }).click();
}

beforeAll(async () => {
  clinic = await startClinic();
  await start();
  sheet = await makeProfile(page, { clinic: 'Riverside Family Clinic', name, role: 'admin', passphrase });
  await page.getByRole('button', { name: 'Do this later' }).click();
  await expectUnlocked();
  profileId = readdirSync(path.join(clinic.userData, 'profiles'))[0] ?? '';
  await lock();
});

afterAll(async () => {
  await clinic?.stop();
});

describe('the keychain', () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      mkdirSync('shots', { recursive: true });
      await page?.screenshot({ path: 'shots/keychain-failure.png' }).catch(() => undefined);
    });
  });

  it('locked: says so, makes nothing, and opens again once the keychain is open', async () => {
    const before = deviceSecrets();
    expect(before.size).toBe(1);
    clinic.keyring.lock();
    await tryPassphrase(passphrase);
    await expectWords('locked');
    await clinic.keyring.unlock();
    await askUntilGone('locked');
    expect(expectNothingOverwritten(before)).toEqual([]);
    await tryPassphrase(passphrase);
    await expectUnlocked();
    expect(expectNothingOverwritten(before)).toEqual([]);
    await lock();
  });

  it('changed: does not touch what is there, and the printed key leads in with an entry of its own', async () => {
    const entry = entryInUse();
    clinic.keyring.put(KEYCHAIN_SERVICE, entry, randomBytes(32).toString('base64'));
    const before = deviceSecrets();
    await tryPassphrase(passphrase);
    await expectWords('changed');
    expect(expectNothingOverwritten(before)).toEqual([]);

    passphrase = 'meadow lantern orchid 9034';
    await recover(passphrase);
    await expectUnlocked();
    expect(expectNothingOverwritten(before)).toHaveLength(1);
    await lock();
    await tryPassphrase(passphrase);
    await expectUnlocked();
    await lock();
  });

  it('damaged: shows it before anybody types, keeps the garbage for whoever looks into it, and is recovered from', async () => {
    const entry = entryInUse();
    clinic.keyring.put(KEYCHAIN_SERVICE, entry, 'no secret at all');
    const before = deviceSecrets();
    await askForKeychain();
    await expectWords('damaged');
    await tryPassphrase(passphrase);
    await expectWords('damaged');
    expect(expectNothingOverwritten(before)).toEqual([]);

    passphrase = 'copper violin estuary 2276';
    await recover(passphrase);
    await expectUnlocked();
    expect(expectNothingOverwritten(before)).toHaveLength(1);
    await lock();
    await tryPassphrase(passphrase);
    await expectUnlocked();
    await lock();
  });

  it('absent: makes no new key by itself; the entry coming back is enough, and so is the printed key', async () => {
    const entry = entryInUse();
    const secret = deviceSecrets().get(entry) ?? '';
    clinic.keyring.remove(KEYCHAIN_SERVICE, entry);
    const before = deviceSecrets();
    expect(before.has(entry)).toBe(false);
    await tryPassphrase(passphrase);
    await expectWords('absent');
    expect(expectNothingOverwritten(before)).toEqual([]);

    clinic.keyring.put(KEYCHAIN_SERVICE, entry, secret);
    await askUntilGone('absent');
    await tryPassphrase(passphrase);
    await expectUnlocked();
    await lock();

    clinic.keyring.remove(KEYCHAIN_SERVICE, entry);
    await tryPassphrase(passphrase);
    await expectWords('absent');
    passphrase = 'glacier pepper tandem 5518';
    await recover(passphrase);
    await expectUnlocked();
    expect(expectNothingOverwritten(before)).toHaveLength(1);
    await lock();
    await tryPassphrase(passphrase);
    await expectUnlocked();
    await lock();
  });

  it('wrong passphrases: free ones first, then a delay that rises, survives a restart and is in the audit log', async () => {
    const james = 'James Okafor';
    await page.getByRole('button', { name: words.addProfile }).click();
    await makeProfile(page, { name: james, role: 'clinician', passphrase: 'meadow lantern orchid 9034' });
    await page.getByRole('button', { name: 'Do this later' }).click();
    await expectUnlocked();
    await lock();
    const profiles = readdirSync(path.join(clinic.userData, 'profiles'));
    const jamesId = profiles.find((id) => id !== profileId) ?? '';
    const choose = () => page.getByRole('radio', { name: james }).check({ force: true });
    // Past the window, and with the right one.
    const ask = () =>
      page.evaluate((input) => window.careseal.call('vault.unlock', input), {
        profileId: jamesId,
        passphrase: 'meadow lantern orchid 9034',
      });
    await choose();
    for (let times = 0; times < 4; times += 1) {
      await tryPassphrase(`wrong again ${times}`, james);
      await page.getByText('That is not the passphrase of this profile.', { exact: false }).waitFor();
      await until(
        'an empty field that can be typed into',
        async () => (await field(james).inputValue()) === '' && (await field(james).isEnabled()),
      );
      expect(await page.getByText(/^Too many failed attempts/).count()).toBe(0);
    }
    await tryPassphrase('wrong a fifth time', james);
    await page.getByText(/^Too many failed attempts. Try again in 0:(10|09)\.$/).waitFor();
    expect(await field(james).isDisabled()).toBe(true);
    expect(await ask()).toMatchObject({ ok: false, problem: { code: 'unlock-delayed' } });
    await until('the end of the wait', () => field(james).isEnabled(), 15);
    await tryPassphrase('wrong a sixth time', james);
    await page.getByText(/^Too many failed attempts. Try again in 0:(20|19)\.$/).waitFor();

    await host.stop();
    await start();
    await choose();
    const shown = await page.getByText(/^Too many failed attempts/).textContent();
    const left = Number(/0:(\d\d)/.exec(shown ?? '')?.[1]);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(20);
    expect(await field(james).isDisabled()).toBe(true);
    expect(await ask()).toMatchObject({ ok: false, problem: { code: 'unlock-delayed' } });

    const actions = auditActions(clinic, sheet);
    expect(actions.filter((action) => action === 'unlock-failed').length).toBeGreaterThanOrEqual(6);
    expect(actions.filter((action) => action === 'recovery-used')).toHaveLength(3);
  });

  it('no Secret Service at all: the lock screen still comes, with words, and nothing is made anew', async () => {
    const before = deviceSecrets();
    await clinic.keyring.breakBus();
    const keyrings = path.join(clinic.keyring.home, 'share', 'keyrings');
    const stored = () =>
      readdirSync(keyrings).map((file) => `${file} ${readFileSync(path.join(keyrings, file)).toString('base64')}`);
    const bytes = stored();
    expect(before.size).toBeGreaterThan(0);
    await host.stop();
    await start();
    await expectWords('damaged');
    await tryPassphrase(passphrase);
    await expectWords('damaged');
    await recover('harbor canary whistle 4821');
    await page
      .getByText("This computer's keychain gives an answer that Careseal cannot read.", { exact: false })
      .waitFor();
    expect(stored()).toEqual(bytes);
    expect(entryInUse()).toBe([...before.keys()].find((entry) => entry === entryInUse()));
  });
});

/** Asks for the keychain as a lock screen that has just opened does. */
async function askForKeychain(): Promise<void> {
  await page.reload();
  await field().waitFor();
}
