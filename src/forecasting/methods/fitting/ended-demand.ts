/** Demand that has probably ended: zeros at the end for far longer than ever before. */
import { isMissing } from '../../statistics/index.ts';

/** Fewest zeros at the end, also in units of the longest time between two demands before them, in seasons shorter than
 *  a year, and as a share of the values since the first demand. */
const zerosMin = 8;
const timesLonger = 4;
const seasonsMin = 2;
const shareMin = 0.1;
/** Longest closed part of a year, which a history of less than a year may not have had before. Of a history that is cut
 *  shorter than a year, it is this share of the values that are read. */
const closedShareOfYear = 1 / 2;

/** Probability that a demand goes on after zeros at its end; 1 unless they last far longer than any before. Each time
 *  without a demand that has the length of the longest one before them counts as a draw without success. Closed hours,
 *  weekends, holidays and the first winter of a shop end no demand.
 *  @param history NaN is missing
 *  @param seasons in steps; 1: none
 *  @param stepsOfYear steps of a year; null if it is not known
 *  @param readMax values that are read at most: so many may be the end of a longer history;
 *  absent: there is no bound */
export function chanceOfDemand(
  history: Float64Array,
  {
    seasons,
    stepsOfYear,
    readMax = Number.POSITIVE_INFINITY,
  }: { seasons: readonly number[]; stepsOfYear: number | null; readMax?: number },
): number {
  const year = stepsOfYear ?? Number.POSITIVE_INFINITY;
  let run = 0;
  let longest = 0;
  let demands = 0;
  let count = 0;
  let [first, last] = [0, 0];
  for (let t = 0; t < history.length; t++) {
    const value = history[t];
    if (isMissing(value)) continue;
    if (value < 0) return 1;
    if (value > 0) {
      if (demands === 0) first = t;
      else longest = Math.max(longest, run);
      demands++;
      run = 0;
      last = t;
    } else run++;
    if (demands > 0) count++;
  }
  if (demands < 2) return 1;
  const usual = longest + 1;
  const season = Math.max(...seasons);
  const isWithinYear = stepsOfYear !== null && last - first < year;
  const closedWithin = history.length < readMax ? year : Math.min(year, history.length);
  const zerosNeeded = Math.max(
    zerosMin,
    timesLonger * usual,
    season === 1 ? 0 : season < year / 2 ? seasonsMin * season : season,
    shareMin * count,
    isWithinYear ? closedShareOfYear * closedWithin : 0,
  );
  return run < zerosNeeded ? 1 : usual / (usual + run);
}

/** The forecast of a demand that goes on with a probability below one half: zeros up to the share that it has not. */
export function endedForecast(
  { point, quantiles }: { point: Float64Array; quantiles: Float64Array },
  levels: readonly number[],
  chance: number,
): { point: Float64Array; quantiles: Float64Array } {
  const Q = levels.length;
  const thinned = quantiles.map((_, i) => {
    const level = (levels[i % Q] - (1 - chance)) / chance;
    return level <= 0 ? 0 : interpolated(quantiles.subarray(i - (i % Q), i - (i % Q) + Q), levels, level);
  });
  return { point: point.map(() => 0), quantiles: thinned };
}

/** Quantile at a level between the given ones; beyond them the nearest one. */
function interpolated(quantiles: Float64Array, levels: readonly number[], level: number): number {
  const after = levels.findIndex((one) => one >= level);
  if (after <= 0) return quantiles[after === 0 ? 0 : levels.length - 1];
  const share = (level - levels[after - 1]) / (levels[after] - levels[after - 1]);
  return quantiles[after - 1] + share * (quantiles[after] - quantiles[after - 1]);
}
