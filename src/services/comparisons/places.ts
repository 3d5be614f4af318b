/** Reads ranges of stored series in parts, so that the memory of a call is bounded. */
import type { DatasetStore, Places } from '../../contracts/ports/index.ts';
import {
  type Dataset,
  limits,
  partsOf,
  type SeriesData,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { reserveNumbers } from '../inputs/held-numbers.ts';
import { atVersion } from '../inputs/histories.ts';

/** Series in the order of `places`, a part at a time. The memory for the largest part is reserved before the first.
 *  @throws AppError overloaded */
export async function* readPlaces(
  datasets: Pick<DatasetStore, 'read'>,
  tenant: TenantId,
  dataset: Dataset,
  places: ReadonlyMap<string, Places>,
): AsyncGenerator<SeriesData[]> {
  const columns = 2 + dataset.covariates.length;
  const numbersOf = ([, { first, end }]: [string, Places]) => (end - first) * columns;
  const parts = [...partsOf(places, numbersOf, { sizeMax: limits.heldNumbersMax })];
  reserveNumbers(Math.max(0, ...parts.map((part) => part.reduce((sum, one) => sum + numbersOf(one), 0))));
  for (const part of parts)
    yield await atVersion(datasets, dataset).read(tenant, dataset.id, { places: new Map(part) });
}
