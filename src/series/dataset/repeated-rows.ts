/** Remedies for rows of one series that have the same time, such as the orders of a day. */
import type { Resampling } from '../../contracts/schemas/index.ts';
import type { TimeKind } from '../../contracts/values/index.ts';
import { alternatives, type FaultTexts } from '../faults/index.ts';
import type { SeriesGroup } from './group.ts';

/** Up to this share of repeated times, they are rather mistakes than events. */
const mistakenShareMax = 0.25;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The shortest day, on which clocks skip an hour. */
const shortestDayMs = 23 * hourMs;
/** Fewer distances of a multiple of seven days show no weeks. */
const weeksMin = 2;
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
  const sorted = groups.map(({ times }) => times.toSorted());
  const repeats = sorted.reduce((sum, times) => sum + repeatsIn(times), 0);
  if (repeats <= mistakenShareMax * rows) return { accepted: oneRow };
  if (resampling !== undefined)
    return {
      accepted: `${oneRow}, or aggregate=sum to add up the rows of each ${resampling.resample}`,
      alternatives: alternatives('aggregate', 'sum'),
    };
  const step = stepOf(sorted);
  return {
    accepted: `${oneRow}, or resample=${step}&aggregate=sum to add up the rows of each ${step}`,
    alternatives: alternatives('resample', step),
  };
}

/** Number of times that are there before. @param sorted ascending */
function repeatsIn(sorted: Float64Array): number {
  let count = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) count++;
  return count;
}

/** Longest step that merges no different times of a series: years, quarters, months, weeks, days or hours. Times that
 *  have none of these steps are added up by day.
 *  @param sorted times of each series in ms, ascending */
function stepOf(sorted: readonly Float64Array[]): string {
  let [count, shortest, areWeeks, areHours] = [0, Number.POSITIVE_INFINITY, true, true];
  for (const times of sorted)
    for (let i = 1; i < times.length; i++) {
      const distance = times[i] - times[i - 1];
      if (distance === 0) continue;
      count++;
      shortest = Math.min(shortest, distance);
      areWeeks &&= distance % (7 * dayMs) === 0;
      areHours &&= distance % hourMs === 0;
    }
  if (count === 0) return 'P1D';
  const months = monthStepOf(sorted);
  if (months !== null) return months;
  if (areWeeks && count >= weeksMin) return 'P1W';
  return areHours && shortest < shortestDayMs ? 'PT1H' : 'P1D';
}

/** Step of times that all are the first day of a month, or all the last one; null for other times. */
function monthStepOf(sorted: readonly Float64Array[]): string | null {
  const every = (test: (time: number) => boolean) => sorted.every((times) => times.every(test));
  const isFirst = (time: number) => time % dayMs === 0 && new Date(time).getUTCDate() === 1;
  const shift = [0, dayMs].find((shift) => every((time) => isFirst(time + shift)));
  if (shift === undefined) return null;
  const monthOf = (time: number) => new Date(time + shift).getUTCMonth();
  if (every((time) => monthOf(time) === 0)) return 'P1Y';
  return every((time) => monthOf(time) % 3 === 0) ? 'P3M' : 'P1M';
}
