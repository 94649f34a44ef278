import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/contract/problem.ts';
import { bundleFixture } from './fixture/dist.ts';
import type { FixtureWindow } from './fixture/main.ts';
import { type Host, startHost } from './host.ts';

const profileId = '0123456789abcdef';
const bundle = await bundleFixture();
afterAll(() => bundle.remove());

async function withHost(run: (host: Host, userData: string) => Promise<void>): Promise<void> {
  const userData = mkdtempSync(join(tmpdir(), 'careseal-data-'));
  const host = await startHost({ userData, dist: bundle.dist });
  try {
    await run(host, userData);
  } finally {
    await host.stop();
    rmSync(userData, { recursive: true, force: true });
    rmSync(`${userData}.host-lock`, { force: true });
  }
}

const call = (page: Page, name: string, input: unknown): Promise<Result<never>> =>
  page.evaluate(
    ([row, value]) =>
      (window as unknown as FixtureWindow).careseal.call(row as string, value) as Promise<Result<never>>,
    [name, input] as const,
  );
const unlock = (page: Page, passphrase = 'x'): Promise<Result<never>> =>
  call(page, 'vault.unlock', { profileId, passphrase });
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code);

async function until<T>(look: () => Promise<T> | T, good: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const value = await look();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not happen.');
}

/** Whether a process still runs. One that ended and was not waited for (by an init that waits for nobody) does not. */
function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^ [ZXx]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}

/** Waits for the window after the present one. */
async function nextPage(host: Host, before: number): Promise<Page> {
  await until(
    () => host.windowNumber(),
    (number) => number > before,
  );
  return await host.page();
}

