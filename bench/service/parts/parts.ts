import { accept } from './accept.ts';
import { forecast } from './forecast.ts';
import { lists } from './lists.ts';
import type { Part } from './part.ts';
import { polls } from './polls.ts';

/** All parts, in the order in which they run. The last ones fill the database. */
export const parts: readonly Part[] = [forecast, polls, accept, lists];
