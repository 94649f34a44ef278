import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  Menu,
  MessageChannelMain,
  nativeTheme,
  net,
  powerMonitor,
  session,
  utilityProcess,
} from 'electron';
import type { EngineNotice } from '../../shared/contract/control.ts';
import type { AuditAction } from '../../shared/model/audit.ts';
import type { LockTrigger } from '../../shared/model/profile.ts';
import { createAuditLog } from './audit/log.ts';
import { openInBrowser } from './browser.ts';
import { clearClipboard } from './clipboard.ts';
import { deskHandlers } from './desk.ts';
import { openDeskFile } from './desk-file.ts';
import { createMainDoor, handPort } from './door.ts';
import { type Answerers, type EngineProcess, startEngineProcess } from './engine-process.ts';
import { appOrigin, appScheme, hardenSession } from './hardening.ts';
import { systemClock, watchIdle } from './idle.ts';
import { onlinePollMs, quitLimitMs } from './limits.ts';
import { createLock } from './lock.ts';
import { isLockShortcut, type MenuActions, menuTemplate, words } from './menu.ts';
import { createNotifier } from './notify.ts';
import { servePage } from './page.ts';
import { beginPair, type Pair } from './pair.ts';
import { openTray } from './tray.ts';
import { createVaultKeeper } from './vault/keeper.ts';
import { openWindow, placeOf, raise, type WindowPlace } from './window.ts';

export interface AppOptions {
  /** Directory of everything that Careseal keeps. */
  readonly dir: string;
  readonly rendererRoot: string;
  readonly enginePath: string;
  readonly clinicFile: string | null;
}

