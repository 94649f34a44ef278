import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../host/host.ts';
import { byteCanary, type Canary, inFiles, inMemory, textCanary } from './canaries.ts';
import { type Clinic, mailboxes, startClinic } from './clinic.ts';
import { type Gpg, makeGpg, sealedMessage } from './gpg.ts';
import { addAccount, delivered, list, makeProfile, openThread, type Sheet, unlock, until } from './steps.ts';

/**
 * The main job, played in the real window by the words on the screen: Dovecot, Postfix, gnome-keyring and gpg are the
 * real ones. Each test goes on where the one before ended.
 */

const maria = { name: 'Maria Santos', role: 'admin', passphrase: 'harbor canary whistle 4821' } as const;
const james = { name: 'James Okafor', role: 'clinician', passphrase: 'meadow lantern orchid 9034' } as const;
const lab = { name: 'Dr. Anna Weiss', addr: mailboxes.lab.address };

/** Words that must be nowhere once Careseal is locked. */
const planted = {
  subject: 'Canary subject heliotrope 7719',
  labText: 'Canary body chrysoberyl: potassium is 4.2',
  fileName: 'canary-report-vermilion.txt',
  fileText: 'Canary attachment alexandrite: sodium is 139',
  ownSubject: 'Canary outgoing marjoram 3350',
  ownText: 'Canary reply tourmaline',
};

let clinic: Clinic;
let host: Host;
let page: Page;
let labGpg: Gpg;
let colleagueGpg: Gpg;
let sheet: Sheet;

const inbox = (user: string, holds: (raw: string) => boolean): Promise<string> => delivered(clinic, user, holds);

