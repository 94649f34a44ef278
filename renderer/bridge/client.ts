import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from '../../shared/contract/index.ts';
import { type Problem, ProblemError } from '../../shared/contract/problem.ts';
import type {} from './window.ts';

/**
 * Asks main or the engine one row of the contract.
 *
 * @throws ProblemError when the answer is a problem, so that TanStack Query and `try` see failures as failures.
 */
export async function ask<K extends CallName>(name: K, input: InputOf<K>): Promise<OutputOf<K>> {
  const answer = await window.careseal.call(name, input);
  if (answer.ok) return answer.value;
  const { code, message, hint, retryable, details } = answer.problem;
  throw new ProblemError(code, message, hint, details ? { retryable, details } : { retryable });
}

/** Listens to one event row; returns the function that stops listening. */
export function listen<K extends EventName>(name: K, listener: (payload: PayloadOf<K>) => void): () => void {
  return window.careseal.on(name, listener);
}

/** Whatever was thrown, as a problem. A foreign error's text is dropped: it may quote mail. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  return { code: 'internal', message: '', hint: '', retryable: true };
}
