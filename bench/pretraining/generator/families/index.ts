import type { Family, FamilyName } from '../frame.ts';
import { autoregression } from './autoregression.ts';
import { counts } from './counts.ts';
import { cycles } from './cycles.ts';
import { dayWeek } from './day-week.ts';
import { gaussianProcess } from './gaussian-process.ts';
import { growth } from './growth.ts';
import { intermittent } from './intermittent.ts';
import { lines } from './lines.ts';
import { prices } from './prices.ts';
import { stateSpace } from './state-space.ts';
import { structure } from './structure.ts';
import { weekYear } from './week-year.ts';

export const families: readonly Family[] = [
  growth,
  lines,
  stateSpace,
  autoregression,
  gaussianProcess,
  structure,
  cycles,
  dayWeek,
  weekYear,
  prices,
  counts,
  intermittent,
];

export const familyNames: readonly FamilyName[] = families.map(({ name }) => name);
