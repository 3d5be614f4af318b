/** Demand that has probably ended: zeros at the end for far longer than ever before. */
import { isMissing } from '../../statistics/index.ts';

/** Fewest zeros at the end, also in units of the longest time between two demands before them. */
const zerosMin = 8;
const timesLonger = 4;

/** Probability that a demand goes on after zeros at its end; 1 unless they last far longer than any before. Each time without a demand
 *  that has the length of the longest one before them counts as a draw without success. */
export function chanceOfDemand(history: Float64Array): number {
  let run = 0;
  let longest = 0;
  let demands = 0;
  for (const value of history) {
    if (isMissing(value)) continue;
    if (value < 0) return 1;
    if (value === 0) {
      run++;
      continue;
    }
    if (demands > 0) longest = Math.max(longest, run);
    demands++;
    run = 0;
  }
  const usual = longest + 1;
  return demands < 2 || run < Math.max(zerosMin, timesLonger * usual) ? 1 : usual / (usual + run);
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
