import type { MessagePortMain } from 'electron';
import {
  type EngineNotice,
  type EngineQuestion,
  engineNoticeSchema,
  engineQuestionSchema,
  engineQuestions,
  type MainToEngine,
  type QuestionAnswer,
  type QuestionInput,
  type StartMessage,
} from '../../shared/contract/control.ts';
import type { Locale } from '../../shared/model/settings.ts';

/** What is used of Electron's `UtilityProcess`. */
export interface ForkedProcess {
  readonly pid: number | undefined;
  postMessage(message: unknown, transfer?: MessagePortMain[]): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** One function per question of the control contract. */
export type Answerers = {
  readonly [Q in EngineQuestion]: (input: QuestionInput<Q>) => Promise<QuestionAnswer<Q>>;
};

export interface EngineProcessOptions {
  readonly fork: () => ForkedProcess;
  /** The first message. The process is forked at once and waits for it, and everything else waits behind it. */
  readonly start: Promise<StartMessage>;
  readonly answerers: Answerers;
  readonly onNotice: (notice: EngineNotice) => void;
  /** The process ended, asked or not. */
  readonly onExit: () => void;
}

export interface EngineProcess {
  /** Known once the process runs. */
  pid(): number | undefined;
  /** Hands the window's port over. */
  connect(port: MessagePortMain): void;
  setOnline(online: boolean): void;
  setLocale(locale: Locale): void;
  /** Kills it. Nothing is asked of it first: it may be hanging, and everything it must keep is on disk already. */
  kill(): void;
}

type AnyAnswerer = (input: unknown) => Promise<unknown>;

/** Starts an engine and answers its questions, checked both ways; what does not fit the contract is dropped. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const child = options.fork();
  let ended = false;

  const started = options.start.then((start) => {
    if (!ended) child.postMessage(start);
  });
  const tell = (message: MainToEngine, transfer?: MessagePortMain[]): void => {
    void started.then(() => {
      if (!ended) child.postMessage(message, transfer);
    });
  };

  child.on('message', (message) => {
    if (ended) return;
    const notice = engineNoticeSchema.safeParse(message);
    if (notice.success) {
      options.onNotice(notice.data);
      return;
    }
    const asked = engineQuestionSchema.safeParse(message);
    if (!asked.success) return;
    const { id, question, input } = asked.data;
    void answerQuestion(options.answerers, question, input).then((answer) => tell({ kind: 'answer', id, answer }));
  });
  child.on('exit', () => {
    ended = true;
    options.onExit();
  });

  return {
    pid: () => child.pid,
    connect: (port) => tell({ kind: 'port' }, [port]),
    setOnline: (online) => tell({ kind: 'online', online }),
    setLocale: (locale) => tell({ kind: 'locale', locale }),
    kill: () => {
      if (ended) return;
      ended = true;
      // `kill()` alone is SIGTERM on POSIX, which a busy process answers late.
      if (child.pid !== undefined) killNow(child.pid);
      child.kill();
    },
  };
}

/** Ends a process at once (SIGKILL, on Windows TerminateProcess); one that is gone already is fine. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** The answer to a question, or `null`, which no question allows: the engine then reports a failure of its own. */
async function answerQuestion(answerers: Answerers, question: EngineQuestion, input: unknown): Promise<unknown> {
  const contract = engineQuestions[question];
  const parsed = contract.input.safeParse(input);
  if (!parsed.success) return null;
  try {
    const answer = contract.answer.safeParse(await (answerers[question] as AnyAnswerer)(parsed.data));
    return answer.success ? answer.data : null;
  } catch {
    return null;
  }
}
