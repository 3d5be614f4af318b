import type { Readable } from 'node:stream';
import type { Problem } from '../../errors.ts';
import type {
  DatasetHeader,
  DatasetIn,
  Formulas,
  OneShotIn,
  OtherThing,
  ParsedDataset,
  SeriesData,
  SeriesIn,
  SeriesObservations,
  TableOptions,
  TableReading,
  Warning,
} from '../schemas/index.ts';
import type { PackedDataset, SeriesPart } from './compute/chunks.ts';
import type { AttributeType, SeriesSpan } from './datasets.ts';

/** Notation of the times of a dataset. */
export interface KnownOffsets {
  /** Whether its times had offsets from UTC other than zero, or none at all; null if that is not
   *  known, or does not matter. */
  offsets: 'all' | 'none' | null;
}

/** Knowledge about a table or a body before it is read. */
export interface ReadContext {
  /** Whether a series may consist of missing values only. Observations for an existing series may. */
  allowsEmpty?: boolean;
  /** Notation of a table of text. In workbooks and Parquet, times and numbers have types: there, only the decimal mark
   *  and the order of day and month hold, for cells of text. */
  textNotation?: Pick<TableOptions, 'decimal' | 'time_format'>;
  /** The dataset that continues: dates become midnights if it has date-times. */
  continues?: Pick<DatasetHeader, 'time_kind' | 'time_zone'> &
    KnownOffsets & {
      /** The step of the dataset; null if it has no observations. */
      step: string | null;
      /** Whether its table had periods across the columns, such as months. */
      arePeriods: boolean;
      /** Columns of words for yes and no in its table. */
      booleans: readonly string[];
      /** Names of its target and its covariates; null if its columns are series, or not known. */
      columns: readonly string[] | null;
      /** Columns that its table had, and that were not read. */
      ignored: readonly string[];
      /** Columns of its table with one value, such as one store. Rows of another store do not
       *  replace its observations. */
      constants: NonNullable<TableReading['constants']>;
      /** Columns with the ids of its series. */
      idColumns: readonly string[];
    };
  /** Columns that the table has by their names; absent for the upload of a dataset. */
  expected?: ExpectedColumns;
  /** Units of the numbers of the dataset that continues, by the name of the column; absent if they are not known. */
  units?: TableReading['units'];
  /** The column of `units` that is the target of the dataset, whatever the further table calls it;
   *  null if there is none. */
  targetWithUnit?: string | null;
}

/** Columns that a model reads in a table which it forecasts, or that the dataset has to which rows are added. */
export interface ExpectedColumns {
  target: string;
  /** They never become the target, unless the caller says so. */
  covariates: readonly string[];
  /** Whether the name of the target comes from a table. Else a column of any name may be the target. */
  isTargetNamed: boolean;
  /** Whether the rows are added to a dataset. Such rows may have covariates only. Columns that the dataset does not
   *  have are read too, and refused later. */
  isAppended: boolean;
}

/** Format of a table as its sender calls it. `unknown`: the bytes tell it. */
export type StatedFormat = 'text' | 'parquet' | 'xlsx' | 'zip' | 'unknown';

/** Counts decompressed bytes that a reader is about to hold, beside those of the body. @throws AppError overloaded */
export type HoldBytes = (bytes: number) => void;

/** Step and zone that a call for a model states. */
export interface StatedTimes {
  /** `auto`, an ISO 8601 duration, or the integer step of an index. */
  frequency: string;
  /** Path of the frequency in the body. */
  path: string;
  /** ISO weekdays without observations, where the caller says so. */
  closedWeekdays?: number[];
  timeZone: string | null;
}

/** A call that forecasts series, with them in the form that its method reads. */
export interface OneShotCall {
  /** The body without its series. */
  options: Omit<OneShotIn, 'series' | 'records'>;
  /** Series for the model that the call names; else null. */
  inline: InlineSeries | null;
  /** Series for a call without a model; null where they are stored. */
  data: ParsedDataset | null;
  /** Step and zone that a call for a model states; null for other calls. */
  stated: StatedTimes | null;
}

