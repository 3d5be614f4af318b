/** Outliers and level shifts in what a window reads. */
import { isMissing } from './plain-loops.ts';
import { recurring } from './recurring.ts';

/** A difference from the last value of the same phase is an outlier beyond this multiple of the median
 *  difference. */
const noiseMax = 20;
/** This many outlying differences in a row, all about equal, are a shift of the level; fewer are outliers. */
const shiftRun = 3;
/** With more shifts, more changes of single phases, or a larger share of outliers, nothing is changed: they are normal for the
 *  series. */
const shiftsMax = 2;
const outlierShareMax = 0.05;
/** Differences that the median is estimated from. */
const sampleMax = 64;
/** Seasons that tell an outlier of a phase from its level. */
const seasonsHeldMin = 3;
/** With fewer differences nothing is changed. */
const differencesMin = 12;

/** Copy of `tail` [n] without disturbances: outliers become missing, and values before a shift of the level are
 *  moved to the new level, so that their season can still be used. Far values that come back at a constant distance are
 *  a pattern, and stay. Returns `tail` itself if there are no disturbances. NaN is missing. Only `tail` is read, so that
 *  nothing after the origin has an effect. */
export function withoutDisturbances(tail: Float64Array, season: number): Float64Array {
  return isCalm(tail, season) ? tail : withoutFoundDisturbances(tail, season);
}

/** Season without whose disturbances values of several seasons are read: the longest that they hold often enough, since a shorter
 *  one would take its pattern for outliers; else the shortest.
 *  @param length number of values */
export function steadySeason(seasons: readonly number[], length: number): number {
  const held = seasons.filter((season) => seasonsHeldMin * season <= length);
  return held.length > 0 ? Math.max(...held) : Math.min(...seasons);
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
  const last = new Float64Array(season).fill(Number.NaN); // last value of each phase, moved to the present level
  const lastAt = new Float64Array(season);
  const counts = new Float64Array(season); // accepted values of each phase
  const rivals = new Map<number, number[]>(); // by phase: its outliers in a row that are about equal
  const shifts: { before: number; jump: number }[] = [];
  const far = new Set<number>(); // values far from the last one of their phase
  const outliers = new Set<number>();
  const run: number[] = [];
  let changes = 0; // phases whose level changed

  for (let t = 0; t < tail.length; t++) {
    if (Number.isNaN(tail[t])) continue;
    if (!isFar(tail[t] - last[t % season], t - lastAt[t % season])) {
      drop();
      accept(t);
      continue;
    }
    run.push(t);
    // A run whose first jumps differ is never a common shift, so a longer one is not examined again.
    if (run.length !== shiftRun) continue;
    const jumps = run.map((at) => tail[at] - last[at % season]).sort((a, b) => a - b);
    if (jumps[shiftRun - 1] - jumps[0] > 2 * differenceMax) continue;
    if (shifts.length === shiftsMax) return tail;
    const jump = jumps[Math.floor(shiftRun / 2)];
    shifts.push({ before: run[0], jump });
    for (let p = 0; p < season; p++) last[p] += jump;
    for (const at of run.splice(0)) accept(at);
  }
  drop();
  if (changes > shiftsMax || far.size > Math.max(1, outlierShareMax * tail.length)) return tail;
  for (const at of recurring(far)) outliers.delete(at);
  if (shifts.length + outliers.size === 0) return tail;
  const clean = tail.slice();
  for (const { before, jump } of shifts) for (let t = 0; t < before; t++) clean[t] += jump;
  for (const at of outliers) clean[at] = Number.NaN;
  return clean;

  /** @param steps distance of the two values */
  function isFar(difference: number, steps: number): boolean {
    return Math.abs(difference) > differenceMax * Math.sqrt(steps / season);
  }
  function accept(t: number): void {
    const phase = t % season;
    last[phase] = tail[t];
    lastAt[phase] = t;
    counts[phase]++;
    rivals.delete(phase);
  }
  function drop(): void {
    for (const at of run.splice(0)) {
      far.add(at);
      outliers.add(at);
      if (season > 1) replaceLevel(at);
    }
  }
  /** Outliers in a row that are about equal are a new level of their phase if they are more than the values before them, or a
   *  run. A single value before them is an outlier itself. */
  function replaceLevel(at: number): void {
    const phase = at % season;
    const alike = rivals.get(phase) ?? [];
    const previous = alike.at(-1);
    const isAlike = previous !== undefined && !isFar(moved(at) - moved(previous), at - previous);
    const level = isAlike ? [...alike, at] : [at];
    rivals.set(phase, level);
    if (level.length < Math.min(shiftRun, counts[phase] + 1)) return;
    for (const one of level) outliers.delete(one);
    if (counts[phase] > 1) changes++;
    else {
      for (const one of level) far.delete(one);
      far.add(lastAt[phase]);
      outliers.add(lastAt[phase]);
    }
    rivals.delete(phase);
    last[phase] = moved(at);
    lastAt[phase] = at;
    counts[phase] = level.length;
  }
  /** The value at t, moved to the present level. */
  function moved(t: number): number {
    return shifts.reduce((value, { before, jump }) => (t < before ? value + jump : value), tail[t]);
  }
}
