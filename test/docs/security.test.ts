import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

it('names only tests that exist, so that no promise stands without one', () => {
  const text = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
  const table = text.slice(text.indexOf('## Promises'), text.indexOf('## Untested'));
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map((match) => match[1] ?? '');
    expect(tests.length, row).toBeGreaterThan(0);
    for (const test of tests) expect(existsSync(path.join(root, test)), test).toBe(true);
  }
});

it('links to pages and pictures that exist', () => {
  for (const page of ['README.md', 'ARCHITECTURE.md', 'SECURITY.md']) {
    const text = readFileSync(path.join(root, page), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(existsSync(path.join(root, target ?? '')), `${page}: ${target}`).toBe(true);
    }
  }
});
