import { type MethodForecast, type MethodName, methods, scoredLevels } from '../../src/forecasting/index.ts';
import type { BenchSeries } from './folder.ts';
import type { PlannedGroup, PlannedSeries } from './plan.ts';

/** Observations of a series before its first origin. [known] */
export function historyOf({ series, known }: PlannedSeries, all: readonly BenchSeries[]): Float64Array {
  return all[series].values.subarray(0, known);
}

/** Forecasts of a statistical method, by series of the group, then by origin. */
export function forecastByMethod(
  group: PlannedGroup,
  series: readonly BenchSeries[],
  name: MethodName,
): MethodForecast[][] {
  const { horizon, season } = group;
  const histories = group.series.map((planned) => historyOf(planned, series));
  const fitted = methods[name].fit(histories, { horizon, season, levels: scoredLevels });
  return group.series.map(({ series: at, origins }, i) =>
    origins.map((origin) => fitted[i](series[at].values.subarray(0, origin))),
  );
}
