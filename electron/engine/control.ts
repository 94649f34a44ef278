import {
  type EngineQuestion,
  engineQuestions,
  type MainToEngine,
  mainToEngineSchema,
  type QuestionAnswer,
} from '../../shared/contract/control.ts';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { EnginePort } from './door.ts';
import type { Control } from './rooms.ts';

/** What the engine needs of Electron's `process.parentPort`. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly EnginePort[] }) => void,
  ): void;
}

/** What main may tell the engine, apart from answers. `port` is there for kind `port` only. */
export type FromMain = Exclude<MainToEngine, { kind: 'answer' }>;

/** One question that main has not answered yet. */
interface Waiting {
  readonly question: EngineQuestion;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (problem: ProblemError) => void;
}

/**
 * The engine's end of the control contract. Both ways are checked; what does not fit is dropped, and an answer that
 * does not fit its question fails the question. There is no time limit: a keychain may be waiting for somebody at a
 * dialog.
 */
export function connectControl(
  parent: ParentPort,
  received: (message: FromMain, port: EnginePort | undefined) => void,
): Control {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  parent.on('message', ({ data, ports }) => {
    const parsed = mainToEngineSchema.safeParse(data);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind !== 'answer') {
      received(message, ports[0]);
      return;
    }
    const asked = waiting.get(message.id);
    if (asked === undefined) return;
    waiting.delete(message.id);
    const answer = engineQuestions[asked.question].answer.safeParse(message.answer);
    if (answer.success) asked.resolve(answer.data);
    else asked.reject(new ProblemError('internal', 'Careseal could not ask the workstation.', 'Try again.'));
  });

  return {
    ask(question, input) {
      return new Promise<unknown>((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { question, resolve, reject });
        parent.postMessage({ kind: 'question', id: lastId, question, input });
      }) as Promise<QuestionAnswer<typeof question>>;
    },
    notice(notice) {
      parent.postMessage(notice);
    },
  };
}