beforeAll(async () => {
  clinic = await startClinic();
  labGpg = makeGpg('Dr. Anna Weiss', mailboxes.lab.address);
  colleagueGpg = makeGpg('Dr. Priya Nair', mailboxes.colleague.address);
  await clinic.dovecot.deliver(
    mailboxes.desk.address,
    Buffer.from(
      `From: Jane Roe <${mailboxes.patient.address}>\r\nTo: <${mailboxes.desk.address}>\r\nSubject: My blood test\r\n` +
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nMessage-ID: <first@home.test>\r\n\r\nIs it back?\r\n`,
    ),
  );
  host = await clinic.start();
  page = await host.page();
  console.log('The story runs on the host (Chromium); Electron itself is not part of this run.');
});

afterAll(async () => {
  labGpg?.stop();
  colleagueGpg?.stop();
  await clinic?.stop();
});

describe('the main job', () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      mkdirSync('shots', { recursive: true });
      await page?.screenshot({ path: 'shots/story-failure.png' }).catch(() => undefined);
      console.log(clinic?.lines.slice(-40).join('\n'));
    });
  });

  it('starts on a fresh machine with a profile, a printed sheet, the mailbox and a key', async () => {
    sheet = await makeProfile(page, { clinic: 'Riverside Family Clinic', ...maria });
    expect(sheet.recoveryKey.replaceAll('-', '').length).toBeGreaterThanOrEqual(32);
    expect(sheet.auditKey).not.toBeNull();
    await addAccount(page, mailboxes.desk.address, mailboxes.desk.password, 'Riverside front desk');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await list(page).getByRole('row').filter({ hasText: 'My blood test' }).waitFor();
  });

  it('opens what the laboratory signed and encrypted with gpg, and says in words who signed it', async () => {
    const own = await page.evaluate(async (address) => {
      const listed = await window.careseal.call('key.list', {});
      if (!listed.ok) throw new Error(listed.problem.code);
      const key = listed.value.keys.find(({ secret, emails }) => secret && emails.includes(address));
      const exported = await window.careseal.call('key.exportPublic', { fingerprint: key?.fingerprint ?? '' });
      if (!exported.ok) throw new Error(exported.problem.code);
      return exported.value.armored;
    }, mailboxes.desk.address);
    labGpg.import(own);
    await page.evaluate(async (armored) => {
      const imported = await window.careseal.call('key.import', { armored });
      if (!imported.ok) throw new Error(imported.problem.code);
      const [key] = imported.value.keys;
      await window.careseal.call('key.setTrust', { fingerprint: key?.fingerprint ?? '', trust: 'verified' });
    }, labGpg.exportPublic());

    await clinic.dovecot.deliver(
      mailboxes.desk.address,
      sealedMessage({
        gpg: labGpg,
        from: lab,
        to: mailboxes.desk.address,
        subject: planted.subject,
        text: planted.labText,
        attachment: { name: planted.fileName, text: planted.fileText },
        messageId: 'sealed-1@lab.test',
      }),
    );
    await openThread(page, planted.subject);
    await page.getByText(planted.labText).waitFor();
    const strip = page.getByLabel('What is known about this message').first();
    await expect.poll(() => strip.textContent()).toMatch(/Signed by Dr\. Anna Weiss.*encrypted to you/is);
    await page.getByText(planted.fileName).first().waitFor();
  });

  it('learns the key of a colleague from her own message', async () => {
    await clinic.dovecot.deliver(
      mailboxes.desk.address,
      sealedMessage({
        gpg: (() => {
          colleagueGpg.import(labGpg.exportPublic());
          return colleagueGpg;
        })(),
        from: { name: 'Dr. Priya Nair', addr: mailboxes.colleague.address },
        to: colleagueGpg.fingerprint,
        subject: 'Encrypted to myself by mistake',
        text: 'This one cannot be opened by anybody else.',
        messageId: 'colleague-1@cardio.test',
      }),
    );
    await openThread(page, 'Encrypted to myself by mistake');
    await page.getByText('Encrypted, and it could not be opened here').first().waitFor();
  });

  it('marks a record number and a birth date while she types, and says why', async () => {
    await page.keyboard.press('Control+n');
    await page.getByRole('combobox', { name: /^To/ }).fill(mailboxes.patient.address);
    await page.keyboard.press('Enter');
    const subject = page.getByRole('textbox', { name: 'Subject' });
    await subject.click();
    await page.keyboard.type(planted.ownSubject);
    await page.getByRole('textbox', { name: 'Text of the message' }).click();
    await page.keyboard.type(`${planted.ownText}. Jane Roe, MRN 00482913, born 03/04/1960.`, { delay: 5 });
    const marks = page.locator('.phi-mark');
    await expect.poll(() => marks.allTextContents()).toEqual(expect.arrayContaining(['00482913', '03/04/1960']));
    const noticed = page.getByRole('region', { name: 'Noticed in the text' });
    await expect.poll(() => noticed.textContent()).toMatch(/record number/i);
    await expect.poll(() => noticed.textContent()).toMatch(/birth/i);
  });

  it('says how each copy leaves: encrypted for the colleague, with which key, and plain for the patient', async () => {
    await page.getByRole('combobox', { name: /^To/ }).fill(mailboxes.colleague.address);
    await page.keyboard.press('Enter');
    const plan = page.getByRole('region', { name: 'How it will be sent' });
    await expect.poll(() => plan.textContent()).toMatch(/encrypted/);
    const shown = (await plan.textContent())?.replaceAll(/\s/g, '') ?? '';
    expect(shown).toContain(colleagueGpg.fingerprint.slice(-4));
    expect(await plan.textContent()).toMatch(/plain.*no key known|no key known.*plain/s);
    // One press of Ctrl+N is one draft, whoever else listens for it.
    const drafts = await page.evaluate(() => window.careseal.call('draft.list', {}));
    expect(drafts.ok && drafts.value.drafts.length).toBe(1);
    await page.getByLabel('Ask for a read receipt').check();
    await page.getByLabel('Ask for a delivery notice').check();
  });

  it('stops before health information leaves unprotected, takes a reason, and can be taken back', async () => {
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /would leave unprotected/ }).waitFor();
    expect(await page.getByText('00482913', { exact: false }).count()).toBe(0);
    await page.getByRole('radio', { name: /patient asked for it/i }).check();
    await page.getByRole('button', { name: 'Send with this reason' }).click();
    await page
      .getByText(/Leaves in \d+ s$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByRole('textbox', { name: 'Text of the message' }).waitFor();
    expect(await clinic.dovecot.messages(mailboxes.patient.address, 'INBOX')).toHaveLength(0);

    await page.keyboard.press('Control+Enter');
    await page.getByRole('radio', { name: /patient asked for it/i }).check();
    await page.getByRole('button', { name: 'Send with this reason' }).click();
    await page
      .getByText(/Leaves in \d+ s$/)
      .first()
      .waitFor();
    await page
      .getByText(/Accepted by the mail server/)
      .first()
      .waitFor({ timeout: 40_000 });
  });

  it('brought each of them one copy, which gpg and the patient can read and nobody else', async () => {
    const toPatient = await inbox(mailboxes.patient.address, (raw) => raw.includes(planted.ownSubject));
    expect(toPatient).toMatch(/Disposition-Notification-To:/i);
    const toColleague = await inbox(mailboxes.colleague.address, (raw) => raw.includes(planted.ownSubject));
    expect(toColleague).not.toContain('00482913');
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(toColleague)?.[0] ?? '';
    const opened = colleagueGpg.decrypt(armored);
    expect(opened.text).toContain('00482913');
    expect(opened.status).toContain('DECRYPTION_OKAY');
    const stranger = makeGpg('Nobody', 'nobody@elsewhere.test');
    expect(stranger.decrypt(armored).text).toBe('');
    stranger.stop();
    for (const user of [mailboxes.patient.address, mailboxes.colleague.address]) {
      const all = await clinic.dovecot.messages(user, 'INBOX');
      expect(all.filter((raw) => raw.includes(planted.ownSubject))).toHaveLength(1);
    }
    const sent = await until('both copies in Sent', async () => {
      const all = await clinic.dovecot.messages(mailboxes.desk.address, 'Sent');
      return all.length === 2 && all;
    });
    expect(sent.filter((raw) => raw.includes('BEGIN PGP MESSAGE'))).toHaveLength(1);
  });

  it('shows delivered from a real delivery notice and read from a real receipt, and no more than they say', async () => {
    const original = await inbox(mailboxes.patient.address, (raw) => raw.includes(planted.ownSubject));
    const messageId = /^Message-ID: <(.+)>/im.exec(original)?.[1] ?? '';
    const transport = nodemailer.createTransport({
      host: 'localhost',
      port: clinic.postfix.submissionPort,
      requireTLS: true,
      tls: { ca: clinic.postfix.ca },
      auth: { user: mailboxes.patient.address, pass: mailboxes.patient.password },
    });
    await transport.sendMail({
      envelope: { from: mailboxes.patient.address, to: mailboxes.desk.address },
      raw:
        `From: <${mailboxes.patient.address}>\r\nTo: <${mailboxes.desk.address}>\r\nSubject: Read\r\n` +
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nMessage-ID: <mdn-1@home.test>\r\nMIME-Version: 1.0\r\n` +
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="r"\r\n\r\n' +
        '--r\r\nContent-Type: text/plain\r\n\r\nDisplayed.\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\n' +
        `Final-Recipient: rfc822; ${mailboxes.patient.address}\r\nOriginal-Message-ID: <${messageId}>\r\n` +
        'Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--r--\r\n',
    });
    transport.close();

    await page
      .getByRole('treeitem', { name: /^Sent/ })
      .or(page.getByRole('option', { name: /^Sent/ }))
      .first()
      .click();
    const rows = list(page).getByRole('row').filter({ hasText: planted.ownSubject });
    await rows.first().waitFor();
    // Two copies were filed; the timeline of the plain one knows about the patient.
    await until('the evidence of the patient', async () => {
      for (const row of await rows.all()) {
        await row.click();
        await page.waitForTimeout(700);
        const timeline = await page
          .getByLabel('What is known about delivery')
          .first()
          .textContent()
          .catch(() => '');
        const about = timeline?.includes(mailboxes.patient.address);
        if (about && /Delivery notice/.test(timeline ?? '') && /Read receipt from/.test(timeline ?? '')) return true;
      }
      return undefined;
    });
    expect(await page.getByText(/read by jane/i).count()).toBe(0);
  });

  it('keeps an audit log that holds, and that only the printed audit key can read', async () => {
    const file = path.join(
      clinic.userData,
      'audit',
      readdirSync(path.join(clinic.userData, 'audit')).find((name) => name.endsWith('.jsonl')) ?? '',
    );
    const cli = (...args: string[]) =>
      JSON.parse(
        execFileSync(process.execPath, ['electron/cli/careseal.ts', 'audit', ...args, '--json'], {
          encoding: 'utf8',
        }),
      );
    expect(cli('verify', file).chain).toBe('holds');
    const keyFile = path.join(clinic.keyring.home, 'audit-key');
    writeFileSync(keyFile, sheet.auditKey ?? '');
    const read = cli('read', file, '--key-file', keyFile);
    rmSync(keyFile);
    const actions = read.entries.map(({ entry }: { entry: { action: string } }) => entry.action);
    for (const action of ['profile-created', 'unlock', 'decrypt', 'override', 'send'])
      expect(actions).toContain(action);
    const text = JSON.stringify(read);
    for (const secret of [planted.subject, planted.ownText, '00482913', planted.fileName])
      expect(text).not.toContain(secret);
  });

  it('locks when she walks away, and nothing readable stays in memory or on disk', async () => {
    // A draft is open with more canaries in it, as it would be.
    await page.keyboard.press('Control+n');
    await page.getByRole('textbox', { name: 'Text of the message' }).click();
    await page.keyboard.type('Canary draft peridot never sent');
    await page.getByText(/^Saved \d/).waitFor();
    const folder = mkdtempSync(path.join(tmpdir(), 'cs-export-'));
    host.dialogs.answer(folder);
    const saved = await page.evaluate(async (ownPassphrase) => {
      const listed = await window.careseal.call('key.list', {});
      if (!listed.ok) throw new Error(listed.problem.code);
      const own = listed.value.keys.find(({ secret }) => secret);
      return window.careseal.call('key.exportSecret', {
        fingerprint: own?.fingerprint ?? '',
        ownPassphrase,
        passphrase: 'only for this test',
      });
    }, maria.passphrase);
    expect(saved).toEqual({ ok: true, value: { saved: true } });
    const secretKey = readFileSync(path.join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
    rmSync(folder, { recursive: true });
    const openpgp = await import('openpgp');
    const unlocked = await openpgp.decryptKey({
      privateKey: await openpgp.readPrivateKey({ armoredKey: secretKey }),
      passphrase: 'only for this test',
    });
    const secrets = unlocked.getKeys().flatMap((key) => {
      const params = (key.keyPacket as unknown as { privateParams?: Record<string, Uint8Array> }).privateParams ?? {};
      return Object.values(params).filter((value) => value instanceof Uint8Array && value.length >= 32);
    });
    expect(secrets.length).toBeGreaterThan(0);
    const canaries: Canary[] = [
      textCanary('subject', planted.subject),
      textCanary('body', planted.labText),
      textCanary('attachment name', planted.fileName),
      textCanary('attachment text', planted.fileText),
      textCanary('own subject', planted.ownSubject),
      textCanary('own text', planted.ownText),
      textCanary('draft', 'Canary draft peridot never sent'),
      textCanary('passphrase', maria.passphrase),
      textCanary('address', mailboxes.patient.address),
      textCanary('imap password', mailboxes.desk.password),
      ...secrets.map((secret, index) => byteCanary(`private key ${index}`, secret)),
    ];
    const before = await host.pids();
    expect(before.engine).not.toBeNull();
    // The search itself must be able to find them, or its silence means nothing.
    expect(await inMemory(before.engine ?? 0, canaries)).toEqual(expect.arrayContaining(['subject', 'address']));

    host.setSystemIdle(3600);
    await until(
      'the lock',
      async () => {
        const pids = await host.pids();
        return pids.engine !== null && pids.engine !== before.engine && host.locks().length > 0 && pids;
      },
      60,
    );
    page = await host.page();
    await page.getByText('Riverside Family Clinic').waitFor();
    const after = await host.pids();
    const locked = host.locks().at(-1);
    console.log(`Lock: ${locked?.ms} ms from trigger to both processes gone.`);
    expect(locked?.ms).toBeLessThan(500);
    expect(after.renderers.some((pid) => before.renderers.includes(pid))).toBe(false);

    const found: string[] = [];
    for (const [name, pid] of [
      ['main', after.main],
      ['waiting engine', after.engine],
      ...after.renderers.map((pid) => ['renderer', pid]),
    ] as [string, number][]) {
      for (const canary of await inMemory(pid, canaries)) found.push(`${name}: ${canary}`);
    }
    expect(found).toEqual([]);
    expect(await inFiles([clinic.userData, clinic.temp, clinic.keyring.home], canaries)).toEqual([]);
    for (const line of clinic.lines) {
      for (const { name, needles } of canaries) expect(line.includes(needles[0]?.toString() ?? '\0'), name).toBe(false);
    }
  });

  it('lets the next person make and unlock a profile of their own, which sees nothing of the first', async () => {
    await page.getByRole('button', { name: 'Add a profile' }).click();
    await makeProfile(page, james);
    await page.getByRole('button', { name: 'Do this later' }).click();
    await page.getByText('No mail account yet').first().waitFor();
    expect(await page.getByText(planted.subject).count()).toBe(0);
    const window = host.windowNumber();
    // The renderer ends while the key is still down.
    await page.keyboard.press('Control+Shift+l').catch(() => undefined);
    await until('the next window', async () => host.windowNumber() > window);
    page = await host.page();
    await page.getByLabel(/^Passphrase of/).waitFor();
  });

  it('brings her back to the draft that she had open', async () => {
    await unlock(page, maria.name, maria.passphrase);
    await page.getByText('Canary draft peridot never sent').waitFor();
  });
});