describe('one desk', () => {
  let host: Host;
  let userData: string;
  beforeAll(async () => {
    userData = mkdtempSync(join(tmpdir(), 'careseal-data-'));
    host = await startHost({ userData, dist: bundle.dist });
  });
  afterAll(async () => {
    await host.stop();
    rmSync(userData, { recursive: true, force: true });
  });

  test('a page reaches main and engine through the bridge, and nothing else of theirs', async () => {
    const page = await host.page();
    const state = await call(page, 'desk.state', {});
    expect(state).toMatchObject({ ok: true, value: { runtime: 'host', unlocked: null, lockedBy: 'start' } });
    expect(codeOf(await call(page, 'settings.get', {}))).toBe('locked');
    expect(codeOf(await unlock(page))).toBe('ok');
    expect(codeOf(await call(page, 'settings.get', {}))).toBe('ok');
    expect(await call(page, 'desk.state', {})).toMatchObject({ value: { unlocked: { id: profileId } } });
    const globals = await page.evaluate(() => ({
      bridge: Object.keys(window.careseal),
      node: ['require', 'process', 'module', 'caresealBinding', 'caresealWorld'].filter((name) => name in window),
    }));
    expect(globals).toEqual({ bridge: ['call', 'on'], node: [] });
  });

  test('names that are no rows go nowhere', async () => {
    const page = await host.page();
    for (const name of ['__proto__', 'constructor', 'desk.countdown', 'toString', '', 'shell.openExternal']) {
      expect(codeOf(await call(page, name, {}))).toBe('unknown-row');
    }
  });

  test('events of main and of the engine arrive', async () => {
    const page = await host.page();
    await call(page, 'account.syncNow', {});
    await call(page, 'desk.setSettings', { clinicName: 'Clínica del Río' });
    host.menu.click('compose');
    const heard = await until(
      () => page.evaluate(() => (window as unknown as FixtureWindow).heard),
      (all) => all.length >= 3,
    );
    expect(heard).toContainEqual({ name: 'mail.changed', payload: { mailboxIds: [7], newMessages: 1 } });
    expect(heard).toContainEqual({ name: 'desk.command', payload: { command: 'compose' } });
    expect(heard.map(({ name }) => name)).toContain('desk.settingsChanged');
  });

  test('many calls at once keep their answers apart, and large ones arrive whole', async () => {
    const page = await host.page();
    const texts = await page.evaluate(async () => {
      const asked = Array.from({ length: 200 }, (_, index) =>
        (window as unknown as FixtureWindow).careseal.call('contact.suggest', { text: `ñ ${index}`, limit: 5 }),
      );
      return (await Promise.all(asked)).map(
        (result) => (result as { value: { suggestions: { name: string }[] } }).value.suggestions[0]?.name,
      );
    });
    expect(texts).toEqual(Array.from({ length: 200 }, (_, index) => `ñ ${index}`));
    const large = await page.evaluate(
      () =>
        (window as unknown as FixtureWindow).careseal.call('draft.attach', {
          draftId: '0123456789abcdef0123456789abcdef',
          name: 'a',
          type: 'text/plain',
          base64: 'x'.repeat(20_000_000),
        }) as Promise<Result<unknown>>,
    );
    expect(codeOf(large)).toBe('not-found');
  });

  test('a frame in the page gets nothing, even from inside the bridge’s own world', async () => {
    const page = await host.page();
    const inFrames = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => typeof (window as { careseal?: unknown }).careseal)),
    );
    expect(inFrames).toEqual(['object', 'undefined', 'undefined']);
    const answer = await host.inSubframe(
      `caresealWorld.ipcRenderer.invoke('careseal:call', 'desk.state', {}).then(JSON.stringify)`,
    );
    expect(JSON.parse(String(answer))).toMatchObject({ ok: false, problem: { code: 'wrong-sender' } });
  });

  test('the page cannot leave, open windows, load from the web or run inline script', async () => {
    const page = await host.page();
    const url = page.url();
    await page.evaluate(() => {
      location.href = 'https://evil.example/';
    });
    const outcome = await page.evaluate(async () => {
      const opened = window.open('https://evil.example/');
      const fetched = await fetch('https://evil.example/').then(
        () => 'fetched',
        () => 'refused',
      );
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.body.append(script);
      const image = await new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve('loaded');
        picture.onerror = () => resolve('refused');
        picture.src = 'http://127.0.0.1:9/pixel.png';
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return {
        fetched,
        image,
        inline: 'inlineRan' in window,
        popup: opened === null || opened.closed || opened.location.href,
        asked: await Notification.requestPermission(),
      };
    });
    expect(outcome).toEqual({ fetched: 'refused', image: 'refused', inline: false, popup: true, asked: 'denied' });
    expect(page.url()).toBe(url);
  });

  test('junk to every row through the bridge reaches no room', async () => {
    const page = await host.page();
    const names = Object.entries(contract).flatMap(([name, row]) => (row.kind === 'call' ? [name] : []));
    const answers = await page.evaluate(async (rows) => {
      const junk: unknown[] = [
        null,
        7,
        '',
        'x'.repeat(200_000),
        [],
        [[]],
        { unknownKeyOfNobody: 1 },
        JSON.parse('{"__proto__": {"polluted": 1}}'),
        { constructor: { prototype: { polluted: 1 } } },
      ];
      let deep: unknown = 0;
      for (let level = 0; level < 500; level += 1) deep = { deep };
      junk.push(deep);
      const { careseal } = window as unknown as FixtureWindow;
      const asked = rows.flatMap((name) => junk.map((input) => careseal.call(name, input)));
      return (await Promise.all(asked)) as Result<unknown>[];
    }, names);
    expect(answers).toHaveLength(names.length * 10);
    // The fixture's profile is of the front desk, which may not ask for the log at all.
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['bad-input', 'not-permitted']));
    expect(codeOf(await call(page, 'settings.get', {}))).toBe('ok');
  });

  test('only the web leaves through the browser', async () => {
    const page = await host.page();
    await call(page, 'settings.set', { undoSeconds: 7 });
    await until(
      () => host.opened(),
      (opened) => opened.length > 0,
    );
    expect(host.opened()).toEqual(['https://clinic.example/portal']);
  });

  test('a notification says a number and nothing more, and only to who is not looking', async () => {
    const page = await host.page();
    expect(host.notifications.shown()).toEqual([]);
    host.setFocused(false);
    await call(page, 'settings.set', { undoSeconds: 7 });
    await call(page, 'settings.set', { undoSeconds: 7 });
    await until(
      () => host.notifications.shown(),
      (shown) => shown[0]?.body === '4 new messages',
    );
    expect(host.notifications.shown()).toEqual([{ title: 'Careseal', body: '4 new messages' }]);
  });

  test('the menu speaks the language that the desk is set to', async () => {
    const page = await host.page();
    expect(host.menu.labels()).toContain('Lock Careseal');
    await call(page, 'desk.setSettings', { locale: 'es' });
    expect(host.menu.labels()).toContain('Bloquear Careseal');
    await call(page, 'desk.setSettings', { locale: 'en' });
  });
});

test('a lock ends engine and renderer in under half a second, and leaves nothing behind', async () => {
  await withHost(async (host) => {
    const page = await host.page();
    await unlock(page);
    await page.fill('#words', 'CANARY');
    host.setFocused(false);
    await call(page, 'settings.set', { undoSeconds: 7 });
    await until(
      () => host.notifications.shown(),
      (shown) => shown.length === 1,
    );
    const before = await host.pids();
    const number = host.windowNumber();
    void call(page, 'desk.lock', { trigger: 'manual' }).catch(() => undefined);
    const fresh = await nextPage(host, number);
    const [lock] = host.locks();
    expect(lock?.left).toBe(0);
    expect(lock?.ms).toBeLessThan(500);
    expect([before.engine ?? 0, ...before.renderers].filter(alive)).toEqual([]);
    const after = await host.pids();
    expect(after.main).toBe(before.main);
    expect(after.renderers.some((pid) => before.renderers.includes(pid))).toBe(false);
    expect(host.clipboardCleared()).toBe(1);
    expect(host.notifications.shown()).toEqual([]);
    expect(await call(fresh, 'desk.state', {})).toMatchObject({ value: { unlocked: null, lockedBy: 'manual' } });
    expect(await fresh.inputValue('#words')).toBe('');
    expect(codeOf(await call(fresh, 'settings.get', {}))).toBe('locked');
  });
});

