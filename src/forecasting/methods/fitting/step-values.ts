/** Series that stay the same at most steps and jump now and then, such as prices in a shop, rates and headcounts. */
import { isMissing } from '../../statistics/index.ts';
import { aroundPath, spacedNaiveErrors } from './past-errors.ts';

/** Fewest values, and least share of steps without a change. */
const valuesMin = 8;
const equalShareMin = 0.75;
/** Values that are read, the last ones: this many, or this many seasons if those are more. */
const valuesRead = 2_000;
const seasonsRead = 3;
/** Standard errors from which jumps that follow each other in one direction are a trend, and jumps
 *  back and forth are noise. */
const errorsMin = 1.5;
/** Jumps at a fixed distance, of which most are taken, are those of values of a longer step. */
const spacedJumpsMin = 6;
const spacedShareMin = 0.75;
/** Steps within which a value that was an exception comes back, and the share of exceptions that last one step more. */
const returnSteps = 3;
const lastingShare = 0.5;

/** The variance of the fan grows by this number over that of the jumps. */
const jumpsAdded = 2;

/** Values that keep still between jumps. */
export interface StepValues {
  values: Float64Array;
  /** Value before the last jump. */
  previous: number;
  /** Probability that the last jump is an exception, after which the value before it comes back. */
  returns: number;
  /** Number of jumps. */
  jumps: number;
}

/** Reads a history that keeps still between jumps. Null of any other history: of seasons that repeat, of trends, of
 *  values that change often, and of noise of a longer step, whose values are repeated.
 *  @param history without zeros before a launch; NaN is missing, and is read as the value before it */
export function stepValues(history: Float64Array, seasons: readonly number[]): StepValues | null {
  const valuesMax = Math.max(valuesRead, seasonsRead * Math.max(...seasons));
  if (history.length < valuesMin || !isStill(history, valuesMax)) return null;
  const values = filled(history.subarray(-valuesMax));
  const jumps: number[] = [];
  for (let t = 1; t < values.length; t++) if (values[t] !== values[t - 1]) jumps.push(t);
  if (jumps.length === 0 || jumps.length > (1 - equalShareMin) * (values.length - 1)) return null;
  if (followsPattern(values, jumps) || areSpaced(jumps)) return null;
  if (seasons.some((season) => repeats(values, season))) return null;
  const last = jumps[jumps.length - 1];
  return { values, previous: values[last - 1], returns: chanceOfReturn(values, jumps), jumps: jumps.length };
}

/** The value that is most likely to stay. */
export function stayingValue({ values, previous, returns }: StepValues): number {
  return returns > 0.5 ? previous : values[values.length - 1];
}

/** Continues the staying value. The fan has the sizes of the past changes over as many steps, and the value before the
 *  last jump with the probability that it comes back. */
export function stepForecast(
  steps: StepValues,
  task: { horizon: number; levels: readonly number[] },
): { point: Float64Array; quantiles: Float64Array } {
  const { values, previous, returns, jumps } = steps;
  const { horizon, levels } = task;
  const staying = stayingValue(steps);
  const other = staying === previous ? values[values.length - 1] : previous;
  const share = Math.min(returns, 1 - returns);
  const point = new Float64Array(horizon).fill(staying);
  const errors = spacedNaiveErrors(values, task);
  // Few jumps do not show how large others are.
  const growth = Math.sqrt(1 + jumpsAdded / jumps);
  const grown = { ...errors, quantiles: errors.quantiles.map((error) => growth * error) };
  const quantiles = aroundPath(point, grown, levels.length);
  const lower = values.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  for (let i = 0; i < quantiles.length; i++) {
    const level = levels[i % levels.length];
    if (other < staying && level <= share) quantiles[i] = Math.min(quantiles[i], other);
    if (other > staying && 1 - level <= share) quantiles[i] = Math.max(quantiles[i], other);
    quantiles[i] = Math.max(lower, quantiles[i]);
  }
  return { point, quantiles };
}

/** Whether enough steps are without a change, by the last values alone. */
function isStill(history: Float64Array, valuesMax: number): boolean {
  let equal = 0;
  let steps = 0;
  for (let t = Math.max(1, history.length - valuesMax); t < history.length; t++) {
    const change = history[t] - history[t - 1];
    if (Number.isNaN(change)) continue;
    steps++;
    if (change === 0) equal++;
  }
  return steps >= valuesMin - 1 && equal >= equalShareMin * steps;
}

function filled(values: Float64Array): Float64Array {
  const first = values.findIndex((value) => !isMissing(value));
  const all = values.slice(first);
  for (let t = 1; t < all.length; t++) if (isMissing(all[t])) all[t] = all[t - 1];
  return all;
}

/** Whether more jumps than chance explains have the direction of the jump before, or the opposite one. A jump back to
 *  the value before an exception is no sign of noise. */
function followsPattern(values: Float64Array, jumps: readonly number[]): boolean {
  let alike = 0;
  let opposite = 0;
  for (let j = 1; j < jumps.length; j++) {
    if (directionAt(values, jumps[j]) === directionAt(values, jumps[j - 1])) alike++;
    else if (values[jumps[j]] !== values[jumps[j - 1] - 1]) opposite++;
  }
  const isTrend = alike - (jumps.length - 1 - alike) > errorsMin * Math.sqrt(jumps.length - 1);
  return isTrend || opposite - alike > errorsMin * Math.sqrt(opposite + alike);
}

/** Whether the jumps are at most of the steps that are a fixed distance apart. */
function areSpaced(jumps: readonly number[]): boolean {
  if (jumps.length < spacedJumpsMin) return false;
  const distances = jumps.slice(1).map((jump, j) => jump - jumps[j]);
  const least = Math.min(...distances);
  const places = (jumps[jumps.length - 1] - jumps[0]) / least;
  return (
    least > 1 &&
    distances.every((distance) => distance % least === 0) &&
    distances.length >= spacedShareMin * places
  );
}

function directionAt(values: Float64Array, jump: number): number {
  return Math.sign(values[jump] - values[jump - 1]);
}

/** Whether values are nearer to those of one season before than to those of half a season before. */
function repeats(values: Float64Array, season: number): boolean {
  const half = Math.ceil(season / 2);
  if (season === 1 || values.length <= season + half) return false;
  let errors = 0;
  let changes = 0;
  for (let t = season; t < values.length; t++) {
    errors += Math.abs(values[t] - values[t - season]);
    changes += Math.abs(values[t] - values[t - half]);
  }
  return errors < changes;
}

/** Past jumps tell how often a value comes back soon: a third of them, if there are none. Each step without a
 *  return halves the odds. */
function chanceOfReturn(values: Float64Array, jumps: readonly number[]): number {
  const last = jumps[jumps.length - 1];
  let exceptions = 0;
  let others = 0;
  for (let j = 0; j < jumps.length - 1; j++) {
    const isReturned =
      jumps[j + 1] - jumps[j] <= returnSteps && values[jumps[j + 1]] === values[jumps[j] - 1];
    if (isReturned) {
      exceptions++;
      // The jump back is the end of the exception.
      j++;
      if (j === jumps.length - 1) return 0;
    } else others++;
  }
  const share = (exceptions + 0.5) / (exceptions + others + 1.5);
  const odds = (share / (1 - share)) * lastingShare ** (values.length - 1 - last);
  return odds / (1 + odds);
}
