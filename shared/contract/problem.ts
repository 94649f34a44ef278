import { z } from 'zod';

/**
 * Every way in which a call can fail, as the window may see it. A code is stable; the words beside it are
 * for people and live in the message catalogues (renderer/i18n), with an English fallback in the problem.
 */
export const problemCodes = [
  // the doors
  'bad-input',
  'bad-output',
  'unknown-row',
  'wrong-sender',
  'locked',
  'not-permitted',
  'engine-gone',
  'internal',
  // vault and keychain (ARCHITECTURE.md, "Keys": five outcomes)
  'passphrase-wrong',
  'passphrase-weak',
  'recovery-key-wrong',
  'unlock-delayed',
  'keychain-absent',
  'keychain-locked',
  'keychain-changed',
  'keychain-damaged',
  'vault-damaged',
  'profile-unknown',
  'profile-exists',
  // store
  'store-newer',
  'store-damaged',
  'disk-full',
  'not-found',
  'conflict',
  'work-pending',
  // wire
  'offline',
  'tls-refused',
  'certificate-refused',
  'login-refused',
  'server-refused',
  'server-unreachable',
  'mailbox-missing',
  'timeout',
  // messages, keys, sending
  'too-large',
  'unreadable',
  'no-recipient',
  'address-invalid',
  'key-unreadable',
  'key-passphrase-wrong',
  'key-missing',
  'seal-failed',
  'protection-dropped',
  'needs-justification',
  'blocked-by-policy',
  'already-sent',
  'cancelled',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/**
 * A failure as data. `message` says what happened, `hint` the one next step; neither ever holds a subject, an
 * address, a file name, key material or SQL. `details` is a closed set of numbers for the words ("wait 30 s").
 */
export const problemSchema = z.strictObject({
  code: z.enum(problemCodes),
  message: z.string().max(400),
  hint: z.string().max(400),
  retryable: z.boolean(),
  details: z.record(z.string().max(40), z.number()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Wraps a good answer. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps a failure. */
export function fail<T = never>(problem: Problem): Result<T> {
  return { ok: false, problem };
}

/**
 * A problem on its way up. Thrown inside a room, turned into data at the door; anything else that is thrown becomes
 * `internal` there, with its text dropped, because error texts of libraries may quote mail.
 */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(
    code: ProblemCode,
    message: string,
    hint: string,
    more: { retryable?: boolean; details?: Record<string, number> } = {},
  ) {
    super(code);
    this.name = 'ProblemError';
    this.problem = {
      code,
      message,
      hint,
      retryable: more.retryable ?? false,
      ...(more.details ? { details: more.details } : {}),
    };
  }
}
