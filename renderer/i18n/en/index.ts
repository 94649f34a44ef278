import type { Words } from '../words.ts';
import { app } from './app.ts';
import { common } from './common.ts';
import { compose } from './compose.ts';
import { inbox } from './inbox.ts';
import { lock } from './lock.ts';
import { onboarding } from './onboarding.ts';
import { problem } from './problem.ts';
import { reader } from './reader.ts';
import { settings } from './settings.ts';

const english = { app, common, compose, inbox, lock, onboarding, problem, reader, settings };

/** Every text of the window. English is the measure: other languages must have exactly these keys. */
export type Catalogue = Words<typeof english>;
export const en: Catalogue = english;
