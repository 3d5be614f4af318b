/** Outliers and level shifts in what a window reads. */
import { outlierShareMax, PhaseLevels, type Shift, shiftRun, shiftsMax } from './phase-levels.ts';
import { isMissing } from './plain-loops.ts';
import { recurring } from './recurring.ts';

/** A difference from the last value of the same phase is an outlier beyond this multiple of the median
 *  difference. */
const noiseMax = 20;
/** Differences that the median is estimated from. */
const sampleMax = 64;
/** Seasons in which each phase has a value to compare. */
const seasonsHeldMin = 2;
/** With fewer differences nothing is changed. */
const differencesMin = 12;

/** Copy of `tail` [n] without disturbances: outliers become missing, and values before a shift of the level are
 *  moved to the new level, so that their season can still be used. Far values that come back at a constant distance are
 *  a pattern, and stay. Returns `tail` itself if there are no disturbances. NaN is missing. Only `tail` is read, so
 *  that nothing after the origin has an effect. */
export function withoutDisturbances(tail: Float64Array, season: number): Float64Array {
  return isCalm(tail, season) ? tail : withoutFoundDisturbances(tail, season);
}

/** Season without whose disturbances values of several seasons are read: the longest that they hold twice, since a
 *  shorter one would take its pattern for outliers; else the shortest above 1. A season that is no multiple of the
 *  shortest would compare different phases of it, so it is left out.
 *  @param length number of values */
export function steadySeason(seasons: readonly number[], length: number): number {
  const shortest = Math.min(...seasons.filter((season) => season > 1));
  if (shortest === Number.POSITIVE_INFINITY) return 1;
  const held = seasons.filter((season) => season % shortest === 0 && seasonsHeldMin * season <= length);
  return Math.max(shortest, ...held);
}

/** `withoutDisturbances` of a tail that is not calm. */
export function withoutFoundDisturbances(tail: Float64Array, season: number): Float64Array {
  const noise = medianDifference(tail, season);
  const found = noise === null ? null : findDisturbances(tail, season, noiseMax * noise);
  return found === null ? tail : applyDisturbances(tail, found);
}

/** Fast test that no difference is beyond the limit, from the number of changes of seasonal differences, the sum of
 *  their sizes and the largest. An outlier of that size makes four large changes, a shift two; a change is 1.3 times
 *  the median difference on average. */
export function areCalm(count: number, sum: number, largest: number): boolean {
  return count < differencesMin || largest * (1.3 * count + 4 * noiseMax) <= noiseMax * sum;
}

function isCalm(tail: Float64Array, season: number): boolean {
  let sum = 0;
  let count = 0;
  let largest = 0;
  let before = Number.NaN;
  for (let t = season; t < tail.length; t++) {
    const difference = tail[t] - tail[t - season];
    const change = season === 1 ? Math.abs(difference) : Math.abs(difference - before);
    before = difference;
    if (isMissing(change)) continue;
    sum += change;
    count++;
    if (change > largest) largest = change;
  }
  return areCalm(count, sum, largest);
}

/** Median absolute difference over one season; null if most are zero, because every change of such a
 *  series would be an outlier. */
function medianDifference(tail: Float64Array, season: number): number | null {
  const stride = Math.max(1, Math.floor((tail.length - season) / sampleMax));
  const sizes = new Float64Array(2 * sampleMax);
  let count = 0;
  // From the end, so that the sample does not depend on where the tail begins.
  for (let t = tail.length - 1; t >= season && count < sizes.length; t -= stride) {
    const size = Math.abs(tail[t] - tail[t - season]);
    if (!Number.isNaN(size)) sizes[count++] = size;
  }
  if (count < differencesMin) return null;
  const middle = Math.floor(count / 2);
  sizes.subarray(0, count).sort();
  return sizes[middle] > 0 ? sizes[middle] : null;
}

/** Places of outliers, and shifts in their order. */
interface Disturbances {
  shifts: readonly Shift[];
  outliers: ReadonlySet<number>;
}

/** Disturbances of a tail [n]; null without one, and with so many that they are normal for the series.
 *  @param differenceMax differences over one season are outlying beyond this, in the units of the series */
function findDisturbances(tail: Float64Array, season: number, differenceMax: number): Disturbances | null {
  let levels = readLevels(tail, season, differenceMax, season > 1);
  // A closure in which some phases fell alike looks like a shift that the other phases do not follow.
  if (levels !== null && levels.shifts.length > 0 && levels.replacements > shiftsMax)
    levels = readLevels(tail, season, differenceMax, false);
  if (levels === null) return null;
  const { shifts, outlying, outliers, changes } = levels;
  if (outlying.size > Math.max(1, outlierShareMax * tail.length)) return null;
  if (eventsOf(changes, season) > shiftsMax) return null;
  for (const at of recurring(outlying, season)) outliers.delete(at);
  return shifts.length + outliers.size === 0 ? null : { shifts, outliers };
}

/** Levels of the phases after all values of a tail; null with too many shifts.
 *  @param replacesLevels whether the level of a single phase may change */
function readLevels(
  tail: Float64Array,
  season: number,
  differenceMax: number,
  replacesLevels: boolean,
): PhaseLevels | null {
  const levels = new PhaseLevels(tail, { season, differenceMax, replacesLevels });
  const run: number[] = []; // places of outlying values since the last value at its level
  for (let t = 0; t < tail.length; t++) {
    if (isMissing(tail[t])) continue;
    if (levels.classify(t) !== 'outlying') {
      levels.markOutliers(run.splice(0));
      levels.endExcursion(t);
      levels.accept(t);
      continue;
    }
    run.push(t);
    // A run whose first jumps differ is never a common shift, so a longer one is not examined again.
    if (run.length !== shiftRun) continue;
    const jumps = run.map((at) => levels.jumpAt(at)).sort((a, b) => a - b);
    if (jumps[shiftRun - 1] - jumps[0] > 2 * differenceMax) continue;
    if (levels.shifts.length === shiftsMax) return null;
    levels.shift(run.splice(0), jumps[Math.floor(shiftRun / 2)]);
  }
  levels.markOutliers(run);
  return levels;
}

/** Copy of `tail` [n] in which outliers are missing, and values before each shift are moved by it. */
function applyDisturbances(tail: Float64Array, { shifts, outliers }: Disturbances): Float64Array {
  const clean = tail.slice();
  for (const { before, jump } of shifts) for (let t = 0; t < before; t++) clean[t] += jump;
  for (const at of outliers) clean[at] = Number.NaN;
  return clean;
}

/** Number of events that changed phases: phases that change within one season do so together. */
function eventsOf(changes: ReadonlySet<number>, season: number): number {
  const sorted = [...changes].sort((a, b) => a - b);
  return sorted.filter((at, i) => i === 0 || at - sorted[i - 1] > season).length;
}
