/** Forecasts of a model: what a call asks for, the answer as an object or as a text, and whether it is stored. */
import type {
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ForecastTask,
  ForecastText,
  ModelForecastIn,
  ModelStore,
  NewForecast,
  OneShotOrigin,
  SeriesReader,
  ServedModel,
  StoreForecast,
  TextForm,
  TextTask,
  WrittenForecast,
} from '../contracts/ports/index.ts';
import {
  type Dataset,
  type DatasetHeader,
  type Forecast,
  type ForecastIn,
  futureColumns,
  limits,
  type Model,
  type NumericModel,
  requireModelKind,
  requireReady,
  rowsUntil,
  type SeriesError,
  type TenantId,
  type Warning,
} from '../contracts/schemas/index.ts';
import { refuse } from '../errors.ts';
import type { ForecastCache } from './forecast-cache.ts';
import { requireContributions, taskOptions } from './forecast-options.ts';
import { fitted, packedContents, textOfForecast, trainedHead } from './forecast-texts.ts';
import { inlineSeries, nothingBefore, refuseAll, timeAt } from './inputs/histories.ts';
import type { WeightsReader } from './inputs/model-weights.ts';
import { pastObservationsMax, requireSeriesOperations } from './inputs/operations.ts';
import type { SeriesTails } from './inputs/series-tails.ts';
import {
  futureOf,
  type Given,
  readFuture,
  requireKnownSeries,
  type SeriesAtOrigin,
  splitAtOrigin,
} from './known-future.ts';
import { panelFor } from './panel.ts';
import { storedIdsOf, subjectOf } from './series-of-call.ts';
import { createModelUses } from './served/model-uses.ts';
import type { PanelCandidates } from './served/panel-candidates.ts';
import { storedGroups } from './stored-groups.ts';
import { storedSeriesAtOrigin } from './stored-series-at-origin.ts';

interface Deps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore' | 'similarSeries'>;
    forecasts: Pick<ForecastStore, 'savePacked'>;
    models: Pick<ModelStore, 'markUsed' | 'seriesOf'>;
  };
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Pick<
    Forecaster,
    'forecast' | 'forecastTexts' | 'withEmptyCells' | 'tailPoints' | 'methodOperations'
  >;
  weightsOf: WeightsReader;
  tails: SeriesTails;
  candidates: PanelCandidates;
  cache: ForecastCache;
}

/** A call, or a part of it. */
interface PartOfCall {
  tenant: TenantId;
  model: NumericModel;
  dataset: Dataset;
  body: ModelForecastIn;
  origin: OneShotOrigin | null;
  horizon: number;
  /** Only observations up to this time. */
  until: number | undefined;
  /** Series of the whole call, if this is only a part of it. */
  seriesOfCall: number;
  /** Future covariates of the whole call. Absent: those of `body` are read. */
  given?: Given[];
}

/** A part of a call whose series are read. */
interface TaskPart {
  head: Head;
  /** Null if no series could be read. */
  task: Omit<ForecastTask, 'explain'> | null;
  errors: SeriesError[];
  warnings: Warning[] | null;
}
type Head = Omit<NewForecast, 'forecasts' | 'errors' | 'warnings'>;
type HeadOfCall = Omit<TaskPart, 'task'>;

