import type { compose as english } from '../en/compose.ts';
import type { Words } from '../words.ts';

export const compose: Words<typeof english> = {};
