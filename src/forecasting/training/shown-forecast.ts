import { limits, type ValidationForecast } from '../../contracts/schemas/index.ts';
import { createBatch, type Layout, type MemberSpec, writeContext } from '../families/index.ts';
import { rangeFor, restored } from '../history/index.ts';
import { type Network, unscaled } from '../network/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';

/** Window of the validation part whose forecast people watch during the training. */
export interface ShownWindow {
  series: PreparedSeries;
  origin: number;
}

/** Level of the shown interval, in percent, and its ends as quantiles. */
const level = 80;
const tails = [0.1, 0.9] as const;

/** The last validation window of the first series that has one. */
export function shownWindow(series: readonly PreparedSeries[]): ShownWindow | null {
  for (const one of series) {
    const origin = one.split.validationOrigins.at(-1);
    if (origin !== undefined) return { series: one, origin };
  }
  return null;
}

/** Returns a function that forecasts the window with the present weights: one row through the network.
 *  Null if the window has too few observations, or the network does not have the quantiles of the interval. */
export function createShownForecast(
  { series, origin }: ShownWindow,
  { network, layout, spec }: { network: Network; layout: Layout; spec: MemberSpec },
): ((step: number) => ValidationForecast) | null {
  const batch = createBatch(layout, 1);
  const positions = tails.map((tail) => spec.quantiles.indexOf(tail));
  if (positions.includes(-1) || !writeContext(batch, 0, series.source, origin, layout)) return null;
  const [lower, upper] = positions;
  const { quantiles: Q, median } = layout;
  const points = Math.min(layout.horizon, limits.validationForecastPoints);
  const values = new Float64Array(layout.horizon * Q);
  const context = series.raw.subarray(Math.max(0, origin - points), origin);
  const transform = series.source.isLog ? 'log' : 'identity';
  const range = rangeFor(spec, context);
  const given = {
    series_id: series.id,
    context: Array.from(context, rounded),
    actual: Array.from(series.raw.subarray(origin, origin + points), rounded),
  };
  const at = (quantile: number) =>
    Array.from({ length: points }, (_, h) => rounded(restored(values[h * Q + quantile], transform, range)));
  let earlier: ValidationForecast['earlier'] = [];
  return (step) => {
    unscaled(values, batch, network.forward(batch, false), Q);
    const shown = { ...given, step, median: at(median), lower: at(lower), upper: at(upper), level, earlier };
    earlier = [...earlier, { step, median: shown.median }];
    // The first one stays, and the others are thinned.
    if (earlier.length > limits.earlierForecasts) earlier = earlier.filter((_, i) => i % 2 === 0);
    return shown;
  };
}

/** Six digits; null for a missing value. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}
