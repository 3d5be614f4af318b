import type {
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ModelStore,
  SeriesReader,
} from '../contracts/ports/index.ts';
import {
  type Dataset,
  type DatasetHeader,
  datasetEmpty,
  type ForecastIn,
  futureColumns,
  limits,
  type Model,
  type NumericModel,
  requireModelKind,
  requireReady,
  type SeriesData,
  type SeriesError,
  type TenantId,
  type Warning,
} from '../contracts/schemas/index.ts';
import { refuse } from '../errors.ts';
import { accuracyOf } from './accuracy.ts';
import { newAnomalies } from './anomaly-watch.ts';
import { attributionCalls } from './attribution.ts';
import { requireContributions, taskOptions } from './forecast-options.ts';
import {
  type Histories,
  inlineSeries,
  nothingBefore,
  refuseAll,
  seriesUntil,
  storedSeries,
  timeAt,
} from './histories.ts';
import { instantCalls } from './instant-service.ts';
import { futureOf, type Present, presentAt, readFuture, requireSeries } from './known-future.ts';
import { createWeightsReader, weightsCalls } from './model-weights.ts';
import { panelFor } from './panel.ts';
import { storedPresents } from './stored-presents.ts';

const weightsCacheBytesMax = 256 * 1024 * 1024;

export interface ForecastCallsDeps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'similarSeries' | 'listSeries'>;
    models: Pick<ModelStore, 'get' | 'weights'>;
    forecasts: Pick<ForecastStore, 'save' | 'saveInstant'>;
  };
  reader: Pick<SeriesReader, 'inline' | 'warningsOf'>;
  forecaster: Forecaster;
}

