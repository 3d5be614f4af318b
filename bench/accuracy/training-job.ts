/** Trains and forecasts like a training job and a forecast call, without HTTP, queue and store. */

import type { CoreShare } from '../../src/contracts/ports/index.ts';
import {
  type DatasetHeader,
  parseTime,
  type SeriesForecast,
  sharedSeries,
} from '../../src/contracts/schemas/index.ts';
import { selectKernel } from '../../src/engine/index.ts';
import {
  createEnsemble,
  decodeParts,
  type FittedModel,
  forecastSeries,
  type MethodForecast,
  type MixtureWeights,
  networkOnly,
  scoredLevels,
  statisticalMembers,
} from '../../src/forecasting/index.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { requestedSpec } from '../requested-spec.ts';
import { trainAlone } from '../train-alone.ts';
import type { BenchSeries } from './folder.ts';
import { forecastByMethod } from './method-forecasts.ts';
import type { PlannedGroup } from './plan.ts';
import type { Preset } from './presets.ts';

const batchMax = 64;

export interface ModelForecasts {
  /** By series of the group, then by origin. */
  forecasts: MethodForecast[][];
  /** Forecasts of the networks alone, from the same training; null if there are no statistical methods beside them. */
  network: (() => MethodForecast[][]) | null;
}

interface Run {
  preset: Preset;
  seed: number;
  notes: string[];
  cores?: CoreShare;
}

/** Reads the known part as an upload, trains with the defaults of the API, and forecasts from every origin. A series
 *  that the model refuses is forecast by its last value, and noted.
 *  @throws Error where the training fails */
export async function forecastByModel(
  group: PlannedGroup,
  series: readonly BenchSeries[],
  { preset, seed, notes, cores }: Run,
): Promise<ModelForecasts> {
  const { header, series: known } = createSeriesReader().json({
    frequency: 'auto',
    time_zone: null,
    series: group.series.map(({ series: at, known }) => ({
      id: series[at].id,
      times: series[at].times.slice(0, known),
      values: Array.from(series[at].values.subarray(0, known), (y) => (Number.isNaN(y) ? null : y)),
    })),
  });
  const outcome = await trainAlone(
    {
      spec: requestedSpec({ target: header.target, horizon: group.horizon, preset, seed }),
      header,
      series: sharedSeries(known),
    },
    cores,
  );
  const parts = decodeParts(outcome.weights.bytes, ['members'], selectKernel(), batchMax);
  const forecastsOf = (ensembleWeights: MixtureWeights, ownNotes: string[]) =>
    forecastsBy(
      createEnsemble({ ...parts, calibration: parts.calibration.members, ensembleWeights, batchMax }),
      {
        header,
        group,
        series,
        notes: ownNotes,
      },
    );
  return {
    forecasts: forecastsOf(parts.ensembleWeights.members, notes),
    network:
      statisticalMembers(parts.ensembleWeights.members).length > 0
        ? () => forecastsOf(networkOnly, [])
        : null,
  };
}

/** Forecasts by the code of a forecast call. */
function forecastsBy(model: FittedModel, { header, group, series, notes }: CallContext): MethodForecast[][] {
  const forecasts = group.series.map((): MethodForecast[] => []);
  for (const calls of callsByTime(group, series)) {
    const answers = forecastSeries(
      {
        header,
        series: calls.map(({ planned: { series: at }, origin }) => {
          const { id, times, values } = series[at];
          const from = Math.max(0, origin - model.tail);
          return {
            id,
            times: Float64Array.from(times.slice(from, origin), (time) =>
              parseTime(time, header.time_kind, header.time_zone),
            ),
            values: values.subarray(from, origin),
            covariates: {},
            static: {},
          };
        }),
        horizon: group.horizon,
        quantiles: [...scoredLevels],
        levels: [80],
        samples: 0,
        seed: 1,
        fittedSteps: 0,
      },
      model,
      batchMax,
    );
    for (const [n, answer] of answers.entries()) {
      const { i, j, planned, origin } = calls[n];
      if ('problem' in answer) {
        notes.push(`Series ${answer.series_id} is forecast by its last value: ${answer.problem.detail}`);
        const alone = { ...group, series: [{ ...planned, origins: [origin] }] };
        forecasts[i][j] = forecastByMethod(alone, series, 'naive')[0][0];
      } else forecasts[i][j] = asMethod(answer);
    }
  }
  return forecasts;
}

interface CallContext {
  header: DatasetHeader;
  group: PlannedGroup;
  series: readonly BenchSeries[];
  notes: string[];
}

interface Call {
  i: number; // of the planned series
  j: number; // of its origin
  planned: PlannedGroup['series'][number];
  origin: number;
}

/** Forecasts of the same time go into one call, since the networks of a panel read other series too. */
function callsByTime(group: PlannedGroup, series: readonly BenchSeries[]): Call[][] {
  const calls = group.series.flatMap((planned, i) =>
    planned.origins.map((origin, j): Call => ({ i, j, planned, origin })),
  );
  return [...Map.groupBy(calls, ({ planned, origin }) => series[planned.series].times[origin - 1]).values()];
}

function asMethod(answer: SeriesForecast): MethodForecast {
  const point = Float64Array.from(answer.median);
  const quantiles = new Float64Array(point.length * scoredLevels.length);
  for (const [k, p] of scoredLevels.entries())
    for (let h = 0; h < point.length; h++)
      quantiles[h * scoredLevels.length + k] = answer.quantiles[String(p)][h];
  return { point, quantiles };
}