export interface SeriesReader {
  /** Reads a table in text, gzip, xlsx, Parquet, or a zip archive with one of them. The first bytes tell the format.
   *  Larger bodies are read in threads.
   *  @throws AppError with the faults by line or row; format_unsupported, overloaded */
  table(
    body: Readable,
    options: TableOptions,
    context?: ReadContext,
    stated?: StatedFormat,
    hold?: HoldBytes,
  ): Promise<ParsedDataset>;
  /** Reads a table as `table` does, and packs its series in the same thread. */
  packedTable(
    body: Readable,
    options: TableOptions,
    stated?: StatedFormat,
    hold?: HoldBytes,
  ): Promise<PackedDataset>;
  json(body: DatasetIn, context?: ReadContext): ParsedDataset;
  /** Packs the series of a small body. */
  packed(parsed: ParsedDataset): PackedDataset;
  /** Parses large JSON bodies in threads. The bytes are transferred: the caller cannot use them afterwards.
   *  @throws AppError also body_invalid_json, overloaded */
  jsonText: {
    dataset(bytes: Uint8Array<ArrayBuffer>): Promise<PackedDataset>;
    observations(
      bytes: Uint8Array<ArrayBuffer>,
      header: DatasetHeader & KnownOffsets,
      someIds: string[],
    ): Promise<Observations>;
    oneShot(bytes: Uint8Array<ArrayBuffer>): Promise<OneShotCall>;
  };
  /** The series of a call that forecasts without a stored dataset. @throws AppError as `json` */
  oneShot(body: OneShotIn): OneShotCall;
  /** Compares what a call states with the data of its model. @throws AppError request_invalid */
  requireStatedTimes(stated: StatedTimes, header: DatasetHeader): void;
  /** Observations to add to a dataset, with its kind of time. A series without an id gets that of the only series.
   *  @param someIds some ids of the dataset: one if it has one series, none if it has none
   *  @throws AppError series_id_missing; others with the faults by path */
  observations(series: SeriesIn[], header: DatasetHeader & KnownOffsets, someIds: string[]): Observations;
  /** Observations from a table. @throws AppError request_invalid, column_unknown */
  observationsOf(table: ParsedDataset, header: DatasetHeader): Observations;
  /** Compares observations with the series that they continue, many of them in a thread. Returns them with the warnings
   *  about them. Arrays that were given are empty afterwards.
   *  @throws AppError series_unknown, times_distant, times_off_grid, time_duplicate, cell_invalid */
  checkAppend(
    observations: Observations,
    target: AppendTarget,
    options: AppendOptions,
  ): Promise<Observations>;
  /** Inline history of a forecast call, with the kind of time of the dataset. A faulty series does not affect the
   *  others. More than 64 KB are read in a thread. Serialized series are empty afterwards.
   *  @throws AppError overloaded */
  inline(series: InlineSeries, header: DatasetHeader, options?: InlineOptions): Promise<InlineHistories>;
}

/** The series of a call for a model, as the body had them. */
export type InlineSeries = SeriesIn[] | SerializedSeries | InlineTable;

/** Series that a thread has parsed, for the thread that reads them: the main thread has their bytes only. */
export interface SerializedSeries {
  /** Parts of the `SeriesIn[]`; none if `points` exceeds what a call may have. */
  parts: Uint8Array[];
  points: number;
}

/** A table for a model. */
export interface InlineTable extends Pick<ParsedDataset, 'header' | 'series'> {
  /** Names of its columns by the names of the covariates that the model reads. */
  columns: ReadonlyMap<string, string>;
}

export interface InlineOptions {
  /** Whether a series may have no values. Then it has the `start` of the call. */
  allowsEmpty?: boolean;
  /** Warnings about missing values, gaps, constant values and irregular times: of all observations, or of those up to a
   *  time and to the last value. Default: no warnings. A table gets none: its reader has made them. */
  warnsOf?: 'all' | { until: number };
}

/** The series of a call in their order, and warnings about those that could be read. */
export interface InlineHistories {
  series: (SeriesData | { id: string; problem: Problem })[];
  warnings: Warning[];
}

/** Observations to add to a dataset, and warnings about how they were read. */
export interface Observations {
  series: SeriesObservations[];
  warnings: Warning[];
  /** Names that `exclude` leaves out of the table; absent in JSON. */
  excluded?: readonly string[];
  /** Values and days that may belong to another series, or to a whole day; absent if there are none. */
  otherThings?: readonly OtherThing[];
}

/** The dataset to which observations are added. */
export interface AppendTarget {
  header: DatasetHeader;
  /** Whether it has no series yet. */
  isEmpty: boolean;
  /** First and last time of the dataset; null if it is empty. */
  start: number | null;
  end: number | null;
  /** The series of the observations that exist. */
  spans: SeriesSpan[];
  /** Ids of its first series, `comparedNamesMax` at most. */
  firstIds(): Promise<string[]>;
  /** The last times of series, in order, by their ids.
   *  @param count how many of each */
  lastTimesOf(seriesIds: string[], count: number): Promise<ReadonlyMap<string, Float64Array>>;
  /** The longest distance of neighbouring times of series, by their ids.
   *  @param enough by the id of the series: once a distance is as long as this, longer ones are not looked for */
  longestGapsOf(enough: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>;
  /** The times of a series between two times, both included, in order.
   *  @param count how many of the first ones */
  timesOf(seriesId: string, from: number, to: number, count: number): Promise<Float64Array>;
  /** The observations of a series between two times, both included. */
  observationsOf(
    seriesId: string,
    from: number,
    to: number,
  ): Promise<Pick<SeriesData, 'times' | 'values' | 'covariates'>>;
}

export interface AppendOptions {
  new_series: 'allow' | 'refuse';
  distant_times: 'allow' | 'refuse';
  off_grid: 'allow' | 'refuse';
  /** Whether times move to the nearest step of their series: no; as the call says; or as the upload said. */
  snap: 'no' | 'as_called' | 'as_uploaded';
}

/** Writes tables in threads, with the speed at which the bytes are taken.
 *  @throws AppError overloaded */
export interface SeriesWriter {
  /** CSV in the long layout. */
  csv(
    header: DatasetHeader,
    attributes: readonly AttributeType[],
    parts: AsyncIterable<SeriesPart[]>,
    formulas: Formulas,
  ): AsyncIterable<Uint8Array>;
  /** Parquet with the same columns, and with the types of the attributes. */
  parquet(
    header: DatasetHeader,
    attributes: readonly AttributeType[],
    parts: AsyncIterable<SeriesPart[]>,
  ): AsyncIterable<Uint8Array>;
}
