import { normalQuantile } from '../statistics/index.ts';
import { normalForecast, perSeries } from './method.ts';

/** A random walk with drift c = (y(n)-y(1))/(n-1): ŷ(n+h) = y(n) + h·c.
 *  Quantiles are normal with variance σ²·h·(1 + h/(n-1)), σ² the variance of the changes.
 *  Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, ch. 5.2 and 5.5. */
export const drift = perSeries((history, { horizon, levels }) => {
  const changes = history.length - 1;
  const slope = changes === 0 ? 0 : (history[changes] - history[0]) / changes;
  let squares = 0;
  for (let t = 1; t <= changes; t++) squares += (history[t] - history[t - 1] - slope) ** 2;
  const variance = changes > 1 ? squares / (changes - 1) : 0;
  const scores = levels.map(normalQuantile);
  const deviations = Float64Array.from({ length: horizon }, (_, h) =>
    changes === 0 ? 0 : Math.sqrt(variance * (h + 1) * (1 + (h + 1) / changes)),
  );
  return (values) => {
    const last = values[values.length - 1];
    return normalForecast(
      Float64Array.from({ length: horizon }, (_, h) => last + (h + 1) * slope),
      deviations,
      scores,
    );
  };
});
