/** Reads ranges of stored series in parts, so that the memory of a call is bounded. */
import type { DatasetStore, IndexRange, ReadOptions } from '../../contracts/ports/index.ts';
import {
  type Dataset,
  groupedBySize,
  limits,
  type SeriesData,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { reserveNumbers } from '../inputs/held-numbers.ts';
import { atVersion } from '../inputs/histories.ts';

/** Series in the order of `ranges`, a part at a time. The memory for the largest part is reserved before the first.
 *  @param options.leavesOutCovariates whether the covariates are not read; default: they are
 *  @throws AppError overloaded */
export async function* readRanges(
  datasets: Pick<DatasetStore, 'read'>,
  tenant: TenantId,
  dataset: Dataset,
  ranges: ReadonlyMap<string, IndexRange>,
  { leavesOutCovariates = false }: Pick<ReadOptions, 'leavesOutCovariates'> = {},
): AsyncGenerator<SeriesData[]> {
  const columns = 2 + (leavesOutCovariates ? 0 : dataset.covariates.length);
  const numbersOf = ([, { first, end }]: [string, IndexRange]) => (end - first) * columns;
  const parts = [...groupedBySize(ranges, numbersOf, { sizeMax: limits.heldNumbersMax })];
  reserveNumbers(Math.max(0, ...parts.map((part) => part.reduce((sum, one) => sum + numbersOf(one), 0))));
  for (const part of parts)
    yield await atVersion(datasets, dataset).read(tenant, dataset.id, {
      indexes: new Map(part),
      leavesOutCovariates,
    });
}
