import { EventEmitter } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Ask, FrameInfo, FromStandIn, MenuItem, Served, ToStandIn } from './wire.ts';

/** The parts of the stand-in that talk to the host; electron.ts gives them Electron's names and shapes. */

export function send(message: FromStandIn): void {
  if (process.send === undefined) throw new Error('The stand-in for Electron runs under the host only.');
  process.send(message);
}

const receivers: ((message: ToStandIn) => void)[] = [];
export function receive(receiver: (message: ToStandIn) => void): void {
  receivers.push(receiver);
}
process.on('message', (message: ToStandIn) => {
  for (const receiver of receivers) receiver(message);
});
process.on('disconnect', () => process.exit(0));

/**
 * Makes an object throw on everything that it does not have: main must not come to rely on something that exists in
 * Electron and is `undefined` here, or the other way round.
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, property) {
      if (typeof property === 'string' && !(property in object) && property !== 'then' && property !== 'toJSON') {
        throw new Error(`The host has no ${name}.${property}.`);
      }
      const value: unknown = Reflect.get(object, property, object);
      // Methods of classes with private fields must not be called on the proxy.
      return typeof value === 'function' && !(property === 'constructor') ? value.bind(object) : value;
    },
  });
}

/** What a listener may prevent. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

// ------------------------------------------------------------------------------------------------- ports

let lastPort = 0;
export class MessagePortMain extends EventEmitter {
  readonly id: number;
  constructor() {
    super();
    lastPort += 1;
    this.id = lastPort;
  }
  postMessage(): never {
    throw new Error('The host has no ports that end in main.');
  }
}
export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    send({ t: 'port.new', a: this.port1.id, b: this.port2.id });
  }
}
const portIds = (ports: readonly unknown[] | undefined): number[] =>
  (ports ?? []).map((port) => (port as MessagePortMain).id);

// ----------------------------------------------------------------------------------------------- session

type Handler = (request: Request) => Promise<Response> | Response;
type PermissionDetails = { requestingUrl: string; isMainFrame: boolean };

export class StandInSession extends EventEmitter {
  handlers = new Map<string, Handler>();
  requestPermission:
    | ((c: null, permission: string, decide: (yes: boolean) => void, d: PermissionDetails) => void)
    | null = null;
  checkPermission: ((c: null, permission: string, origin: string, details: PermissionDetails) => boolean) | null = null;
  beforeRequest: ((details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void) | null = null;

  readonly protocol = strict('session.protocol', {
    handle: (scheme: string, handler: Handler): void => {
      this.handlers.set(scheme, handler);
    },
  });
  readonly webRequest = strict('session.webRequest', {
    onBeforeRequest: (listener: StandInSession['beforeRequest']): void => {
      this.beforeRequest = listener;
    },
  });
  setPermissionRequestHandler(handler: StandInSession['requestPermission']): void {
    this.requestPermission = handler;
  }
  setPermissionCheckHandler(handler: StandInSession['checkPermission']): void {
    this.checkPermission = handler;
  }
  setDevicePermissionHandler(_handler: (() => boolean) | null): void {
    // Chromium without a user gesture and a chooser hands out no device.
  }
}

const sessions = new Map<string, StandInSession>();
export const session = strict('session', {
  fromPartition(name: string): StandInSession {
    const known = sessions.get(name) ?? new StandInSession();
    sessions.set(name, known);
    return strict('Session', known);
  },
});

// ---------------------------------------------------------------------------------------------- contents

type InvokeHandler = (event: unknown, ...args: unknown[]) => unknown;

let lastWindow = 0;

class StandInContents extends EventEmitter {
  readonly id: number;
  pids: number[] = [];
  url = '';
  destroyed = false;
  openHandler: (details: { url: string }) => { action: 'allow' | 'deny' } = () => ({ action: 'allow' });
  readonly handlers = new Map<string, InvokeHandler>();
  readonly ipc = strict('webContents.ipc', {
    handle: (channel: string, handler: InvokeHandler): void => {
      if (this.handlers.has(channel)) throw new Error(`${channel} has a handler already.`);
      this.handlers.set(channel, handler);
    },
  });

  constructor(id: number) {
    super();
    this.id = id;
  }
  frame(info: FrameInfo): object {
    return strict('WebFrameMain', {
      url: info.url,
      origin: info.origin,
      parent: info.main ? null : this.mainFrame,
      detached: false,
      processId: 1,
      routingId: info.main ? 1 : 2,
    });
  }
  get mainFrame(): object {
    return strict('WebFrameMain', {
      url: this.url,
      origin: originOf(this.url),
      parent: null,
      detached: false,
      processId: 1,
      routingId: 1,
      // One entry per process that renders a part of the window.
      framesInSubtree: this.pids.map((osProcessId) => ({ osProcessId })),
    });
  }
  getOSProcessId(): number {
    return this.pids[0] ?? 0;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string, ...args: unknown[]): void {
    if (!this.destroyed) send({ t: 'contents.send', window: this.id, channel, args, ports: [] });
  }
  postMessage(channel: string, message: unknown, transfer?: readonly unknown[]): void {
    if (!this.destroyed) {
      send({ t: 'contents.send', window: this.id, channel, args: [message], ports: portIds(transfer) });
    }
  }
  setWindowOpenHandler(handler: StandInContents['openHandler']): void {
    this.openHandler = handler;
  }
  forcefullyCrashRenderer(): void {
    send({ t: 'contents.crash', window: this.id });
  }
}

function originOf(url: string): string {
  const match = /^[a-z]+:\/\/[^/]+/.exec(url);
  return match === null ? 'null' : match[0];
}

// ------------------------------------------------------------------------------------------------ window

interface WindowOptions {
  width?: number;
  height?: number;
  x?: number;
  y?: number;
  show?: boolean;
  webPreferences?: Record<string, unknown> & { preload?: string; session?: StandInSession };
}

/** What the app must ask for; a window without it would be another product than the one that is shipped. */
const demanded = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
} as const;

