/** Remedies for rows of one series that have the same time, such as the orders of a day. */
import type { Resampling } from '../../contracts/schemas/index.ts';
import type { TimeKind } from '../../contracts/values/index.ts';
import { alternatives, type FaultTexts } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';

/** Up to this share of repeated times, they are rather mistakes than events. */
const mistakenShareMax = 0.25;
const oneRow = 'one row for each time of a series';

/** Options of the caller, and those that the caller may add. */
interface RepeatOptions {
  optionMark?: '/' | '?';
  allowsEmpty?: boolean;
  resampling?: Resampling;
}

/** Accepted instead of repeated times: where many repeat in a table, rows may be added up. */
export function acceptedRepeats(
  groups: readonly Pick<SeriesGroup, 'times'>[],
  timeKind: TimeKind,
  { optionMark, allowsEmpty, resampling }: RepeatOptions,
): Pick<FaultTexts, 'accepted' | 'alternatives'> {
  if (optionMark !== '?' || allowsEmpty || timeKind === 'integer') return { accepted: oneRow };
  const rows = groups.reduce((sum, { times }) => sum + times.length, 0);
  const repeats = groups.reduce((sum, { times }) => sum + repeatsIn(times), 0);
  if (repeats <= mistakenShareMax * rows) return { accepted: oneRow };
  if (resampling !== undefined)
    return {
      accepted: `${oneRow}, or aggregate=sum to add up the rows of each ${resampling.resample}`,
      alternatives: alternatives('aggregate', 'sum'),
    };
  const areMonths = groups.every(({ times }) => times.every((time) => new Date(time).getUTCDate() === 1));
  const step = areMonths && timeKind === 'date' ? 'P1M' : 'P1D';
  return {
    accepted: `${oneRow}, or resample=${step}&aggregate=sum to add up the rows of each ${step}`,
    alternatives: alternatives('resample', step),
  };
}

/** Number of times that are there before. */
function repeatsIn(times: Float64Array): number {
  const sorted = times.toSorted();
  let count = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) count++;
  return count;
}
