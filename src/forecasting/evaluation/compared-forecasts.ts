/** Forecasts of a model and of the baselines from the same origins. N windows, R baselines, K horizon steps, S scored levels;
 *  row-major. */
import { type Range, restored } from '../history/index.ts';
import { type BaselineName, type BaselineTask, baselinesFor, fitBaseline } from './baselines.ts';
import { scoredLevels } from './metrics.ts';

/** Origins between two fits. The fit reads the observations before `fitEnd`. */
export interface Fold {
  fitEnd: number;
  origins: readonly number[]; // ascending, none before `fitEnd`
}

export interface EvaluatedSeries {
  id: string;
  raw: Float64Array; // units of the series, NaN is missing
  /** End of the observations from which the denominators of MASE and MSIS are computed. */
  trainEnd: number;
  /** Folds in time, one for each fit; a series may have no origin in a fold. */
  folds: readonly Fold[];
}

/** Forecasts of the model from the N origins of a fold of a series. */
export interface FoldForecasts {
  /** Whether the window has a forecast; rows of others are meaningless. */
  usable: readonly boolean[]; // [N]
  quantiles: Float64Array; // [N, K, S], at `scoredLevels`
}

export interface ComparedForecasts extends FoldForecasts {
  baselinePoints: Float64Array; // [N, R, K]
  baselineQuantiles: Float64Array; // [N, R, K, S]
}

export interface ComparisonTask extends BaselineTask {
  /** Range of a forecast; the baselines are limited to it too. */
  range: Range;
}

export interface ForecastComparison {
  /** [R] */
  baselines: readonly BaselineName[];
  /** Forecasts of a series by fold; null in a fold without an origin, an observation or a forecast of the model. */
  forecastsOf(series: number): (ComparedForecasts | null)[];
}

/** @returns null if no series has an origin after an observation */
export function compareForecasts(
  series: readonly EvaluatedSeries[],
  modelForecasts: (series: number, fold: number) => FoldForecasts,
  task: ComparisonTask,
): ForecastComparison | null {
  const folds = Math.max(...series.map((one) => one.folds.length));
  // Observations that the fit of each fold reads, by series. A series without an origin or an observation in a fold is left out of it.
  const histories = Array.from({ length: folds }, (_, f) =>
    series.flatMap(({ folds: seriesFolds, raw }, s) => {
      const history = raw.subarray(0, seriesFolds[f]?.fitEnd ?? 0);
      return seriesFolds[f]?.origins.length > 0 && !history.every(Number.isNaN) ? [{ s, history }] : [];
    }),
  );
  const historiesByFit = histories.map((members) => members.map(({ history }) => history));
  if (historiesByFit.every((members) => members.length === 0)) return null;
  const windows = series.flatMap((one) => one.folds).reduce((sum, { origins }) => sum + origins.length, 0);
  const names = baselinesFor(historiesByFit, windows, task);
  const fitted = historiesByFit.map((members) => names.map((name) => fitBaseline(name, members, task)));
  const positions = histories.map((members) => new Map(members.map(({ s }, i) => [s, i])));

  function foldForecasts(s: number, f: number): ComparedForecasts | null {
    const position = positions[f].get(s);
    if (position === undefined) return null;
    const model = modelForecasts(s, f);
    if (!model.usable.includes(true)) return null;
    const { raw, folds: ownFolds } = series[s];
    const { origins } = ownFolds[f];
    const pointLength = task.horizon;
    const rowLength = task.horizon * scoredLevels.length;
    const baselinePoints = new Float64Array(origins.length * names.length * pointLength);
    const baselineQuantiles = new Float64Array(origins.length * names.length * rowLength);
    const limited = (value: number) => restored(value, 'identity', task.range);
    const baselines = fitted[f].map((baseline) => baseline(position));
    for (const [w, origin] of origins.entries()) {
      if (!model.usable[w]) continue;
      const known = raw.subarray(0, origin);
      for (const [r, baseline] of baselines.entries()) {
        const { point, quantiles } = baseline(known);
        const at = w * names.length + r;
        baselinePoints.set(point.map(limited), at * pointLength);
        baselineQuantiles.set(quantiles.map(limited), at * rowLength);
      }
    }
    return { ...model, baselinePoints, baselineQuantiles };
  }

  return {
    baselines: names,
    forecastsOf: (s) => series[s].folds.map((_, f) => foldForecasts(s, f)),
  };
}
