import {
  answered,
  client,
  type Explanation,
  type ForecastIn,
  type Memory,
  type Model,
  type ModelSpec,
  type ModelSummary,
  type SeriesPoints,
  type SeriesSummary,
  type Trace,
} from '../../api/index.ts';
import { readSeriesTail, unlistedSeries } from '../../parts/index.ts';

/** Models that are ready, the newest first. */
export interface ReadyModels {
  models: ModelSummary[];
  /** There are more, which a search by name finds. */
  isCut: boolean;
}

/** @param name beginning of the names of the models */
export async function readModels(signal: AbortSignal, name = ''): Promise<ReadyModels> {
  const query = { status: 'ready', limit: 200, ...(name !== '' && { name: `${name}*` }) } as const;
  const page = await answered(client.GET('/v1/models', { params: { query }, signal }));
  return { models: page.data, isCut: page.next_cursor !== null };
}

export function readModel(model_id: string, signal: AbortSignal): Promise<Model> {
  return answered(client.GET('/v1/models/{model_id}', { params: { path: { model_id } }, signal }));
}

export function readMemory(model_id: string, signal: AbortSignal): Promise<Memory> {
  return answered(client.GET('/v1/models/{model_id}/memory', { params: { path: { model_id } }, signal }));
}

/** The first series of a dataset, and the wanted one if it is not among them. */
export async function readSeries(
  dataset_id: string,
  wanted: string | null,
  signal: AbortSignal,
): Promise<SeriesSummary[]> {
  const path = { dataset_id };
  const params = { path, query: { limit: 500 } };
  const { data } = await answered(client.GET('/v1/datasets/{dataset_id}/series', { params, signal }));
  if (wanted === null || data.some(({ id }) => id === wanted)) return data;
  const dataset = await answered(client.GET('/v1/datasets/{dataset_id}', { params: { path }, signal }));
  const other = unlistedSeries(dataset, wanted);
  return other === null ? data : [other, ...data];
}

/** Observations at the end of a series from which the time of a forecast is chosen. */
const tailPoints = 400;

/** Observed values of the column that the model forecasts. */
export function readTail(
  { dataset_id, spec }: Pick<Model, 'dataset_id' | 'spec'>,
  series: SeriesSummary,
  signal: AbortSignal,
): Promise<SeriesPoints> {
  const column = (spec as ModelSpec).target;
  return readSeriesTail({ dataset_id, column }, series, tailPoints, signal);
}

/** A forecast of a stored series from a time; null: the newest. */
export interface Origin {
  series: string;
  asOf: string | number | null;
}

export interface Explained {
  times: (string | number)[];
  explanation: Explanation;
}

export async function readExplained(
  model: string,
  { series, asOf }: Origin,
  signal: AbortSignal,
): Promise<Explained> {
  const options = { explain: true, store: false, ...(asOf === null ? {} : { as_of: asOf }) };
  const answer = await client.forecast(
    model,
    { series_ids: [series], ...options } as ForecastIn & { while_training: 'instant' },
    { signal },
  );
  const [found] = answer.forecasts;
  if (found?.explanation === undefined || !('contributions' in found.explanation))
    throw new Error(answer.errors[0]?.problem.detail ?? 'The forecast has no explanation.');
  return { times: found.times, explanation: found.explanation };
}

/** Steps at the end of a series that are drawn. */
const stepsShown = 24;

export async function readTrace(
  model_id: string,
  { series, asOf }: Origin,
  signal: AbortSignal,
): Promise<Trace> {
  const body = {
    series_id: series,
    last_steps: stepsShown,
    gradients: 'norms' as const,
    ...(asOf === null ? {} : { as_of: asOf }),
  };
  const params = { path: { model_id } };
  const answer = await answered(
    client.POST('/v1/models/{model_id}/trace', { params, body: body as never, signal }),
  );
  if ('symbols' in answer) throw new Error('The trace is that of a sequence of symbols.');
  return answer;
}
