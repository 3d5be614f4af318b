import { instantForecaster, levels as trainedLevels } from '../pretrained/index.ts';
import { gridPosition, normalQuantile, quantileAtPosition, quantileGrid } from '../statistics/index.ts';
import type { Method, MethodForecast, MethodTask } from './method.ts';

const grid = quantileGrid(trainedLevels);

/** Forecast of the pre-trained network, which was never trained on the series. Nothing is fitted.
 *  See docs/instant.md. */
export const instant: Method = {
  pools: false,
  fit: (histories, task) => histories.map(() => (history) => forecastOf(history, task)),
};

function forecastOf(history: Float64Array, { horizon, season, levels }: MethodTask): MethodForecast {
  const [{ quantiles, isLog }] = instantForecaster().forecast([history], { season, horizon });
  const places = levels.map((level) => gridPosition(grid, normalQuantile(level)));
  const middle = gridPosition(grid, 0);
  const isBounded = history.every((value) => !(value < 0));
  const valueAt = (place: (typeof places)[number], h: number) => {
    const value = quantileAtPosition(place, quantiles, h * grid.levels.length);
    const restored = isLog ? Math.exp(Math.max(-700, Math.min(700, value))) : value;
    return isBounded ? Math.max(0, restored) : restored;
  };
  const result = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++)
    for (const [k, place] of places.entries()) result[h * levels.length + k] = valueAt(place, h);
  return { point: Float64Array.from({ length: horizon }, (_, h) => valueAt(middle, h)), quantiles: result };
}
