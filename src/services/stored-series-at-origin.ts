import type { DatasetStore, ReadOptions } from '../contracts/ports/index.ts';
import { type Dataset, formatTime, type SeriesError, type TenantId } from '../contracts/schemas/index.ts';
import { nothingBefore, storedSeries } from './inputs/histories.ts';
import { rowsAhead } from './inputs/rows-ahead.ts';
import { type SeriesAtOrigin, splitAtOrigin } from './known-future.ts';

interface StoredBatch {
  /** Absent: all series, up to `forecastSeriesMax`. */
  seriesIds: string[] | undefined;
  target: string;
  /** Largest number of last observations of a series. */
  points: number;
  /** Only observations up to this time. */
  until: number | undefined;
  horizon: number;
  /** Whether rows after the last observation are read: they hold covariates that are known in advance. */
  readsFuture: boolean;
}

/** The ends of stored series up to the origin of their forecast, and the rows after it. */
export async function storedSeriesAtOrigin(
  datasets: Pick<DatasetStore, 'read' | 'similarSeries'>,
  tenant: TenantId,
  dataset: Dataset,
  { seriesIds, target, points, until, horizon, readsFuture }: StoredBatch,
): Promise<{ atOrigin: SeriesAtOrigin[]; errors: SeriesError[] }> {
  const tailPoints = points + rowsAhead(dataset);
  const { series: read, errors } = await storedSeries(datasets, tenant, dataset, seriesIds, {
    tailPoints,
    until,
  });
  const series = read.filter(({ times }) => times.length > 0);
  const later = read.filter(({ times }) => times.length === 0).map(({ id }) => id);
  if (later.length > 0 && until !== undefined)
    errors.push(...(await nothingStoredBefore(datasets, tenant, dataset, later, until)));
  const after =
    until === undefined || !readsFuture
      ? []
      : await datasets.read(tenant, dataset.id, {
          seriesIds: series.map(({ id }) => id),
          after: { time: until, points: horizon },
        });
  const afterById = new Map(after.map((one) => [one.id, one]));
  const atOrigin = series.map((one) => {
    const split = splitAtOrigin(one, afterById.get(one.id), target, dataset, points);
    return { ...split, isWhole: split.isWhole && one.times.length < tailPoints };
  });
  return { atOrigin, errors };
}

/** Errors of stored series whose first observation is after `as_of`. */
async function nothingStoredBefore(
  datasets: Pick<DatasetStore, 'read'>,
  tenant: TenantId,
  dataset: Dataset,
  seriesIds: string[],
  until: number,
): Promise<SeriesError[]> {
  const read = (options: Pick<ReadOptions, 'after' | 'tailPoints'>) =>
    datasets.read(tenant, dataset.id, { seriesIds, leavesOutCovariates: true, ...options });
  const firsts = await read({ after: { time: Number.MIN_SAFE_INTEGER, points: 1 } });
  const lasts = new Map((await read({ tailPoints: 1 })).map(({ id, times }) => [id, times[0]]));
  const asOf = formatTime(until, dataset.time_kind, dataset.time_zone);
  return firsts.map(({ id, times: [first] }) =>
    nothingBefore(id, asOf, [first, lasts.get(id) ?? first], dataset),
  );
}