const windows = new Map<number, BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly contents: StandInContents;
  readonly webContents: StandInContents;
  #bounds: { x: number; y: number; width: number; height: number };
  #destroyed = false;
  #state: 'normal' | 'minimized' | 'maximized' = 'normal';
  #visible: boolean;
  #focused = false;
  #shown = false;

  constructor(options: WindowOptions) {
    super();
    const preferences = options.webPreferences ?? {};
    for (const [name, value] of Object.entries(demanded)) {
      if (preferences[name] !== value) throw new Error(`The host opens no window without ${name}: ${value}.`);
    }
    lastWindow += 1;
    this.id = lastWindow;
    this.contents = new StandInContents(this.id);
    this.webContents = strict('webContents', this.contents);
    this.#visible = options.show ?? true;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    windows.set(this.id, this);
    const { width, height } = this.#bounds;
    send({ t: 'window.create', window: this.id, width, height, preload: String(preferences.preload) });
    // biome-ignore lint/correctness/noConstructorReturn: the caller must get the strict face of the window.
    return strict('BrowserWindow', this);
  }
  loadURL(url: string): Promise<void> {
    this.contents.url = url;
    send({ t: 'window.load', window: this.id, url });
    return new Promise((resolve) => this.contents.once('did-finish-load', () => resolve()));
  }
  /** Called when the page has loaded. */
  loaded(): void {
    this.contents.emit('did-finish-load');
    if (!this.#shown) {
      this.#shown = true;
      this.emit('ready-to-show');
    }
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.contents.destroyed = true;
    windows.delete(this.id);
    send({ t: 'window.destroy', window: this.id });
    this.contents.emit('destroyed');
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
  setFocused(focused: boolean): void {
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur');
  }
  isDestroyed = (): boolean => this.#destroyed;
  isMinimized = (): boolean => this.#state === 'minimized';
  isMaximized = (): boolean => this.#state === 'maximized';
  isVisible = (): boolean => this.#visible;
  isFocused = (): boolean => this.#focused;
  getNormalBounds = (): object => ({ ...this.#bounds });
  minimize(): void {
    this.#state = 'minimized';
  }
  maximize(): void {
    this.#state = 'maximized';
  }
  restore(): void {
    this.#state = 'normal';
  }
  show(): void {
    this.#visible = true;
    this.#focused = true;
  }
  showInactive(): void {
    this.#visible = true;
  }
  focus(): void {
    this.#focused = true;
  }
}

receive((message) => {
  switch (message.t) {
    case 'ask':
      void decide(message.question).then((answer) => send({ t: 'told', ask: message.ask, answer }));
      return;
    case 'ipc.invoke': {
      const { contents } = windows.get(message.window) ?? {};
      const handler = contents?.handlers.get(message.channel);
      if (contents === undefined) return;
      const reply = (ok: boolean, value: unknown): void =>
        send({ t: 'ipc.reply', window: message.window, call: message.call, ok, value });
      if (handler === undefined) {
        reply(false, `No handler registered for '${message.channel}'`);
        return;
      }
      const event = { sender: contents, senderFrame: contents.frame(message.frame) };
      Promise.resolve()
        .then(() => handler(event, ...message.args))
        .then(
          (value) => reply(true, value),
          (error: unknown) => reply(false, error instanceof Error ? error.message : 'failed'),
        );
      return;
    }
    case 'window.loaded': {
      const window = windows.get(message.window);
      if (window === undefined) return;
      window.contents.pids = message.pids;
      window.loaded();
      return;
    }
    case 'window.pids': {
      const contents = windows.get(message.window)?.contents;
      if (contents !== undefined) contents.pids = message.pids;
      return;
    }
    case 'window.gone':
      windows.get(message.window)?.contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
      return;
    case 'window.close': {
      const window = windows.get(message.window);
      const event = new PreventableEvent();
      window?.emit('close', event);
      if (!event.defaultPrevented) window?.destroy();
      return;
    }
    case 'window.focus':
      windows.get(message.window)?.setFocused(message.focused);
      return;
    case 'key': {
      const event = new PreventableEvent();
      const { key, code, ctrl: control, shift, alt, meta } = message;
      const input = { type: 'keyDown', key, code, control, shift, alt, meta };
      windows.get(message.window)?.contents.emit('before-input-event', event, input);
      return;
    }
  }
});

async function decide(question: Ask): Promise<unknown> {
  switch (question.what) {
    case 'serve': {
      const scheme = question.url.slice(0, question.url.indexOf(':'));
      for (const { handlers } of sessions.values()) {
        const response = await handlers.get(scheme)?.(new Request(question.url));
        if (response === undefined) continue;
        const body = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, headers: [...response.headers], body } satisfies Served;
      }
      return null;
    }
    case 'navigate': {
      const contents = windows.get(question.window)?.contents;
      const event = Object.assign(new PreventableEvent(), { url: question.url, isMainFrame: question.main });
      contents?.emit('will-frame-navigate', event);
      if (question.main) contents?.emit('will-navigate', event, question.url);
      return !event.defaultPrevented;
    }
    case 'open':
      return windows.get(question.window)?.contents.openHandler({ url: question.url }).action === 'allow';
    case 'request': {
      for (const { beforeRequest } of sessions.values()) {
        let cancel = false;
        beforeRequest?.({ url: question.url }, (answer) => {
          cancel = answer.cancel === true;
        });
        if (cancel) return false;
      }
      return true;
    }
    case 'permission': {
      const details = { requestingUrl: question.url, isMainFrame: true };
      for (const { requestPermission, checkPermission } of sessions.values()) {
        // Electron grants what nobody decides about.
        let asked = requestPermission === null;
        requestPermission?.(null, question.permission, (yes) => (asked = yes), details);
        const checked = checkPermission?.(null, question.permission, originOf(question.url), details) ?? true;
        if (!asked || !checked) return false;
      }
      return true;
    }
  }
}

// ------------------------------------------------------------------------------------------ utility process

let lastUtility = 0;
const utilities = new Map<number, StandInUtility>();

class StandInUtility extends EventEmitter {
  readonly id: number;
  pid: number | undefined = undefined;
  constructor(path: string, args: string[]) {
    super();
    lastUtility += 1;
    this.id = lastUtility;
    utilities.set(this.id, this);
    send({ t: 'utility.fork', utility: this.id, path, args });
  }
  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    send({ t: 'utility.post', utility: this.id, message, ports: portIds(transfer) });
  }
  kill(): boolean {
    send({ t: 'utility.kill', utility: this.id });
    return true;
  }
}
receive((message) => {
  if (message.t === 'utility.spawned') {
    const utility = utilities.get(message.utility);
    if (utility !== undefined) utility.pid = message.pid;
    utility?.emit('spawn');
  } else if (message.t === 'utility.message') {
    utilities.get(message.utility)?.emit('message', message.message);
  } else if (message.t === 'utility.exit') {
    const utility = utilities.get(message.utility);
    utilities.delete(message.utility);
    if (utility !== undefined) utility.pid = undefined;
    utility?.emit('exit', message.code);
  }
});
export const utilityProcess = strict('utilityProcess', {
  fork: (path: string, args: string[] = [], _options?: object): StandInUtility =>
    strict('UtilityProcess', new StandInUtility(path, args)),
});