/** Puts main together: one lock, one door, and a pair of window and engine that comes and goes. */
export function startApp({ dir, rendererRoot, enginePath, clinicFile }: AppOptions): void {
  const profilesDir = join(dir, 'profiles');
  const file = openDeskFile(join(dir, 'desk.json'), app.getLocale());
  const keeper = createVaultKeeper({ profilesDir });
  // Opening the log asks the keychain, which may be slow or locked; the window does not wait for it.
  const opening = createAuditLog({ dir: join(dir, 'audit') });

  // A session without `persist:` lives in memory only: no cache, cookie or form entry reaches the disk.
  const windowSession = session.fromPartition('careseal');
  hardenSession(windowSession);
  windowSession.protocol.handle(appScheme, (request) => servePage(rendererRoot, request.url));

  // Title bar, menus and file dialogs follow the same setting as the page.
  nativeTheme.themeSource = file.get().theme;

  let pair: Pair | null = null;
  let place: WindowPlace | null = null;
  let quitting = false;
  const window = (): BrowserWindow | null => (pair === null || pair.ended ? null : pair.window);

  const actions: MenuActions = {
    command: (command) => door.emit('desk.command', { command }),
    lock: (trigger) => void lock.lock(trigger),
    open: () => raiseOrBegin(),
    quit: () => app.quit(),
  };
  const notifier = createNotifier(() => raiseOrBegin());

  const chooseFolder = async (): Promise<string | null> => {
    const owner = window();
    const options = { properties: ['openDirectory', 'createDirectory'] as ('openDirectory' | 'createDirectory')[] };
    const choice = await (owner === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(owner, options));
    return choice.canceled ? null : (choice.filePaths[0] ?? null);
  };

  const answerers: Answerers = {
    deviceSecret: (input) => {
      lock.used();
      return keeper.answer('deviceSecret', input);
    },
    keychainState: (input) => keeper.answer('keychainState', input),
    makeDeviceSecret: (input) => {
      lock.used();
      return keeper.answer('makeDeviceSecret', input);
    },
    attemptEnded: (input) => keeper.answer('attemptEnded', input),
    recoveryAttempt: (input) => {
      lock.used();
      return keeper.answer('recoveryAttempt', input);
    },
    setAuditPublicKey: async ({ jwk }) => ({ accepted: await (await opening).setPublicKey(jwk) }),
    chooseFolder: async () => ({ path: await chooseFolder() }),
  };

  const onNotice = (notice: EngineNotice): void => {
    switch (notice.kind) {
      case 'ready':
        return;
      case 'unlocked':
        lock.unlock(notice.profile, notice.idleSeconds);
        idle.touched();
        return;
      case 'idleSeconds':
        lock.setIdleSeconds(notice.idleSeconds);
        return;
      case 'audit':
        opening
          .then((log) => log.append(notice.sealed))
          .catch(() => process.stderr.write('audit: an entry could not be written\n'));
        return;
      case 'newMessages':
        if (lock.unlocked !== null && window()?.isFocused() !== true) {
          notifier.newMessages(notice.count, file.get().locale);
        }
        return;
      case 'openUrl':
        // A system without a browser is not Careseal's end.
        openInBrowser(notice.url).catch(() => undefined);
    }
  };

  const startEngine = (): EngineProcess => {
    const engine = startEngineProcess({
      fork: () => utilityProcess.fork(enginePath, [], { serviceName: 'Careseal engine', stdio: 'inherit' }),
      start: opening.then((log) => ({
        kind: 'start',
        profilesDir,
        clinicFile,
        auditPublicKey: log.publicKey(),
        locale: file.get().locale,
      })),
      answerers,
      onNotice,
      onExit: () => {
        if (pair?.engine === engine && !pair.ended && !quitting) void lock.lock('engine-gone');
      },
    });
    engine.setOnline(net.isOnline());
    return engine;
  };

  const begin = (): void => {
    if (quitting) return;
    const next = beginPair({
      openWindow: () => openWindow(windowSession, place),
      startEngine,
      channel: () => new MessageChannelMain(),
      handPort,
    });
    pair = next;
    door.open(next.window.webContents);
    next.window.webContents.on('before-input-event', (event, press) => {
      if (press.type === 'keyDown') idle.touched();
      if (!isLockShortcut(press, process.platform)) return;
      event.preventDefault();
      void lock.lock('manual');
    });
    next.window.webContents.on('render-process-gone', () => {
      if (!next.ended && !quitting) void lock.lock('engine-gone');
    });
    next.window.on('close', (event) => {
      if (next.ended || quitting) return;
      event.preventDefault();
      app.quit();
    });
  };

  const raiseOrBegin = (): void => {
    const open = window();
    if (open !== null) raise(open);
  };

  const lock = createLock({
    end: async () => {
      door.close();
      const ending = pair;
      if (ending === null) return { ms: 0, processes: 0, left: 0 };
      if (!ending.window.isDestroyed()) place = placeOf(ending.window);
      return await ending.end();
    },
    begin,
    forget: () => {
      clearClipboard(clipboard);
      notifier.dismiss();
    },
    audit: async (entry) => {
      const log = await opening;
      await log.appendOwn(entry);
      // The keychain may be slow or ask somebody; the fresh window does not wait for it.
      log.flush().catch(() => undefined);
    },
    measured: ({ ms, processes, left }) => {
      process.stdout.write(`lock: ${ms} ms, ${processes} processes, ${left} left\n`);
    },
    giveUp: () => {
      dialog.showErrorBox('Careseal', words[file.get().locale].keepsStopping);
      app.exit(1);
    },
    now: () => Date.now(),
  });

  const idle = watchIdle({
    clock: systemClock,
    systemIdleSeconds: () => powerMonitor.getSystemIdleTime(),
    limitSeconds: () => lock.limitSeconds,
    countdown: (seconds) => {
      // On the lock screen a half-finished unlock is ended without a warning: there is nothing to save.
      if (seconds === 0 || lock.unlocked !== null) door.emit('desk.countdown', { seconds });
    },
    lock: (trigger) => void lock.lock(trigger),
  });

  const door = createMainDoor({
    origin: appOrigin,
    state: () => ({ unlocked: lock.unlocked }),
    audit: async (action: AuditAction) =>
      await (await opening).appendOwn({ action, profile: lock.unlocked?.id ?? null }),
    handlers: deskHandlers({
      version: app.getVersion(),
      runtime: process.versions.electron === undefined ? 'host' : 'electron',
      platform: process.platform,
      file,
      lock,
      profiles: () => keeper.profiles(),
      touched: () => idle.touched(),
      settingsChanged: (settings) => {
        nativeTheme.themeSource = settings.theme;
        setMenus();
        if (pair !== null && !pair.ended) pair.engine.setLocale(settings.locale);
        door.emit('desk.settingsChanged', settings);
      },
      auditStatus: async () => await (await opening).status(),
      auditExport: async (to) => await (await opening).exportTo(to),
      chooseFolder,
    }),
  });

  const tray = openTray(file.get().locale, actions);
  const setMenus = (): void => {
    const { locale } = file.get();
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(locale, actions, process.platform)));
    tray?.setLocale(locale);
  };
  setMenus();

  const lockOn = (trigger: LockTrigger) => () => void lock.lock(trigger);
  powerMonitor.on('lock-screen', lockOn('os-lock'));
  powerMonitor.on('suspend', lockOn('suspend'));
  powerMonitor.on('resume', () => idle.resumed());
  if (process.platform === 'darwin') powerMonitor.on('user-did-resign-active', lockOn('os-lock'));

  systemClock.every(onlinePollMs, () => {
    if (pair !== null && !pair.ended) pair.engine.setOnline(net.isOnline());
  });

  app.on('second-instance', () => raiseOrBegin());
  app.on('activate', () => raiseOrBegin());
  // Between the end of one window and the beginning of the next there is none, and that is no reason to quit.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    void quit();
  });

  /** Quitting ends both processes as a lock does, so that nothing of them is written out on the way. */
  const quit = async (): Promise<void> => {
    idle.stop();
    await pair?.end();
    notifier.dismiss();
    const profile = lock.unlocked;
    if (profile !== null) clearClipboard(clipboard);
    const log = opening.then(async (opened) => {
      if (profile !== null) await opened.appendOwn({ action: 'lock', profile: profile.id, trigger: 'manual' });
      await opened.close();
    });
    await Promise.race([log.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, quitLimitMs))]);
    app.exit(0);
  };

  opening.catch(() => {
    dialog.showErrorBox('Careseal', words[file.get().locale].logUnusable);
    app.exit(1);
  });
  begin();
}
