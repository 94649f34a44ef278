import type { inbox as english } from '../en/inbox.ts';
import type { Words } from '../words.ts';

export const inbox: Words<typeof english> = {};