// ------------------------------------------------------------------------------------------------- menus

interface Template {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  registerAccelerator?: boolean;
  submenu?: Template[];
  click?: () => void;
}

let lastItem = 0;
const clicks = new Map<number, () => void>();

export class Menu {
  readonly items: MenuItem[];
  constructor(items: MenuItem[]) {
    this.items = items;
  }
  static buildFromTemplate(template: readonly Template[]): Menu {
    return new Menu(template.map(itemOf));
  }
  static setApplicationMenu(menu: Menu | null): void {
    send({ t: 'menu', items: menu?.items ?? [] });
  }
}

function itemOf(template: Template): MenuItem {
  lastItem += 1;
  if (template.click !== undefined) clicks.set(lastItem, template.click);
  return {
    key: lastItem,
    id: template.id ?? template.role ?? null,
    label: template.label ?? null,
    accelerator: template.registerAccelerator === false ? null : (template.accelerator ?? null),
    submenu: template.submenu?.map(itemOf) ?? null,
  };
}

let tray: Tray | null = null;
export class Tray extends EventEmitter {
  constructor(image: { isEmpty(): boolean }) {
    super();
    if (image.isEmpty()) throw new Error('A tray needs an image.');
    tray = this;
  }
  setToolTip(_text: string): void {}
  setContextMenu(menu: Menu): void {
    send({ t: 'tray', items: menu.items });
  }
}
receive((message) => {
  if (message.t === 'menu.click') clicks.get(message.key)?.();
  if (message.t === 'tray.click') tray?.emit('click');
});

