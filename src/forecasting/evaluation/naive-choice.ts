/** Choice of the naive forecast that a model is measured against. */
import { limitedTo, statedRange } from '../history/index.ts';
import { decimated } from '../statistics/index.ts';
import {
  type BaselineName,
  type BaselineTask,
  type FittedBaseline,
  fitBaseline,
  type NaiveBaseline,
  naiveBaselines,
} from './baselines.ts';
import { createScore, type Score } from './metrics.ts';

/** Bounds on the work: series, and windows of each. */
const seriesMax = 200;
const windowsMax = 24;
/** Share of the observations before the first test window that the windows of the choice lie in, at most. */
const validatedShareMax = 1 / 3;
/** Fewest observations before a window. */
const knownMin = 4;

/** A series with the windows of its test. */
export interface TestedSeries {
  raw: Float64Array; // NaN is missing
  folds: readonly { fitEnd: number; origins: readonly number[] }[];
}

/** The naive baseline with the smallest quantile loss on windows before the first test window, fitted to what is before
 *  them: a choice on the test windows would measure the model against a baseline that was lucky there.
 *  @param names baselines that apply
 *  @returns null if no series is long enough for such a window */
export function naiveOfValidation(
  series: readonly TestedSeries[],
  names: readonly BaselineName[],
  task: BaselineTask & { step: number },
): NaiveBaseline | null {
  const naives = naiveBaselines.filter((name) => names.includes(name));
  const scores = naives.map(createScore);
  for (const { raw, folds } of decimated(series, seriesMax)) {
    const first = folds.find(({ origins }) => origins.length > 0);
    if (first === undefined) continue;
    const known = raw.subarray(0, first.fitEnd);
    const origins = originsBefore(known.length, task);
    const history = known.subarray(0, origins[0]);
    if (origins.length === 0 || history.every(Number.isNaN)) continue;
    for (const [n, name] of naives.entries())
      addWindows(scores[n], fitBaseline(name, [history], task)(0), known, origins, task);
  }
  if (scores[0].sums.targets === 0) return null;
  const losses = scores.map(({ sums }) => sums.pinball);
  return naives[losses.indexOf(Math.min(...losses))];
}

/** Adds the scores of the windows that begin at `origins`. */
function addWindows(
  score: Score,
  forecast: FittedBaseline,
  known: Float64Array,
  origins: readonly number[],
  { horizon, bounds }: Pick<BaselineTask, 'horizon' | 'bounds'>,
): void {
  const range = statedRange({ bounds });
  for (const origin of origins) {
    const made = forecast(known.subarray(0, origin));
    const point = limitedTo(range, made.point);
    const quantiles = limitedTo(range, made.quantiles);
    const levels = quantiles.length / horizon;
    for (let h = 0; h < horizon; h++) {
      const y = known[origin + h];
      if (!Number.isNaN(y)) score.add(y, point[h], quantiles, null, h * levels);
    }
  }
}

/** Origins whose windows end before `end`, ascending. */
function originsBefore(end: number, { horizon, step }: { horizon: number; step: number }): number[] {
  const earliest = Math.max(knownMin, (1 - validatedShareMax) * end);
  const last = end - horizon;
  if (last < knownMin) return [];
  const windows = Math.min(windowsMax, 1 + Math.max(0, Math.floor((last - earliest) / step)));
  return Array.from({ length: windows }, (_, w) => last - (windows - 1 - w) * step);
}
