import type { lock as english } from '../en/lock.ts';
import type { Words } from '../words.ts';

export const lock: Words<typeof english> = {};
