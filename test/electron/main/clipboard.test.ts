import { expect, test } from 'vitest';
import { clearClipboard } from '../../../electron/main/clipboard.ts';

test('what was only marked with the mouse is forgotten too, where a system keeps that', () => {
  const cleared: string[] = [];
  clearClipboard({ clear: () => cleared.push('clipboard') });
  expect(cleared).toEqual(['clipboard']);
  const selection = { clear: () => cleared.push('selection') };
  clearClipboard({ clear: () => cleared.push('clipboard'), selection });
  expect(cleared).toEqual(['clipboard', 'clipboard', 'selection']);
});
