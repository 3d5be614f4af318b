import { exact } from '../../engine/index.ts';
import { lag1CorrelationFrom } from './lag1-correlation.ts';

/** Shape of a week of days, from the last whole weeks: the mean day, and how days of the week differ from it. The
 *  differences [days, season] are approximated by two components: profiles of a day, times a loading for each day of
 *  the week. So few weeks show that work days are alike and that weekends are not, wherever in the day the weeks begin.
 *  A component is shrunk the more, the nearer it is to the largest one that noise makes.
 *  Source: truncated singular value decomposition, Eckart & Young (1936). */
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
  readonly lag1Correlation: number;
}

const components = 2;
const iterations = 4;

/** @param stepsMax largest number of steps in a week
 *  @param days days of a week; any number of short seasons in a long one */
export function createWeekOfDays(stepsMax: number, days = 7): WeekOfDays {
  const shape = new Float64Array(stepsMax);
  const sums = new Float64Array(2);
  let week = 0;
  let lastDay = 0;
  let last = 0;
  let lag1Correlation = 0;

  return {
    fit(z, origin, season) {
      week = days * season;
      exact.weekShape({ n: origin, season, days, components, iterations }, z, shape, sums);
      lag1Correlation = lag1CorrelationFrom(sums[0], sums[1], week * Math.floor(origin / week));
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
    get lag1Correlation() {
      return lag1Correlation;
    },
  };
}
