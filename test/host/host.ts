import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { openPageTarget, type PageTarget } from './page-target.ts';
import type {
  Ask,
  FrameInfo,
  FromStandIn,
  FromUtility,
  FromWorld,
  MenuItem,
  Served,
  ToStandIn,
  ToUtility,
} from './wire.ts';

const appOrigin = 'app://careseal';
const here = fileURLToPath(new URL('.', import.meta.url));

export interface HostOptions {
  /** Directory of everything that the app keeps. */
  readonly userData: string;
  /** What main and the engine find in their environment on top of this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** A window on the screen instead of a headless one. */
  readonly visible?: boolean;
  /** The bundle; `dist` of this repository unless told. */
  readonly dist?: string;
  /** Where the lines of main and the engine go; nowhere unless told. */
  readonly log?: (line: string) => void;
}

export interface Host {
  /** The page of the current window, once it has loaded. */
  page(): Promise<Page>;
  /** Number of the current window; grows with every window that is opened. */
  windowNumber(): number;
  readonly power: { emit(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'): void };
  /** What `getSystemIdleTime` says from now on; it goes on counting, and input in the page sets it to 0. */
  setSystemIdle(seconds: number): void;
  /** Moves main's wall clock, as a sleep does. */
  setClockSkew(ms: number): void;
  setOnline(online: boolean): void;
  /** Whether the window has the keyboard. */
  setFocused(focused: boolean): void;
  readonly menu: { click(id: string): void; ids(): string[]; labels(): string[] };
  readonly tray: { click(): void; choose(id: string): void };
  readonly notifications: { shown(): { title: string; body: string }[]; click(): void };
  readonly dialogs: { answer(folder: string | null): void; errors(): string[] };
  /** How often the clipboard was cleared. */
  clipboardCleared(): number;
  /** URLs that were handed to the system browser. */
  opened(): string[];
  pids(): Promise<{ main: number; engine: number | null; renderers: number[]; browser: number }>;
  kill(what: 'engine' | 'renderer' | 'main'): Promise<void>;
  /** Closes the window as a user does with its button. */
  closeWindow(): void;
  /** Runs in a frame of the page, in the world of the preload, where a compromised frame would be. */
  inSubframe(expression: string): Promise<unknown>;
  /** Milliseconds of each lock, as main measured them. */
  locks(): { ms: number; processes: number; left: number }[];
  /** Resolves when main has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

interface HostWindow {
  readonly id: number;
  target: Promise<PageTarget>;
  current: PageTarget | null;
  loaded: boolean;
  closed: boolean;
}

/** Where an end of a channel is. */
type PortPlace = { in: 'main' } | { in: 'window'; window: number } | { in: 'utility'; utility: number };
interface PortEnd {
  readonly peer: number;
  place: PortPlace;
  /** What came before this end arrived anywhere. */
  waiting: string[];
}

/** Starts the app: Chromium, main as a child with the stand-in for `electron`, and what main asks for. */
export async function startHost(options: HostOptions): Promise<Host> {
  const dist = options.dist ?? fileURLToPath(new URL('../../dist', import.meta.url));
  const log = options.log ?? (() => undefined);
  const [browser, isolated, pageScript] = await Promise.all([
    startChromium(options.visible ?? false),
    bundleScript('world/isolated.ts'),
    bundleScript('world/page.ts'),
  ]);

  const windows = new Map<number, HostWindow>();
  const utilities = new Map<number, ChildProcess>();
  const ports = new Map<number, PortEnd>();
  const asks = new Map<number, (answer: unknown) => void>();
  const notifications = new Map<number, { title: string; body: string }>();
  const openDialogs: number[] = [];
  const dialogErrors: string[] = [];
  const opened: string[] = [];
  const locks: { ms: number; processes: number; left: number }[] = [];
  /** Pages that are of no use any more. */
  const leftOver: string[] = [browser.firstPage];
  let ending = Promise.resolve();
  let cleared = 0;
  let lastAsk = 0;
  let menu: readonly MenuItem[] = [];
  let tray: readonly MenuItem[] = [];
  let currentWindow = 0;
  let stopping = false;
  let changed = (): void => undefined;
  let change = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const signal = (): void => {
    const resolve = changed;
    change = new Promise((next) => {
      changed = next;
    });
    resolve();
  };

  // ------------------------------------------------------------------------------------------------ page files
  const server = createServer((request, response) => {
    void ask({ what: 'serve', url: `${appOrigin}${request.url ?? '/'}` }).then((answer) => {
      const served = answer as Served | null;
      if (served === null) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(served.status, Object.fromEntries(served.headers)).end(served.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const toApp = (url: string): string =>
    url === loopback || url.startsWith(`${loopback}/`) || url.startsWith(`blob:${loopback}/`)
      ? url.replace(loopback, appOrigin)
      : url;
  const toLoopback = (url: string): string => url.replace(appOrigin, loopback);

  // ------------------------------------------------------------------------------------------------------ main
  const main = fork(`${dist}/main.js`, ['--user-data', options.userData], {
    execArgv: ['--import', new URL('./register.ts', import.meta.url).href],
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tell = (message: ToStandIn): void => {
    if (main.connected) main.send(message);
  };
  const ask = (question: Ask): Promise<unknown> =>
    new Promise((resolve) => {
      lastAsk += 1;
      asks.set(lastAsk, resolve);
      tell({ t: 'ask', ask: lastAsk, question });
    });
  const readLine = (line: string): void => {
    log(line);
    const lock = /^lock: (\d+) ms, (\d+) processes, (\d+) left$/.exec(line);
    if (lock) locks.push({ ms: Number(lock[1]), processes: Number(lock[2]), left: Number(lock[3]) });
  };
  lines(main, readLine);
  const ended = new Promise<number | null>((resolve) => main.once('exit', (code) => resolve(code)));

  // ----------------------------------------------------------------------------------------------------- ports
  const portData = (from: number, json: string): void => {
    const peer = ports.get(from)?.peer;
    const end = peer === undefined ? undefined : ports.get(peer);
    if (peer === undefined || end === undefined) return;
    if (end.place.in === 'window') windows.get(end.place.window)?.current?.deliverPort(peer, json);
    else if (end.place.in === 'utility') tellUtility(end.place.utility, { t: 'port', port: peer, json });
    else end.waiting.push(json);
  };
  const placePort = (port: number, place: PortPlace): void => {
    const end = ports.get(port);
    if (end === undefined) return;
    end.place = place;
    // Data follow the message that brings the port.
    const waiting = end.waiting.splice(0);
    setImmediate(() => {
      for (const json of waiting) portData(end.peer, json);
    });
  };
  const closePort = (port: number): void => {
    const end = ports.get(port);
    const peer = end === undefined ? undefined : ports.get(end.peer);
    ports.delete(port);
    if (end === undefined || peer === undefined) return;
    ports.delete(end.peer);
    if (peer.place.in === 'window') {
      windows.get(peer.place.window)?.current?.deliver({ t: 'port.closed', port: end.peer });
    } else if (peer.place.in === 'utility') {
      tellUtility(peer.place.utility, { t: 'port.closed', port: end.peer });
    }
  };
  const closePortsIn = (gone: (place: PortPlace) => boolean): void => {
    for (const [port, end] of [...ports]) if (gone(end.place)) closePort(port);
  };

  // -------------------------------------------------------------------------------------------------- utilities
  const tellUtility = (utility: number, message: ToUtility): void => {
    const child = utilities.get(utility);
    if (child?.connected) child.send(message, () => undefined);
  };
  const forkUtility = (utility: number, path: string, args: readonly string[]): void => {
    const child = fork(path, [...args], {
      execArgv: ['--import', new URL('./utility.ts', import.meta.url).href],
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    utilities.set(utility, child);
    lines(child, log);
    child.once('spawn', () => tell({ t: 'utility.spawned', utility, pid: child.pid ?? 0 }));
    child.on('message', (message: FromUtility) => {
      if (message.t === 'message') tell({ t: 'utility.message', utility, message: message.data });
      else if (message.t === 'port') portData(message.port, message.json);
      else closePort(message.port);
    });
    child.on('error', () => undefined);
    child.once('exit', (code) => {
      utilities.delete(utility);
      closePortsIn((place) => place.in === 'utility' && place.utility === utility);
      tell({ t: 'utility.exit', utility, code: code ?? 1 });
      signal();
    });
  };

  // ---------------------------------------------------------------------------------------------------- windows
  const createWindow = (id: number, width: number, height: number, preloadPath: string): void => {
    const preload = readFileSync(preloadPath, 'utf8');
    const window: HostWindow = {
      id,
      current: null,
      loaded: false,
      closed: false,
      // The processes of the window before are gone first, so that none of them can serve this one.
      target: ending.then(() =>
        openPageTarget({
          cdp: browser.cdp,
          width,
          height,
          visible: options.visible ?? false,
          scripts: { isolated, preload, page: pageScript },
          toApp,
          toLoopback,
          onMessage: (message, frame) => onWorld(window, message, frame.main, () => frame),
          // A port belongs to the document that got it, and that is the main frame's.
          onPortData: (port, json, frame) => {
            if (frame.main) portData(port, json);
          },
          onLoaded: () => void onLoaded(window),
          onGone: () => {
            if (!window.closed) tell({ t: 'window.gone', window: id });
          },
          mayNavigate: async (url, isMain) => (await ask({ what: 'navigate', window: id, url, main: isMain })) === true,
          mayRequest: async (url) => (await ask({ what: 'request', url })) === true,
        }),
      ),
    };
    windows.set(id, window);
    currentWindow = id;
    window.target.then(
      (target) => {
        window.current = target;
        // Chromium ends with its last page, so the old one goes when the new one is there.
        for (const old of leftOver.splice(0)) {
          void browser.cdp.send('Target.closeTarget', { targetId: old }).catch(() => undefined);
        }
      },
      () => undefined,
    );
  };
  const sendPids = async (): Promise<void> => {
    const pids = await browser.renderers().catch(() => []);
    if (windows.get(currentWindow)?.loaded) tell({ t: 'window.pids', window: currentWindow, pids });
  };
  const onLoaded = async (window: HostWindow): Promise<void> => {
    const pids = await browser.renderers();
    if (window.closed) return;
    window.loaded = true;
    tell({ t: 'window.loaded', window: window.id, pids });
    signal();
  };
  const onWorld = (window: HostWindow, message: FromWorld, main: boolean, frame: () => FrameInfo): void => {
    if (window.closed) return;
    switch (message.t) {
      case 'invoke':
        tell({
          t: 'ipc.invoke',
          window: window.id,
          call: message.call * 2 + (main ? 0 : 1),
          frame: frame(),
          channel: message.channel,
          args: message.args,
        });
        return;
      case 'key': {
        tell({ t: 'idle', seconds: 0 });
        const { t: _, ...press } = message;
        tell({ t: 'key', window: window.id, ...press });
        const item = findItem(menu, (candidate) => matches(candidate.accelerator, message));
        if (item !== null) tell({ t: 'menu.click', key: item.key });
        return;
      }
      case 'input':
        tell({ t: 'idle', seconds: 0 });
        return;
      case 'port.close':
        closePort(message.port);
    }
  };
  /** Ends the processes that render a window, even when they hang or refuse; its page stays behind, empty. */
  const endRenderers = async (window: HostWindow): Promise<void> => {
    window.current?.close();
    for (const pid of await browser.renderers().catch(() => [])) killNow(pid);
    const target = await window.target.catch(() => null);
    if (target !== null) leftOver.push(target.targetId);
  };

  // -------------------------------------------------------------------------------------------- what main asks
  main.on('message', (message: FromStandIn) => {
    switch (message.t) {
      case 'window.create':
        createWindow(message.window, message.width, message.height, message.preload);
        return;
      case 'window.load':
        windows
          .get(message.window)
          ?.target.then((target) => target.load(message.url))
          .catch(() => undefined);
        return;
      case 'window.destroy': {
        const window = windows.get(message.window);
        if (window === undefined) return;
        window.closed = true;
        windows.delete(message.window);
        closePortsIn((place) => place.in === 'window' && place.window === message.window);
        ending = ending.then(() => endRenderers(window));
        signal();
        return;
      }
      case 'contents.crash': {
        const window = windows.get(message.window);
        if (window !== undefined) window.current?.crash();
        return;
      }
      case 'contents.send': {
        const { window, channel, args } = message;
        windows.get(window)?.current?.deliver({ t: 'send', channel, args, ports: message.ports });
        for (const port of message.ports) placePort(port, { in: 'window', window });
        return;
      }
      case 'ipc.reply': {
        const { ok, value } = message;
        const call = Math.floor(message.call / 2);
        const target = windows.get(message.window)?.current;
        if (message.call % 2 === 0) target?.deliver({ t: 'reply', call, ok, value });
        else {
          const text = JSON.stringify(JSON.stringify({ t: 'reply', call, ok, value }));
          void target?.inSubframe(`caresealWorld.deliver([${text}])`);
        }
        return;
      }
      case 'utility.fork':
        forkUtility(message.utility, message.path, message.args);
        return;
      case 'utility.post':
        tellUtility(message.utility, { t: 'message', data: message.message, ports: message.ports });
        for (const port of message.ports) placePort(port, { in: 'utility', utility: message.utility });
        return;
      case 'utility.kill':
        utilities.get(message.utility)?.kill('SIGTERM');
        return;
      case 'port.new':
        ports.set(message.a, { peer: message.b, place: { in: 'main' }, waiting: [] });
        ports.set(message.b, { peer: message.a, place: { in: 'main' }, waiting: [] });
        return;
      case 'told':
        asks.get(message.ask)?.(message.answer);
        asks.delete(message.ask);
        return;
      case 'menu':
        menu = message.items;
        return;
      case 'tray':
        tray = message.items;
        return;
      case 'dialog.folder':
        openDialogs.push(message.call);
        signal();
        return;
      case 'dialog.error':
        dialogErrors.push(`${message.title}: ${message.content}`);
        return;
      case 'clipboard.clear':
        cleared += 1;
        return;
      case 'notification.show':
        notifications.set(message.notification, { title: message.title, body: message.body });
        return;
      case 'notification.close':
        notifications.delete(message.notification);
        return;
      case 'external':
        opened.push(message.url);
        return;
    }
  });
  main.on('error', () => undefined);

  // A window that the page opens itself: main decides, as in Electron, and its answer is no.
  browser.cdp.on('Target.targetCreated', ({ targetInfo }) => {
    const info = targetInfo as { targetId: string; type: string; url: string; openerId?: string };
    // A sandboxed frame has a process of its own, which main must know to end it.
    if (info.type === 'iframe') void sendPids();
    if (info.type !== 'page' || info.openerId === undefined) return;
    void ask({ what: 'open', window: currentWindow, url: toApp(info.url) }).then((yes) => {
      if (yes !== true) void browser.cdp.send('Target.closeTarget', { targetId: info.targetId }).catch(() => undefined);
    });
  });
  // Somebody closed the window on the screen.
  browser.cdp.on('Target.targetDestroyed', ({ targetId }) => {
    const window = windows.get(currentWindow);
    if (window !== undefined && window.current?.targetId === targetId && !window.closed)
      tell({ t: 'window.close', window: window.id });
  });
  void browser.ended.then(() => {
    if (!stopping) main.kill('SIGTERM');
  });
  await browser.cdp.send('Target.setDiscoverTargets', { discover: true });

  void ended.then(async () => {
    if (!stopping) await cleanUp();
  });

  let viewer: Promise<Browser> | null = null;
  let cleaned: Promise<void> | null = null;
  const cleanUp = (): Promise<void> => {
    cleaned ??= (async () => {
      await viewer?.then((connected) => connected.close()).catch(() => undefined);
      for (const child of utilities.values()) child.kill('SIGKILL');
      await browser.stop();
      server.closeAllConnections();
      server.close();
    })();
    return cleaned;
  };

  const until = async <T>(look: () => T | null): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (main.exitCode !== null) throw new Error('Main has ended.');
      await Promise.race([change, ended]);
    }
  };
  const currentPage = async (): Promise<Page> => {
    const window = await until(() => {
      const candidate = windows.get(currentWindow);
      return candidate?.loaded ? candidate : null;
    });
    const { targetId } = await window.target;
    viewer ??= playwright.connectOverCDP(browser.endpoint);
    const { contexts } = { contexts: (await viewer).contexts() };
    for (let tries = 0; tries < 200; tries += 1) {
      for (const context of contexts) {
        for (const page of context.pages()) {
          const session = await context.newCDPSession(page).catch(() => null);
          if (session === null) continue;
          const { targetInfo } = await session.send('Target.getTargetInfo');
          await session.detach().catch(() => undefined);
          if (targetInfo.targetId === targetId) return page;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('Playwright does not see the window.');
  };
  const press = (items: readonly MenuItem[], id: string): void => {
    const item = findItem(items, (candidate) => candidate.id === id);
    if (item === null) throw new Error(`There is no menu item ${id}.`);
    tell({ t: 'menu.click', key: item.key });
  };
  const enginePid = (): number | null => [...utilities.values()].at(-1)?.pid ?? null;

  return {
    page: currentPage,
    windowNumber: () => currentWindow,
    power: { emit: (event) => tell({ t: 'power', event }) },
    setSystemIdle: (seconds) => tell({ t: 'idle', seconds }),
    setClockSkew: (skewMs) => tell({ t: 'clock', skewMs }),
    setFocused: (focused) => tell({ t: 'window.focus', window: currentWindow, focused }),
    setOnline: (online) => tell({ t: 'online', online }),
    menu: {
      click: (id) => press(menu, id),
      ids: () => flat(menu).flatMap(({ id }) => (id === null ? [] : [id])),
      labels: () => flat(menu).flatMap(({ label }) => (label === null ? [] : [label])),
    },
    tray: { click: () => tell({ t: 'tray.click' }), choose: (id) => press(tray, id) },
    notifications: {
      shown: () => [...notifications.values()],
      click: () => {
        const last = [...notifications.keys()].at(-1);
        if (last !== undefined) tell({ t: 'notification.click', notification: last });
      },
    },
    dialogs: {
      answer: (path) =>
        void until(() => openDialogs.shift() ?? null).then((call) => tell({ t: 'dialog.answer', call, path })),
      errors: () => [...dialogErrors],
    },
    clipboardCleared: () => cleared,
    opened: () => [...opened],
    pids: async () => ({
      main: main.pid ?? 0,
      engine: enginePid(),
      renderers: await browser.renderers(),
      browser: browser.pid,
    }),
    async kill(what) {
      if (what === 'main') main.kill('SIGKILL');
      else if (what === 'engine') killNow(enginePid() ?? 0);
      else for (const pid of await browser.renderers()) killNow(pid);
    },
    closeWindow: () => tell({ t: 'window.close', window: currentWindow }),
    inSubframe: async (expression) => {
      const target = await windows.get(currentWindow)?.target;
      return await target?.inSubframe(expression);
    },
    locks: () => [...locks],
    ended,
    async stop() {
      stopping = true;
      if (main.exitCode === null && main.signalCode === null) {
        main.kill('SIGTERM');
        const timer = setTimeout(() => main.kill('SIGKILL'), 5000);
        await ended;
        clearTimeout(timer);
      }
      await cleanUp();
    },
  };
}

function lines(child: ChildProcess, read: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(read);
    });
  }
}

function killNow(pid: number): void {
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function flat(items: readonly MenuItem[]): MenuItem[] {
  return items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
}

function findItem(items: readonly MenuItem[], test: (item: MenuItem) => boolean): MenuItem | null {
  return flat(items).find(test) ?? null;
}

function matches(accelerator: string | null, press: Extract<FromWorld, { t: 'key' }>): boolean {
  if (accelerator === null) return false;
  const parts = accelerator.split('+');
  const key = parts.at(-1)?.toLowerCase();
  const control = parts.includes('CommandOrControl') || parts.includes('Control');
  return (
    press.key.toLowerCase() === key &&
    press.ctrl === control &&
    press.shift === parts.includes('Shift') &&
    press.alt === parts.includes('Alt')
  );
}

/** One script as text, for a world of the page. */
async function bundleScript(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${here}${file}`],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2024',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'user-data': { type: 'string' }, visible: { type: 'boolean' } } });
  const userData = values['user-data'];
  if (userData === undefined) {
    console.error('usage: node test/host/host.ts --user-data <dir> [--visible]');
    process.exit(64);
  }
  const host = await startHost({ userData, visible: values.visible ?? false, log: (line) => console.log(line) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void host.stop().then(() => process.exit(0)));
  }
  process.exit((await host.ended) ?? 1);
}
