import type { DatasetStore } from '../contracts/ports/index.ts';
import { type Dataset, groupedBySize, limits, type TenantId } from '../contracts/schemas/index.ts';
import { endOfSeriesMax, reserveNumbers } from './inputs/held-numbers.ts';
import { keptOf } from './inputs/histories.ts';
import { rowsAhead } from './inputs/rows-ahead.ts';

/** Ids of the stored series of a call, in the batches that are read and forecast one after the other, so that the
 *  memory of a call is bounded. The memory for the largest batch is reserved. Series that do not exist come last.
 *  @param wanted absent: all series, up to `forecastSeriesMax`
 *  @param points largest number of last observations that is read of a series
 *  @returns null if all are read at once, which needs no ids. @throws AppError overloaded */
export async function storedBatches(
  datasets: Pick<DatasetStore, 'countsBefore'>,
  tenant: TenantId,
  dataset: Dataset,
  { wanted, points }: { wanted: readonly string[] | undefined; points: number },
): Promise<string[][] | null> {
  const rows = points + rowsAhead(dataset);
  const columns = 2 + dataset.covariates.length;
  const seriesMax = limits.forecastSeriesMax;
  const count = Math.min(seriesMax, wanted?.length ?? dataset.series_count);
  const most = Math.min(dataset.point_count, count * rows) * columns;
  if (most <= limits.heldNumbersMax) {
    reserveNumbers(most, endOfSeriesMax);
    return null;
  }
  const { version } = dataset;
  const seriesIds = wanted === undefined ? undefined : [...new Set(wanted)];
  const found = await keptOf(
    dataset,
    datasets.countsBefore(tenant, dataset.id, () => [], { seriesIds, seriesMax, version }),
  );
  const numbers = new Map(
    found.map(({ id, point_count }) => [id, Math.min(point_count, rows) * columns] as const),
  );
  const unknown = seriesIds?.filter((id) => !numbers.has(id)) ?? [];
  const sizeOf = (id: string) => numbers.get(id) ?? 0;
  const batches = [
    ...groupedBySize([...numbers.keys(), ...unknown], sizeOf, { sizeMax: limits.heldNumbersMax }),
  ];
  reserveNumbers(Math.max(0, ...batches.map((batch) => batch.reduce((sum, id) => sum + sizeOf(id), 0))));
  return batches.length <= 1 ? null : batches;
}
