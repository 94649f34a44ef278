import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { app as appWords } from '../../renderer/i18n/en/app.ts';
import { lock as lockWords } from '../../renderer/i18n/en/lock.ts';
import type { Host } from '../host/host.ts';
import { type Clinic, mailboxes, startClinic } from './clinic.ts';
import { delivered, list, nextWindow, openThread, patientMessage, settleIn, unlock, until } from './steps.ts';

/** What a day brings: the network goes, a process dies, the power fails, somebody closes the lid or walks away. */

const maria = { name: 'Maria Santos', role: 'admin', passphrase: 'harbor canary whistle 4821' } as const;

let clinic: Clinic;
let host: Host;
let page: Page;

async function open(): Promise<void> {
  page = await host.page();
  page.setDefaultTimeout(20_000);
}

const body = () => page.getByRole('textbox', { name: 'Text of the message' });
const bar = () => page.getByText(/^Careseal locks in \d+ s$/);

/** Starts a message; what is typed has reached the encrypted store when this returns. */
async function writeDraft(text: string): Promise<void> {
  await page.keyboard.press('Control+n');
  await body().click();
  await page.keyboard.type(text);
  // "Saved" with a time stands there from the first save on; whether it was this text, only the store knows.
  await until('the text in the store', () =>
    page.evaluate(async (wanted) => {
      const listed = await window.careseal.call('draft.list', {});
      const draftId = listed.ok ? listed.value.openDraftId : null;
      if (draftId === null) return false;
      const draft = await window.careseal.call('draft.get', { draftId });
      return draft.ok && draft.value.draft.content.bodyHtml.includes(wanted);
    }, text),
  );
}

async function closeDraft(): Promise<void> {
  await body().press('Escape');
  await body().waitFor({ state: 'detached' });
}

/** Something that locks: a new window with the lock screen comes, and nothing of before is in it. */
async function expectLock(trigger: string, cause: () => void): Promise<void> {
  const number = host.windowNumber();
  const before = await host.pids();
  cause();
  page = await nextWindow(host, number);
  page.setDefaultTimeout(20_000);
  const state = await page.evaluate(() => window.careseal.call('desk.state', {}));
  expect(state).toMatchObject({ ok: true, value: { unlocked: null, lockedBy: trigger } });
  const after = await host.pids();
  expect(after.engine).not.toBe(before.engine);
  expect(after.renderers.some((pid) => before.renderers.includes(pid))).toBe(false);
}

beforeAll(async () => {
  clinic = await startClinic();
  for (const subject of ['Appointment on Monday', 'Parking at the clinic'])
    await clinic.dovecot.deliver(mailboxes.desk.address, patientMessage(subject, `Words about: ${subject}.`));
  host = await clinic.start();
  await open();
  await settleIn(page, maria, 'Appointment on Monday');
  const set = await page.evaluate(() => window.careseal.call('settings.set', { undoSeconds: 5 }));
  expect(set.ok).toBe(true);
});

afterAll(async () => {
  await clinic?.stop();
});

