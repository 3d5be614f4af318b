/** Answers of dry runs: what was read, without storing it. */
import type { PackedDataset, ParsedSymbols } from '../../../contracts/ports/index.ts';
import {
  codes,
  type DatasetHeader,
  type DatasetPreview,
  formatTime,
  limits,
  orNull,
  type SeriesObservations,
  type SeriesPreview,
  zeroId,
} from '../../../contracts/schemas/index.ts';

/** The dataset that an upload of series would make. */
export function previewOfSeries({
  name,
  header,
  series,
  head,
  warnings,
  reading,
}: PackedDataset): DatasetPreview {
  let [points, missing, start, end] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { chunks, point_count, missing_count } of series) {
    points += point_count;
    missing += missing_count;
    start = Math.min(start, chunks[0].first_time);
    end = Math.max(end, chunks[chunks.length - 1].last_time);
  }
  const { time_kind, time_zone } = header;
  return {
    ...unstored(),
    name,
    kind: 'numeric',
    series_count: series.length,
    point_count: points,
    missing_count: missing,
    ...header,
    start: formatTime(start, time_kind, time_zone),
    end: formatTime(end, time_kind, time_zone),
    symbols: null,
    reading,
    warnings,
    preview: firstRows(head, header),
    sequences: [],
    event_columns: null,
  };
}

/** The dataset that an upload of symbols would make. */
export function previewOfSymbols({
  name,
  unit,
  vocabulary,
  sequences,
  warnings,
  columns,
}: ParsedSymbols): DatasetPreview {
  let [symbols, unknown, longest] = [0, 0, 0];
  for (const { codes: all } of sequences) {
    symbols += all.length;
    longest = Math.max(longest, all.length);
    for (const code of all) if (code === codes.unknown) unknown++;
  }
  const first = sequences.slice(0, limits.previewSeries).map(({ id, codes: all }) => ({
    id,
    symbols: Array.from(
      all.subarray(0, limits.previewPoints),
      (code) => vocabulary.symbols[code - codes.first] ?? null,
    ),
  }));
  return {
    ...unstored(),
    name,
    kind: 'symbols',
    series_count: sequences.length,
    point_count: symbols,
    missing_count: 0,
    time_kind: 'integer',
    time_zone: null,
    frequency: {
      kind: 'index',
      step: '1',
      season_lengths: [],
      closed_weekdays: [],
      closures: [],
      open_times: null,
    },
    start: 0,
    end: longest - 1,
    target: 'symbol',
    covariates: [],
    symbols: { unit, vocabulary_size: vocabulary.symbols.length, unknown_count: unknown },
    reading: null,
    warnings,
    preview: [],
    sequences: first,
    event_columns: columns ?? null,
  };
}

function unstored() {
  return {
    id: zeroId('dataset'),
    version: 1,
    created_at: new Date().toISOString(),
    dry_run: true as const,
  };
}

/** The first observations of the first series. */
export function firstRows(
  series: (SeriesObservations & Partial<Pick<PackedDataset['head'][number], 'overview'>>)[],
  { time_kind, time_zone }: Pick<DatasetHeader, 'time_kind' | 'time_zone'>,
): SeriesPreview[] {
  const shown = (column: Float64Array) => orNull(column.subarray(0, limits.previewPoints));
  const written = (times: Float64Array) =>
    Array.from(times, (time) => formatTime(time, time_kind, time_zone));
  return series.slice(0, limits.previewSeries).map(({ id, times, values, covariates, overview }) => ({
    id,
    times: written(times.subarray(0, limits.previewPoints)),
    values: shown(values),
    covariates: Object.fromEntries(Object.entries(covariates).map(([name, column]) => [name, shown(column)])),
    ...(overview && { overview: { times: written(overview.times), values: orNull(overview.values) } }),
  }));
}