export function createForecastCalls({ store, reader, forecaster }: ForecastCallsDeps): ForecastCalls {
  const weightsOf = createWeightsReader(store.models, weightsCacheBytesMax);

  /** @throws AppError dataset_empty where the call has no series either */
  const datasetOf = async (tenant: TenantId, model: Model, { series }: { series?: unknown }) => {
    const dataset = await store.datasets.get(tenant, model.dataset_id);
    if (series === undefined && dataset.series_count === 0) throw datasetEmpty(dataset);
    return dataset;
  };

  /** The series of a call up to their present, and the stored rows after it. */
  async function presentOf(
    tenant: TenantId,
    dataset: Dataset,
    model: NumericModel,
    body: Pick<ForecastIn, 'series' | 'series_ids' | 'as_of' | 'fitted'>,
    horizon: number,
  ): Promise<{
    header: DatasetHeader;
    presents: Present[];
    errors: SeriesError[];
    warnings: Warning[] | null;
  }> {
    const { target } = model.spec;
    const until = timeAt(body.as_of, '/as_of', dataset);
    if (body.series !== undefined) {
      const { header, series, errors } = inlineSeries(reader, dataset, model, body.series, {
        allowsEmpty: true,
      });
      const presents: Present[] = [];
      for (const one of series) {
        const { before, after } = seriesUntil(one, until ?? Number.POSITIVE_INFINITY);
        const isCut = before.times.length === 0 && one.times.length > 0;
        if (!isCut) presents.push(presentAt(before, after, target, header));
        else errors.push(nothingBefore(one.id, body.as_of!, one.times, header));
      }
      const warnings = reader.warningsOf(
        presents.map(({ history }) => history).filter(({ times }) => times.length > 0),
        header,
      );
      return { header, presents, errors, warnings };
    }
    // Only the end of each series is read: the input of the network, and the rows that are known in advance.
    const points = forecaster.tailPoints(model.spec) + (body.fitted ? limits.fittedStepsMax : 0);
    const stored = await storedPresents(store.datasets, tenant, dataset, {
      ...{ seriesIds: body.series_ids, target, points, until, horizon },
      readsFuture: (model.spec.covariates?.future ?? []).length > 0,
    });
    return { header: dataset, ...stored, warnings: null };
  }

  const calls: ForecastCalls = {
    async compute(tenant, model, body, origin = null) {
      requireModelKind(model, 'numeric', { symbols: symbolForecastsWork(model) });
      requireReady(model, instantMeanwhile(model));
      const horizon = horizonOf(body, model);
      const dataset = await datasetOf(tenant, model, body);
      const until = timeAt(body.as_of, '/as_of', dataset);
      const { header, presents, errors, warnings } = await presentOf(tenant, dataset, model, body, horizon);
      const series = presents.map(({ history }) => history);
      const names = model.spec.covariates?.future ?? [];
      const given = readFuture(body.future_covariates, names, horizon, header);
      requireSeries(given, [...series.map(({ id }) => id), ...errors.map(({ series_id }) => series_id)]);
      if (body.explain) requireExplainable(series, horizon, model);
      const columns = futureColumns(model.spec.covariates).length;
      const options = taskOptions(body, series.length, horizon, columns);
      const results =
        series.length === 0
          ? []
          : await forecaster.forecast({
              weights: await weightsOf(tenant, model),
              spec: model.spec,
              header,
              series,
              future: presents.map(({ history, futureRows }) => futureOf(given, history.id, futureRows)),
              horizon,
              panel: await panelFor(store.datasets, tenant, dataset, model, { series, horizon, until }),
              ...options,
              explain: body.explain,
            });
      const forecasts = results.flatMap((result) => ('problem' in result ? [] : [result]));
      errors.push(...results.flatMap((result) => ('problem' in result ? [result] : [])));
      if (forecasts.length === 0) refuseAll(errors);
      const { quantiles, levels, samples, seed } = options;
      const dataWarnings = origin?.warnings ?? warnings;
      return {
        model_id: model.id,
        dataset_id: dataset.id,
        dataset_version: dataset.version,
        horizon,
        request: {
          history: body.series === undefined ? 'stored' : 'inline',
          quantiles,
          levels,
          samples,
          seed,
          as_of: body.as_of ?? null,
          fitted: body.fitted,
          explain: body.explain,
          ...(origin === null || origin.choice === null ? {} : { choice: origin.choice }),
        },
        forecasts,
        errors,
        ...(dataWarnings === null ? {} : { warnings: dataWarnings }),
      };
    },

    async forecast(tenant, model, body, idempotentCall = null, origin = null) {
      return store.forecasts.save(tenant, await calls.compute(tenant, model, body, origin), idempotentCall);
    },

    ...instantCalls({ ...store, forecaster: forecaster.instant }),

    async whileTraining(tenant, model, body, idempotentCall = null) {
      const spec = { ...model.spec, horizon: horizonOf(body, model) };
      const dataset = await datasetOf(tenant, model, body);
      const { series: inline, series_ids: seriesIds, ...options } = body;
      const call = { spec, options, isStored: false };
      if (inline === undefined) return calls.instant(tenant, { ...call, dataset, seriesIds }, idempotentCall);
      const { header, series, errors } = inlineSeries(reader, dataset, model, inline);
      if (series.length === 0) refuseAll(errors);
      const warnings = reader.warningsOf(series, header);
      const data = { name: dataset.name, header, series, warnings, reading: null };
      const made = await calls.instant(tenant, { ...call, data, choice: null }, idempotentCall);
      return { ...made, errors: [...errors, ...made.errors] };
    },

    async newAnomalies(tenant, model, level, series) {
      requireReady(model);
      return newAnomalies({ datasets: store.datasets, forecaster, weightsOf }, tenant, model, level, series);
    },

    async anomalies(tenant, model, body) {
      requireModelKind(model, 'numeric', {
        symbols: `${symbolForecastsWork(model)}: its \`bits\` say how unusual each symbol is`,
      });
      requireReady(model);
      const dataset = await datasetOf(tenant, model, body);
      const from = timeAt(body.from, '/from', dataset);
      const to = timeAt(body.to, '/to', dataset);
      const { header, series, errors } =
        body.series === undefined
          ? await storedSeries(store.datasets, tenant, dataset, body.series_ids, {
              until: to,
              // The observations that are compared at most, and those that the first forecast reads.
              tailPoints: forecaster.tailPoints(model.spec) + limits.anomalyPointsMax + 1,
            })
          : historyUntil(inlineSeries(reader, dataset, model, body.series), to);
      const compared = Math.min(
        limits.anomalySeriesPointsDefault,
        Math.max(1, Math.floor(limits.anomalyPointsMax / Math.max(1, series.length))),
      );
      const spans = series.map((one) => from ?? one.times[Math.max(0, one.times.length - compared)] ?? 0);
      requireFewPoints(series, spans);
      const weights = await weightsOf(tenant, model);
      const batches = await Promise.all(
        [...Map.groupBy(series, (_, i) => spans[i])].map(([first, group]) =>
          forecaster.anomalies({
            weights,
            spec: model.spec,
            header,
            series: group,
            level: body.level,
            from: first,
            to: to ?? Number.MAX_SAFE_INTEGER - 1,
          }),
        ),
      );
      const results = batches.flat();
      errors.push(...results.flatMap((result) => ('problem' in result ? [result] : [])));
      const done = results.flatMap((result) => ('problem' in result ? [] : [result]));
      if (done.length === 0) refuseAll(errors);
      return {
        model_id: model.id,
        level: body.level,
        tested: done.reduce((sum, { tested }) => sum + tested, 0),
        anomalies: done.flatMap(({ anomalies }) => anomalies),
        errors,
      };
    },

    accuracy: (tenant, forecast) => accuracyOf({ store, forecaster }, tenant, forecast),
    inspect({ weights, spec, dataset }) {
      const { name: _, ...header } = dataset;
      return forecaster.inspect({ weights, spec, header });
    },
    ...attributionCalls({ datasets: store.datasets, reader, forecaster, weightsOf, datasetOf }),
    ...weightsCalls(store.models, forecaster),
  };
  return calls;
}

