import type { Family, FamilyName } from '../frame.ts';
import { autoregression } from './autoregression.ts';
import { counts } from './counts.ts';
import { dayWeek } from './day-week.ts';
import { gaussianProcess } from './gaussian-process.ts';
import { prices } from './prices.ts';
import { stateSpace } from './state-space.ts';
import { structure } from './structure.ts';

export const families: readonly Family[] = [
  stateSpace,
  autoregression,
  gaussianProcess,
  prices,
  counts,
  structure,
  dayWeek,
];

export const familyNames: readonly FamilyName[] = families.map(({ name }) => name);
