import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { calendarOf } from './calendar.ts';
import { dayMs } from './days.ts';
import { inferFrequency } from './frequency.ts';
import { parseStep, type Step } from './step.ts';

/** Fewer times do not show a step. */
const timesMin = 4;
/** Share of distances that must be one step, and how far a distance may be off: months have 28 to 31 days. */
const evenShareMin = 0.75;
const distanceToleranceMax = 0.1;
/** Share of times that are the next ones of the calendar: then the steps are the same. */
const nextShareMin = 0.5;
/** Ratio of two steps that are different. */
const ratioMin = 1.5;

/** The step of times that are even by another step than the dataset; null if it is the same, or not clear.
 *  @param times ascending */
export function otherStepOf(times: Float64Array, header: DatasetHeader): string | null {
  const own = parseStep(header.frequency.step);
  if (times.length < timesMin || own === null) return null;
  const next = calendarOf(header);
  const distances = times.length - 1;
  let followed = 0;
  for (let i = 1; i < times.length; i++) if (next(times[i - 1], times[i - 2]) === times[i]) followed++;
  if (followed >= nextShareMin * distances) return null;
  const { step } = inferFrequency([times], header.time_kind, header.time_zone);
  const length = lengthOf(parseStep(step)!);
  let even = 0;
  for (let i = 1; i < times.length; i++)
    if (Math.abs(times[i] - times[i - 1] - length) <= distanceToleranceMax * length) even++;
  if (even < evenShareMin * distances) return null;
  const ratio = length / lengthOf(own);
  return ratio >= ratioMin || ratio <= 1 / ratioMin ? step : null;
}

/** Length of a step in the unit of times. */
function lengthOf({ unit, count }: Step): number {
  return count * { index: 1, ms: 1, day: dayMs, month: 30.44 * dayMs }[unit];
}
