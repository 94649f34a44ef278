import { Menu, nativeImage, Tray } from 'electron';
import type { Locale } from '../../shared/model/settings.ts';
import { type MenuActions, trayTemplate } from './menu.ts';
import { trayIconPng } from './tray-icon.ts';

export interface DeskTray {
  setLocale(locale: Locale): void;
}

/** Shows the tray icon. Some Linux desktops have no tray; the app must not depend on it. */
export function openTray(locale: Locale, actions: MenuActions): DeskTray | null {
  try {
    const icon = nativeImage.createFromDataURL(`data:image/png;base64,${trayIconPng}`);
    // macOS draws the picture as large as it is, others fit it in.
    const tray = new Tray(process.platform === 'darwin' ? icon.resize({ width: 16, height: 16 }) : icon);
    tray.setToolTip('Careseal');
    tray.on('click', () => actions.open());
    const setLocale = (next: Locale): void => tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(next, actions)));
    setLocale(locale);
    return { setLocale };
  } catch {
    return null;
  }
}
