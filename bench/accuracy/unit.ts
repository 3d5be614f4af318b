import type { CoreShare } from '../../src/contracts/ports/index.ts';
import {
  createScore,
  insampleError,
  type MethodForecast,
  type MethodName,
  type ScoreSums,
  scoredLevels,
} from '../../src/forecasting/index.ts';
import type { BenchFolder, BenchSeries } from './folder.ts';
import { forecastByMethod } from './method-forecasts.ts';
import type { PlannedGroup } from './plan.ts';
import type { Preset } from './presets.ts';
import { forecastByModel } from './training-job.ts';

/** One method on some series of one group. */
export interface Unit {
  folder: string;
  group: PlannedGroup;
  method: MethodName | 'auto';
  preset: Preset;
  seed: number;
  /** Cores of a training; one if it is missing. */
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

/** Measures the time of the forecasts, then scores them. */
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
