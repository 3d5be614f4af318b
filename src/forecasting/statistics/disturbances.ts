/** Outliers and level shifts in what a window reads. */
import { isMissing } from './plain-loops.ts';

/** A difference from the last value of the same phase is an outlier beyond this multiple of the median
 *  difference. */
const noiseMax = 20;
/** This many outlying differences in a row, all about equal, are a shift of the level; fewer are outliers. */
const shiftRun = 3;
/** With more shifts, or a larger share of outliers, nothing is changed: they are normal for the series. */
const shiftsMax = 2;
const outlierShareMax = 0.05;
/** Differences that the median is estimated from. */
const sampleMax = 64;
/** With fewer differences nothing is changed. */
const differencesMin = 12;

/** Copy of `tail` [n] without disturbances: outliers become missing, and values before a shift of the level are
 *  moved to the new level, so that their season can still be used. Returns `tail` itself if there are none. NaN
 *  is missing. Only `tail` is read, so that nothing after the origin has an effect. */
export function withoutDisturbances(tail: Float64Array, season: number): Float64Array {
  return isCalm(tail, season) ? tail : withoutFoundDisturbances(tail, season);
}

/** `withoutDisturbances` of a tail that is not calm. */
export function withoutFoundDisturbances(tail: Float64Array, season: number): Float64Array {
  const noise = medianDifference(tail, season);
  return noise === null ? tail : cleaned(tail, season, noiseMax * noise);
}

/** Fast test that no difference is beyond the limit, from the number of changes of seasonal differences, the sum of their
 *  sizes and the largest. An outlier of that size makes four large changes, a shift two; a change is 1.3 times the median
 *  difference on average. */
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

function cleaned(tail: Float64Array, season: number, differenceMax: number): Float64Array {
  const clean = tail.slice();
  const last = new Float64Array(season).fill(Number.NaN); // last value of each phase, moved to the present level
  const age = new Float64Array(season);
  const run: number[] = [];
  let shifts = 0;
  let outliers = 0;

  for (let t = 0; t < clean.length; t++) {
    const phase = t % season;
    age[phase]++;
    if (Number.isNaN(clean[t])) continue;
    const difference = clean[t] - last[phase];
    const isFar = Math.abs(difference) > differenceMax * Math.sqrt(age[phase]);
    if (!isFar) {
      drop();
      accept(t);
      continue;
    }
    run.push(t);
    // A run whose first jumps differ is never a common shift, so a longer one is not examined again.
    if (run.length !== shiftRun) continue;
    const jumps = run.map((at) => tail[at] - last[at % season]).sort((a, b) => a - b);
    if (jumps[shiftRun - 1] - jumps[0] > 2 * differenceMax) continue;
    if (++shifts > shiftsMax) return tail;
    const jump = jumps[Math.floor(shiftRun / 2)];
    for (let at = 0; at < run[0]; at++) clean[at] += jump;
    for (let p = 0; p < season; p++) last[p] += jump;
    for (const at of run.splice(0)) accept(at);
  }
  drop();
  const areTooMany = outliers > Math.max(1, outlierShareMax * tail.length);
  return areTooMany || shifts + outliers === 0 ? tail : clean;

  function accept(t: number): void {
    last[t % season] = clean[t];
    age[t % season] = 0;
  }
  function drop(): void {
    for (const at of run.splice(0)) {
      clean[at] = Number.NaN;
      outliers++;
    }
  }
}
