import { expect, test } from 'vitest';
import { surfacePage, writtenPage } from '../../../build/ipc-surface.ts';
import { contract } from '../../../shared/contract/index.ts';
import type { Row } from '../../../shared/contract/row.ts';

test('the page of the IPC surface says what the contract says', () => {
  expect(writtenPage(), 'docs/ipc-surface.md is out of date: npm run surface').toBe(surfacePage());
});

test('main has no row that carries an address or a message', () => {
  for (const [name, row] of Object.entries(contract) as [string, Row][]) {
    if (row.side === 'main') expect(`${name}: ${row.data}`).toBe(`${name}: none`);
  }
});
