import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { EnginePort } from '../../electron/engine/door.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { Control } from '../../electron/engine/rooms.ts';
import { createAuditLog } from '../../electron/main/audit/log.ts';
import { createVaultKeeper } from '../../electron/main/vault/keeper.ts';
import type { EngineNotice } from '../../shared/contract/control.ts';
import type { EngineCallName, EventName, InputOf, OutputOf, PayloadOf } from '../../shared/contract/index.ts';
import type { Problem, Result } from '../../shared/contract/problem.ts';

/** A problem that came back through the door, thrown so that a script stops at it. */
export class RefusedError extends Error {
  readonly problem: Problem;
  constructor(name: string, problem: Problem) {
    super(`${name}: ${problem.code}`);
    this.problem = problem;
  }
}

/** A workstation without a window: main's vault keeper and audit log and the engine, in this process, all of them real. */
export interface Desktop {
  /** Calls the engine through its door; throws RefusedError. */
  call<N extends EngineCallName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  /** Listens for an event. */
  on<E extends EventName>(name: E, listener: (payload: PayloadOf<E>) => void): void;
  /** Waits until `holds` answers something other than undefined; asks again after every event and every 100 ms. */
  until<T>(holds: () => Promise<T | undefined>, seconds?: number): Promise<T>;
  readonly notices: EngineNotice[];
  /** The folder that the next folder dialog answers. */
  folder: string | null;
  /** Ends the engine and starts a fresh, waiting one, as a lock does. */
  lock(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the workstation whose files are in `dir`; needs a keychain (test/keyring). */
export async function openDesktop({ dir }: { readonly dir: string }): Promise<Desktop> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const profilesDir = path.join(dir, 'profiles');
  const clinicFile = path.join(dir, 'clinic.json');
  const keeper = createVaultKeeper({ profilesDir });
  const log = await createAuditLog({ dir: path.join(dir, 'audit') });
  const notices: EngineNotice[] = [];
  const listeners: { name: string; listener: (payload: never) => void }[] = [];
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let receive: ((event: { data: unknown }) => void) | undefined;
  let lastId = 0;
  let appended: Promise<void> = Promise.resolve();

  const control: Control = {
    ask: (async (question: string, input: unknown) => {
      if (question === 'setAuditPublicKey') return { accepted: await log.setPublicKey((input as { jwk: string }).jwk) };
      if (question === 'chooseFolder') return { path: workstation.folder };
      return keeper.answer(question as 'deviceSecret', input as { profileId: string });
    }) as Control['ask'],
    notice: (notice) => {
      notices.push(notice);
      if (notice.kind === 'audit') appended = appended.then(() => log.append(notice.sealed));
    },
  };
  const start = () =>
    createEngine({
      control,
      start: {
        kind: 'start',
        profilesDir,
        clinicFile: existsSync(clinicFile) ? clinicFile : null,
        auditPublicKey: log.publicKey(),
        locale: 'en',
      },
    });
  const connect = (started: Engine) => {
    const port: EnginePort = {
      on: (_event, listener) => {
        receive = listener;
      },
      start: () => undefined,
      close: () => undefined,
      postMessage: (message) => {
        // What crosses a process boundary is a copy.
        const { id, result, event, payload } = structuredClone(message) as {
          id?: number;
          result: Result<unknown>;
          event?: string;
          payload: never;
        };
        if (id !== undefined) {
          waiting.get(id)?.(result);
          waiting.delete(id);
        }
        for (const { name, listener } of listeners) if (name === event) listener(payload);
      },
    };
    started.setPort(port);
  };
  let engine = await start();
  connect(engine);

  const workstation: Desktop = {
    call: async (name, input) => {
      lastId += 1;
      const id = lastId;
      const answered = new Promise<Result<unknown>>((resolve) => waiting.set(id, resolve));
      receive?.({ data: structuredClone({ id, name, input }) });
      const result = await answered;
      if (!result.ok) throw new RefusedError(name, result.problem);
      return result.value as OutputOf<typeof name>;
    },
    on: (name, listener) => {
      listeners.push({ name, listener: listener as (payload: never) => void });
    },
    until: async (holds, seconds = 30) => {
      const end = performance.now() + seconds * 1000;
      for (;;) {
        const value = await holds();
        if (value !== undefined) return value;
        if (performance.now() > end) throw new Error(`Not seen within ${seconds} s.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    notices,
    folder: null,
    lock: async () => {
      await engine.stop();
      engine = await start();
      connect(engine);
    },
    stop: async () => {
      await engine.stop();
      await appended;
      await log.close();
    },
  };
  return workstation;
}
