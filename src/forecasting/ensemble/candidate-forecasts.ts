/** Statistical methods that may take part in a mixture, and their forecasts. */
import { futureColumns } from '../../contracts/schemas/index.ts';
import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec, tailBefore } from '../families/index.ts';
import { type ForecastWindow, observedCount } from '../history/index.ts';
import {
  applies,
  forecastsWith,
  isFor,
  isIntermittent,
  isSpecialist,
  type Method,
  methods,
  passesOfCurve,
  type Specialist,
  seasonsMin,
} from '../methods/index.ts';
import { steadySeason, withoutDisturbances } from '../statistics/index.ts';
import type { KeptForecasts } from './kept-forecasts.ts';
import { type CandidateName, candidates } from './mixture-weights.ts';

/** Passes over the observations that a forecast of a slow method makes. A method is left out if its forecasts would
 *  make more than `passesMax` passes times observations. The bound is on work, not on time, so that the same training
 *  has the same weights. 10⁸ take about a second. */
const passesOfForecast: Partial<
  Record<CandidateName, (task: { horizon: number; season: number; length: number }) => number>
> = {
  naive: ({ horizon }) => 10 * horizon,
  seasonal_naive: ({ horizon, season }) => 10 * Math.ceil(horizon / season),
  theta: () => 400,
  ses: () => 400,
  dotm: () => 1_600,
  damped: () => 1_600,
  ets: () => 10_000,
  mstl: () => 400,
  logistic: ({ length }) => passesOfCurve(length),
  level_shift: () => 1_000,
};
const passesMax: Record<ResolvedSpec['preset'], number> = { fast: 3e8, balanced: 8e8, accurate: 2e9 };

/** Methods that forecast the seasonally adjusted series: with fewer seasons they would forecast a season as noise. */
const adjusting: readonly CandidateName[] = ['theta', 'dotm', 'ses', 'damped'];

/** Methods that may take part in a mixture for these series.
 *  @param windows number of windows that each method will forecast */
export function candidatesFor(
  { family, season_length: season, seasons, horizon, covariates, preset }: ResolvedSpec,
  histories: readonly Float64Array[],
  windows: number,
): CandidateName[] {
  // The networks alone read the known future: a forecast that does not would hide what it says.
  const readsFuture = futureColumns(covariates).length > 0;
  const startsFromEwma = familyOf({ family }).prior.ewma !== undefined;
  const lengths = histories.map(({ length }) => length).sort((a, b) => a - b);
  const typical = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const observations = windows * typical;
  return candidates.filter((name) => {
    if (name === 'ewma') return startsFromEwma; // it applies wherever the networks do
    if (name === 'instant' && readsFuture) return false;
    if (name === 'tsb') return histories.some((history) => isIntermittent([history]));
    if (adjusting.includes(name) && season > 1 && typical < seasonsMin * season) return false;
    const passes = passesOfForecast[name]?.({ horizon, season, length: typical }) ?? 1;
    return (
      passes * observations <= passesMax[preset] &&
      applies(name, histories, { season, seasons: seasons ?? undefined, horizon })
    );
  });
}

/** Whether the mixture of the family may have the instant forecast. */
export function mixesInstant({ family }: Pick<ResolvedSpec, 'family'>): boolean {
  return familyOf({ family }).prior.instant !== undefined;
}

/** Quantiles of a method from the observations before each origin, in the units of the series, for the first steps of
 *  the horizon; null without any observation. [steps, Q]
 *  @param tail observations that a method reads, unless it states another number */
export function methodQuantiles(
  name: CandidateName,
  windows: readonly ForecastWindow[],
  tail: number,
  ensemble: MethodsTask,
  steps: number,
): (Float64Array | null)[] {
  const { kept } = ensemble;
  if (kept === undefined) return computedQuantiles(name, windows, tail, ensemble, steps);
  const keyOf = ({ origin }: ForecastWindow) => keptKey(name, origin, tail, steps);
  const missing = windows.filter((window) => kept.get(window.series, keyOf(window)) === undefined);
  const computed = computedQuantiles(name, missing, tail, ensemble, steps);
  const made = new Map(missing.map((window, i) => [window, computed[i]]));
  for (const [window, quantiles] of made) kept.set(window.series, keyOf(window), quantiles);
  return windows.map((window) => made.get(window) ?? kept.get(window.series, keyOf(window)) ?? null);
}

