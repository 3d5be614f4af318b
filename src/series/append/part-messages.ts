import type { SeriesSpan } from '../../contracts/ports/index.ts';
import type { SeriesObservations } from '../../contracts/schemas/index.ts';
import { groupedBySize } from '../../contracts/values/index.ts';

/** Some series on their way between threads, and where they are in the dataset. */
export interface AppendPart {
  series: SeriesObservations[];
  spans: SeriesSpan[];
}

/** Bounds of a part. Each series costs the main thread as much as hundreds of its numbers. */
const partSeriesMax = 256;
const partPointsMax = 65_536;

/** Splits series into parts, so that the main thread copies and sends a bounded number of them before other calls get
 *  their turn. A longer series is a part by itself. */
export function partsOf(series: readonly SeriesObservations[]): Generator<SeriesObservations[]> {
  return groupedBySize(series, ({ times }) => times.length, {
    sizeMax: partPointsMax,
    itemsMax: partSeriesMax,
  });
}

/** Whether arrays of different series lie in one buffer, so that a part cannot be transferred without the others. */
export function shareBuffers(series: readonly SeriesObservations[]): boolean {
  const seen = new Map<ArrayBufferLike, SeriesObservations>();
  const isOfAnother = (one: SeriesObservations) => (array: { buffer: ArrayBufferLike }) => {
    const before = seen.get(array.buffer);
    if (before === undefined) seen.set(array.buffer, one);
    return before !== undefined && before !== one;
  };
  return series.some((one) => arraysOf(one).some(isOfAnother(one)));
}

function arraysOf({ times, values, covariates, lines }: SeriesObservations) {
  return [times, values, ...Object.values(covariates), ...(lines === undefined ? [] : [lines])];
}
