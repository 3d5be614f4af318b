import type { DieboldMariano } from '../../contracts/schemas/index.ts';
import type { PairedLosses } from '../../training/index.ts';
import { twoSidedTail } from '../statistics/index.ts';

/** Least number of separate windows in time, or else of series, for a test. */
const stretchesMin = 4;
const seriesMin = 8;

/** Tests whether the mean losses of the model and of a baseline differ.
 *
 *  d(j) is the mean over the series of model less baseline at the j-th origin, counted from the last. Origins
 *  closer than a horizon share observations, so the variance of the mean is a long-run variance: it adds the
 *  autocovariances up to a horizon with Bartlett's weights, which keep it positive. `overlap` is the number of
 *  origins in one horizon, n that of all.
 *
 *      statistic = d̄ / √(S/n) · √((n + 1 - 2H + H(H-1)/n) / n),  H = overlap
 *
 *  With few origins the mean of each series is one draw instead, and H = 1. Null if there are too few of both,
 *  or if all differences are equal.
 *  Source: Diebold & Mariano (1995); Newey & West (1987); Harvey, Leybourne & Newbold (1997). */
export function dieboldMariano(losses: readonly PairedLosses[], overlap: number): DieboldMariano | null {
  const compared = losses.filter(({ model }) => model.length > 0);
  const byOrigin = meansByOrigin(compared);
  if (byOrigin.length >= stretchesMin * overlap) return testOf(byOrigin, overlap, 'origins');
  if (compared.length < seriesMin) return null;
  const bySeries = compared.map(
    ({ model, baseline }) => model.reduce((sum, loss, j) => sum + loss - baseline[j], 0) / model.length,
  );
  return testOf(bySeries, 1, 'series');
}

function meansByOrigin(losses: readonly PairedLosses[]): number[] {
  const sums: number[] = [];
  const counts: number[] = [];
  for (const { model, baseline } of losses)
    for (let back = 0; back < model.length; back++) {
      const j = model.length - 1 - back;
      sums[back] = (sums[back] ?? 0) + model[j] - baseline[j];
      counts[back] = (counts[back] ?? 0) + 1;
    }
  return sums.map((sum, back) => sum / counts[back]);
}

function testOf(
  differences: readonly number[],
  overlap: number,
  over: DieboldMariano['over'],
): DieboldMariano | null {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const covariance = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (differences[t] - mean) * (differences[t - lag] - mean);
    return sum / n;
  };
  let variance = covariance(0);
  for (let lag = 1; lag < overlap; lag++) variance += 2 * (1 - lag / overlap) * covariance(lag);
  if (!(variance > 0)) return null;
  const correction = Math.sqrt((n + 1 - 2 * overlap + (overlap * (overlap - 1)) / n) / n);
  const statistic = (correction * mean) / Math.sqrt(variance / n);
  const freedom = n - 1;
  return { statistic, p_value: twoSidedTail(statistic, freedom), degrees_of_freedom: freedom, over };
}
