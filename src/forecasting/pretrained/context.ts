/** Reads a series as the pre-trained network sees it: the last values, completed, as logarithms if all are positive and
 *  move by more than 0.2 %. A series far above its moves is then read as the same series without its level. */
import assert from 'node:assert/strict';
import { constantStart, isMissing, movesByLess } from '../statistics/index.ts';

/** Values before the origin that are read, and the seasons of the series. */
export interface Context {
  /** Completed values: logarithms if `isLog`. */
  z: Float64Array; // [n]
  /** 1 where the value was observed, 0 where it is filled. */
  observed: Uint8Array; // [n]
  isLog: boolean;
  /** Steps in a season, 1 without one. */
  season: number; // m
  /** Steps in a second, longer season such as a week of hours or minutes; 0 without one. */
  secondSeason: number; // m2
}

/** Largest number of values that are read, for any season. */
export const contextMax = 20_000;
/** Values of different sign or of sizes further apart than this are not read as logarithms. */
const ratioMax = 1e7;
/** Smallest scale of logarithms. Series that move less are read as they are. */
export const logScaleMin = 0.002;

const daysOfWeek = 7;
/** Steps in a day of hours, half hours, quarters, five minutes and minutes. */
const stepsOfDays = [24, 48, 96, 288, 1_440];
/** Steps in the longest second season: a week of minutes. */
export const secondSeasonMax = daysOfWeek * stepsOfDays[stepsOfDays.length - 1];

/** The longer season that goes with a season: a week of hours or minutes, a year of days. 0 if there is none. */
export function secondSeasonOf(season: number): number {
  if (season === 7) return 364;
  return stepsOfDays.includes(season) ? daysOfWeek * season : 0;
}

/** Number of last values that the network reads of a series with this season. */
export function contextLength(season: number): number {
  if (season === 1) return 192;
  if (season <= 3) return 32 * season;
  if (season === 4) return 96;
  if (season === 7) return 800;
  if (season === 24 || season === 48) return 28 * season;
  if (season === 96 || season === 288) return 15 * season;
  return Math.min(contextMax, Math.max(16 * season, 192));
}

/** Farthest step of the training for a season. Farther steps are extrapolated. */
export function trainedHorizon(season: number): number {
  if (season === 1 || season === 12) return 24;
  if (season === 4) return 12;
  if (season === 7) return 28;
  if (season === 24) return 72;
  if (season === 52) return 26;
  return Math.max(12, Math.min(96, 2 * season));
}

/** Shortest horizon of the training for a season. Features and backtests of a shorter one are unlike
 *  those of the training. */
export function leastTrainedHorizon(season: number): number {
  if (season === 1) return 4;
  if (season === 12 || season === 52) return 8;
  return Math.min(96, season);
}

/** Reads the context at the end of `history`; NaN is missing. At least one value must be observed.
 *  @param season steps in a season, at least 1 */
export function readContext(history: Float64Array, season: number): Context {
  assert(season >= 1);
  let from = Math.max(0, history.length - contextLength(season));
  while (from < history.length && Number.isNaN(history[from])) from++;
  const window = history.subarray(from < history.length ? from : lastObserved(history));
  // Zeros before a launch say nothing about what follows.
  const raw = window.subarray(constantStart(window));
  const n = raw.length;
  const z = new Float64Array(n);
  const observed = new Uint8Array(n);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let t = 0; t < n; t++) {
    if (isMissing(raw[t])) continue;
    observed[t] = 1;
    if (raw[t] < smallest) smallest = raw[t];
    if (raw[t] > largest) largest = raw[t];
  }
  const canBeLog = smallest > 0 && largest / smallest < ratioMax;
  complete(canBeLog);
  const isLog = canBeLog && !movesByLess(z, season, logScaleMin);
  if (canBeLog && !isLog) complete(false);
  const second = secondSeasonOf(season);
  return { z, observed, isLog, season, secondSeason: n >= second + season ? second : 0 };

  function complete(inLogs: boolean): void {
    for (let t = 0; t < n; t++) z[t] = observed[t] === 1 ? (inLogs ? Math.log(raw[t]) : raw[t]) : fill(t);
  }
  function fill(t: number): number {
    if (season === 1) return z[t - 1];
    const past = t >= season ? z[t - season] : z[t - 1];
    return season < 7 ? (z[t - 1] + past) / 2 : past;
  }
}

function lastObserved(history: Float64Array): number {
  let last = history.length - 1;
  while (last >= 0 && Number.isNaN(history[last])) last--;
  assert(last >= 0, 'the caller checks that a value is observed');
  return last;
}
