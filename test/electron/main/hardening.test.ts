import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  hardenContents,
  hardenSession,
  isAllowedPermission,
  isAllowedRequest,
} from '../../../electron/main/hardening.ts';
import { filePath, servePage } from '../../../electron/main/page.ts';
import { webUrl } from '../../../electron/main/web-url.ts';

describe('only the web goes to the system browser', () => {
  test.each([
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.example',
    'app://careseal/index.html',
    '//evil.example',
    'evil.example',
    'https://bank.example@evil.example/',
    'https://user:secret@evil.example/',
    'https://',
    ' ',
    `https://long.example/${'x'.repeat(9000)}`,
  ])('%s', (url) => expect(webUrl(url)).toBeNull());

  test('a link of a message goes as it is', () => {
    expect(webUrl('https://clinic.example/a?b=c#d')).toBe('https://clinic.example/a?b=c#d');
    expect(webUrl('http://clinic.example/')).toBe('http://clinic.example/');
  });
});

test('nothing is granted but the copy button of our own page', () => {
  const page = 'app://careseal/index.html';
  expect(isAllowedPermission('clipboard-sanitized-write', page, true)).toBe(true);
  expect(isAllowedPermission('clipboard-sanitized-write', page, false)).toBe(false);
  expect(isAllowedPermission('clipboard-sanitized-write', 'https://evil.example/', true)).toBe(false);
  for (const permission of [
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'usb',
    'unknown',
  ]) {
    expect(isAllowedPermission(permission, page, true)).toBe(false);
  }
});

test('the page may load itself and nothing else', () => {
  for (const url of ['app://careseal/main.js', 'data:image/png;base64,x', 'blob:app://careseal/1']) {
    expect(isAllowedRequest(url)).toBe(true);
  }
  for (const url of [
    'https://evil.example/',
    'app://careseal.evil/x',
    'file:///x',
    'ws://x',
    'blob:https://evil/1',
    'app://other/',
  ]) {
    expect(isAllowedRequest(url)).toBe(false);
  }
});

test('the policy names no remote origin and no inline script', () => {
  expect(contentSecurityPolicy).not.toMatch(/https?:|\*|unsafe-eval/);
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).toMatch(/script-src 'self'(;|$)/);
});

/** What hardening registers, by name, and whether a listener prevents what it hears of. */
function recorder(): {
  target: never;
  prevented: (name: string, event?: object) => boolean;
  calls: Map<string, unknown>;
} {
  const listeners = new Map<string, (event: object, ...more: unknown[]) => void>();
  const calls = new Map<string, unknown>();
  const target = new Proxy(
    { on: (name: string, listener: () => void) => listeners.set(name, listener) },
    { get: (object, name) => Reflect.get(object, name) ?? ((value: unknown) => calls.set(String(name), value)) },
  );
  const prevented = (name: string, event: object = {}): boolean => {
    let yes = false;
    listeners.get(name)?.({
      ...event,
      preventDefault: () => {
        yes = true;
      },
    });
    return yes;
  };
  return { target: target as never, prevented, calls };
}

test('the window stays on its page, opens no other, and frames in it go nowhere', () => {
  const { target, prevented, calls } = recorder();
  hardenContents(target);
  for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) expect(prevented(name)).toBe(true);
  expect(prevented('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: false })).toBe(true);
  expect(prevented('will-frame-navigate', { url: 'about:srcdoc', isMainFrame: false })).toBe(false);
  expect((calls.get('setWindowOpenHandler') as () => unknown)()).toEqual({ action: 'deny' });
});

test('a session has both permission handlers and a request filter, and downloads nothing', () => {
  const { target, prevented, calls } = recorder();
  let cancelled: boolean | undefined;
  const session = new Proxy(target as object, {
    get: (object, name) =>
      name === 'webRequest'
        ? {
            onBeforeRequest: (listener: (details: object, decide: (answer: { cancel: boolean }) => void) => void) =>
              listener({ url: 'https://evil.example/' }, ({ cancel }) => {
                cancelled = cancel;
              }),
          }
        : Reflect.get(object, name),
  });
  hardenSession(session as never);
  expect(cancelled).toBe(true);
  expect([...calls.keys()]).toEqual([
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
  ]);
  expect(prevented('will-download')).toBe(true);
});

describe('the page is served from one directory', () => {
  let root: string;
  let outside: string;
  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'careseal-page-'));
    root = join(outside, 'renderer');
    mkdirSync(root);
    writeFileSync(join(outside, 'main.js'), 'CANARY');
    writeFileSync(join(root, 'index.html'), '<p>page</p>');
    writeFileSync(join(root, 'secret.pem'), 'CANARY');
  });
  afterAll(() => rmSync(outside, { recursive: true, force: true }));

  test.each([
    'app://careseal/../main.js',
    'app://careseal/%2e%2e/main.js',
    'app://careseal/..%2fmain.js',
    'app://careseal/..%5cmain.js',
    'app://careseal//../main.js',
    'app://careseal/a/../../main.js',
    'app://careseal/%00',
    'app://careseal/%',
    'app://other/index.html',
    'https://careseal/index.html',
    'app://careseal/secret.pem',
    'app://careseal/missing.html',
  ])('%s gives nothing away', async (url) => {
    const response = await servePage(root, url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  test('its own files come with the policy', async () => {
    const response = await servePage(root, 'app://careseal/index.html?x#y');
    expect(await response.text()).toBe('<p>page</p>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(filePath(root, 'app://careseal/')).toBe(join(root, 'index.html'));
  });
});