/** Remedy while a model is in training. */
function instantMeanwhile({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with \`"while_training": "instant"\` gives the instant forecast until then.`;
}

/** The call that forecasts with a model of symbols, for refusals. */
function symbolForecastsWork({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with a \`context\``;
}

function historyUntil(histories: Histories, until: number | undefined): Histories {
  if (until === undefined) return histories;
  return { ...histories, series: histories.series.map((series) => seriesUntil(series, until).before) };
}

/** @throws AppError horizon_too_long */
function horizonOf(body: ForecastIn, { spec }: NumericModel): number {
  const horizon = body.horizon ?? spec.horizon;
  if (horizon <= spec.horizon) return horizon;
  refuse('horizon_too_long', {
    path: '/horizon',
    message: `\`horizon\` is ${horizon}, and the model was trained for ${spec.horizon}`,
    accepted: `at most ${spec.horizon}`,
  });
}

/** @throws AppError explanation_too_large */
function requireExplainable({ length }: SeriesData[], horizon: number, { spec }: NumericModel): void {
  const context = spec.context_length ?? limits.contextLengthMax;
  const networks = spec.members ?? 1;
  requireContributions(
    length * horizon * context * networks,
    `${length} series over ${horizon} steps from ${context} observations by ${networks} networks`,
  );
}

/** @throws AppError points_too_many */
function requireFewPoints(series: SeriesData[], spans: number[]): void {
  let points = 0;
  for (const [i, { times }] of series.entries()) {
    const first = times.findIndex((time) => time >= spans[i]);
    if (first >= 0) points += times.length - first;
  }
  if (points <= limits.anomalyPointsMax) return;
  refuse('points_too_many', {
    path: '/from',
    message: `more than ${limits.anomalyPointsMax} observations are from there on`,
    accepted: `at most ${limits.anomalyPointsMax} in a call: a later \`from\`, an earlier \`to\`, or fewer series`,
  });
}