describe('what a day brings', () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      mkdirSync('shots', { recursive: true });
      await page?.screenshot({ path: 'shots/states-failure.png' }).catch(() => undefined);
      console.log(clinic?.lines.slice(-20).join('\n'));
    });
  });

  it('without servers mail opens, writing goes on, and what was sent leaves exactly once when they are back', async () => {
    await openThread(page, 'Parking at the clinic');
    await page.getByText('Words about: Parking at the clinic.').waitFor();
    await clinic.dovecot.kill();
    await clinic.postfix.kill();
    await page.getByText(appWords.status.offline, { exact: false }).waitFor();
    await openThread(page, 'Appointment on Monday');
    await page.getByText('Words about: Appointment on Monday.').waitFor();

    await page.keyboard.press('Control+r');
    await body().waitFor();
    await page.keyboard.type('Monday at nine suits us.');
    await page.getByText(/^Saved \d/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^Leaves in \d+ s$/).waitFor();
    await page.getByText('Waits for the mail server').first().waitFor();

    await clinic.dovecot.restart();
    await clinic.postfix.restart();
    await page.getByRole('button', { name: appWords.status.connectNow }).click();
    await page.getByText(appWords.status.online, { exact: true }).waitFor();
    await page
      .getByText(/Accepted by the mail server/)
      .first()
      .waitFor({ timeout: 40_000 });
    await delivered(clinic, mailboxes.patient.address, (raw) => raw.includes('Monday at nine suits us.'));
    await until('the copy in Sent', async () => (await clinic.dovecot.list(mailboxes.desk.address, 'Sent')).length > 0);
    await clinic.postfix.flush();
    expect(await clinic.dovecot.messages(mailboxes.patient.address, 'INBOX')).toHaveLength(1);
    expect(await clinic.dovecot.messages(mailboxes.desk.address, 'Sent')).toHaveLength(1);
    const left = await page.evaluate(() => window.careseal.call('outbox.list', {}));
    expect(left).toMatchObject({ ok: true, value: { items: [] } });
  });

  it('an engine that dies locks with words, and the draft is there after the passphrase', async () => {
    await writeDraft('Draft that outlives its engine');
    const number = host.windowNumber();
    await host.kill('engine');
    page = await nextWindow(host, number);
    page.setDefaultTimeout(20_000);
    await page.getByText(lockWords.engineGone).waitFor();
    expect(await page.getByText('Draft that outlives its engine').count()).toBe(0);
    await unlock(page, maria.name, maria.passphrase);
    await body().getByText('Draft that outlives its engine').waitFor();
    await closeDraft();
  });

  it('a program that was ended like by a power cut starts again and brings the draft back', async () => {
    await writeDraft('Draft that outlives its main process');
    await host.kill('main');
    await host.ended;
    await host.stop();
    host = await clinic.start();
    await open();
    await page.getByText('Riverside Family Clinic').waitFor();
    expect(await page.getByText(lockWords.engineGone).count()).toBe(0);
    await unlock(page, maria.name, maria.passphrase);
    await body().getByText('Draft that outlives its main process').waitFor();
    await closeDraft();
    await list(page).getByRole('row').filter({ hasText: 'Parking at the clinic' }).waitFor();
  });

  it('sleep, the lock screen of the system, and waking up lock', async () => {
    await expectLock('suspend', () => host.power.emit('suspend'));
    await unlock(page, maria.name, maria.passphrase);
    await expectLock('os-lock', () => host.power.emit('lock-screen'));
    await unlock(page, maria.name, maria.passphrase);
    // Where the system said nothing before it slept, the clock tells.
    await expectLock('resume', () => {
      host.setClockSkew(120_000);
      host.power.emit('resume');
    });
    await unlock(page, maria.name, maria.passphrase);
  });

  it('a bar counts the last 20 seconds; "Stay" stops it, and so does a key; then it locks', async () => {
    // Ten minutes are the limit unless the profile has another one.
    host.setSystemIdle(570);
    await page.waitForTimeout(1500);
    expect(await bar().count()).toBe(0);
    host.setSystemIdle(578);
    await bar().waitFor();
    expect(Number(/\d+/.exec((await bar().textContent()) ?? '')?.[0])).toBeLessThanOrEqual(20);
    await page.getByText(appWords.countdownHint, { exact: true }).waitFor();
    await page.getByRole('button', { name: appWords.stay }).click();
    await bar().waitFor({ state: 'detached' });
    await page.waitForTimeout(1500);
    expect(await bar().count()).toBe(0);

    host.setSystemIdle(585);
    await bar().waitFor();
    await page.keyboard.press('Shift');
    await bar().waitFor({ state: 'detached' });

    await expectLock('idle', () => host.setSystemIdle(598));
  });
});
