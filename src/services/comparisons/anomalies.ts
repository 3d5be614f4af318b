import type { DatasetStore, Forecaster, IndexRange, SeriesReader } from '../../contracts/ports/index.ts';
import {
  type Anomalies,
  type AnomaliesIn,
  type Dataset,
  type DatasetHeader,
  historyLength,
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
import { rowsAhead } from '../inputs/rows-ahead.ts';
import { readRanges } from './range-reads.ts';

export interface AnomaliesDeps {
  datasets: Pick<DatasetStore, 'read' | 'countsBefore' | 'similarSeries'>;
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Pick<Forecaster, 'anomalies' | 'tailPoints' | 'methodOperations'>;
  weightsOf: WeightsReader;
}

/** The observations that a call compares. */
interface Compared {
  header: DatasetHeader;
  /** Number of observations that are compared at the end of each series, by its id. Stored rows after the last
   *  observation count if the call has `from`. */
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

/** Compares observations of the series of a call with their one-step forecasts. Stored series are read and compared in
 *  parts, and only as far as that needs them. @throws AppError points_too_many, forecast_too_large, overloaded */
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
  requireFewPoints(counts, most, body);
  const weights = await deps.weightsOf(tenant, model);
  const to = span.to ?? Number.MAX_SAFE_INTEGER - 1;
  const answer: Anomalies = { model_id: model.id, level, tested: 0, anomalies: [], errors };
  let isAnswered = false;
  for await (const series of parts) {
    const firstOf = (one: SeriesData) => {
      const first = historyLength(one, spec.target, header) - counts.get(one.id)!;
      return span.from ?? one.times[Math.max(0, first)] ?? 0;
    };
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
  // Without `from` the last observation is not known before the rows are read.
  const ahead = from === undefined ? rowsAhead(dataset) : 0;
  const tail = forecaster.tailPoints(spec) + ahead;
  const counts = new Map<string, number>();
  const ranges = new Map<string, IndexRange>();
  for (const { id, point_count, before } of found) {
    const end = to === undefined ? point_count : before[0];
    const first = from === undefined ? Math.max(0, end - ofSeries) : Math.min(end, before.at(-1)!);
    counts.set(id, end - first);
    ranges.set(id, { first: first === end ? end : Math.max(0, first - tail), end });
  }
  return { header: dataset, counts, parts: readRanges(datasets, tenant, dataset, ranges), errors };
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
  const countOf = (one: SeriesData) => {
    const end = historyLength(one, model.spec.target, header);
    if (from === undefined) return Math.min(end, ofSeries);
    const first = one.times.subarray(0, end).findIndex((time) => time >= from);
    return first < 0 ? 0 : end - first;
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
function requireFewPoints(
  counts: ReadonlyMap<string, number>,
  most: number,
  { from, series }: Pick<AnomaliesIn, 'from' | 'series'>,
): void {
  let points = 0;
  for (const count of counts.values()) points += count;
  if (points <= most) return;
  const reason =
    most < limits.anomalyPointsMax ? ', as each is forecast by all networks and methods of the model' : '';
  // Without `from` each series counts with one observation at least.
  const fewer = from === undefined ? 'fewer series' : 'a later `from`, an earlier `to`, or fewer series';
  refuse('points_too_many', {
    path: from === undefined ? (series === undefined ? '/series_ids' : '/series') : '/from',
    message: `${points} observations would be compared`,
    accepted: `at most ${most} in a call of this model${reason}: ${fewer}`,
  });
}
