import { mkdirSync } from 'node:fs';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallName } from '../../shared/contract/index.ts';
import type { Host } from '../host/host.ts';
import { badNames, calls, cloneableJunk, goodInput, spoilt } from '../shared/contract/sample.ts';
import { type Clinic, mailboxes, startClinic } from './clinic.ts';
import { list, lockNow, openThread, patientMessage, settleIn, unlock, until } from './steps.ts';

/** The doors as a page finds them that somebody has taken over, and messages that try to take it over. */

const maria = { name: 'Maria Santos', role: 'admin', passphrase: 'harbor canary whistle 4821' } as const;

/** Everything by which mail is known to run, to load, to send or to lead away. */
const hostile = `<html><head><base href="https://base.evil.test/">
<meta http-equiv="refresh" content="0; url=https://refresh.evil.test/">
<link rel="stylesheet" href="https://style.evil.test/a.css"><link rel="prefetch" href="https://prefetch.evil.test/">
<link rel="dns-prefetch" href="//dns.evil.test"><link rel="icon" href="https://icon.evil.test/i.png">
<style>@import url("https://import.evil.test/b.css"); @font-face { font-family: f; src: url(https://font.evil.test/f.woff2) }
body { background: url(https://background.evil.test/c.png); font-family: f } a:hover { cursor: url(https://cursor.evil.test/d.cur), auto }</style>
<script>top.pwned = 'head script'</script></head>
<body background="https://body.evil.test/e.png" onload="top.pwned = 'onload'">
<p>Visible words of the hostile message</p>
<script>top.pwned = 'body script'; fetch('https://fetch.evil.test/')</script><script src="https://script.evil.test/f.js"></script>
<img src="https://img.evil.test/g.png" srcset="https://srcset.evil.test/h.png 2x" alt="seen?">
<img src="x" onerror="top.pwned = 'onerror'"><svg onload="top.pwned = 'svg'"><image href="https://svg.evil.test/i.png"/></svg>
<iframe src="https://iframe.evil.test/"></iframe><iframe srcdoc="<script>top.pwned = 'srcdoc'</script>"></iframe>
<object data="https://object.evil.test/j"></object><embed src="https://embed.evil.test/k">
<video poster="https://poster.evil.test/l.png" src="https://video.evil.test/m.mp4" autoplay></video>
<audio src="https://audio.evil.test/n.mp3" autoplay></audio>
<form action="https://form.evil.test/" method="post"><input name="q" value="1" autofocus onfocus="top.pwned = 'onfocus'"><button>Send form</button></form>
<details open ontoggle="top.pwned = 'ontoggle'"><summary>s</summary></details>
<a href="javascript:top.pwned = 'link'">Run me</a>
<a href="https://login.evil.test/steal?id=1" target="_top" ping="https://ping.evil.test/">portal.clinic.test</a>
</body></html>`;

let clinic: Clinic;
let host: Host;
let page: Page;
/** What the page asked for beyond its own files, whoever stopped it. */
const requests: string[] = [];

function watch(): void {
  page.setDefaultTimeout(15_000);
  page.on('request', (request: Request) => {
    const own = new URL(page.url()).origin;
    if (!/^(data|blob|about):/.test(request.url()) && new URL(request.url()).origin !== own)
      requests.push(request.url());
  });
}

/** Asks from the page itself, all at once; an answer that does not come is one, too. */
function askAll(asked: readonly (readonly [name: unknown, input: unknown])[]): Promise<string[]> {
  return page.evaluate(
    (json) =>
      Promise.all(
        (JSON.parse(json) as [unknown, unknown][]).map(async ([name, input]) => {
          const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 10_000));
          const answer = window.careseal
            .call(name as never, input as never)
            .then((result) => (result.ok ? 'ok' : result.problem.code))
            .catch((error: unknown) => `thrown: ${error}`);
          return await Promise.race([answer, late]);
        }),
      ),
    // As text, because what is nested a thousand times is too much for the way into the page.
    JSON.stringify(asked),
  );
}

/** What JSON can carry between the page and its host, of a size that leaves the test short. */
const carried = cloneableJunk.filter(
  (junk) =>
    junk === null ||
    (['boolean', 'number'].includes(typeof junk) && Number.isFinite(junk)) ||
    junk === '' ||
    isPlain(junk),
);
function isPlain(junk: unknown): boolean {
  if (typeof junk !== 'object' || junk === null) return false;
  return Array.isArray(junk) || Object.getPrototypeOf(junk) === Object.prototype;
}

/** Junk for a row: some that is good for none, and its own good input spoilt where the row does not take it. */
function junkFor(name: CallName): unknown[] {
  const row = calls.find(([one]) => one === name)?.[1];
  const own = spoilt(goodInput(name)).filter((input) => JSON.stringify(input).length < 100_000);
  return [...carried, ...own].filter((input) => row?.input.safeParse(input).success === false);
}

async function alive(): Promise<{ main: number; engine: number | null; window: number }> {
  const { main, engine } = await host.pids();
  return { main, engine, window: host.windowNumber() };
}

async function throwJunk(expected: (name: CallName) => readonly string[]): Promise<void> {
  const before = await alive();
  const asked = calls.flatMap(([name]) => junkFor(name).map((input) => [name, input] as const));
  expect(new Set(asked.map(([name]) => name)).size, 'every row gets junk').toBe(calls.length);
  const answers = await askAll(asked);
  const wrong = answers.flatMap((code, at) => {
    const name = asked[at]?.[0];
    return name === undefined || expected(name).includes(code) ? [] : [`${name}: ${code}`];
  });
  expect([...new Set(wrong)]).toEqual([]);
  const names = badNames.filter((name) => typeof name === 'string' && name.length < 100);
  const unknown = await askAll(names.map((name) => [name, {}] as const));
  expect(new Set(unknown)).toEqual(new Set(['unknown-row']));
  expect(await alive(), 'nothing has ended').toEqual(before);
  expect(
    await askAll([
      ['desk.state', {}],
      ['desk.profiles', {}],
    ]),
  ).toEqual(['ok', 'ok']);
}