export function createModelForecasts({
  store,
  reader,
  forecaster,
  weightsOf,
  tails,
  candidates,
  cache,
}: Deps): Pick<ForecastCalls, 'compute' | 'forecast' | 'computeThenStore' | 'part'> {
  const isUsed = createModelUses(store.models);

  /** Only the end of each stored series is read: the input of the network, and what `fitted` forecasts again. */
  const pointsRead = ({ spec }: NumericModel, { fitted }: Pick<ModelForecastIn, 'fitted'>) =>
    forecaster.tailPoints(spec) + (fitted ? limits.fittedStepsMax : 0);

  /** The series of a call up to the origin of their forecast, and the stored rows after it. */
  async function seriesAtOrigin(
    tenant: TenantId,
    dataset: Dataset,
    model: NumericModel,
    body: Pick<ModelForecastIn, 'series' | 'series_ids' | 'as_of' | 'fitted'>,
    { horizon, until }: { horizon: number; until: number | undefined },
  ): Promise<{
    header: DatasetHeader;
    atOrigin: SeriesAtOrigin[];
    errors: SeriesError[];
    warnings: Warning[] | null;
  }> {
    const { target } = model.spec;
    if (body.series !== undefined) {
      const inline = await inlineSeries(reader, dataset, model, body.series, {
        allowsEmpty: true,
        warnsOf: { until: until ?? Number.POSITIVE_INFINITY },
      });
      const { header, series, errors, warnings } = inline;
      const atOrigin: SeriesAtOrigin[] = [];
      for (const one of series) {
        const { before, after } = rowsUntil(one, until ?? Number.POSITIVE_INFINITY);
        const isCut = before.times.length === 0 && one.times.length > 0;
        if (!isCut) atOrigin.push(splitAtOrigin(before, after, target, header));
        else errors.push(nothingBefore(one.id, body.as_of!, one.times, header));
      }
      return { header, atOrigin, errors, warnings };
    }
    const datasets = { ...store.datasets, ...tails.of(dataset) };
    const stored = await storedSeriesAtOrigin(datasets, tenant, dataset, {
      seriesIds: body.series_ids,
      target,
      points: pointsRead(model, body),
      until,
      horizon,
      readsFuture: futureOfModel(model).length > 0,
    });
    return { header: dataset, ...stored, warnings: null };
  }

  /** The parts of a call, one at a time: each holds the series that are read at once. All have the same head. */
  async function* taskParts(
    tenant: TenantId,
    served: ServedModel,
    asked: ModelForecastIn,
    origin: OneShotOrigin | null,
    seriesOfCall = 0,
  ): AsyncGenerator<TaskPart> {
    const { model, dataset } = served;
    requireModelKind(model, 'numeric', { symbols: symbolForecastsWork(model) });
    requireReady(model, instantMeanwhile(model));
    const horizon = horizonOf(asked, model);
    const body = { ...asked, series_ids: storedIdsOf(served, asked) };
    const until = timeAt(body.as_of, '/as_of', dataset);
    const call = { tenant, model, dataset, origin, horizon, until };
    const { series, series_ids: wanted } = body;
    const groups =
      series === undefined
        ? await storedGroups(store.datasets, tenant, dataset, { wanted, points: pointsRead(model, body) })
        : null;
    if (groups === null) return yield taskOfPart({ ...call, body, seriesOfCall });
    const ids = groups.flat();
    const given = await readFuture(body.future_covariates, futureOfModel(model), horizon, dataset);
    requireKnownSeries(given, ids);
    for (const series_ids of groups)
      yield taskOfPart({
        ...call,
        given,
        body: { ...body, series_ids },
        seriesOfCall: Math.max(seriesOfCall, ids.length),
      });
  }

  async function taskOfPart({
    tenant,
    model,
    dataset,
    body,
    origin,
    horizon,
    until,
    seriesOfCall,
    given: givenForAll,
  }: PartOfCall): Promise<TaskPart> {
    const { header, atOrigin, errors, warnings } = await seriesAtOrigin(tenant, dataset, model, body, {
      horizon,
      until,
    });
    const series = atOrigin.map(({ history }) => history);
    const given =
      givenForAll ?? (await readFuture(body.future_covariates, futureOfModel(model), horizon, header));
    if (givenForAll === undefined)
      requireKnownSeries(given, [...series.map(({ id }) => id), ...errors.map(({ series_id }) => series_id)]);
    const counted = Math.max(series.length, seriesOfCall);
    if (body.explain) requireExplainable(counted, horizon, model);
    const columns = futureColumns(model.spec.covariates).length;
    const pastMost = pastObservationsMax(model.spec, forecaster.methodOperations(model.spec));
    const options = taskOptions(body, {
      count: series.length,
      horizon,
      columns,
      ofCall: counted,
      fittedPoints: pastMost - counted,
    });
    requireSeriesOperations(model.spec, counted * (1 + options.fittedSteps), {
      explained: body.explain ? counted : 0,
      horizon,
    });
    const { quantiles, levels, samples, seed } = options;
    const head: Head = {
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
    };
    const rest = { head, errors, warnings: origin?.warnings ?? warnings };
    if (series.length === 0) return { ...rest, task: null };
    const task = {
      weights: await weightsOf(tenant, model),
      spec: model.spec,
      header,
      series,
      future: atOrigin.map(({ history, futureRows }) => futureOf(given, history.id, futureRows)),
      horizon,
      ...(await panelFor({ datasets: store.datasets, candidates }, tenant, dataset, model, {
        atOrigin,
        horizon,
        until,
      })),
      ...options,
    };
    return { ...rest, task };
  }

  /** A call that names one stored series, and nothing else that a forecast is made from, may be answered from the cache. */
  async function textsOf(
    served: ServedModel,
    { series, series_ids, as_of, future_covariates }: ModelForecastIn,
    task: TextTask,
  ): Promise<readonly ForecastText[]> {
    const compute = () => forecaster.forecastTexts(task);
    const isOfData = series === undefined && as_of === undefined && future_covariates === undefined;
    const ids = series_ids ?? served.seriesIds;
    return isOfData && ids?.length === 1 && task.panel === undefined && !task.explain
      ? cache.of(served, ids[0], task, compute)
      : compute();
  }

  /** The texts of a call, and all its errors; no texts if no series could be forecast.
   *  @throws AppError dataset_not_found if there is neither */
  async function textsOfCall(
    tenant: TenantId,
    served: ServedModel,
    body: ModelForecastIn,
    form: TextForm,
    origin: OneShotOrigin | null,
    seriesOfCall?: number,
  ): Promise<HeadOfCall & { parts: readonly ForecastText[]; seriesIds: string[] }> {
    const { explain, store: isPacked } = body;
    const parts: ForecastText[] = [];
    const seriesIds: string[] = [];
    const tasks = taskParts(tenant, served, body, origin, seriesOfCall);
    const call = await collect(tasks, async (task) => {
      const texts = await textsOf(served, body, { ...task, explain, form, isPacked });
      const failed = texts.flatMap((text) => text.errors);
      const failedIds = new Set(failed.map(({ series_id }) => series_id));
      seriesIds.push(...task.series.map(({ id }) => id).filter((id) => !failedIds.has(id)));
      parts.push(...texts);
      return failed;
    });
    if (seriesIds.length === 0 && call.errors.length === 0) refuseAll([], { id: call.head.dataset_id });
    return { ...call, parts, seriesIds };
  }

  async function computeThenStore(
    tenant: TenantId,
    served: ServedModel,
    body: ModelForecastIn,
    form: TextForm,
    origin: OneShotOrigin | null = null,
  ): Promise<StoreForecast> {
    const { head, parts, seriesIds, errors, warnings } = await textsOfCall(
      tenant,
      served,
      body,
      form,
      origin,
    );
    if (seriesIds.length === 0) refuseAll(errors, { id: head.dataset_id });
    const contents = { parts: await fitted(forecaster, parts, errors, form), errors, warnings };
    const answer = (stored: Pick<Forecast, 'id' | 'created_at'>): WrittenForecast => ({
      id: stored.id,
      text: textOfForecast(trainedHead(head, stored), contents, form),
    });
    if (!body.store)
      return async () => {
        await isUsed(served.model);
        return answer({ id: null, created_at: new Date().toISOString() });
      };
    const series_count = parts.reduce((sum, { count }) => sum + count, 0);
    const forecast = { ...head, series_count, packed: packedContents(contents) };
    return (idempotentCall, required = null) =>
      store.forecasts.savePacked(tenant, forecast, answer, idempotentCall, required);
  }

  return {
    async compute(tenant, model, body, origin = null) {
      const served = await subjectOf(store, tenant, model, body);
      const forecasts: NewForecast['forecasts'] = [];
      const tasks = taskParts(tenant, served, body, origin);
      const { head, warnings, errors } = await collect(tasks, async (task) => {
        const failed: SeriesError[] = [];
        for (const result of await forecaster.forecast({ ...task, explain: body.explain }))
          if ('problem' in result) failed.push(result);
          else forecasts.push(result);
        return failed;
      });
      if (forecasts.length === 0) refuseAll(errors, { id: head.dataset_id });
      return { ...head, forecasts, errors, ...(warnings === null ? {} : { warnings }) };
    },

    async forecast(tenant, model, body, form, idempotentCall = null, origin = null) {
      const subject = await subjectOf(store, tenant, model, body);
      const storeForecast = await computeThenStore(tenant, subject, body, form, origin);
      return storeForecast(idempotentCall);
    },

    computeThenStore: (tenant, served, body, form) => computeThenStore(tenant, served, body, form),

    async part(tenant, served, body, form, seriesOfCall) {
      const { head, ...rest } = await textsOfCall(tenant, served, body, form, null, seriesOfCall);
      await isUsed(served.model);
      return { ...head, ...rest };
    },
  };
}

