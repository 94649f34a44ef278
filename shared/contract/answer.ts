import type { AuditAction } from '../model/audit.ts';
import type { Profile } from '../model/profile.ts';
import { may } from '../policy/roles.ts';
import type { CallName, EventName, Handlers, PayloadOf } from './index.ts';
import { rowOf } from './index.ts';
import { fail, ok, type Problem, type ProblemCode, ProblemError, type Result } from './problem.ts';
import type { Side } from './row.ts';

/** What a door must know about the moment in which it is called. */
export interface DoorState {
  /** Who is unlocked; `null` while locked. */
  readonly unlocked: Profile | null;
}

export interface AnswerOptions<N extends CallName> {
  readonly side: Side;
  readonly handlers: Handlers<N>;
  readonly state: () => DoorState;
  /**
   * Writes what the row says is audited, after the handler succeeded. When it throws, the caller gets a problem and
   * no answer: what cannot be recorded is not handed out.
   */
  readonly audit: (action: AuditAction) => Promise<void> | void;
}

/** Answers one call. Takes anything, never throws, and gives nothing back that the contract does not name. */
export type Answer = (name: unknown, input: unknown) => Promise<Result<unknown>>;

type AnyHandler = (input: unknown) => unknown;

function problem(code: ProblemCode, message: string, hint: string): Problem {
  return { code, message, hint, retryable: false };
}

const unknownRow = problem('unknown-row', 'Careseal does not know this request.', 'Restart Careseal.');
const locked = problem('locked', 'Careseal is locked.', 'Unlock your profile.');
const notPermitted = problem(
  'not-permitted',
  'Your role does not allow this.',
  'Ask the person who manages Careseal in your clinic.',
);
const badInput = problem('bad-input', 'Careseal could not read this request.', 'Check what you entered and try again.');
const badOutput = problem(
  'bad-output',
  'Careseal made an answer that it does not allow itself to give.',
  'Try again. If it happens again, report it.',
);
const internal = problem(
  'internal',
  'Something went wrong inside Careseal.',
  'Try again. If it happens again, report it.',
);

/**
 * What a thrown thing becomes. A ProblemError is words for people; the text of anything else may quote mail or SQL and
 * is dropped.
 */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof ProblemError ? thrown.problem : internal;
}

/**
 * The one way in which a call is answered, at both doors: row known and of this side -> lock -> permission -> input ->
 * handler -> output -> audit -> result. The order matters: who may not ask learns nothing about what is valid.
 */
export function createAnswer<N extends CallName>(options: AnswerOptions<N>): Answer {
  const { side, state } = options;
  const handlers = new Map<string, AnyHandler>(Object.entries(options.handlers) as [string, AnyHandler][]);

  return async (name, input) => {
    try {
      const row = rowOf(name);
      if (row === undefined || row.kind !== 'call' || row.side !== side) return fail(unknownRow);
      const handler = handlers.get(name as string);
      if (handler === undefined) return fail(unknownRow);

      const asker = state().unlocked;
      if (!row.whileLocked && asker === null) return fail(locked);
      if (row.permission !== null && (asker === null || !may(asker.role, row.permission))) return fail(notPermitted);

      const parsedInput = isRecord(input) ? parse(row.input, input) : refused;
      if (!parsedInput.success) return fail(badInput);

      const answer = await handler(parsedInput.data);

      // The desk may have been locked, or changed hands, while the handler ran: the answer was for who asked.
      if (!row.whileLocked && state().unlocked?.id !== asker?.id) return fail(locked);
      const parsedOutput = parse(row.output, answer);
      if (!parsedOutput.success) return fail(badOutput);

      if (row.audit !== null) await options.audit(row.audit);
      return ok(parsedOutput.data);
    } catch (thrown) {
      return fail(problemOf(thrown));
    }
  };
}

/** What an event may carry over the door, or `null` when it must be dropped: unknown, locked or not as the row says. */
export function checkEvent<E extends EventName>(
  side: Side,
  name: E,
  payload: PayloadOf<E>,
  state: DoorState,
): { readonly event: E; readonly payload: unknown } | null {
  const row = rowOf(name);
  if (row === undefined || row.kind !== 'event' || row.side !== side) return null;
  if (!row.whileLocked && state.unlocked === null) return null;
  const parsed = parse(row.payload, payload);
  return parsed.success ? { event: name, payload: parsed.data } : null;
}

type Parsed = { success: true; data: unknown } | { success: false };
const refused: Parsed = { success: false };

interface Schema {
  safeParse(value: unknown): Parsed;
}

/** A check that fails by throwing (a getter, a stack that overflows on nested junk) is a failed check. */
function parse(schema: Schema, value: unknown): Parsed {
  try {
    return schema.safeParse(value);
  } catch {
    return refused;
  }
}

/** Every input is a plain record. A Map or a Date has no keys of its own and would pass for an empty one. */
function isRecord(value: unknown): boolean {
  try {
    return Object.prototype.toString.call(value) === '[object Object]';
  } catch {
    return false;
  }
}
