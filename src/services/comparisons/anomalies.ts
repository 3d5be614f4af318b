import type { DatasetStore, Forecaster, Places, SeriesReader } from '../../contracts/ports/index.ts';
import {
  type Anomalies,
  type AnomaliesIn,
  type Dataset,
  type DatasetHeader,
  limits,
  type NumericModel,
  rowsUntil,
  type SeriesData,
  type SeriesError,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { someAtOnce } from '../../sharing/index.ts';
import { inlineSeries, keptOf, refuseAll, timeAt, unknownErrors } from '../inputs/histories.ts';
import type { WeightsReader } from '../inputs/model-weights.ts';
import { pastObservationsMax } from '../inputs/operations.ts';
import { readPlaces } from './places.ts';

export interface AnomaliesDeps {
  datasets: Pick<DatasetStore, 'read' | 'countsBefore' | 'similarSeries'>;
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Pick<Forecaster, 'anomalies' | 'tailPoints' | 'methodOperations'>;
  weightsOf: WeightsReader;
}

/** The observations that a call compares. */
interface Compared {
  header: DatasetHeader;
  /** Number of observations that are compared at the end of each series, by its id. */
  counts: ReadonlyMap<string, number>;
  /** The series up to `to`, in parts. */
  parts: AsyncIterable<SeriesData[]> | Iterable<SeriesData[]>;
  errors: SeriesError[];
}

interface Span {
  from: number | undefined;
  to: number | undefined;
  /** Observations that the call can compare. */
  most: number;
}

/** Compares observations of the series of a call with their one-step forecasts. Stored series are read and compared in parts,
 *  and only as far as that needs them. @throws AppError points_too_many, forecast_too_large, overloaded */
export async function anomaliesOf(
  deps: AnomaliesDeps,
  tenant: TenantId,
  model: NumericModel,
  dataset: Dataset,
  body: AnomaliesIn,
): Promise<Anomalies> {
  const { spec } = model;
  const { level } = body;
  const span = { from: timeAt(body.from, '/from', dataset), to: timeAt(body.to, '/to', dataset) };
  const most = Math.min(
    limits.anomalyPointsMax,
    pastObservationsMax(spec, deps.forecaster.methodOperations(spec)),
  );
  const { header, counts, parts, errors } =
    body.series === undefined
      ? await storedOf(deps, tenant, model, dataset, body.series_ids, { ...span, most })
      : await inlineOf(deps, model, dataset, body.series, { ...span, most });
  requireFewPoints(counts, most);
  const weights = await deps.weightsOf(tenant, model);
  const to = span.to ?? Number.MAX_SAFE_INTEGER - 1;
  const answer: Anomalies = { model_id: model.id, level, tested: 0, anomalies: [], errors };
  let isAnswered = false;
  for await (const series of parts) {
    const firstOf = (one: SeriesData) => span.from ?? one.times[one.times.length - counts.get(one.id)!] ?? 0;
    const groups = [...Map.groupBy(series, firstOf)];
    const results = await someAtOnce(groups, ([from, group]) =>
      deps.forecaster.anomalies({ weights, spec, header, series: group, level, from, to }),
    );
    for (const result of results.flat()) {
      if ('problem' in result) errors.push(result);
      else {
        isAnswered = true;
        answer.tested += result.tested;
        for (const anomaly of result.anomalies) answer.anomalies.push(anomaly);
      }
    }
  }
  if (!isAnswered) refuseAll(errors, dataset);
  return answer;
}

async function storedOf(
  { datasets, forecaster }: AnomaliesDeps,
  tenant: TenantId,
  { spec }: NumericModel,
  dataset: Dataset,
  wanted: string[] | undefined,
  { from, to, most }: Span,
): Promise<Compared> {
  const seriesIds = wanted === undefined ? undefined : [...new Set(wanted)];
  // Times are whole numbers: what is before the next one is not after `to`.
  const times = [...(to === undefined ? [] : [to + 1]), ...(from === undefined ? [] : [from])];
  const { version } = dataset;
  const options = { seriesIds, seriesMax: limits.forecastSeriesMax, version };
  const found = await keptOf(
    dataset,
    datasets.countsBefore(tenant, dataset.id, () => times, options),
  );
  const errors = await unknownErrors(datasets, tenant, dataset, seriesIds, found);
  const ofSeries = comparedDefault(found.length, most);
  const tail = forecaster.tailPoints(spec);
  const counts = new Map<string, number>();
  const places = new Map<string, Places>();
  for (const { id, point_count, before } of found) {
    const end = to === undefined ? point_count : before[0];
    const first = from === undefined ? Math.max(0, end - ofSeries) : Math.min(end, before.at(-1)!);
    counts.set(id, end - first);
    places.set(id, { first: first === end ? end : Math.max(0, first - tail), end });
  }
  return { header: dataset, counts, parts: readPlaces(datasets, tenant, dataset, places), errors };
}

async function inlineOf(
  { reader }: AnomaliesDeps,
  model: NumericModel,
  dataset: Dataset,
  given: NonNullable<AnomaliesIn['series']>,
  { from, to, most }: Span,
): Promise<Compared> {
  const { header, series: read, errors } = await inlineSeries(reader, dataset, model, given);
  const series = to === undefined ? read : read.map((one) => rowsUntil(one, to).before);
  const ofSeries = comparedDefault(series.length, most);
  const countOf = ({ times }: SeriesData) => {
    if (from === undefined) return Math.min(times.length, ofSeries);
    const first = times.findIndex((time) => time >= from);
    return first < 0 ? 0 : times.length - first;
  };
  const counts = new Map(series.map((one) => [one.id, countOf(one)]));
  return { header, counts, parts: [series], errors };
}

/** Observations of each series that a call without `from` compares.
 *  @param most observations of the call, over all series */
export function comparedDefault(seriesCount: number, most: number): number {
  const share = Math.max(1, Math.floor(most / Math.max(1, seriesCount)));
  return Math.min(limits.anomalySeriesPointsDefault, share);
}

/** @throws AppError points_too_many */
function requireFewPoints(counts: ReadonlyMap<string, number>, most: number): void {
  let points = 0;
  for (const count of counts.values()) points += count;
  if (points <= most) return;
  const reason =
    most < limits.anomalyPointsMax ? ', as each is forecast by all networks and methods of the model' : '';
  refuse('points_too_many', {
    path: '/from',
    message: `${points} observations would be compared`,
    accepted: `at most ${most} in a call of this model${reason}: a later \`from\`, an earlier \`to\`, or fewer series`,
  });
}