test('every trigger locks and says why', async () => {
  await withHost(async (host) => {
    const triggers: readonly (readonly [string, (page: Page) => unknown])[] = [
      ['os-lock', () => host.power.emit('lock-screen')],
      ['suspend', () => host.power.emit('suspend')],
      ['tray', () => host.tray.choose('lock')],
      ['menu', () => host.menu.click('lock')],
      ['manual', (page) => page.keyboard.press('Control+Shift+L')],
      ['idle', () => host.setSystemIdle(61)],
      ['engine-gone', () => host.kill('engine')],
      [
        'resume',
        () => {
          host.setClockSkew(3_600_000);
          host.power.emit('resume');
        },
      ],
    ];
    for (const [trigger, pull] of triggers) {
      host.setSystemIdle(0);
      const page = await host.page();
      expect(codeOf(await unlock(page))).toBe('ok');
      const number = host.windowNumber();
      void Promise.resolve(pull(page)).catch(() => undefined);
      const fresh = await nextPage(host, number);
      expect(await call(fresh, 'desk.state', {})).toMatchObject({ value: { unlocked: null, lockedBy: trigger } });
    }
    expect(host.locks()).toHaveLength(triggers.length);
    for (const { ms, left } of host.locks()) {
      expect(ms).toBeLessThan(500);
      expect(left).toBe(0);
    }
  });
});

test('the countdown is shown, and input takes it away', async () => {
  await withHost(async (host) => {
    const page = await host.page();
    await unlock(page);
    host.setSystemIdle(45);
    const seconds = (): Promise<number[]> =>
      page.evaluate(() =>
        (window as unknown as FixtureWindow).heard
          .filter(({ name }) => name === 'desk.countdown')
          .map(({ payload }) => (payload as { seconds: number }).seconds),
      );
    await until(seconds, (all) => all.some((left) => left > 0 && left <= 20));
    await page.mouse.click(5, 5);
    await call(page, 'desk.stay', {});
    await until(seconds, (all) => all.at(-1) === 0);
    expect(host.locks()).toEqual([]);
  });
});

test('an engine that crashes locks, and a call that was waiting for it is answered', async () => {
  await withHost(async (host) => {
    const page = await host.page();
    const number = host.windowNumber();
    const waiting = unlock(page, 'crash').catch(() => null);
    const fresh = await nextPage(host, number);
    expect(await call(fresh, 'desk.state', {})).toMatchObject({ value: { lockedBy: 'engine-gone' } });
    const answer = await waiting;
    // The renderer is ended with the engine, so the answer may have been too late to be heard.
    if (answer !== null) expect(codeOf(answer)).toBe('engine-gone');
    expect(codeOf(await unlock(fresh))).toBe('ok');
  });
});

test('a second start raises the first and ends', async () => {
  await withHost(async (host, userData) => {
    await host.page();
    const second = await startHost({ userData, dist: bundle.dist });
    expect(await second.ended).toBe(0);
    await second.stop();
    expect(codeOf(await call(await host.page(), 'desk.state', {}))).toBe('ok');
  });
});

test('closing the window on the screen ends the app', async () => {
  await withHost(async (host) => {
    const page = await host.page();
    await page.close();
    expect(await host.ended).toBe(0);
  });
});

test('quitting leaves no process and no directory of the browser', async () => {
  // A directory of its own: other hosts may come and go at the same time.
  const temp = mkdtempSync(join(tmpdir(), 'careseal-quitting-'));
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = temp;
  let pids: number[] = [];
  let data = '';
  await withHost(async (host, userData) => {
    data = userData;
    await unlock(await host.page());
    const { main, engine, renderers, browser } = await host.pids();
    pids = [main, engine ?? 0, browser, ...renderers];
    host.closeWindow();
    expect(await host.ended).toBe(0);
  });
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  expect(pids.filter(alive)).toEqual([]);
  expect(readdirSync(temp).filter((name) => name.startsWith('careseal-host-'))).toEqual([]);
  rmSync(temp, { recursive: true, force: true });
  expect(existsSync(data)).toBe(false);
});
