import type { Fans, FittedModel, ForecastWindow } from './fitted-model.ts';
import { type Layout, observedNeeded, type ResolvedSpec } from './layout.ts';
import type { Network } from './network.ts';
import { predict } from './prediction.ts';
import { quantileAt } from './quantiles.ts';
import { rangeFor, restored, transformed } from './target.ts';
import { tailBefore } from './windows.ts';

/** A network with its transform and bounds around it; `batchMax` windows at a time. */
export function createNetworkModel(
  network: Network,
  layout: Layout,
  spec: ResolvedSpec,
  batchMax: number,
): FittedModel {
  return {
    spec,
    horizon: layout.horizon,
    levels: layout.grid.levels,
    context: layout.context,
    tail: layout.tail,
    season: layout.season,
    parameterCount: network.parameters.values.length,
    observedNeeded: (length) => observedNeeded(layout, length),
    forecast: (windows) => forecastWindows(windows),
  };

  function forecastWindows(windows: readonly ForecastWindow[]): Fans {
    const { horizon, quantiles: Q, grid } = layout;
    const { transform } = spec;
    // Windows of one series share its transformed values.
    const valuesOf = new Map<Float64Array, Float64Array>();
    const ready = windows.map(({ series: { raw }, origin }) => {
      const values = valuesOf.get(raw) ?? transformed(raw, transform);
      valuesOf.set(raw, values);
      return { values, origin };
    });
    const ranges = windows.map(({ series: { raw }, origin }) =>
      rangeFor(spec, tailBefore(raw, origin, layout.tail)),
    );
    const { usable, quantiles } = predict(network, layout, ready, batchMax);
    return {
      usable,
      at: (window, h, score) =>
        restored(quantileAt(grid, quantiles, (window * horizon + h) * Q, score), transform, ranges[window]),
    };
  }
}
