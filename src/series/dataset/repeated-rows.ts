/** Remedies for rows of one series that have the same time, such as the orders of a day. */
import type { TimeKind } from '../../contracts/values/index.ts';
import { alternatives, type FaultTexts } from '../faults/index.ts';
import { distinctCount } from '../times/index.ts';
import type { DatasetSource } from './dataset.ts';

/** Up to this share of repeated times, they are rather mistakes than events. */
const mistakenShareMax = 0.25;
const oneRow = 'one row for each time of a series';

/** Accepted instead of repeated times: where many repeat in a table, rows may be added up.
 *  @param source `optionMark` and `resampling` say which options the caller may add */
export function acceptedRepeats(
  { groups, timeKind }: Pick<DatasetSource, 'groups'> & { timeKind: TimeKind },
  { optionMark, allowsEmpty, resampling }: Pick<DatasetSource, 'optionMark' | 'allowsEmpty' | 'resampling'>,
): Pick<FaultTexts, 'accepted' | 'alternatives'> {
  if (optionMark !== '?' || allowsEmpty || timeKind === 'integer') return { accepted: oneRow };
  const rows = groups.reduce((sum, { times }) => sum + times.length, 0);
  const times = groups.reduce((sum, group) => sum + distinctCount(group.times), 0);
  if (rows - times <= mistakenShareMax * rows) return { accepted: oneRow };
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
