import type { DatasetHeader, ParsedDataset } from '../../contracts/schemas/index.ts';
import { wallToInstant } from '../../contracts/values/index.ts';

/** Turns dates into the midnights of a dataset with date-times. Other times stay as they are. */
export function datesAsInstants(
  parsed: ParsedDataset,
  { time_kind, time_zone: zone }: Pick<DatasetHeader, 'time_kind' | 'time_zone'>,
): ParsedDataset {
  if (parsed.header.time_kind !== 'date' || time_kind !== 'instant') return parsed;
  const header = { ...parsed.header, time_kind, time_zone: zone };
  if (zone === null) return { ...parsed, header };
  // Series of a wide table share their times.
  const known = new Map<Float64Array, Float64Array>();
  const series = parsed.series.map((one) => {
    const times = known.get(one.times) ?? one.times.map((wall) => wallToInstant(wall, zone));
    known.set(one.times, times);
    return { ...one, times };
  });
  return { ...parsed, header, series };
}
