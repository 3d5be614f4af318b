/** Forecasts of a model: the answer as a text, and whether it is stored. */
import type {
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ForecastText,
  ModelForecastIn,
  ModelStore,
  ServedModel,
  StoreForecast,
  TextForm,
  TextTask,
  Writing,
  WrittenForecast,
} from '../contracts/ports/index.ts';
import type { Forecast, SeriesError } from '../contracts/schemas/index.ts';
import type { ForecastCache } from './forecast-cache.ts';
import {
  type BatchTask,
  batchTasks,
  type ForecastHead,
  type ForecastTaskDeps,
  type ModelForecastCall,
} from './forecast-tasks.ts';
import {
  type Contents,
  packedForecast,
  textOfForecast,
  trainedHead,
  withErrorCells,
} from './forecast-texts.ts';
import { refuseAll } from './inputs/histories.ts';
import { subjectOf } from './series-of-call.ts';
import { createModelUses } from './served/model-uses.ts';

interface Deps extends ForecastTaskDeps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore' | 'similarSeries'>;
    forecasts: Pick<ForecastStore, 'savePacked'>;
    models: Pick<ModelStore, 'markUsed' | 'seriesOf'>;
  };
  forecaster: Pick<Forecaster, 'forecastTexts' | 'withEmptyCells' | 'tailPoints' | 'methodOperations'>;
  cache: ForecastCache;
}

type HeadOfCall = Omit<BatchTask, 'task'>;

export function createModelForecasts(
  deps: Deps,
): Pick<ForecastCalls, 'computePacked' | 'forecast' | 'computeForecast' | 'fleetMemberForecast'> {
  const { store, forecaster, cache } = deps;
  const markUsed = createModelUses(store.models);

  /** A call that names one stored series, and nothing else that a forecast is made from, may be
   *  answered from the cache. */
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
    call: ModelForecastCall,
    writing: Writing,
  ): Promise<HeadOfCall & { parts: readonly ForecastText[]; seriesIds: string[] }> {
    const { served, body } = call;
    const parts: ForecastText[] = [];
    const seriesIds: string[] = [];
    const ofCall = await collect(batchTasks(deps, call), async (task) => {
      const texts = await textsOf(served, body, { ...task, explain: body.explain, ...writing });
      const failed = texts.flatMap((text) => text.errors);
      const failedIds = new Set(failed.map(({ series_id }) => series_id));
      seriesIds.push(...task.series.map(({ id }) => id).filter((id) => !failedIds.has(id)));
      parts.push(...texts);
      return failed;
    });
    if (seriesIds.length === 0 && ofCall.errors.length === 0) refuseAll([], { id: ofCall.head.dataset_id });
    return { ...ofCall, parts, seriesIds };
  }

  /** @throws AppError as `ForecastCalls.computePacked` */
  async function compute(
    call: ModelForecastCall,
    writing: Writing,
  ): Promise<{ head: ForecastHead; contents: Contents }> {
    const { head, parts, seriesIds, errors, warnings } = await textsOfCall(call, writing);
    if (seriesIds.length === 0) refuseAll(errors, { id: head.dataset_id });
    const contents = {
      parts: await withErrorCells(forecaster, parts, errors, writing.form),
      errors,
      warnings,
    };
    return { head, contents };
  }

  async function computeForecast(call: ModelForecastCall, form: TextForm): Promise<StoreForecast> {
    const { tenant, served, body } = call;
    const { head, contents } = await compute(call, { form, isPacked: body.store });
    const answer = (stored: Pick<Forecast, 'id' | 'created_at'>): WrittenForecast => ({
      id: stored.id,
      text: textOfForecast(trainedHead(head, stored), contents, form),
    });
    if (!body.store)
      return async () => {
        await markUsed(served.model);
        return answer({ id: null, created_at: new Date().toISOString() });
      };
    const forecast = packedForecast(head, contents);
    return (idempotentCall, required = null) =>
      store.forecasts.savePacked(tenant, forecast, answer, idempotentCall, required);
  }

  return {
    async computePacked(tenant, model, body) {
      const served = await subjectOf(store, tenant, model, body);
      const form = { type: 'json', order: 'made' } as const; // this text is what is packed
      const { head, contents } = await compute({ tenant, served, body }, { form, isPacked: true });
      return packedForecast(head, contents);
    },

    async forecast(tenant, model, body, form, { idempotentCall = null, origin } = {}) {
      const served = await subjectOf(store, tenant, model, body);
      const storeForecast = await computeForecast({ tenant, served, body, origin }, form);
      return storeForecast(idempotentCall);
    },

    computeForecast: (tenant, served, body, form) => computeForecast({ tenant, served, body }, form),

    async fleetMemberForecast(tenant, served, body, form, seriesOfCall) {
      const call = { tenant, served, body, seriesOfCall };
      const { head, ...rest } = await textsOfCall(call, { form, isPacked: false });
      await markUsed(served.model);
      return { ...head, ...rest };
    },
  };
}

/** Goes through the batches of a call.
 *  @param each forecasts the series of a batch, and returns the errors of those that it cannot forecast
 *  @returns head and warnings, which all batches have in common, and the errors of all batches */
async function collect(
  batches: AsyncIterable<BatchTask>,
  each: (task: NonNullable<BatchTask['task']>) => Promise<SeriesError[]>,
): Promise<HeadOfCall> {
  const errors: SeriesError[] = [];
  let ofCall: Pick<BatchTask, 'head' | 'warnings'> | undefined;
  for await (const { task, errors: unread, head, warnings } of batches) {
    ofCall ??= { head, warnings };
    errors.push(...unread);
    if (task !== null) errors.push(...(await each(task)));
  }
  return { ...ofCall!, errors };
}
