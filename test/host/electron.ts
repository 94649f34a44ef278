import { send, strict } from './standin.ts';
import type { FromStandIn } from './wire.ts';

/**
 * What `import ... from 'electron'` gives main under the host: exactly what main uses. A name that is missing here fails
 * the import; a member that is missing throws when it is touched.
 */
export {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  Notification,
  net,
  powerMonitor,
  session,
  Tray,
  utilityProcess,
} from './standin.ts';

const tell = (message: FromStandIn): void => send(message);

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    if (schemes.some(({ scheme }) => scheme !== 'app')) throw new Error('The host maps the scheme app: only.');
  },
});

export const clipboard = strict('clipboard', {
  clear: (): void => tell({ t: 'clipboard.clear' }),
  // A Chromium without a display has no primary selection to clear.
  selection: strict('clipboard.selection', { clear: (): void => undefined }),
});

export const shell = strict('shell', {
  openExternal: (url: string): Promise<void> => {
    tell({ t: 'external', url });
    return Promise.resolve();
  },
});

/** Nothing here draws a title bar; what main sets is kept. */
export const nativeTheme = strict('nativeTheme', { themeSource: 'system', shouldUseDarkColors: false });

export const screen = strict('screen', {
  getDisplayMatching: (): object => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
});

export const nativeImage = strict('nativeImage', {
  createFromDataURL: (url: string): { isEmpty(): boolean } => ({
    isEmpty: () => !url.startsWith('data:image/png;base64,iVBORw0KGgo'),
  }),
});
