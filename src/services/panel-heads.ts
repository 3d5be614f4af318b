/** First observations of the series of a panel. */
import type { DatasetStore, IndexRange, PanelSeries } from '../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  rowsUntil,
  type SeriesData,
  type TenantId,
} from '../contracts/schemas/index.ts';

/** Rows without an observation that are read of a series at a time; about a chunk, which is unpacked as a whole. */
const rowsAtOnce = 4_096;
/** Rows of all series from which on no further ones are read: about a second of a thread. */
const rowsReadMax = 4_000_000;

interface HeadsQuery {
  seriesIds: readonly string[];
  target: string;
  /** Rows of a head at most. */
  points: number;
  /** Only rows up to this time; default: all. */
  until: number | undefined;
}

/** Rows of the target from its first observation on, by the id of the series. Rows before it have covariates alone, or
 *  are of a table with a column for each series. A series is left out if it has no observation, or if too
 *  many rows are before it.
 *  @param datasets reads the version that `dataset` describes
 *  @throws AppError overloaded */
export async function headsOf(
  datasets: Pick<DatasetStore, 'read'>,
  tenant: TenantId,
  dataset: Dataset,
  { seriesIds, target, points, until = Number.POSITIVE_INFINITY }: HeadsQuery,
): Promise<Map<string, PanelSeries['head']>> {
  const heads = new Map<string, PanelSeries['head']>();
  let asked = new Map<string, IndexRange>(seriesIds.map((id) => [id, { first: 0, end: points }]));
  let rowsRead = 0;
  while (asked.size > 0 && rowsRead < rowsReadMax) {
    const read = await datasets.read(tenant, dataset.id, {
      indexes: asked,
      leavesOutCovariates: target === dataset.target,
    });
    const next = new Map<string, IndexRange>();
    for (const series of read) {
      const { first, end } = asked.get(series.id)!;
      const { times, values } = targetOf(rowsUntil(series, until).before, target, dataset);
      rowsRead += times.length;
      const isAtEnd = times.length < end - first;
      const opening = values.findIndex((value) => !Number.isNaN(value));
      const isFound = opening >= 0;
      if (isFound && (isAtEnd || times.length - opening >= points)) {
        const behind = opening + points;
        heads.set(series.id, { times: times.slice(opening, behind), values: values.slice(opening, behind) });
      } else if (!isAtEnd) {
        const from = isFound ? first + opening : end;
        next.set(series.id, { first: from, end: from + (isFound ? points : Math.max(points, rowsAtOnce)) });
      }
    }
    asked = next;
  }
  return heads;
}

/** Times and values of the target of a series. */
export function targetOf(series: SeriesData, target: string, dataset: Dataset): PanelSeries['head'] {
  return { times: series.times, values: columnOf(series, target, dataset) ?? series.values };
}
