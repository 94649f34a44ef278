import type { z } from 'zod';
import type { AuditAction } from '../model/audit.ts';
import type { Permission } from '../policy/roles.ts';

/** Which process answers a call, or raises an event. */
export type Side = 'main' | 'engine';

/** What class of data may cross the door with this row. `main` may only answer rows of class `none`. */
export type DataClass = 'none' | 'address' | 'phi';

interface RowBase<S extends Side = Side> {
  readonly side: S;
  readonly data: DataClass;
  /** One sentence for the IPC surface page. */
  readonly summary: string;
}

/** A question from the window and its answer. */
export interface CallRow<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, S extends Side = Side>
  extends RowBase<S> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
  /** `null`: anyone at the window, because it is answered before somebody is known. */
  readonly permission: Permission | null;
  readonly whileLocked: boolean;
  /** What the audit log records when the call succeeds; `null` when the handler records it itself, or nothing. */
  readonly audit: AuditAction | null;
}

/** A notice to the window. Never holds more than the window may ask for. */
export interface EventRow<P extends z.ZodType = z.ZodType, S extends Side = Side> extends RowBase<S> {
  readonly kind: 'event';
  readonly payload: P;
  readonly whileLocked: boolean;
}

export type Row = CallRow | EventRow;

/** Declares a call; exists for its types. */
export function call<I extends z.ZodType, O extends z.ZodType, S extends Side>(
  row: Omit<CallRow<I, O, S>, 'kind'>,
): CallRow<I, O, S> {
  return { kind: 'call', ...row };
}

/** Declares an event; exists for its types. */
export function event<P extends z.ZodType, S extends Side>(row: Omit<EventRow<P, S>, 'kind'>): EventRow<P, S> {
  return { kind: 'event', ...row };
}
