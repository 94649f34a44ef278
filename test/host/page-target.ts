import type { Cdp } from './cdp.ts';
import type { FrameInfo, FromWorld, ToWorld } from './wire.ts';

const worldName = 'careseal-preload';

export interface PageTargetOptions {
  readonly cdp: Cdp;
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
  /** Text of the isolated world's script, of the preload, and of the page world's script. */
  readonly scripts: { readonly isolated: string; readonly preload: string; readonly page: string };
  readonly toApp: (url: string) => string;
  readonly toLoopback: (url: string) => string;
  readonly onMessage: (message: FromWorld, frame: FrameInfo) => void;
  readonly onPortData: (port: number, json: string, frame: FrameInfo) => void;
  readonly onLoaded: () => void;
  readonly onGone: () => void;
  /** Whether a request that the page began may go on; the URL is the app's. */
  readonly mayNavigate: (url: string, main: boolean) => Promise<boolean>;
  readonly mayRequest: (url: string) => Promise<boolean>;
}

/** One page of the browser as the window of the app. */
export interface PageTarget {
  readonly targetId: string;
  load(url: string): Promise<void>;
  /** Hands a message to the main frame's isolated world; many of one moment go as one. */
  deliver(message: ToWorld): void;
  deliverPort(port: number, json: string): void;
  /** Runs in the isolated world of the first frame in the page that is not its main frame; for tests of bad frames. */
  inSubframe(expression: string): Promise<unknown>;
  crash(): void;
  /** Hears and says nothing any more. */
  close(): void;
}

interface Frame {
  readonly id: string;
  readonly main: boolean;
  url: string;
}

/** Opens a page that has the two worlds that a window of Electron has. */
export async function openPageTarget(options: PageTargetOptions): Promise<PageTarget> {
  const { cdp, toApp, toLoopback } = options;
  const { width, height } = options;
  const { targetId } = (await cdp.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  })) as { targetId: string };
  const { sessionId } = (await cdp.send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
  const send = (method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> =>
    cdp.send(method, params, sessionId);

  const token = `t${crypto.randomUUID().replaceAll('-', '')}`;
  const frames = new Map<string, Frame>();
  /** Isolated world of each frame: execution context to frame. */
  const contexts = new Map<number, string>();
  let mainContext: number | null = null;
  let allowed: string | null = null;
  let closed = false;

  const on = (method: string, listener: (params: never) => void): void =>
    cdp.on(method, (params, session) => {
      if (session === sessionId && !closed) listener(params as never);
    });

  on('Page.frameNavigated', ({ frame }: { frame: { id: string; parentId?: string; url: string } }) => {
    frames.set(frame.id, { id: frame.id, main: frame.parentId === undefined, url: frame.url });
  });
  on('Page.frameAttached', ({ frameId }: { frameId: string }) => {
    frames.set(frameId, { id: frameId, main: false, url: 'about:blank' });
  });
  on('Page.frameDetached', ({ frameId }: { frameId: string }) => frames.delete(frameId));
  on(
    'Runtime.executionContextCreated',
    ({ context }: { context: { id: number; name: string; auxData?: { frameId: string } } }) => {
      if (context.name !== worldName || context.auxData === undefined) return;
      contexts.set(context.id, context.auxData.frameId);
      if (context.auxData.frameId === targetId) mainContext = context.id;
    },
  );
  on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) => {
    contexts.delete(executionContextId);
    if (mainContext === executionContextId) mainContext = null;
  });
  on('Runtime.executionContextsCleared', () => {
    contexts.clear();
    mainContext = null;
  });
  on('Runtime.bindingCalled', ({ payload, executionContextId }: { payload: string; executionContextId: number }) => {
    const frameId = contexts.get(executionContextId);
    if (frameId === undefined) return;
    const known = frames.get(frameId);
    const main = frameId === targetId;
    const url = toApp(known?.url ?? 'about:blank');
    const frame: FrameInfo = { main, url, origin: originOf(url) };
    if (payload.startsWith('p')) {
      const colon = payload.indexOf(':');
      options.onPortData(Number(payload.slice(1, colon)), payload.slice(colon + 1), frame);
    } else {
      options.onMessage(JSON.parse(payload) as FromWorld, frame);
    }
  });
  on('Page.loadEventFired', () => {
    if (allowed !== null) options.onLoaded();
  });
  on('Inspector.targetCrashed', () => options.onGone());
  on(
    'Fetch.requestPaused',
    (paused: { requestId: string; request: { url: string }; resourceType: string; frameId: string }) => {
      void judge(paused.request.url, paused.resourceType === 'Document', paused.frameId)
        .then((yes) =>
          yes
            ? send('Fetch.continueRequest', { requestId: paused.requestId })
            : send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' }),
        )
        .catch(() => undefined);
    },
  );

  const judge = async (url: string, document: boolean, frameId: string): Promise<boolean> => {
    const asApp = toApp(url);
    if (document && url !== allowed && !(await options.mayNavigate(asApp, frameId === targetId))) return false;
    // Our own files are what most requests are for; main is asked about the rest.
    return asApp !== url || (await options.mayRequest(asApp));
  };

  const constants = `const caresealToken = ${JSON.stringify(token)};`;
  await Promise.all([
    send('Page.enable'),
    send('Runtime.enable'),
    send('Runtime.addBinding', { name: 'caresealBinding', executionContextName: worldName }),
    send('Page.addScriptToEvaluateOnNewDocument', {
      worldName,
      source: `(() => { ${constants} ${options.scripts.isolated}
if (window.top === window) (function (require) { ${options.scripts.preload}
})(caresealWorld.require); })();`,
    }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: `(() => { ${constants} ${options.scripts.page} })();` }),
    send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
  ]);
  if (!options.visible) {
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  let queue: string[] = [];
  let flushing = false;
  const flush = async (): Promise<void> => {
    flushing = true;
    // Lets everything of one turn gather.
    await Promise.resolve();
    while (queue.length > 0 && mainContext !== null && !closed) {
      const texts = queue;
      queue = [];
      await send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (texts) { caresealWorld.deliver(texts); }',
        executionContextId: mainContext,
        arguments: [{ value: texts }],
        returnByValue: true,
      }).catch(() => undefined);
    }
    queue = [];
    flushing = false;
  };
  const push = (text: string): void => {
    if (closed || mainContext === null) return;
    queue.push(text);
    if (!flushing) void flush();
  };

  return {
    targetId,
    async load(url) {
      allowed = toLoopback(url);
      await send('Page.navigate', { url: allowed });
    },
    deliver: (message) => push(JSON.stringify(message)),
    deliverPort: (port, json) => push(`p${port}:${json}`),
    async inSubframe(expression) {
      const context = [...contexts].find(([, frameId]) => frameId !== targetId)?.[0];
      if (context === undefined) throw new Error('The page has no frame with a world of ours.');
      const { result, exceptionDetails } = (await send('Runtime.evaluate', {
        expression,
        contextId: context,
        awaitPromise: true,
        returnByValue: true,
      })) as { result: { value: unknown }; exceptionDetails?: { text: string } };
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value;
    },
    crash: () => void send('Page.crash').catch(() => undefined),
    close() {
      closed = true;
    },
  };
}

function originOf(url: string): string {
  const match = /^[a-z]+:\/\/[^/]+/.exec(url);
  return match === null ? 'null' : match[0];
}
