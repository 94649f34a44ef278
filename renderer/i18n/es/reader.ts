import type { reader as english } from '../en/reader.ts';
import type { Words } from '../words.ts';

export const reader: Words<typeof english> = {};
