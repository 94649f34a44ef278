import { writeFileSync } from 'node:fs';
import type { Session, WebContents } from 'electron';

/** The app's own scheme and origin. A scheme of its own has no neighbours: `file:` would share its origin with every file. */
export const appScheme = 'app';
export const appOrigin = 'app://careseal';

/**
 * Nothing from anywhere but the app itself. Inline styles are allowed, because a message's sanitised HTML is shown in a
 * frame that inherits this policy and is made of them; with no remote origin for images or fonts a style can tell
 * nobody anything.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The one permission that is granted: "Copy" buttons, from our own main frame. Reading the clipboard is not. */
export function isAllowedPermission(permission: string, requestingUrl: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isAppUrl(requestingUrl);
}

/** Whether a URL is a page or a part of the app. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}

/** Whether the page may load this at all; the second lock behind the content security policy. */
export function isAllowedRequest(url: string): boolean {
  return isAppUrl(url) || url.startsWith('data:') || url.startsWith(`blob:${appOrigin}/`) || url === 'about:srcdoc';
}

/** Denies a session everything that the app does not need. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(isAllowedPermission(permission, details.requestingUrl ?? '', details.isMainFrame));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isAllowedPermission(permission, details.requestingUrl ?? requestingOrigin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isAllowedRequest(details.url) });
  });
  // Attachments are saved by the engine; the page itself has nothing to download.
  session.on('will-download', (event) => event.preventDefault());
}

/** Holds the page where it is: no navigation, no new windows, no embedded guests. Links leave through browser.ts only. */
export function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // A sandboxed frame gets its document by srcdoc; a link in it must not turn it into a web page.
    if (event.url !== 'about:srcdoc') event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Leaves every memory segment out of core dumps (core(5)), for this process and all that it starts: the engine's would
 * hold keys and messages. Linux only; elsewhere nothing is dumped unless an administrator turned it on.
 */
export function leaveMemoryOutOfCoreDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // No /proc, or not ours to write: the system decides about core dumps.
  }
}
