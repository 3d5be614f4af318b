import { normalQuantile } from '../quantiles.ts';
import { deseasonalised, withoutSeason } from './decomposition.ts';
import { fitEts, straightLine } from './ets-fit.ts';
import { runEts } from './ets-model.ts';
import { normalFan, perSeries } from './method.ts';
import { withSeason } from './reseason.ts';

const form = { error: 'additive', trend: 'none', season: 'none' } as const;

/** The mean of two lines through the seasonally adjusted series: the straight one (θ = 0), and the one that bends twice
 *  as much (θ = 2, 2y minus the straight one) as simple exponential smoothing goes on with it.
 *  Quantiles are normal with variance σ²(1 + (h-1)α²), σ² of the one-step errors: Theta is smoothing with a drift.
 *  Source: Assimakopoulos & Nikolopoulos (2000); `Theta.classic` of the M4 organisers; Hyndman & Billah (2003). */
export const theta = perSeries((history, { horizon, levels, season }) => {
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const { intercept, slope } = straightLine(adjusted);
  const straight = (t: number) => intercept + slope * (t + 1);
  const bent = (values: Float64Array) => values.map((value, t) => 2 * value - straight(t));
  const { parameters, sigma2 } = fitEts(form, bent(adjusted), 1)!;
  const deviation = Math.sqrt(sigma2) / 2; // the straight line makes no error of its own
  const deviations = Float64Array.from(
    { length: horizon },
    (_, h) => deviation * Math.sqrt(1 + h * parameters.alpha ** 2),
  );
  const scores = levels.map(normalQuantile);
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const { level } = runEts(form, parameters, bent(values));
    const point = Float64Array.from({ length: horizon }, (_, h) => (level + straight(values.length + h)) / 2);
    return withSeason(normalFan(point, deviations, scores), {
      index,
      kind,
      from: values.length,
      Q: levels.length,
    });
  };
});
