import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { engineNoticeSchema, engineQuestions, mainToEngineSchema } from '../shared/contract/control.ts';
import { contract } from '../shared/contract/index.ts';
import type { Row } from '../shared/contract/row.ts';

/** `npm run surface`: writes docs/ipc-surface.md from the contract. A test fails while the page is not what this makes. */

export const surfacePath = fileURLToPath(new URL('../docs/ipc-surface.md', import.meta.url));

/** The page, from the contract as it is. */
export function surfacePage(): string {
  const rows = Object.entries(contract) as [string, Row][];
  const count = (test: (row: Row) => boolean): number => rows.filter(([, row]) => test(row)).length;
  return `# IPC surface

Everything that crosses between the window and the rest. Made by \`npm run surface\` from \`shared/contract/\`; do not edit.

${count((row) => row.kind === 'call')} calls and ${count((row) => row.kind === 'event')} events. ${count(
    (row) => row.side === 'main',
  )} of them are main's, and none of those carries an address or
a message; the rest are the engine's, over a port that main does not hold. Every input and every output is checked against its schema;
unknown keys are refused.

Data: \`none\` says nothing about anybody's mail; \`address\` carries addresses; \`phi\` may carry what a message says, or a
passphrase on its way to the engine.

## Calls

| row | side | data | permission | while locked | audit | summary |
|--|--|--|--|--|--|--|
${rows.flatMap(([name, row]) => (row.kind === 'call' ? [callLine(name, row)] : [])).join('\n')}

## Events

| row | side | data | while locked | summary |
|--|--|--|--|--|
${rows.flatMap(([name, row]) => (row.kind === 'event' ? [eventLine(name, row)] : [])).join('\n')}

## Main and engine

The control contract (\`shared/contract/control.ts\`). It carries no passphrase, store key, private key, subject or address. The
device secret is the one secret in it, and it is main's own.

### Main tells the engine

${kinds(mainToEngineSchema)}

### The engine tells main

${kinds(engineNoticeSchema)}

### The engine asks main

| question | input | answer |
|--|--|--|
${Object.entries(engineQuestions)
  .map(([name, { input, answer }]) => `| \`${name}\` | ${fields(input)} | ${outcomes(answer)} |`)
  .join('\n')}
`;
}

function callLine(name: string, row: Extract<Row, { kind: 'call' }>): string {
  const cells = [
    `\`${name}\``,
    row.side,
    row.data,
    row.permission ?? 'anyone',
    row.whileLocked ? 'yes' : 'no',
    row.audit ?? '',
  ];
  return `| ${cells.join(' | ')} | ${row.summary} |`;
}

function eventLine(name: string, row: Extract<Row, { kind: 'event' }>): string {
  return `| \`${name}\` | ${row.side} | ${row.data} | ${row.whileLocked ? 'yes' : 'no'} | ${row.summary} |`;
}

type Schema = {
  properties?: Record<string, { const?: unknown; enum?: unknown[] }>;
  anyOf?: Schema[];
  oneOf?: Schema[];
};

const schemaOf = (schema: z.ZodType): Schema => z.toJSONSchema(schema, { unrepresentable: 'any' }) as Schema;
const variants = (schema: Schema): Schema[] => schema.oneOf ?? schema.anyOf ?? [schema];
const names = (schema: Schema, without: string): string[] =>
  Object.keys(schema.properties ?? {}).filter((name) => name !== without);

function kinds(schema: z.ZodType): string {
  return variants(schemaOf(schema))
    .map((variant) => {
      const carried = names(variant, 'kind').map((name) => `\`${name}\``);
      return `- \`${String(variant.properties?.kind?.const)}\`${carried.length > 0 ? `: ${carried.join(', ')}` : ''}`;
    })
    .join('\n');
}

function fields(schema: z.ZodType): string {
  return (
    names(schemaOf(schema), '')
      .map((name) => `\`${name}\``)
      .join(', ') || 'nothing'
  );
}

function outcomes(schema: z.ZodType): string {
  return variants(schemaOf(schema))
    .map((variant) => {
      const { outcome } = variant.properties ?? {};
      const said = (outcome?.enum ?? [outcome?.const])
        .filter((value) => value !== undefined)
        .map((value) => `\`${value}\``);
      const carried = names(variant, outcome === undefined || said.length === 0 ? '' : 'outcome').map(
        (name) => `\`${name}\``,
      );
      return [said.join(', '), carried.join(', ')].filter((part) => part !== '').join(' with ');
    })
    .join('; ');
}

/** The page as it is on disk; empty when there is none. */
export function writtenPage(): string {
  try {
    return readFileSync(surfacePath, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) writeFileSync(surfacePath, surfacePage());
