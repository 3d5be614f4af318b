import {
  answered,
  client,
  type Dataset,
  type DatasetSummary,
  type ForecastIn,
  failureOf,
  GatecastError,
  type InstantCall,
  type Model,
  type ModelSpec,
  type ModelSummary,
  polled,
  type SeriesPoints,
  type SeriesSummary,
} from '../../api/index.ts';
import { readSeriesTail } from '../../parts/index.ts';
import { tailPointsOf } from './baseline.ts';
import type { ForecastCall } from './commands.ts';

export type Time = string | number;

/** The source of the forecast: a model, or nothing but the data. */
export interface Source {
  model: Model | null;
  dataset: Dataset;
}

export interface Offer {
  models: ModelSummary[];
  datasets: DatasetSummary[];
  /** There are more models or datasets, which a search by name finds. */
  isCut: boolean;
}

const offeredMax = 200;

/** The newest models and datasets. @param name beginning of their names */
export async function readOffer(signal: AbortSignal, name = ''): Promise<Offer> {
  const query = { limit: offeredMax, ...(name !== '' && { name: `${name}*` }) };
  const [models, datasets] = await Promise.all([
    answered(client.GET('/v1/models', { params: { query }, signal })),
    answered(client.GET('/v1/datasets', { params: { query }, signal })),
  ]);
  return {
    models: models.data.filter(({ status }) => status === 'ready' || status === 'training'),
    datasets: datasets.data,
    isCut: models.next_cursor !== null || datasets.next_cursor !== null,
  };
}

/** Reads the model and its data again and again. The value is the same object while nothing has changed. */
export function sourceReader({
  model,
  dataset,
}: {
  model?: string | undefined;
  dataset?: string | undefined;
}) {
  const readModel = polled((headers, signal) => {
    const path = { model_id: model ?? '' };
    return client.GET('/v1/models/{model_id}', { params: { path }, headers, signal });
  });
  let known: { id: string; read: (signal: AbortSignal) => Promise<Dataset> } | undefined;
  let last: Source | undefined;
  return async (signal: AbortSignal): Promise<Source> => {
    const found = model === undefined ? null : await readModel(signal);
    const id = found?.dataset_id ?? dataset ?? '';
    if (known?.id !== id) {
      const path = { dataset_id: id };
      const read = polled<Dataset>((headers, signal) =>
        client.GET('/v1/datasets/{dataset_id}', { params: { path }, headers, signal }),
      );
      known = { id, read };
    }
    const data = await known.read(signal);
    if (last === undefined || last.model !== found || last.dataset !== data)
      last = { model: found, dataset: data };
    return last;
  };
}

/** The first series of a dataset. */
export async function readSeries(dataset_id: string, signal: AbortSignal): Promise<SeriesSummary[]> {
  const params = { path: { dataset_id }, query: { limit: 500 } };
  return (await answered(client.GET('/v1/datasets/{dataset_id}/series', { params, signal }))).data;
}

/** The column that is forecast. */
export function targetOf({ model, dataset }: Source): string {
  return model === null || !('target' in model.spec) ? dataset.target : model.spec.target;
}

/** Observed values of the column that is forecast. */
export interface Tail extends SeriesPoints {
  /** Version of the dataset that was known when they were read. */
  version: number;
}

/** The end of a series, about `tailPointsOf` observations. */
export async function readTail(
  source: Source,
  series: Pick<SeriesSummary, 'id' | 'start' | 'end' | 'point_count'>,
  signal: AbortSignal,
): Promise<Tail> {
  const { id, version } = source.dataset;
  const from = { dataset_id: id, column: targetOf(source) };
  return { ...(await readSeriesTail(from, series, tailPointsOf(seasonOf(source)), signal)), version };
}

/** Models of which the target is read: more are not offered. */
const comparedMax = 50;

/** Models to compare with, and why a model is missing that could not be asked for its column. */
export interface Comparable {
  models: readonly ModelSummary[];
  failure: Error | null;
}

/** Other models that forecast the same column of the same data, the newest first. */
export async function readComparable(offer: Offer, source: Source, signal: AbortSignal): Promise<Comparable> {
  const { model, dataset } = source;
  const others = offer.models
    .filter(
      ({ id, dataset_id, status, kind }) =>
        dataset_id === dataset.id && status === 'ready' && kind === 'numeric' && id !== model?.id,
    )
    .slice(0, comparedMax);
  // Lists do not have the target. With a single column there is no other one.
  if (dataset.covariates.length === 0) return { models: others, failure: null };
  let failure: Error | null = null;
  const areSame = await Promise.all(
    others.map(async ({ id }) => {
      try {
        const params = { path: { model_id: id } };
        const { spec } = await answered(client.GET('/v1/models/{model_id}', { params, signal }));
        return 'target' in spec && spec.target === targetOf(source);
      } catch (error) {
        if (signal.aborted || failureOf(error).status === 'offline') throw error;
        // A model that was deleted after the list was read is no choice.
        if (!(error instanceof GatecastError && error.status === 404)) failure = error as Error;
        return false;
      }
    }),
  );
  return { models: others.filter((_, i) => areSame[i]), failure };
}

export const levels = [50, 80, 95];

export function callOf(
  { model, dataset }: { model: Pick<Model, 'id' | 'status'> | null; dataset: Pick<Dataset, 'id'> },
  { series, horizon, asOf }: { series: string; horizon: number; asOf: Time | null },
): ForecastCall {
  const options = { horizon, levels, quantiles: [0.5], ...(asOf === null ? {} : { as_of: asOf }) };
  if (model === null)
    return { model: null, body: { dataset_id: dataset.id, series_ids: [series], ...options } };
  const early = model.status === 'training' ? { while_training: 'instant' } : {};
  return { model: model.id, body: { series_ids: [series], ...options, ...early, store: false } };
}

export interface FoundForecast {
  series_id: string;
  times: Time[];
  median: number[];
  intervals: Record<string, { lower: number[]; upper: number[] }>;
  warnings: string[];
  method: 'instant' | 'trained';
}

/** @throws GatecastError also if the one series could not be forecast */
export async function forecast({ model, body }: ForecastCall, signal: AbortSignal): Promise<FoundForecast> {
  const answer =
    model === null
      ? await client.forecast(body as InstantCall, { signal })
      : await client.forecast(model, body as ForecastIn & { while_training: 'instant' }, { signal });
  const [found] = answer.forecasts;
  if (found === undefined) throw new Error(answer.errors[0]?.problem.detail ?? 'There is no forecast.');
  const { series_id, times, median, intervals, warnings } = found;
  return { series_id, times, median, intervals, warnings, method: answer.method };
}

/** Season of a series in observations; 1 if there is none. */
export function seasonOf({ model, dataset }: Source): number {
  const spec = model === null ? undefined : (model.spec as ModelSpec);
  return spec?.season_length ?? dataset.frequency.season_lengths[0] ?? 1;
}
