import { fileURLToPath } from 'node:url';
import { BrowserWindow, type Rectangle, type Session, screen } from 'electron';
import { appOrigin, hardenContents } from './hardening.ts';

/** Where a window was and how it was shown, so that a lock changes what is in it and nothing else. */
export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly minimized: boolean;
  readonly focused: boolean;
  readonly visible: boolean;
}

/** Smallest and first size. 1366x768 is the front desk's screen; 200 % zoom leaves half of it. */
const size = { width: 1280, height: 720, minWidth: 680, minHeight: 480 } as const;

/** Opens the app's window on its page. Each window gets a renderer of its own. */
export function openWindow(session: Session, place: WindowPlace | null): BrowserWindow {
  const bounds = place === null ? null : onScreen(place.bounds);
  const window = new BrowserWindow({
    ...size,
    ...bounds,
    title: 'Careseal',
    show: false,
    backgroundColor: '#f5f5f5',
    webPreferences: {
      session,
      preload: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      // Chromium's spell checker fetches its dictionaries from a public server.
      spellcheck: false,
      enableWebSQL: false,
      devTools: false,
    },
  });
  hardenContents(window.webContents);
  window.once('ready-to-show', () => show(window, place));
  // Rejects when the window is ended while it loads, which a lock may do.
  window.loadURL(`${appOrigin}/index.html`).catch(() => undefined);
  return window;
}

/** What to remember of a window before it is ended. */
export function placeOf(window: BrowserWindow): WindowPlace {
  return {
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
    minimized: window.isMinimized(),
    focused: window.isFocused(),
    visible: window.isVisible(),
  };
}

/** Brings the window to the front, whatever state it is in. */
export function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function show(window: BrowserWindow, place: WindowPlace | null): void {
  if (place?.minimized) {
    window.minimize();
    return;
  }
  if (place?.maximized) window.maximize();
  // An idle lock must not take the keyboard from the program that somebody is typing in.
  if (place !== null && !place.focused) window.showInactive();
  else window.show();
}

/** Keeps a remembered place only while a screen still shows it. */
function onScreen(bounds: Rectangle): Rectangle | null {
  const { workArea } = screen.getDisplayMatching(bounds);
  const visible =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y + bounds.height > workArea.y;
  return visible ? bounds : null;
}
