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

export interface ReadingOptions {
  /** Whether a series may consist of missing values only. Observations for an existing series may. */
  allowsEmpty?: boolean;
}

export interface SeriesReader {
  /** @throws AppError with the faults by line */
  csv(body: Readable, options: CsvOptions, reading?: ReadingOptions): Promise<ParsedDataset>;
  /** @throws AppError with the faults by row */
  parquet(body: Readable, options: CsvOptions, reading?: ReadingOptions): Promise<ParsedDataset>;
  json(body: DatasetIn, reading?: ReadingOptions): ParsedDataset;
  /** Parses large JSON bodies in threads. The bytes are transferred: the caller cannot use them afterwards.
   *  @throws AppError also body_invalid_json, overloaded */
  jsonText: {
    dataset(bytes: Uint8Array<ArrayBuffer>): Promise<ParsedDataset>;
    observations(
      bytes: Uint8Array<ArrayBuffer>,
      header: DatasetHeader,
      soleId: string | null,
    ): Promise<SeriesObservations[]>;
  };
  /** Observations to add to a dataset, with its kind of time. A series without an id gets `soleId`, the id of the only
   *  series of the dataset. @throws AppError with the faults by path */
  observations(series: SeriesIn[], header: DatasetHeader, soleId: string | null): SeriesObservations[];
  /** Observations from a table. @throws AppError request_invalid, column_unknown */
  observationsOf(table: ParsedDataset, header: DatasetHeader): SeriesObservations[];
  /** Inline history of a forecast call, with the kind of time of the dataset. A faulty series does not affect the others. */
  inline(series: SeriesIn[], header: DatasetHeader): (SeriesData | { id: string; problem: Problem })[];
}

export interface SeriesWriter {
  /** Streams CSV in the long layout. @param attributes names of the static attributes */
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
