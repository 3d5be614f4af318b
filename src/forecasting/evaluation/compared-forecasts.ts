/** Forecasts of a model and of the baselines from the same origins. N windows, R baselines, K horizon steps, S scored
 *  levels; row-major. */
import { limitedTo, type SeriesHistory, statedRange } from '../history/index.ts';
import { effectsWork } from '../method-fits/index.ts';
import type { MethodForecast } from '../methods/index.ts';
import { type BaselineName, type BaselineTask, baselinesFor, fitBaseline, fitInstant } from './baselines.ts';
import { scoredLevels } from './metrics.ts';

/** Origins between two fits. The fit reads the observations before `fitEnd`. */
export interface Fold {
  fitEnd: number;
  origins: readonly number[]; // ascending, none before `fitEnd`
}

export interface EvaluatedSeries extends SeriesHistory {
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

/** Some origins of a fold of a series. */
export interface ComparedPart {
  series: number;
  fold: number;
  origins: readonly number[]; // [N]
}

/** Forecasts in parts that do not depend on each other, by series, then by fold, then in time. */
export interface ForecastComparison {
  /** [R] */
  baselines: readonly BaselineName[];
  parts: readonly ComparedPart[];
  /** Forecasts of a part. If the model has none, `usable` is false for all. */
  forecastsOf(part: number): ComparedForecasts;
}

/** Forecasts of a baseline of one series from some origins. [N] */
type SeriesBaseline = (origins: readonly number[]) => MethodForecast[];

/** Origins of a part, at most. */
const partOriginsMax = 64;

/** @param modelForecasts forecasts of the model from some origins of a fold
 *  @returns null if no series has an origin after an observation */
export function compareForecasts(
  series: readonly EvaluatedSeries[],
  modelForecasts: (series: number, fold: number, origins: readonly number[]) => FoldForecasts,
  task: BaselineTask,
): ForecastComparison | null {
  const folds = Math.max(...series.map((one) => one.folds.length));
  // Observations that the fit of each fold reads, by series. A series without an origin or an observation in
  // a fold is left out of it.
  const histories = Array.from({ length: folds }, (_, f) =>
    series.flatMap(({ folds: seriesFolds, raw }, s) => {
      const history = raw.subarray(0, seriesFolds[f]?.fitEnd ?? 0);
      return seriesFolds[f]?.origins.length > 0 && !history.every(Number.isNaN) ? [{ s, history }] : [];
    }),
  );
  const historiesByFit = histories.map((members) => members.map(({ history }) => history));
  if (historiesByFit.every((members) => members.length === 0)) return null;
  const positions = histories.map((members) => new Map(members.map(({ s }, i) => [s, i])));
  const parts = series.flatMap(({ folds: own }, s) =>
    own.flatMap(({ origins }, f) =>
      positions[f].has(s)
        ? Array.from({ length: Math.ceil(origins.length / partOriginsMax) }, (_, n) => ({
            series: s,
            fold: f,
            origins: origins.slice(n * partOriginsMax, (n + 1) * partOriginsMax),
          }))
        : [],
    ),
  );
  const windows = parts.reduce((sum, { origins }) => sum + origins.length, 0);
  const effects = parts.reduce((sum, part) => sum + effectsWork(series[part.series], part.origins), 0);
  const names = baselinesFor(historiesByFit, { windows, effects }, task);
  const fits = historiesByFit.map((_, f) => names.map((name) => fitInFold(name, f)));

  /** Fits a baseline to the histories of a fold.
   *  @returns the baseline of a series by its position in the fold */
  function fitInFold(name: BaselineName, fold: number): (position: number) => SeriesBaseline {
    const members = historiesByFit[fold];
    const seriesAt = (position: number) => series[histories[fold][position].s];
    if (name === 'instant') {
      const forecasts = fitInstant(members, task);
      return (position) => (origins) =>
        forecasts(origins.map((origin) => ({ series: seriesAt(position), origin })));
    }
    const fitted = fitBaseline(name, members, task);
    return (position) => {
      const baseline = fitted(position);
      return (origins) => origins.map((origin) => baseline(seriesAt(position).raw.subarray(0, origin)));
    };
  }

  /** The baselines of the last series and fold: its other parts need the same. */
  let last: { series: number; fold: number; baselines: SeriesBaseline[] } | null = null;
  function baselinesOf({ series, fold }: ComparedPart): SeriesBaseline[] {
    if (last?.series !== series || last.fold !== fold) {
      const position = positions[fold].get(series)!;
      last = { series, fold, baselines: fits[fold].map((fitted) => fitted(position)) };
    }
    return last.baselines;
  }

  function forecastsOf(part: ComparedPart): ComparedForecasts {
    const model = modelForecasts(part.series, part.fold, part.origins);
    const pointLength = task.horizon;
    const rowLength = task.horizon * scoredLevels.length;
    const baselinePoints = new Float64Array(part.origins.length * names.length * pointLength);
    const baselineQuantiles = new Float64Array(part.origins.length * names.length * rowLength);
    const range = statedRange(task);
    const usable = [...part.origins.keys()].filter((w) => model.usable[w]);
    const origins = usable.map((w) => part.origins[w]);
    for (const [r, baseline] of baselinesOf(part).entries())
      for (const [i, { point, quantiles }] of baseline(origins).entries()) {
        const at = usable[i] * names.length + r;
        baselinePoints.set(limitedTo(range, point), at * pointLength);
        baselineQuantiles.set(limitedTo(range, quantiles), at * rowLength);
      }
    return { ...model, baselinePoints, baselineQuantiles };
  }

  return { baselines: names, parts, forecastsOf: (part) => forecastsOf(parts[part]) };
}
