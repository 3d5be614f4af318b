import type { ParsedDataset, SeriesData } from '../../schemas/index.ts';

/** Consecutive observations of one series as they are stored; `src/chunks` packs and unpacks them. */
export interface PackedChunk {
  /** Index of its first observation within the series, from 0. */
  first_index: number;
  first_time: number;
  last_time: number;
  point_count: number;
  /** How the columns are packed. */
  encoding: number;
  times: Uint8Array;
  values: Uint8Array;
  /** All covariates of the dataset, in the order of its header. */
  covariates: Uint8Array;
}

export type ChunkColumns = Pick<PackedChunk, 'point_count' | 'encoding' | 'times' | 'values' | 'covariates'>;

/** A series whose observations are packed. */
export interface PackedSeries extends Pick<SeriesData, 'id' | 'static'> {
  point_count: number;
  missing_count: number;
  chunks: PackedChunk[];
}

/** A dataset as it was read, with packed series. */
export interface PackedDataset extends Omit<ParsedDataset, 'series'> {
  series: PackedSeries[];
  /** The first observations of the first series, for a preview, and a thin drawing of each. */
  head: (SeriesData & { overview: Pick<SeriesData, 'times' | 'values'> })[];
}

/** A part of a series: consecutive chunks. */
export interface SeriesPart extends Pick<SeriesData, 'id' | 'static'> {
  chunks: ChunkColumns[];
}

/** A task with its series as they are stored: the thread that does the task unpacks them. */
export type WithPackedSeries<Task extends { series: SeriesData[]; trainedOn?: SeriesData[] | null }> = Omit<
  Task,
  'series' | 'trainedOn'
> & {
  series: SeriesPart[];
  trainedOn?: SeriesPart[] | null;
};
