import type { CoreShare } from '../../src/contracts/ports/index.ts';
import {
  createScore,
  insampleError,
  type MethodForecast,
  type MethodName,
  methods,
  type ScoreSums,
  scoredLevels,
} from '../../src/forecasting/index.ts';
import type { BenchFolder, BenchSeries } from './folder.ts';
import type { PlannedGroup, PlannedSeries } from './plan.ts';
import { forecastByModel } from './training-job.ts';

export const presets = ['fast', 'balanced', 'accurate'] as const;
export type Preset = (typeof presets)[number];

/** One method on some series of one group. */
export interface Unit {
  folder: string;
  group: PlannedGroup;
  method: MethodName | 'auto';
  preset: Preset;
  seed: number;
  /** Without it a training has one core. */
  cores?: CoreShare;
}

export interface UnitResult {
  sums: ScoreSums;
  /** For `auto`: the networks alone, from the same training; equal to `sums` if there are no methods beside them. */
  networkSums: ScoreSums;
  startedAt: number; // ms since the epoch
  endedAt: number;
  /** Notes for the reader, such as series without an answer. */
  notes: string[];
}

/** Forecasts, against the clock, then scores. */
export async function runUnit(
  { group, method, preset, seed, cores }: Unit,
  { series }: BenchFolder,
): Promise<UnitResult> {
  const notes: string[] = [];
  const startedAt = Date.now();
  const { forecasts, network } =
    method === 'auto'
      ? await forecastByModel(group, series, { preset, seed, notes, cores })
      : { forecasts: forecastByMethod(group, series, method), network: null };
  const endedAt = Date.now();
  const sums = scored(group, series, forecasts);
  const networkSums = network === null ? sums : scored(group, series, network());
  return { sums, networkSums, startedAt, endedAt, notes };
}

export function historyOf({ series, known }: PlannedSeries, all: readonly BenchSeries[]): Float64Array {
  return all[series].values.subarray(0, known);
}

/** By series of the group, then by origin. */
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

function scored(
  { series: planned, horizon, season }: PlannedGroup,
  series: readonly BenchSeries[],
  forecasts: readonly MethodForecast[][],
): ScoreSums {
  const score = createScore();
  const Q = scoredLevels.length;
  for (const [i, { series: at, known, origins }] of planned.entries()) {
    const { values } = series[at];
    const unit = insampleError(values, known, season);
    for (const [j, origin] of origins.entries()) {
      const { point, quantiles } = forecasts[i][j];
      for (let h = 0; h < horizon && origin + h < values.length; h++) {
        const y = values[origin + h];
        if (!Number.isNaN(y)) score.add(y, point[h], quantiles.subarray(h * Q, (h + 1) * Q), unit);
      }
    }
    score.endSeries();
  }
  return score.sums;
}