/** Keeps quantiles that another thread has computed. [steps, Q] of each window
 *  @param tail see `methodQuantiles` */
export function keepQuantiles(
  kept: KeptForecasts,
  name: CandidateName,
  windows: readonly ForecastWindow[],
  quantiles: readonly (Float64Array | null)[],
  tail: number,
  steps: number,
): void {
  for (const [w, { series, origin }] of windows.entries()) {
    const key = keptKey(name, origin, tail, steps);
    const own = quantiles[w];
    if (own !== null && kept.get(series, key) === undefined) kept.set(series, key, own);
  }
}

function keptKey(name: CandidateName, origin: number, tail: number, steps: number): string {
  return `${name} ${origin} ${tail} ${steps}`;
}

/** Settings that the forecasts of methods depend on, beside the windows. */
interface MethodsTask {
  spec: ResolvedSpec;
  kernel: Kernel;
  /** Absent: each forecast is computed. */
  kept?: KeptForecasts;
}

function computedQuantiles(
  name: CandidateName,
  windows: readonly ForecastWindow[],
  tail: number,
  { spec, kernel, kept }: MethodsTask,
  steps: number,
): (Float64Array | null)[] {
  const { horizon, season_length: season, seasons: all, year_length: year, quantiles: levels } = spec;
  const method: Method = methods[name];
  const seasons = all ?? undefined;
  const task = { horizon, steps, season, seasons, year, levels, kernel: kernel.name, inputs: kept?.inputs };
  const read = readsOf(name, spec) ?? tail;
  const histories = windows.map(({ series: { raw }, origin }) => {
    return readBy(name, tailBefore(raw, origin, read), seasons ?? [season]);
  });
  const observed = histories.filter((history) => observedCount(history) > 0);
  const forecasts = forecastsWith(method, observed, task);
  const length = steps * levels.length;
  const found = new Map(observed.map((history, i) => [history, forecasts[i].quantiles.slice(0, length)]));
  return histories.map((history) => found.get(history) ?? null);
}

/** Number of last observations that a method reads; null if it states none. */
export function readsOf(
  name: CandidateName,
  { season_length, seasons, year_length }: ResolvedSpec,
): number | null {
  const { reads }: Method = methods[name];
  return reads?.(season_length, seasons ?? undefined, year_length) ?? null;
}

/** Specialists among the candidates that are for other series than that of a window. Weights are fitted to the losses
 *  of the others there, and the forecast is theirs. Without an observation before it a window has no
 *  forecast, so none is named.
 *  @param tail observations that a method reads
 *  Source: Freund et al. (1997), Using and combining predictors that specialize. */
export function asleepIn(
  { series: { raw }, origin }: ForecastWindow,
  candidates: readonly CandidateName[],
  tail: number,
  { season_length: season, seasons }: Pick<ResolvedSpec, 'season_length' | 'seasons'>,
): Specialist[] {
  const read = tailBefore(raw, origin, tail);
  if (observedCount(read) === 0) return [];
  return candidates
    .filter(isSpecialist)
    .filter((name) => !isFor(name, readBy(name, read, seasons ?? [season]), season));
}

/** The observations as a method reads them. */
function readBy(name: CandidateName, values: Float64Array, seasons: readonly number[]): Float64Array {
  const readsAll = readsDisturbances.includes(name) || readsRareDemands(name, values);
  return readsAll ? values : withoutDisturbances(values, steadySeason(seasons, values.length));
}

/** Methods that tell outliers and shifts by themselves. */
const readsDisturbances: readonly CandidateName[] = ['level_shift'];
/** Methods that read rare demands, which would be taken for outliers. */
const readRareDemands: readonly CandidateName[] = ['tsb', 'mean', 'seasonal_mean', 'instant'];

function readsRareDemands(name: CandidateName, values: Float64Array): boolean {
  return name === 'tsb' || (readRareDemands.includes(name) && isIntermittent([values]));
}
