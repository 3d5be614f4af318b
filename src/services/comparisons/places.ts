/** Reads ranges of stored series in parts, so that the memory of a call is bounded. */
import type { DatasetStore, Places } from '../../contracts/ports/index.ts';
import { type Dataset, partsOf, type SeriesData, type TenantId } from '../../contracts/schemas/index.ts';
import { currentCall } from '../../sharing/index.ts';
import { atVersion } from '../inputs/histories.ts';

/** Numbers (times, values and covariates) of the series that are in memory at a time. */
const numbersAtOnce = 4_000_000;
/** Memory for a number of a part: where it is unpacked, in its series, and as a copy for a thread. */
const bytesPerNumber = 24;
/** Parts of fewer numbers are not counted. */
const countedNumbersMin = 50_000;

/** Reserves the memory for numbers that a call reads. @throws AppError overloaded */
export function reserveNumbers(numbers: number): void {
  if (numbers >= countedNumbersMin) currentCall().memory?.expect(numbers * bytesPerNumber);
}

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
  const parts = [...partsOf(places, numbersOf, { sizeMax: numbersAtOnce })];
  reserveNumbers(Math.max(0, ...parts.map((part) => part.reduce((sum, one) => sum + numbersOf(one), 0))));
  for (const part of parts)
    yield await atVersion(datasets, dataset).read(tenant, dataset.id, { places: new Map(part) });
}
