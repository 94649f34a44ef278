import type { MenuItemConstructorOptions } from 'electron';
import type { Locale } from '../../shared/model/settings.ts';

/** What menus and the tray can ask for. */
export interface MenuActions {
  command(command: 'compose' | 'search' | 'settings' | 'shortcuts'): void;
  lock(trigger: 'menu' | 'tray'): void;
  open(): void;
  quit(): void;
}

/** Words of menu, tray, notifications and of the two boxes without a window; all others live in the window. */
interface Words {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly help: string;
  readonly compose: string;
  readonly search: string;
  readonly settings: string;
  readonly shortcuts: string;
  readonly lock: string;
  readonly open: string;
  readonly quit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fullScreen: string;
  readonly newMessages: (count: number) => string;
  readonly keepsStopping: string;
  readonly logUnusable: string;
}

export const words: Readonly<Record<Locale, Words>> = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    help: 'Help',
    compose: 'New message',
    search: 'Search',
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    lock: 'Lock Careseal',
    open: 'Open Careseal',
    quit: 'Quit Careseal',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    fullScreen: 'Full screen',
    newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    keepsStopping: 'Careseal stopped several times in a row. Restart the computer, then start Careseal again.',
    logUnusable:
      'Careseal cannot use its audit log, so it does not start. Nothing is lost. Ask the person who manages this computer to check the Careseal folder.',
  },
  es: {
    file: 'Archivo',
    edit: 'Editar',
    view: 'Ver',
    help: 'Ayuda',
    compose: 'Mensaje nuevo',
    search: 'Buscar',
    settings: 'Configuración',
    shortcuts: 'Atajos de teclado',
    lock: 'Bloquear Careseal',
    open: 'Abrir Careseal',
    quit: 'Salir de Careseal',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    zoomIn: 'Acercar',
    zoomOut: 'Alejar',
    zoomReset: 'Tamaño real',
    fullScreen: 'Pantalla completa',
    newMessages: (count) => (count === 1 ? '1 mensaje nuevo' : `${count} mensajes nuevos`),
    keepsStopping: 'Careseal se detuvo varias veces seguidas. Reinicie el equipo y vuelva a abrir Careseal.',
    logUnusable:
      'Careseal no puede usar su registro de auditoría y por eso no se abre. No se ha perdido nada. Pida a quien administra este equipo que revise la carpeta de Careseal.',
  },
};

export const lockAccelerator = 'CommandOrControl+Shift+L';

/**
 * The application menu. Reload and developer tools are not in it: a reload would drop what is being typed, and tools
 * would show messages to whoever sits down. Keys that the window has of its own are shown here and not registered:
 * heard twice, Ctrl+N would start two drafts. macOS always registers them, and then the window does not hear them.
 */
export function menuTemplate(
  locale: Locale,
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const say = words[locale];
  return [
    // macOS gives the first menu the app's name, whatever it is.
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: say.file,
      submenu: [
        {
          id: 'compose',
          label: say.compose,
          accelerator: 'CommandOrControl+N',
          registerAccelerator: false,
          click: () => actions.command('compose'),
        },
        { type: 'separator' },
        { id: 'lock', label: say.lock, accelerator: lockAccelerator, click: () => actions.lock('menu') },
        {
          id: 'settings',
          label: say.settings,
          accelerator: 'CommandOrControl+,',
          registerAccelerator: false,
          click: () => actions.command('settings'),
        },
        { type: 'separator' },
        {
          id: 'quit',
          label: say.quit,
          // Elsewhere Ctrl+Q marks a message as read, as Outlook's users expect.
          ...(platform === 'darwin' ? { accelerator: 'Command+Q' } : {}),
          click: () => actions.quit(),
        },
      ],
    },
    {
      label: say.edit,
      submenu: [
        { role: 'undo', label: say.undo },
        { role: 'redo', label: say.redo },
        { type: 'separator' },
        { role: 'cut', label: say.cut },
        { role: 'copy', label: say.copy },
        { role: 'paste', label: say.paste },
        { role: 'selectAll', label: say.selectAll },
        { type: 'separator' },
        {
          id: 'search',
          label: say.search,
          accelerator: 'CommandOrControl+E',
          registerAccelerator: false,
          click: () => actions.command('search'),
        },
      ],
    },
    {
      label: say.view,
      submenu: [
        { role: 'zoomIn', label: say.zoomIn },
        { role: 'zoomOut', label: say.zoomOut },
        { role: 'resetZoom', label: say.zoomReset },
        { type: 'separator' },
        { role: 'togglefullscreen', label: say.fullScreen },
      ],
    },
    {
      label: say.help,
      submenu: [{ id: 'shortcuts', label: say.shortcuts, click: () => actions.command('shortcuts') }],
    },
  ];
}

/** The menu behind the tray icon. */
export function trayTemplate(locale: Locale, actions: MenuActions): MenuItemConstructorOptions[] {
  const say = words[locale];
  return [
    { id: 'open', label: say.open, click: () => actions.open() },
    { id: 'lock', label: say.lock, click: () => actions.lock('tray') },
    { type: 'separator' },
    { id: 'quit', label: say.quit, click: () => actions.quit() },
  ];
}

/** A key press as Electron's `before-input-event` tells it. */
export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

/**
 * Whether a key press locks. Heard before the page hears it, because a page with a dialog open, or one that hangs,
 * must lock too.
 */
export function isLockShortcut(press: KeyPress, platform: NodeJS.Platform): boolean {
  const command = platform === 'darwin' ? press.meta : press.control;
  return press.type === 'keyDown' && command && press.shift && !press.alt && press.key.toLowerCase() === 'l';
}
