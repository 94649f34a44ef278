import { z } from 'zod';
import { type CallName, contract } from '../../../shared/contract/index.ts';
import type { CallRow } from '../../../shared/contract/row.ts';

/** Good input for every row, made from its schema, and junk that is good for none. */

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

/** What patterns and refinements want; a schema keeps the first that fits. */
const texts = [
  'x',
  'maria.lopez@clinic.example',
  '0123456789abcdef',
  '0123456789abcdef0123456789abcdef',
  '0123456789ABCDEF0123456789ABCDEF01234567',
  'a sentence of some length',
  '2026-01-02T03:04:05Z',
];

function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options?.[0] !== undefined) return sampleOf(options[0]);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, value]) => [key, sampleOf(value)]));
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => sampleOf(schema.items ?? {}));
    case 'string': {
      const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern, 'u');
      const fits = (text: string): boolean =>
        text.length >= (schema.minLength ?? 0) && (pattern === null || pattern.test(text));
      return texts.find(fits) ?? 'y'.repeat(schema.minLength ?? 1);
    }
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** Every call with its row. */
export const calls = Object.entries(contract).filter(([, row]) => row.kind === 'call') as [CallName, CallRow][];

/** Input that the row accepts; throws when none could be made, so that no row is left out without notice. */
export function goodInput(name: CallName): unknown {
  const row = contract[name] as CallRow;
  const sample = sampleOf(z.toJSONSchema(row.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  row.input.parse(sample);
  return sample;
}

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Values that no row takes and that a structured clone can carry. */
export const cloneableJunk: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2n ** 70n,
  true,
  '',
  'x'.repeat(5_000_000),
  [],
  [[]],
  new Date(0),
  new Map([['messageId', 1]]),
  new Set([1]),
  new Uint8Array(1000),
  /x/u,
  new Error('boom'),
  deep(1000),
  JSON.parse('{"__proto__": {"polluted": true}}'),
  JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
  { toString: 'no function', valueOf: 1 },
  { unknownKeyOfNobody: 1 },
];

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** Values that only a caller in the same process could hand over. */
export const localJunk: readonly unknown[] = [
  () => 1,
  Symbol('s'),
  deep(100_000),
  cyclic,
  {
    get messageId(): never {
      throw new Error('a getter that throws');
    },
  },
  new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('a proxy that throws');
      },
      get() {
        throw new Error('a proxy that throws');
      },
    },
  ),
];

/** The good input, spoilt in one place at a time: a key more, a key of another type, a key too long. */
export function spoilt(good: unknown): unknown[] {
  if (typeof good !== 'object' || good === null) return [];
  const object = good as Record<string, unknown>;
  const result: unknown[] = [
    { ...object, unknownKeyOfNobody: 1 },
    Object.assign(JSON.parse('{"__proto__": {"polluted": true}}'), object),
    [object],
  ];
  for (const key of Object.keys(object)) {
    for (const value of ['long'.repeat(500_000), { a: 1 }, [[[]]], deep(2000)]) {
      result.push({ ...object, [key]: value });
    }
  }
  return result;
}

/** Names that are no row, among them what every object has. */
export const badNames: readonly unknown[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'desk.state\0',
  'Desk.state',
  '',
  'x'.repeat(1_000_000),
  null,
  undefined,
  7,
  {},
  ['desk.state'],
  { toString: () => 'desk.state' },
];