beforeAll(async () => {
  clinic = await startClinic();
  await clinic.dovecot.deliver(
    mailboxes.desk.address,
    patientMessage('Your portal password', hostile, 'MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n'),
  );
  host = await clinic.start();
  page = await host.page();
  watch();
  await settleIn(page, maria, 'Your portal password');
});

afterAll(async () => {
  await clinic?.stop();
});

describe('the doors and the frames', () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      mkdirSync('shots', { recursive: true });
      await page?.screenshot({ path: 'shots/frames-failure.png' }).catch(() => undefined);
    });
  });

  it('junk to every row of an unlocked window gets a problem of the contract, and ends nothing', async () => {
    await throwJunk(() => ['bad-input']);
    expect(await page.evaluate(() => ({}) as { polluted?: boolean })).toEqual({});
    await list(page).getByRole('row').first().waitFor();
  });

  it('a hostile message runs nothing, loads nothing, and keeps its words', async () => {
    const url = page.url();
    await openThread(page, 'Your portal password');
    const frame = page.frameLocator('iframe');
    await frame.getByText('Visible words of the hostile message').waitFor();
    await page.getByText(/from the internet were not loaded/).waitFor();
    // A refresh, a font or an event handler may take its time.
    await page.waitForTimeout(1000);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(requests).toEqual([]);
    expect(page.url()).toBe(url);
    const left = await frame.locator('html').evaluate((html) => ({
      active: html.querySelectorAll(
        'script,iframe,object,embed,form,input,button,video,audio,base,link,meta[http-equiv=refresh]',
      ).length,
      handlers: [...html.querySelectorAll('*')].filter((one) =>
        one.getAttributeNames().some((name) => name.startsWith('on')),
      ).length,
      // Links keep their address, which is shown before it is opened; nothing else may name one.
      remote: [...html.querySelectorAll('*')].filter((one) =>
        one.getAttributeNames().some((name) => one.localName !== 'a' && one.getAttribute(name)?.includes('evil.test')),
      ).length,
      styles: [...html.querySelectorAll('style')].some((style) => style.textContent?.includes('evil.test')),
      sandbox: window.frameElement?.getAttribute('sandbox') ?? 'none',
    }));
    expect(left).toEqual({ active: 0, handlers: 0, remote: 0, styles: false, sandbox: 'allow-same-origin' });
  });

  it('a link shows where it really leads, and leads nowhere before somebody says so', async () => {
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('a[href^="javascript"]').count()).toBe(0);
    const link = frame.getByText('portal.clinic.test');
    await link.click();
    const asked = page.getByLabel('Where this link leads');
    await asked.waitFor();
    expect(await asked.textContent()).toContain('login.evil.test');
    expect(await asked.textContent()).toContain('The text shows portal.clinic.test, and that is not where it leads.');
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    expect(host.opened()).toEqual([]);

    await link.click({ modifiers: ['Control'] });
    await asked.waitFor();
    await asked.getByRole('button', { name: 'Open in browser' }).click();
    await page.getByText('Opened in the browser').first().waitFor();
    expect(host.opened()).toEqual(['https://login.evil.test/steal?id=1']);
    expect(requests).toEqual([]);
  });

  it('a frame reaches nothing with input that is good, not from inside the world of the bridge either', async () => {
    const before = await alive();
    expect(await host.inSubframe('typeof careseal')).toBe('undefined');
    const asked = calls.map(([name]) => [name, goodInput(name)] as const);
    const answers = await host.inSubframe(
      `Promise.all(${JSON.stringify(asked)}.map(([name, input]) => Promise.race([
        caresealWorld.ipcRenderer.invoke('careseal:call', name, input).then((answer) => answer.ok ? name : answer.problem.code, () => 'no handler'),
        new Promise((resolve) => setTimeout(() => resolve('no answer'), 3000)),
      ])))`,
    );
    expect(new Set(answers as string[])).toEqual(new Set(['wrong-sender']));
    expect(await alive()).toEqual(before);
    expect(host.dialogs.errors()).toEqual([]);
  });

  it('junk to every row of a locked window gets a problem of the contract, and unlocks nothing', async () => {
    page = await lockNow(host, page);
    watch();
    const open = new Set(calls.filter(([, row]) => row.whileLocked).map(([name]) => name));
    await throwJunk((name) => (open.has(name) ? ['bad-input'] : ['locked']));
    const closed = calls.filter(([name]) => !open.has(name)).map(([name]) => [name, goodInput(name)] as const);
    expect(new Set(await askAll(closed))).toEqual(new Set(['locked']));
    await unlock(page, maria.name, maria.passphrase);
    expect(requests).toEqual([]);
  });

  it('a page that wants to leave stays, and would have been seen', async () => {
    const url = page.url();
    await page.evaluate(() => {
      location.href = 'https://leaving.evil.test/';
    });
    await until('the request', async () => requests.length > 0);
    expect(requests).toEqual(['https://leaving.evil.test/']);
    expect(page.url()).toBe(url);
    expect(await askAll([['account.list', {}]])).toEqual(['ok']);
  });
});
