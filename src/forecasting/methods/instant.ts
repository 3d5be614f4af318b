import { instantForecaster, levels as trainedLevels } from '../pretrained/index.ts';
import {
  gridPosition,
  normalQuantile,
  quantileAtPosition,
  quantileGrid,
  withoutDisturbances,
} from '../statistics/index.ts';
import { applies, isIntermittent } from './applies.ts';
import { ewma } from './ewma.ts';
import { likelySeasons } from './likely-seasons.ts';
import type { Fitted, Method, MethodForecast, MethodTask } from './method.ts';

/** Logarithms are limited before they become values. */
const exponentMax = 700;
const grid = quantileGrid(trainedLevels);
const middle = gridPosition(grid, 0);

/** Decisions about a forecast that depend on all series together. */
export interface InstantReading {
  /** Whether they are prices: then the forecast is the mean of EWMA's and the network's. */
  arePrices: boolean;
  /** Seasons with which the network forecasts; the mean is taken. */
  seasons: number[];
  /** Gives the values that the network reads of a history. */
  read(history: Float64Array): Float64Array;
}

export function instantReading(histories: readonly Float64Array[], task: MethodTask): InstantReading {
  if (applies('ewma', histories, task))
    return { arePrices: true, seasons: [task.season], read: (history) => history };
  const seasons = likelySeasons(histories, task);
  const isCounting = isIntermittent(histories);
  // Rare demands would be taken for outliers.
  const read = (history: Float64Array) => (isCounting ? history : withoutDisturbances(history, seasons[0]));
  return { arePrices: false, seasons, read };
}

/** Forecast of the pre-trained network, which was never trained on these series. Only two decisions depend on them: the
 *  season, which past windows of all series choose, and whether they are prices, which are handed to `ewma`.
 *  See docs/instant.md. */
export const instant: Method = {
  pools: true,
  fit(histories, task) {
    const { arePrices, seasons, read } = instantReading(histories, task);
    const forecast = (history: Float64Array) =>
      meanOf(seasons.map((season) => networkForecast(read(history), { ...task, season })));
    if (!arePrices) return histories.map(() => forecast);
    return withLastValue(ewma.fit(histories, task)).map(
      (priced) => (history) => meanOf([priced(history), forecast(history)]),
    );
  },
};

/** The median of prices is their last value. */
function withLastValue(fitted: readonly Fitted[]): Fitted[] {
  return fitted.map((forecast) => (history) => {
    const { point, quantiles } = forecast(history);
    return { point: point.fill(history[history.length - 1]), quantiles };
  });
}

function networkForecast(history: Float64Array, { horizon, season, levels }: MethodTask): MethodForecast {
  const [{ quantiles, isLog }] = instantForecaster().forecast([history], { season, horizon });
  const places = levels.map((level) => gridPosition(grid, normalQuantile(level)));
  const isBounded = history.every((value) => !(value < 0));
  const valueAt = (place: (typeof places)[number], h: number) => {
    const value = quantileAtPosition(place, quantiles, h * grid.levels.length);
    if (isLog) return Math.exp(Math.max(-exponentMax, Math.min(exponentMax, value)));
    return isBounded ? Math.max(0, value) : value;
  };
  const result = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++)
    for (const [k, place] of places.entries()) result[h * levels.length + k] = valueAt(place, h);
  return { point: Float64Array.from({ length: horizon }, (_, h) => valueAt(middle, h)), quantiles: result };
}

function meanOf(forecasts: readonly MethodForecast[]): MethodForecast {
  if (forecasts.length === 1) return forecasts[0];
  const mean = (of: (forecast: MethodForecast) => Float64Array) =>
    of(forecasts[0]).map((_, i) => forecasts.reduce((sum, one) => sum + of(one)[i], 0) / forecasts.length);
  return { point: mean(({ point }) => point), quantiles: mean(({ quantiles }) => quantiles) };
}
