import type { Adjusted } from './fitting/decomposition.ts';
import type { MethodForecast } from './method.ts';

/** Puts the season back into a forecast of the adjusted series, in place. `from` is the first step of the
 *  forecast, counted from the first observation of the history; Q quantiles a step. */
export function reseasonalised(
  forecast: MethodForecast,
  { index, kind, from, Q }: Pick<Adjusted, 'index' | 'kind'> & { from: number; Q: number },
): MethodForecast {
  const { point, quantiles } = forecast;
  for (let h = 0; h < point.length; h++) {
    const season = index[(from + h) % index.length];
    const restored = (value: number) => (kind === 'multiplicative' ? value * season : value + season);
    point[h] = restored(point[h]);
    for (let k = 0; k < Q; k++) quantiles[h * Q + k] = restored(quantiles[h * Q + k]);
  }
  return forecast;
}
