import type { InstantDecision } from '../../contracts/ports/index.ts';
import { leastTrainedHorizon } from '../pretrained/index.ts';
import { sinceLaunch, steadySeason, withoutDisturbances } from '../statistics/index.ts';
import { applies, isIntermittent } from './applies.ts';
import { singleEwma } from './ewma.ts';
import { chanceOfDemand, endedForecast } from './fitting/ended-demand.ts';
import { boundFewWidths } from './fitting/few-values.ts';
import { type StepValues, stepForecast, stepValues } from './fitting/step-values.ts';
import { yearsMin } from './fitting/year-curve.ts';
import { likelySeasons } from './likely-seasons.ts';
import type { Fitted, Method, MethodForecast, MethodTask } from './method.ts';
import { networkForecasts, valuesRead } from './network-forecasts.ts';

/** Observations that are read: this many, or this many seasons if those are more. */
const observationsMin = 4_096;
const seasonsRead = 20;

/** Maximum number of observations before the origin that a forecast reads. */
export function instantTail(season: number): number {
  return Math.max(observationsMin, seasonsRead * season);
}

/** Decides what depends on all series together: the seasons, whether they are prices, and
 *  whether they are rare demands.
 *  @param named seasons that the caller names; null: they are found in the values */
export function decideInstant(
  whole: readonly Float64Array[],
  task: MethodTask,
  named: readonly number[] | null = null,
): InstantDecision {
  const histories = whole.map(sinceLaunch);
  const arePrices = applies('ewma', histories, task);
  const areRareDemands = isIntermittent(histories);
  const seasons = named ?? (arePrices ? [task.season] : likelySeasons(histories, task));
  const year = arePrices ? null : yearBeside(seasons, task.year, histories);
  return { seasons, arePrices, areRareDemands, year, stepsOfYear: task.year ?? null };
}

/** Steps of a year whose course may be taken out of the histories; null if a season is about as long, if no history is
 *  long enough, or if they are rare demands, whose zeros would move.
 *  @param year steps of a year; null or absent: none
 *  @param longest observations of the longest series, of which the histories may be parts */
export function yearBeside(
  seasons: readonly number[],
  year: number | null | undefined,
  histories: readonly Float64Array[],
  longest = histories.reduce((most, { length }) => Math.max(most, length), 0),
): number | null {
  if (!year || seasons.some((season) => season > year / 2)) return null;
  return longest >= yearsMin * year && !isIntermittent(histories) ? year : null;
}

/** The values that the network and EWMA read of a history: since a launch, and without outliers, unless they are rare
 *  demands or prices, whose jumps stay. */
export function readInstantly(
  history: Float64Array,
  { seasons, arePrices, areRareDemands }: InstantDecision,
): Float64Array {
  const read = sinceLaunch(history);
  if (areRareDemands || arePrices) return read;
  return withoutDisturbances(read, steadySeason(seasons, read.length));
}

/** The values of a history that keeps still between jumps; null of others. Rare demands are no steps. */
export function stepsOf(
  history: Float64Array,
  { seasons, areRareDemands, arePrices, year }: InstantDecision,
): StepValues | null {
  if (areRareDemands || arePrices) return null;
  return stepValues(sinceLaunch(history), year === null ? seasons : [...seasons, Math.round(year)]);
}

/** Probability that the demand of a history goes on, as the forecast assumes it. 1 of prices, and of values that
 *  keep still between jumps.
 *  @param steps by `stepsOf` */
export function chanceOf(
  history: Float64Array,
  { seasons, arePrices, stepsOfYear = null }: InstantDecision,
  steps: StepValues | null,
): number {
  if (arePrices || steps !== null) return 1;
  return chanceOfDemand(history, { seasons, stepsOfYear, readMax: instantTail(Math.max(...seasons)) });
}

/** Forecast of the pre-trained network, which was never trained on these series. The fan of prices is the mean of
 *  two, those of the network and of `singleEwma`, around the last value. `forecastAll` is the network alone, with the
 *  given season. See docs/instant.md.
 *  @param decision null: each `fit` decides from its histories */
export function instantBy(decision: InstantDecision | null): Method {
  return {
    pools: true,
    reads: (season, _, year) => valuesRead(season, year),
    fit(histories, task) {
      const decided = decision ?? decideInstant(histories, task);
      const { seasons, arePrices, year } = decided;
      const ofAny = atOnce(histories, (all) => {
        const read = all.map((history) => readInstantly(history, decided));
        const bySeason = seasons.map((season) =>
          networkForecasts(read, { ...task, season, year }, leastTrainedHorizon(season)),
        );
        return all.map((_, i) => {
          const forecast = meanOf(bySeason.map((forecasts) => forecasts[i]));
          boundFewWidths(forecast.point, forecast.quantiles, task.levels, read[i]);
          return forecast;
        });
      });
      const forecast: Fitted = (history) => {
        const steps = stepsOf(history, decided);
        if (steps !== null) return stepForecast(steps, task);
        const chance = chanceOf(history, decided, steps);
        return chance === 1 ? ofAny(history) : endedForecast(ofAny(history), task.levels, chance);
      };
      if (!arePrices) return histories.map(() => forecast);
      const read = (history: Float64Array) => readInstantly(history, decided);
      return histories.map((fitted) => {
        const [smoothed] = singleEwma.fit([read(fitted)], task);
        return (history) =>
          aroundLast(meanOf([smoothed(read(history)), forecast(history)]), lastOf(read(history)));
      });
    },
    forecastAll: boundedForecasts,
  };
}

/** Forecasts of the network alone, whose fans of few observations are bounded too. They read the horizon as it is: they
 *  are a part of trained models, whose weights and widths were found so. */
function boundedForecasts(histories: readonly Float64Array[], task: MethodTask): MethodForecast[] {
  const forecasts = networkForecasts(histories, task);
  for (const [i, { point, quantiles }] of forecasts.entries())
    boundFewWidths(point, quantiles, task.levels, histories[i]);
  return forecasts;
}

export const instant = instantBy(null);

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

/** The last value, which is the median of prices. */
export function lastOf(history: Float64Array): number {
  return history.findLast((value) => !Number.isNaN(value))!;
}

/** The forecast, moved so that its median is the last value: the drift of prices in the past is none of the future. */
function aroundLast({ point, quantiles }: MethodForecast, last: number): MethodForecast {
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
