import { contextLength } from '../pretrained/index.ts';
import { withoutDisturbances } from '../statistics/index.ts';
import { applies, isIntermittent } from './applies.ts';
import { ewma } from './ewma.ts';
import { likelySeasons } from './likely-seasons.ts';
import type { Fitted, Method, MethodForecast, MethodTask } from './method.ts';
import { networkForecasts } from './network-forecasts.ts';

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

/** Forecast of the pre-trained network, which was never trained on these series. Two decisions depend on the series of a
 *  `fit`: which season the network is given, and whether they are prices. The forecast of prices is the mean of two, that of
 *  the network and the fan of `ewma` around the last value. `forecastAll` is the network alone, with the given season.
 *  See docs/instant.md. */
export const instant: Method = {
  pools: true,
  reads: contextLength,
  fit(histories, task) {
    const { arePrices, seasons, read } = instantReading(histories, task);
    const forecast = atOnce(histories, (all) => {
      const clean = all.map(read);
      const bySeason = seasons.map((season) => networkForecasts(clean, { ...task, season }));
      return all.map((_, i) => meanOf(bySeason.map((forecasts) => forecasts[i])));
    });
    if (!arePrices) return histories.map(() => forecast);
    return fitPrices(histories, task).map(
      (priced) => (history) => meanOf([priced(history), forecast(history)]),
    );
  },
  forecastAll: networkForecasts,
};

/** Forecasts the histories of the fit in one batch at the first call. Other histories are forecast alone. */
function atOnce(
  histories: readonly Float64Array[],
  forecastAll: (histories: readonly Float64Array[]) => MethodForecast[],
): Fitted {
  const positions = new Map(histories.map((history, i) => [history, i]));
  let forecasts: MethodForecast[] | null = null;
  return (history) => {
    const position = positions.get(history);
    if (position === undefined) return forecastAll([history])[0];
    forecasts ??= forecastAll(histories);
    return forecasts[position];
  };
}

/** The fan of prices around their last value, which is half of their instant forecast. */
export function fitPrices(histories: readonly Float64Array[], task: MethodTask): Fitted[] {
  return ewma.fit(histories, task).map((fitted) => (history) => aroundLast(fitted, history));
}

/** The forecast of prices, moved so that its median is the last value: their drift in the past is none of the future. */
function aroundLast(fitted: Fitted, history: Float64Array): MethodForecast {
  const { point, quantiles } = fitted(history);
  const last = history.findLast((value) => !Number.isNaN(value))!;
  const Q = quantiles.length / point.length;
  const moved = quantiles.map((value, i) => {
    const median = point[Math.floor(i / Q)];
    return last > 0 && median > 0 ? value * (last / median) : value + last - median;
  });
  return { point: point.map(() => last), quantiles: moved };
}

function meanOf(forecasts: readonly MethodForecast[]): MethodForecast {
  if (forecasts.length === 1) return forecasts[0];
  const mean = (of: (forecast: MethodForecast) => Float64Array) =>
    of(forecasts[0]).map((_, i) => forecasts.reduce((sum, one) => sum + of(one)[i], 0) / forecasts.length);
  return { point: mean(({ point }) => point), quantiles: mean(({ quantiles }) => quantiles) };
}
