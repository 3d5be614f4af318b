/** Outliers and level shifts in what a window reads. */
import { isMissing } from './plain-loops.ts';
import { recurring } from './recurring.ts';

/** A difference from the last value of the same phase is an outlier beyond this multiple of the median
 *  difference. */
const noiseMax = 20;
/** This many outlying differences in a row, all about equal, are a shift of the level; fewer are outliers. */
const shiftRun = 3;
/** With more shifts, more changes of phases at different times, or a larger share of outliers, nothing is changed: they are normal
 *  for the series. */
const shiftsMax = 2;
const outlierShareMax = 0.05;
/** Differences that the median is estimated from. */
const sampleMax = 64;
/** Seasons in which each phase has a value to compare. */
const seasonsHeldMin = 2;
/** With fewer differences nothing is changed. */
const differencesMin = 12;

/** Copy of `tail` [n] without disturbances: outliers become missing, and values before a shift of the level are
 *  moved to the new level, so that their season can still be used. Far values that come back at a constant distance are
 *  a pattern, and stay. Returns `tail` itself if there are no disturbances. NaN is missing. Only `tail` is read, so that
 *  nothing after the origin has an effect. */
export function withoutDisturbances(tail: Float64Array, season: number): Float64Array {
  return isCalm(tail, season) ? tail : withoutFoundDisturbances(tail, season);
}

/** Season without whose disturbances values of several seasons are read: the longest that they hold twice, since a shorter one
 *  would take its pattern for outliers; else the shortest above 1. A season that is no multiple of the shortest would compare
 *  different phases of it, so it is left out.
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

/** A level of a phase that another one replaced. */
interface ReplacedLevel {
  at: number; // its last value
  count: number; // of its accepted values
  from: number; // first value of the level that replaced it
}

/** @param replacesLevels whether the level of a single phase may change */
function cleaned(
  tail: Float64Array,
  season: number,
  differenceMax: number,
  replacesLevels = season > 1,
): Float64Array {
  const last = new Float64Array(season).fill(Number.NaN); // last value of each phase, moved to the present level
  const lastAt = new Float64Array(season);
  const counts = new Float64Array(season); // accepted values of each phase
  const rivals = new Map<number, number[]>(); // by phase: its outliers in a row that are about equal
  const replaced = new Map<number, ReplacedLevel>(); // by phase: its level before the present one
  const shifts: { before: number; jump: number }[] = [];
  const far = new Set<number>(); // values far from the last one of their phase
  const outliers = new Set<number>();
  const changes = new Set<number>(); // first values of phases whose level changed
  const run: number[] = [];
  let replacements = 0;
  // A level of fewer values is left at the first value that is back.
  const briefSteps = Math.max(shiftRun * season, outlierShareMax * tail.length);

  for (let t = 0; t < tail.length; t++) {
    if (Number.isNaN(tail[t])) continue;
    if (isAtLevel(t) || isBack(t)) {
      drop();
      const began = isBack(t) ? replaced.get(t % season)!.from : rivals.get(t % season)?.[0];
      if (began !== undefined) bringBack(began, t);
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
  // A closure in which some phases fell alike looks like a shift that the other phases do not follow.
  if (shifts.length > 0 && replacements > shiftsMax) return cleaned(tail, season, differenceMax, false);
  if (far.size > Math.max(1, outlierShareMax * tail.length)) return tail;
  if (eventsOf(changes, season) > shiftsMax) return tail;
  for (const at of recurring(far, season)) outliers.delete(at);
  if (shifts.length + outliers.size === 0) return tail;
  const clean = tail.slice();
  for (const { before, jump } of shifts) for (let t = 0; t < before; t++) clean[t] += jump;
  for (const at of outliers) clean[at] = Number.NaN;
  return clean;

  /** @param steps distance of the two values */
  function isFar(difference: number, steps: number): boolean {
    return Math.abs(difference) > differenceMax * Math.sqrt(steps / season);
  }
  /** Whether the value at t is near the last one of its phase, or the first one. */
  function isAtLevel(t: number): boolean {
    return !isFar(tail[t] - last[t % season], t - lastAt[t % season]);
  }
  /** Whether the value at t shows that a change of its phase is over. One value does so after a short time, or if other phases
   *  changed too, as when a shop is closed. */
  function isBack(t: number): boolean {
    const level = replaced.get(t % season);
    if (level === undefined || isAtLevel(t) || isFar(tail[t] - moved(level.at), t - level.at)) return false;
    return t - level.from <= briefSteps || changedWith(level.from).length > shiftsMax;
  }
  /** Phases whose levels changed within a season of `began`. */
  function changedWith(began: number): [number, ReplacedLevel][] {
    return [...replaced].filter(([, { from }]) => Math.abs(from - began) < season);
  }
  /** Ends at t the changes that began together. Their values are outliers, also those of phases that have had no value since. */
  function bringBack(began: number, t: number): void {
    for (const [phase, { at, count, from }] of changedWith(began)) {
      for (let one = from; one < t; one += season) {
        if (Number.isNaN(tail[one])) continue;
        far.add(one);
        outliers.add(one);
      }
      changes.delete(from);
      replaced.delete(phase);
      rivals.delete(phase);
      last[phase] = moved(at);
      lastAt[phase] = at;
      counts[phase] = count;
    }
  }
  function accept(t: number): void {
    const phase = t % season;
    last[phase] = tail[t];
    lastAt[phase] = t;
    counts[phase]++;
    rivals.delete(phase);
  }
  /** Ends the run. Its first values may have become the level of the later ones. */
  function drop(): void {
    for (const at of run.splice(0)) {
      if (isAtLevel(at)) {
        accept(at);
        continue;
      }
      far.add(at);
      outliers.add(at);
      if (replacesLevels) replaceLevel(at);
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
    if (counts[phase] > 1) {
      replacements++;
      changes.add(level[0]);
      replaced.set(phase, { at: lastAt[phase], count: counts[phase], from: level[0] });
    } else {
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

/** Number of events that changed phases: phases that change within one season do so together. */
function eventsOf(changes: ReadonlySet<number>, season: number): number {
  const sorted = [...changes].sort((a, b) => a - b);
  return sorted.filter((at, i) => i === 0 || at - sorted[i - 1] > season).length;
}