/** Goes through the parts of a call.
 *  @param each forecasts the series of a part, and returns the errors of those that it cannot forecast
 *  @returns head and warnings, which all parts have in common, and the errors of all parts */
async function collect(
  parts: AsyncIterable<TaskPart>,
  each: (task: NonNullable<TaskPart['task']>) => Promise<SeriesError[]>,
): Promise<HeadOfCall> {
  const errors: SeriesError[] = [];
  let ofCall: Pick<TaskPart, 'head' | 'warnings'> | undefined;
  for await (const { task, errors: unread, head, warnings } of parts) {
    ofCall ??= { head, warnings };
    errors.push(...unread);
    if (task !== null) errors.push(...(await each(task)));
  }
  return { ...ofCall!, errors };
}

/** Remedy while a model is in training. */
function instantMeanwhile({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with \`"while_training": "instant"\` gives the instant forecast until then.`;
}

/** The call that forecasts with a model of symbols, for refusals. */
export function symbolForecastsWork({ id }: Model): string {
  return `POST /v1/models/${id}/forecasts with a \`context\``;
}

/** @throws AppError horizon_too_long */
export function horizonOf(body: Pick<ForecastIn, 'horizon'>, { spec }: NumericModel): number {
  const horizon = body.horizon ?? spec.horizon;
  if (horizon <= spec.horizon) return horizon;
  const fault = {
    path: '/horizon',
    message: `\`horizon\` is ${horizon}, and the model was trained for ${spec.horizon}`,
    accepted: `at most ${spec.horizon}`,
  };
  refuse('horizon_too_long', fault, undefined, { horizon, limit: spec.horizon });
}

/** The covariates that the model knows in advance. */
function futureOfModel({ spec }: NumericModel): readonly string[] {
  return spec.covariates?.future ?? [];
}

/** @param count number of series. @throws AppError explanation_too_large */
function requireExplainable(count: number, horizon: number, { spec }: NumericModel): void {
  const context = spec.context_length ?? limits.contextLengthMax;
  const networks = spec.members ?? 1;
  requireContributions(
    count * horizon * context * networks,
    `${count} series over ${horizon} steps from ${context} observations by ${networks} networks`,
  );
}
