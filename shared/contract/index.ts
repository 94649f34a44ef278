import type { z } from 'zod';
import { accountRows } from './accounts.ts';
import { composeRows } from './compose.ts';
import { deskRows } from './desk.ts';
import { keyRows } from './keys.ts';
import { mailRows } from './mail.ts';
import type { CallRow, EventRow, Row } from './row.ts';
import { vaultRows } from './vault.ts';

/**
 * The one table of everything that crosses between the window and the rest (ARCHITECTURE.md, idea 1). The types below, the
 * preload's list of names, the checks at both doors, the audit hooks, docs/ipc-surface.md and the fuzz test all come
 * from here.
 */
export const contract = {
  ...deskRows,
  ...vaultRows,
  ...accountRows,
  ...mailRows,
  ...composeRows,
  ...keyRows,
} as const satisfies Record<string, Row>;

export type Contract = typeof contract;
export type RowName = keyof Contract;

export type CallName = { [K in RowName]: Contract[K] extends CallRow ? K : never }[RowName];
export type EventName = { [K in RowName]: Contract[K] extends EventRow ? K : never }[RowName];
export type MainCallName = { [K in CallName]: Contract[K]['side'] extends 'main' ? K : never }[CallName];
export type EngineCallName = Exclude<CallName, MainCallName>;

type InputSchema<K extends CallName> = Contract[K] extends CallRow<infer I, z.ZodType> ? I : never;
type OutputSchema<K extends CallName> = Contract[K] extends CallRow<z.ZodType, infer O> ? O : never;

/** What a caller gives. */
export type InputOf<K extends CallName> = z.input<InputSchema<K>>;
/** What a handler receives: checked, defaults applied. */
export type ParsedInputOf<K extends CallName> = z.output<InputSchema<K>>;
/** What comes back. */
export type OutputOf<K extends CallName> = z.output<OutputSchema<K>>;
export type PayloadOf<K extends EventName> = Contract[K] extends EventRow<infer P> ? z.output<P> : never;

/** Handlers of one side: one function per row, no row forgotten, none invented. */
export type Handlers<N extends CallName> = {
  readonly [K in N]: (input: ParsedInputOf<K>) => Promise<OutputOf<K>> | OutputOf<K>;
};

/** Looks a row up by a name that came from outside; own properties only, so `__proto__` is unknown like any other. */
export function rowOf(name: unknown): Row | undefined {
  return typeof name === 'string' && Object.hasOwn(contract, name) ? contract[name as RowName] : undefined;
}
