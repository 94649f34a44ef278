import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDeskFile } from '../../../electron/main/desk-file.ts';
import { isLockShortcut, type MenuActions, menuTemplate, trayTemplate, words } from '../../../electron/main/menu.ts';

const done: string[] = [];
const actions: MenuActions = {
  command: (command) => done.push(command),
  lock: (trigger) => done.push(trigger),
  open: () => done.push('open'),
  quit: () => done.push('quit'),
};

test('no menu has a way to reload the page or to open tools on it', () => {
  for (const locale of ['en', 'es'] as const) {
    const text = JSON.stringify(menuTemplate(locale, actions, 'linux'));
    expect(text).not.toMatch(/reload|devtools/i);
  }
});

test('both languages have every word', () => {
  expect(Object.keys(words.es)).toEqual(Object.keys(words.en));
});

test('lock is in the menu and in the tray, each with its own trigger', () => {
  const menu = menuTemplate('en', actions, 'linux').flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  for (const items of [menu, trayTemplate('es', actions)]) {
    const click = items.find(({ id }) => id === 'lock')?.click as (() => void) | undefined;
    click?.();
  }
  expect(done.splice(0)).toEqual(['menu', 'tray']);
});

test('the lock shortcut is heard whatever the keyboard makes of it', () => {
  const press = { type: 'keyDown', key: 'L', control: true, meta: false, shift: true, alt: false };
  expect(isLockShortcut(press, 'linux')).toBe(true);
  expect(isLockShortcut({ ...press, key: 'l' }, 'win32')).toBe(true);
  expect(isLockShortcut({ ...press, control: false, meta: true }, 'darwin')).toBe(true);
  expect(isLockShortcut({ ...press, shift: false }, 'linux')).toBe(false);
  expect(isLockShortcut({ ...press, type: 'keyUp' }, 'linux')).toBe(false);
  expect(isLockShortcut({ ...press, alt: true }, 'linux')).toBe(false);
});

test('desk settings survive a restart; a broken file does not keep the app from starting', () => {
  const dir = mkdtempSync(join(tmpdir(), 'careseal-desk-'));
  const path = join(dir, 'desk.json');
  const file = openDeskFile(path, 'es-MX');
  expect(file.get()).toEqual({ locale: 'es', theme: 'system', clinicName: '' });
  file.set({ clinicName: 'Clínica del Río' });
  expect(openDeskFile(path, 'en-US').get()).toEqual({ locale: 'es', theme: 'system', clinicName: 'Clínica del Río' });
  writeFileSync(path, '{"locale": "xx", "more": 1}');
  expect(openDeskFile(path, 'en-US').get().locale).toBe('en');
  writeFileSync(path, readFileSync(path).subarray(0, 5));
  expect(openDeskFile(path, 'en-US').get().locale).toBe('en');
  rmSync(dir, { recursive: true });
});
