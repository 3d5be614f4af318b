import { exact } from '../../engine/index.ts';
import { memoryFrom } from './memory.ts';

/** Shape of a week of days, from the last whole weeks: the mean day, and two ways in which days of the week differ from it, each
 *  by its own amount. So it takes few weeks to see that work days are alike and that weekends are not, wherever in the day
 *  the weeks begin. Ways that noise would make as well are shrunk. */
export interface WeekOfDays {
  /** Fits the shape to the values before `origin`, at least a week. */
  fit(z: Float64Array, origin: number, season: number): void;
  /** Shape `step` ≥ 1 steps after the origin. */
  at(step: number): number;
  /** Mean remainder of the last day. */
  readonly lastDay: number;
  /** Last remainder. */
  readonly last: number;
  /** Correlation of a remainder with the one before. */
  readonly memory: number;
}

const ways = 2;
const iterations = 4;

/** @param stepsMax largest number of steps in a week
 *  @param days days of a week; any number of short seasons in a long one */
export function createWeekOfDays(stepsMax: number, days = 7): WeekOfDays {
  const shape = new Float64Array(stepsMax);
  const sums = new Float64Array(2);
  let week = 0;
  let lastDay = 0;
  let last = 0;
  let memory = 0;

  return {
    fit(z, origin, season) {
      week = days * season;
      exact.weekShape({ n: origin, season, days, ways, iterations }, z, shape, sums);
      memory = memoryFrom(sums[0], sums[1], week * Math.floor(origin / week));
      lastDay = 0;
      for (let p = 1; p <= season; p++) lastDay += (z[origin - p] - shape[week - p]) / season;
      last = z[origin - 1] - shape[week - 1];
    },
    at: (step) => shape[(step - 1) % week],
    get lastDay() {
      return lastDay;
    },
    get last() {
      return last;
    },
    get memory() {
      return memory;
    },
  };
}
