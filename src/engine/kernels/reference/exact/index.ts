import type { ExactKernels } from '../../contract/exact.ts';
import { choose, multiply } from './draws.ts';
import { searchEts } from './ets.ts';
import { blockSums, meanLosses, windowLosses } from './losses.ts';
import { memberErrors, memberInputs } from './members.ts';
import { empiricalQuantiles, lagQuantiles } from './quantiles.ts';
import { seasonDistances, weekShape } from './seasons.ts';
import { smoothLevels, smoothTrends } from './smoothing.ts';

/** The exact kernels in plain TypeScript: the specification of the native ones. */
export const exactReference: ExactKernels = {
  empiricalQuantiles,
  lagQuantiles,
  windowLosses,
  meanLosses,
  blockSums,
  choose,
  multiply,
  smoothLevels,
  smoothTrends,
  searchEts,
  seasonDistances,
  weekShape,
  memberInputs,
  memberErrors,
};
