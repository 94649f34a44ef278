/**
 * What the host and the stand-in inside main say to each other over the child's IPC channel (structured clones). Window,
 * utility process, notification and port numbers are given by the stand-in; call numbers by who asks.
 */

export interface FrameInfo {
  /** `true` for the page itself, `false` for a frame in it. */
  readonly main: boolean;
  /** As the app knows it: the loopback origin is mapped back to the app's scheme. */
  readonly url: string;
  readonly origin: string;
}

export interface MenuItem {
  readonly key: number;
  readonly id: string | null;
  readonly label: string | null;
  readonly accelerator: string | null;
  readonly submenu: readonly MenuItem[] | null;
}

export type FromStandIn =
  | { t: 'ready' }
  | { t: 'window.create'; window: number; width: number; height: number; preload: string }
  | { t: 'window.load'; window: number; url: string }
  | { t: 'window.destroy'; window: number }
  | { t: 'contents.crash'; window: number }
  | { t: 'contents.send'; window: number; channel: string; args: unknown[]; ports: number[] }
  | { t: 'ipc.reply'; window: number; call: number; ok: boolean; value: unknown }
  | { t: 'utility.fork'; utility: number; path: string; args: string[] }
  | { t: 'utility.post'; utility: number; message: unknown; ports: number[] }
  | { t: 'utility.kill'; utility: number }
  | { t: 'port.new'; a: number; b: number }
  | { t: 'menu'; items: MenuItem[] }
  | { t: 'tray'; items: MenuItem[] }
  | { t: 'told'; ask: number; answer: unknown }
  | { t: 'dialog.folder'; call: number }
  | { t: 'dialog.error'; title: string; content: string }
  | { t: 'clipboard.clear' }
  | { t: 'notification.show'; notification: number; title: string; body: string }
  | { t: 'notification.close'; notification: number }
  | { t: 'external'; url: string };

/** What only main can decide; the host asks before Chromium goes on. */
export type Ask =
  | { what: 'serve'; url: string }
  | { what: 'navigate'; window: number; url: string; main: boolean }
  | { what: 'open'; window: number; url: string }
  | { what: 'request'; url: string }
  | { what: 'permission'; permission: string; url: string };

export interface Served {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Uint8Array;
}

export type ToStandIn =
  | { t: 'ask'; ask: number; question: Ask }
  | { t: 'ipc.invoke'; window: number; call: number; frame: FrameInfo; channel: string; args: unknown[] }
  | { t: 'window.loaded'; window: number; pids: number[] }
  | { t: 'window.pids'; window: number; pids: number[] }
  | { t: 'window.gone'; window: number }
  | { t: 'window.close'; window: number }
  | { t: 'window.focus'; window: number; focused: boolean }
  | { t: 'key'; window: number; key: string; code: string; ctrl: boolean; shift: boolean; alt: boolean; meta: boolean }
  | { t: 'utility.spawned'; utility: number; pid: number }
  | { t: 'utility.message'; utility: number; message: unknown }
  | { t: 'utility.exit'; utility: number; code: number }
  | { t: 'power'; event: string }
  | { t: 'idle'; seconds: number }
  | { t: 'online'; online: boolean }
  | { t: 'clock'; skewMs: number }
  | { t: 'menu.click'; key: number }
  | { t: 'tray.click' }
  | { t: 'notification.click'; notification: number }
  | { t: 'dialog.answer'; call: number; path: string | null };

/** Between the host and a utility process. Port data are JSON, so that the host passes them on unread. */
export type ToUtility =
  | { t: 'message'; data: unknown; ports: number[] }
  | { t: 'port'; port: number; json: string }
  | { t: 'port.closed'; port: number };
export type FromUtility =
  | { t: 'message'; data: unknown }
  | { t: 'port'; port: number; json: string }
  | { t: 'port.close'; port: number };

/** Between the host and the isolated world of a page; each is one JSON text, but for `p<port>:<json>`. */
export type ToWorld =
  | { t: 'reply'; call: number; ok: boolean; value: unknown }
  | { t: 'send'; channel: string; args: unknown[]; ports: number[] }
  | { t: 'port.closed'; port: number };
export type FromWorld =
  | { t: 'invoke'; call: number; channel: string; args: unknown[] }
  | { t: 'key'; key: string; code: string; ctrl: boolean; shift: boolean; alt: boolean; meta: boolean }
  | { t: 'input' }
  | { t: 'port.close'; port: number };
