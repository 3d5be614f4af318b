import type { Metrics } from '../contracts/backtest.ts';

/** Levels of the weighted quantile loss. Source: GluonTS. */
const lossLevels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** Central intervals whose coverage is measured. */
const coverageLevels = [0.8, 0.9, 0.95];

/** All levels that a method is asked for, ascending. */
export const scoredLevels = [0.025, 0.05, ...lossLevels, 0.95, 0.975];

const lossPositions = lossLevels.map((p) => scoredLevels.indexOf(p));
const coveragePositions = coverageLevels.map((level) => ({
  level,
  lower: nearest((1 - level) / 2),
  upper: nearest((1 + level) / 2),
}));

function nearest(p: number): number {
  return scoredLevels.findIndex((level) => Math.abs(level - p) < 1e-9);
}

/** Sums of one method over all that it forecast. */
export interface Score {
  /** One target `y` with the point forecast and the quantiles at `scoredLevels`. `unit` is the in-sample error of
   *  the series, or null. Gives the pinball loss summed over the nine levels. */
  add(y: number, point: number, quantiles: Float64Array, unit: number | null): number;
  /** The end of a series: MASE is a mean over series. */
  endSeries(): void;
  metrics(): Metrics;
}

export function createScore(): Score {
  let count = 0;
  let smape = 0;
  let absoluteTargets = 0;
  let pinball = 0;
  let scaledErrors = 0; // of the series at hand
  let scaledCount = 0;
  let mase = 0;
  let maseSeries = 0;
  const inside = coverageLevels.map(() => 0);

  return {
    add(y, point, quantiles, unit) {
      count++;
      const size = Math.abs(y) + Math.abs(point);
      if (size > 0) smape += (200 * Math.abs(y - point)) / size;
      absoluteTargets += Math.abs(y);
      if (unit !== null) {
        scaledErrors += Math.abs(y - point) / unit;
        scaledCount++;
      }
      for (const [i, { lower, upper }] of coveragePositions.entries())
        if (y >= quantiles[lower] && y <= quantiles[upper]) inside[i]++;
      let loss = 0;
      for (const at of lossPositions) {
        const error = y - quantiles[at];
        loss += error >= 0 ? scoredLevels[at] * error : (scoredLevels[at] - 1) * error;
      }
      pinball += loss;
      return loss;
    },
    endSeries() {
      if (scaledCount > 0) {
        mase += scaledErrors / scaledCount;
        maseSeries++;
      }
      scaledErrors = 0;
      scaledCount = 0;
    },
    metrics: () => ({
      smape: count === 0 ? null : smape / count,
      mase: maseSeries === 0 ? null : mase / maseSeries,
      wql: absoluteTargets === 0 ? null : (2 * pinball) / absoluteTargets / lossLevels.length,
      coverage: Object.fromEntries(
        coverageLevels.map((level, i) => [String(level), count === 0 ? 0 : inside[i] / count]),
      ),
    }),
  };
}
