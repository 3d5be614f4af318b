import type { Readable } from 'node:stream';
import type { Problem } from '../../errors.ts';
import type {
  CsvOptions,
  DatasetHeader,
  DatasetIn,
  ParsedDataset,
  SeriesData,
  SeriesIn,
  SeriesObservations,
} from '../schemas/index.ts';

export interface TableOptions {
  /** Whether a series may have missing values only, as observations of a series that is there may. */
  allowsEmpty?: boolean;
}

export interface SeriesReader {
  /** @throws AppError with the faults by line */
  csv(body: Readable, options: CsvOptions, reading?: TableOptions): Promise<ParsedDataset>;
  /** @throws AppError with the faults by row */
  parquet(body: Readable, options: CsvOptions, reading?: TableOptions): Promise<ParsedDataset>;
  json(body: DatasetIn): ParsedDataset;
  /** The same of bodies that are too large to be parsed where others wait; their bytes change hands.
   *  @throws AppError also body_invalid_json, overloaded */
  jsonText: {
    dataset(bytes: Uint8Array<ArrayBuffer>): Promise<ParsedDataset>;
    observations(
      bytes: Uint8Array<ArrayBuffer>,
      header: DatasetHeader,
      soleId: string | null,
    ): Promise<SeriesObservations[]>;
  };
  /** Observations to be laid over a dataset, in its kind of time; a series without an id is its only one, `soleId`.
   *  @throws AppError with the faults by path */
  observations(series: SeriesIn[], header: DatasetHeader, soleId: string | null): SeriesObservations[];
  /** The same of a table. @throws AppError request_invalid, column_unknown */
  observationsOf(table: ParsedDataset, header: DatasetHeader): SeriesObservations[];
  /** Inline history of a forecast call, in the kind of time of the dataset. Faults are per series. */
  inline(series: SeriesIn[], header: DatasetHeader): (SeriesData | { id: string; problem: Problem })[];
}

export interface SeriesWriter {
  /** The long layout, piece by piece; `attributes` are the names of the static ones. */
  csv(
    header: DatasetHeader,
    attributes: readonly string[],
    series: AsyncIterable<SeriesData>,
  ): AsyncIterable<string>;
  parquet(
    header: DatasetHeader,
    attributes: readonly string[],
    series: AsyncIterable<SeriesData>,
  ): AsyncIterable<Uint8Array>;
}
