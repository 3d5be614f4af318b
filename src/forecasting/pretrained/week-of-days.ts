import { memoryOf } from './memory.ts';

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
  const rest = new Float64Array(stepsMax); // mean week, then what is left of its differences from the shape
  const shape = new Float64Array(stepsMax);
  const direction = new Float64Array(stepsMax);
  const amounts = new Float64Array(days);
  let week = 0;
  let [lastDay, last, memory] = [0, 0, 0];

  return {
    fit(z, origin, season) {
      week = days * season;
      const weeks = Math.floor(origin / week);
      const from = origin - weeks * week;
      rest.fill(0, 0, week);
      for (let t = from, i = 0; t < origin; t++) {
        rest[i] += z[t] / weeks;
        if (++i === week) i = 0;
      }
      const noise = noiseOf(z, from, origin, weeks) * (Math.sqrt(days - 1) + Math.sqrt(season)) ** 2;
      for (let p = 0; p < season; p++) {
        let mean = 0;
        for (let d = 0; d < days; d++) mean += rest[d * season + p] / days;
        for (let d = 0; d < days; d++) {
          shape[d * season + p] = mean;
          rest[d * season + p] -= mean;
        }
      }
      for (let way = 0; way < ways; way++) {
        const size = findWay(season);
        if (!(size > 0 && size < Number.POSITIVE_INFINITY)) break;
        const kept = Math.max(0, 1 - noise / size);
        for (let d = 0; d < days; d++)
          for (let p = 0; p < season; p++) {
            const part = amounts[d] * direction[p];
            shape[d * season + p] += kept * part;
            rest[d * season + p] -= part;
          }
      }
      memory = memoryOf((t) => z[from + t] - shape[t % week], origin - from);
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

  /** Variance of a value of the mean week, from the differences of the weeks; 0 for a single one. */
  function noiseOf(z: Float64Array, from: number, origin: number, weeks: number): number {
    if (weeks < 2) return 0;
    let squares = 0;
    for (let t = from, i = 0; t < origin; t++) {
      squares += (z[t] - rest[i]) ** 2;
      if (++i === week) i = 0;
    }
    return squares / (week * (weeks - 1)) / weeks;
  }

  /** Finds the direction and the amounts whose product is nearest to what is left, by alternating least squares.
   *  @returns the sum of the squares of the product */
  function findWay(season: number): number {
    let [start, largest] = [0, -1];
    for (let d = 0; d < days; d++) {
      let square = 0;
      for (let p = 0; p < season; p++) square += rest[d * season + p] ** 2;
      if (square > largest) [start, largest] = [d, square];
    }
    direction.set(rest.subarray(start * season, (start + 1) * season));
    let squareOfAmounts = 0;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const square = squareOf(season);
      squareOfAmounts = 0;
      for (let d = 0; d < days; d++) {
        let product = 0;
        for (let p = 0; p < season; p++) product += rest[d * season + p] * direction[p];
        amounts[d] = square > 0 ? product / square : 0;
        squareOfAmounts += amounts[d] ** 2;
      }
      if (!(squareOfAmounts > 0)) return 0;
      for (let p = 0; p < season; p++) {
        let product = 0;
        for (let d = 0; d < days; d++) product += rest[d * season + p] * amounts[d];
        direction[p] = product / squareOfAmounts;
      }
    }
    return squareOfAmounts * squareOf(season);
  }

  function squareOf(season: number): number {
    let square = 0;
    for (let p = 0; p < season; p++) square += direction[p] ** 2;
    return square;
  }
}
