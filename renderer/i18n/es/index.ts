import type { Catalogue } from '../en/index.ts';
import { app } from './app.ts';
import { common } from './common.ts';
import { compose } from './compose.ts';
import { inbox } from './inbox.ts';
import { lock } from './lock.ts';
import { onboarding } from './onboarding.ts';
import { problem } from './problem.ts';
import { reader } from './reader.ts';
import { settings } from './settings.ts';

export const es: Catalogue = { app, common, compose, inbox, lock, onboarding, problem, reader, settings };
