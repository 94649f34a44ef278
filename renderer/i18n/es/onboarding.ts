import type { onboarding as english } from '../en/onboarding.ts';
import type { Words } from '../words.ts';

export const onboarding: Words<typeof english> = {};