// ---------------------------------------------------------------------------------------- notifications

let lastNotification = 0;
const notifications = new Map<number, Notification>();
export class Notification extends EventEmitter {
  readonly #id: number;
  readonly #options: { title?: string; body?: string };
  constructor(options: { title?: string; body?: string }) {
    super();
    lastNotification += 1;
    this.#id = lastNotification;
    this.#options = options;
  }
  static isSupported = (): boolean => true;
  show(): void {
    notifications.set(this.#id, this);
    const { title = '', body = '' } = this.#options;
    send({ t: 'notification.show', notification: this.#id, title, body });
  }
  close(): void {
    notifications.delete(this.#id);
    send({ t: 'notification.close', notification: this.#id });
  }
}
receive((message) => {
  if (message.t === 'notification.click') notifications.get(message.notification)?.emit('click');
});

// ------------------------------------------------------------------------------------------------ dialogs

let lastDialog = 0;
const dialogs = new Map<number, (path: string | null) => void>();
receive((message) => {
  if (message.t === 'dialog.answer') dialogs.get(message.call)?.(message.path);
});
export const dialog = strict('dialog', {
  showOpenDialog: (...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> => {
    const options = args[args.length - 1] as { properties?: string[] };
    if (!options.properties?.includes('openDirectory')) throw new Error('The host picks folders only.');
    return new Promise((resolve) => {
      lastDialog += 1;
      dialogs.set(lastDialog, (path) => resolve({ canceled: path === null, filePaths: path === null ? [] : [path] }));
      send({ t: 'dialog.folder', call: lastDialog });
    });
  },
  showErrorBox: (title: string, content: string): void => send({ t: 'dialog.error', title, content }),
});

// ------------------------------------------------------------------------------------ power, network, clock

class PowerMonitor extends EventEmitter {
  #idle = { seconds: 0, since: performance.now() };
  getSystemIdleTime(): number {
    return Math.floor(this.#idle.seconds + (performance.now() - this.#idle.since) / 1000);
  }
  setIdle(seconds: number): void {
    this.#idle = { seconds, since: performance.now() };
  }
}
const power = new PowerMonitor();
export const powerMonitor = strict('powerMonitor', power);

let online = true;
export const net = strict('net', { isOnline: (): boolean => online });

const now = Date.now.bind(Date);
receive((message) => {
  if (message.t === 'power') power.emit(message.event);
  else if (message.t === 'idle') power.setIdle(message.seconds);
  else if (message.t === 'online') online = message.online;
  // What a machine's sleep looks like from inside: the wall clock has gone on, the timers have not.
  else if (message.t === 'clock') Date.now = () => now() + message.skewMs;
});

// ---------------------------------------------------------------------------------------------------- app

class App extends EventEmitter {
  #userData = join(homedir(), '.config', 'Careseal');
  #lock: string | null = null;
  #ready = new Promise<void>((resolve) => setImmediate(resolve));
  readonly isPackaged = false;
  setName(_name: string): void {}
  enableSandbox(): void {}
  setPath(name: string, path: string): void {
    if (name !== 'userData') throw new Error(`The host has no path ${name}.`);
    this.#userData = path;
  }
  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`The host has no path ${name}.`);
    return this.#userData;
  }
  getVersion(): string {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }
  getLocale(): string {
    return process.env.CARESEAL_HOST_LOCALE ?? 'en-US';
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  requestSingleInstanceLock(): boolean {
    const file = `${this.#userData}.host-lock`;
    const holder = holderOf(file);
    if (holder !== null) {
      process.kill(holder, 'SIGUSR2');
      return false;
    }
    rmSync(file, { force: true });
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    this.#lock = file;
    process.on('SIGUSR2', () => this.emit('second-instance', {}, [], ''));
    return true;
  }
  quit(): void {
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.exit(0);
  }
  exit(code = 0): void {
    if (this.#lock !== null) rmSync(this.#lock, { force: true });
    process.exit(code);
  }
}

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    // A number that another program has by now must not be signalled.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('register.ts') ? pid : null;
  } catch {
    return null;
  }
}

const theApp = new App();
export const app = strict('app', theApp);
process.on('SIGTERM', () => theApp.quit());
