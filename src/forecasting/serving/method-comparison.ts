import type { ComparisonTask, InstantDecision, MethodErrors } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import type { FittedModel, ServedSpec } from '../ensemble/index.ts';
import { historyOf, observedCount, type SeriesHistory, trailingGap } from '../history/index.ts';
import { instantTail, type Method, methods, readInstantly } from '../methods/index.ts';
import { insampleError } from '../statistics/index.ts';
import { instantModel } from './instant.ts';
import { decide } from './instant-tasks.ts';

/** Series that are enough for a comparison. */
export const comparedSeriesMax = 200;
/** Largest share of a series that is held out, and fewest observations that the forecast of it reads. */
const heldOutShareMax = 1 / 3;
const observedMin = 4;
/** The median of the instant method's fan. */
const medianScore = 0;

/** Methods that are obvious at once. The seasonal one is left out where there is no season. */
const plainMethods = {
  naive: methods.naive,
  seasonal_naive: methods.seasonal_naive,
  theta: methods.theta,
} satisfies Record<string, Method>;

/** Errors of the instant method and of baselines on the last window of each series, forecast from the observations
 *  before it. The season is the one of the whole series. Null if no series is long enough. */
export function compareMethods(task: ComparisonTask): MethodErrors | null {
  const { header, spec, horizon } = task;
  const decision = decide(task);
  const [season] = decision.seasons;
  const model = instantModel(spec, decision, horizon);
  const compared = Object.entries(plainMethods).filter(([name]) => season > 1 || name !== 'seasonal_naive');
  const sums = new Map(['instant', ...compared.map(([name]) => name)].map((name) => [name, 0]));
  let count = 0;
  for (const series of task.series) {
    const history = historyOf(series, model.spec, header);
    const heldOut = lastWindow(history, horizon, model.tail);
    if (heldOut === null) continue;
    const errors = errorsOf(model, decision, history, heldOut, compared);
    // Values of very different sizes: their errors say nothing.
    if (!errors.every(([, error]) => Number.isFinite(error))) continue;
    count++;
    for (const [name, error] of errors) sums.set(name, sums.get(name)! + error);
  }
  if (count === 0) return null;
  return {
    series: count,
    errors: Object.fromEntries([...sums].map(([name, sum]) => [name, sum / count])),
  };
}

interface HeldOut {
  origin: number;
  steps: number;
}

/** The last window with an observation, as long as the horizon or a third of the series; null if the series is too
 *  short, or if nearly all of the last `tail` steps before it are missing, where a forecast is refused. */
function lastWindow({ raw }: SeriesHistory, horizon: number, tail: number): HeldOut | null {
  const steps = Math.min(horizon, Math.floor(heldOutShareMax * raw.length));
  const origin = raw.length - steps;
  const before = raw.subarray(Math.max(0, origin - tail), origin);
  const isUsable = observedCount(raw.subarray(origin)) > 0 && observedCount(before) >= observedMin;
  return isUsable ? { origin, steps } : null;
}

/** Mean absolute errors over the window, in units of the mean absolute seasonal difference before it; by method. All
 *  methods read the same observations, and forecast the steps of a gap before the window too. */
function errorsOf(
  model: FittedModel<ServedSpec>,
  decision: InstantDecision,
  series: SeriesHistory,
  { origin, steps }: HeldOut,
  compared: readonly [string, Method][],
): [string, number][] {
  const { raw } = series;
  const { season } = model;
  const actual = raw.subarray(origin);
  const unit = insampleError(raw, origin, season) ?? insampleError(raw, origin, 1) ?? 1;
  const [fan] = model.forecast([{ series, origin }]);
  const missing = trailingGap(raw.subarray(0, origin));
  const end = origin - missing;
  const gap = Math.min(missing, limits.horizonMax);
  const read = readInstantly(raw.subarray(Math.max(0, end - instantTail(season)), end), decision);
  const task = { horizon: gap + steps, season, levels: [0.5] };
  return [
    ['instant', meanError(fan!.path(medianScore, steps), actual) / unit],
    ...compared.map(([name, method]): [string, number] => {
      const [fitted] = method.fit([read], task);
      return [name, meanError(fitted(read).point.subarray(gap), actual) / unit];
    }),
  ];
}

/** Mean absolute error over the steps that are observed. */
function meanError(forecast: ArrayLike<number>, actual: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const [h, value] of actual.entries()) {
    if (Number.isNaN(value)) continue;
    sum += Math.abs(value - forecast[h]);
    count++;
  }
  return sum / count;
}
