import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Dataset, DatasetHeader, SeriesData, SeriesIn } from '../../contracts/dataset.ts';
import {
  type ForecastIn,
  forecastInSchema,
  forecastSchema,
  type SeriesError,
} from '../../contracts/forecast.ts';
import { modelIdSchema } from '../../contracts/ids.ts';
import { limits } from '../../contracts/limits.ts';
import type { Model } from '../../contracts/model.ts';
import type { SeriesReader, TenantId } from '../../contracts/ports.ts';
import { AppError, type Problem } from '../../errors.ts';
import type { AppDeps } from '../deps.ts';
import { requireReady } from '../model-ready.ts';
import { answer, bodyProblems, problems } from '../responses.ts';
import { WeightsCache } from '../weights-cache.ts';

const paramsSchema = z.object({ model_id: modelIdSchema });
const weightsCacheBytesMax = 256 * 1024 * 1024;

export const forecastRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, reader, forecaster }) => {
  const weightsCache = new WeightsCache(weightsCacheBytesMax);

  app.route({
    method: 'POST',
    url: '/models/:model_id/forecasts',
    schema: {
      operationId: 'createForecast',
      summary: 'Forecast the next steps of stored or inline series',
      description: 'Series fail one by one, into `errors`; the call fails only where all of them do.',
      tags: ['forecasts'],
      params: paramsSchema,
      body: forecastInSchema,
      response: {
        200: answer(forecastSchema, 'The forecasts.'),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'model_not_found',
          'model_not_ready',
          'model_failed',
          'horizon_too_long',
          'points_too_many',
          'all_series_failed',
          'overloaded',
        ),
      },
    },
    handler: async ({ tenant, params, body }) => {
      const model = await store.models.get(tenant, params.model_id);
      const { sha256 } = requireReady(model);
      const horizon = horizonOf(body, model);
      const dataset = await store.datasets.get(tenant, model.dataset_id);
      const { header, series, errors } =
        body.series === undefined
          ? await storedSeries(tenant, dataset, model, body.series_ids)
          : inlineSeries(reader, dataset, model, body.series);
      const weights = await weightsCache.get(sha256, () => store.models.weights(tenant, model.id));
      const results =
        series.length === 0
          ? []
          : await forecaster.forecast({
              weights,
              spec: model.spec,
              header,
              series,
              horizon,
              quantiles: sortedUnique(body.quantiles),
              levels: sortedUnique(body.levels),
            });
      const forecasts = results.flatMap((result) => ('problem' in result ? [] : [result]));
      errors.push(...results.flatMap((result) => ('problem' in result ? [result] : [])));
      if (forecasts.length === 0) throw allFailed(errors);
      return {
        model_id: model.id,
        dataset_id: dataset.id,
        dataset_version: dataset.version,
        horizon,
        forecasts,
        errors,
        created_at: new Date().toISOString(),
      };
    },
  });

  /** Only the end of each series is read: what the network looks at. */
  async function storedSeries(
    tenant: TenantId,
    dataset: Dataset,
    model: Model,
    wanted?: string[],
  ): Promise<Histories> {
    const seriesIds = wanted === undefined ? undefined : [...new Set(wanted)];
    const series = await store.datasets.read(tenant, dataset.id, {
      seriesIds,
      seriesMax: limits.forecastSeriesMax,
      tailPoints: forecaster.tailPoints(model.spec),
    });
    const found = new Set(series.map(({ id }) => id));
    const errors = (seriesIds ?? []).filter((id) => !found.has(id)).map(unknownSeries);
    return { header: dataset, series, errors };
  }
};

interface Histories {
  header: DatasetHeader;
  series: SeriesData[];
  errors: SeriesError[];
}

/** Inline values are those of the model's target, whatever the dataset calls its own.
 *  @throws AppError points_too_many */
function inlineSeries(reader: SeriesReader, dataset: Dataset, model: Model, inline: SeriesIn[]): Histories {
  const points = inline.reduce((sum, { values }) => sum + values.length, 0);
  if (points > limits.inlinePointsMax) {
    const message = `the inline series have ${points} points`;
    const accepted = `at most ${limits.inlinePointsMax} in a call`;
    throw new AppError('points_too_many', {
      detail: `${message}; accepted: ${accepted}`,
      faults: [{ path: '/series', message, accepted }],
    });
  }
  const header: DatasetHeader = { ...dataset, target: model.spec.target };
  const read = reader.inline(inline, header);
  return {
    header,
    series: read.flatMap((series) => ('problem' in series ? [] : [series])),
    errors: read.flatMap((series) =>
      'problem' in series ? [{ series_id: series.id, problem: series.problem }] : [],
    ),
  };
}

/** @throws AppError horizon_too_long */
function horizonOf(body: ForecastIn, { spec }: Model): number {
  const horizon = body.horizon ?? spec.horizon;
  if (horizon <= spec.horizon) return horizon;
  const message = `\`horizon\` is ${horizon}, and the model was trained for ${spec.horizon}`;
  const accepted = `at most ${spec.horizon}`;
  throw new AppError('horizon_too_long', {
    detail: `${message}; accepted: ${accepted}`,
    faults: [{ path: '/horizon', message, accepted }],
  });
}

function unknownSeries(id: string): SeriesError {
  const problem: Problem = new AppError('series_not_found', {
    detail: `The dataset has no series \`${id.slice(0, limits.seriesIdLengthMax)}\`.`,
  }).toProblem();
  return { series_id: id, problem };
}

function allFailed(errors: SeriesError[]): AppError {
  const faults = errors.slice(0, limits.faultsMax).map(({ series_id, problem }) => ({
    series_id,
    message: `${problem.code}: ${problem.detail}`,
  }));
  const detail =
    errors.length === 1 ? errors[0].problem.detail : `None of ${errors.length} series could be forecast.`;
  return new AppError('all_series_failed', { detail, faults });
}

function sortedUnique(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
