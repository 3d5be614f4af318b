import { selectKernel } from '../../engine/index.ts';
import {
  contextLength,
  instantForecaster,
  type PretrainedForecast,
  levels as trainedLevels,
} from '../pretrained/index.ts';
import { gridPosition, normalQuantile, quantileAtPosition, quantileGrid } from '../statistics/index.ts';
import type { Method, MethodForecast, MethodTask } from './method.ts';

const grid = quantileGrid(trainedLevels);
const middle = gridPosition(grid, 0);
/** Largest logarithm that has a value. */
const exponentMax = 700;

/** Forecast of the pre-trained network, which was never trained on the series. Nothing is fitted. See docs/instant.md. */
export const instant: Method = {
  pools: false,
  reads: contextLength,
  fit: (histories, task) => histories.map(() => (history) => forecastAll([history], task)[0]),
  forecastAll,
};

const forecasters = new Map<string | undefined, ReturnType<typeof instantForecaster>>();

function forecasterOn(kernel: string | undefined): ReturnType<typeof instantForecaster> {
  const found = forecasters.get(kernel) ?? instantForecaster(selectKernel(kernel));
  forecasters.set(kernel, found);
  return found;
}

function forecastAll(
  histories: readonly Float64Array[],
  { horizon, season, levels, kernel }: MethodTask,
): MethodForecast[] {
  const places = levels.map((level) => gridPosition(grid, normalQuantile(level)));
  return forecasterOn(kernel)
    .forecast(histories, { season, horizon })
    .map((forecast, i) => restored(forecast, histories[i], horizon, places));
}

/** Brings a forecast to the units of the series. One of a series without negative values is not negative. */
function restored(
  { quantiles, isLog }: PretrainedForecast,
  history: Float64Array,
  horizon: number,
  places: readonly ReturnType<typeof gridPosition>[],
): MethodForecast {
  const isBounded = history.every((value) => !(value < 0));
  const valueAt = (place: (typeof places)[number], h: number) => {
    const value = quantileAtPosition(place, quantiles, h * grid.levels.length);
    const inUnits = isLog ? Math.exp(Math.max(-exponentMax, Math.min(exponentMax, value))) : value;
    return isBounded ? Math.max(0, inUnits) : inUnits;
  };
  const result = new Float64Array(horizon * places.length);
  for (let h = 0; h < horizon; h++)
    for (const [k, place] of places.entries()) result[h * places.length + k] = valueAt(place, h);
  return { point: Float64Array.from({ length: horizon }, (_, h) => valueAt(middle, h)), quantiles: result };
}
