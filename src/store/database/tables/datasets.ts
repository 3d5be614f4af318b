import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely';
import type {
  Dataset,
  DatasetVersion,
  SeriesSummary,
  SymbolsInfo,
  TableReading,
  Warning,
} from '../../../contracts/schemas/index.ts';

/** Times of observations are integers: milliseconds since 1970, or an index. */
export interface DatasetsTable {
  id: string;
  tenant_id: string;
  name: string;
  kind: Dataset['kind'];
  version: number;
  series_count: number;
  point_count: number;
  missing_count: number;
  time_kind: Dataset['time_kind'];
  time_zone: string | null;
  frequency: JSONColumnType<Dataset['frequency']>;
  /** Null while there are no series. */
  start_time: number | null;
  /** Null while there are no series. */
  end_time: number | null;
  target: string;
  covariates: string[];
  warnings: JSONColumnType<Warning[]>;
  /** Null for numeric series. */
  symbols: ColumnType<SymbolsInfo | null, string | null | undefined, string | null>;
  /** Null if the upload was not a table, or came before schema version 16. */
  reading: ColumnType<TableReading | null, string | null | undefined, string | null>;
  /** Oldest version that can be read and restored. */
  oldest_version: Generated<number>;
  /** Bytes of the row and of all rows that belong to the dataset. Written by triggers. */
  stored_bytes: Generated<number>;
  /** `frequency.step` and the number of `warnings`. A trigger copies them: a list does not read the rest. */
  step: GeneratedAlways<string>;
  warning_count: GeneratedAlways<number>;
  created_at: Generated<Date>;
}

export type DatasetRow = Selectable<DatasetsTable>;

export interface SeriesTable {
  dataset_id: string;
  /** Place in upload order, from 0. */
  position: number;
  tenant_id: string;
  id: string;
  start_time: number;
  end_time: number;
  point_count: number;
  missing_count: number;
  static: JSONColumnType<SeriesSummary['static']>;
  /** Version of the dataset that added the series. */
  since_version: Generated<number>;
  /** Last version of the dataset that has the series; null if the newest has it. */
  until_version: ColumnType<number | null, number | null | undefined, number | null>;
}

/** Superseded values of a row of `series`. */
export interface SeriesHistoryTable {
  dataset_id: string;
  position: number;
  /** Last version of the dataset with these values. */
  to_version: number;
  tenant_id: string;
  start_time: number;
  end_time: number;
  point_count: number;
  missing_count: number;
  static: JSONColumnType<SeriesSummary['static']>;
}

/** Consecutive observations of one series; `src/chunks` packs and unpacks them. */
export interface SeriesChunksTable {
  dataset_id: string;
  position: number;
  /** Index of its first observation within the series, from 0. */
  first_index: number;
  tenant_id: string;
  first_time: number;
  last_time: number;
  point_count: number;
  /** How the columns are packed. */
  encoding: Generated<number>;
  times: ColumnType<Buffer, Uint8Array, Uint8Array>;
  values: ColumnType<Buffer, Uint8Array, Uint8Array>;
  covariates: ColumnType<Buffer, Uint8Array, Uint8Array>;
  /** First version of the dataset that contains the chunk. */
  from_version: Generated<number>;
  /** Last version that contains it; null if the newest does. */
  to_version: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface SymbolVocabulariesTable {
  dataset_id: string;
  tenant_id: string;
  /** Element i is the symbol with the code `codes.first + i`. */
  symbols: JSONColumnType<string[]>;
  /** Occurrences of each symbol. */
  counts: JSONColumnType<number[]>;
}

/** Symbols of one sequence; its row in `series` has the same position. */
export interface SymbolSequencesTable {
  dataset_id: string;
  position: number;
  tenant_id: string;
  /** Codes of 16 bits, little-endian. */
  codes: Buffer;
}

export interface DatasetVersionsTable {
  dataset_id: string;
  version: number;
  tenant_id: string;
  change: DatasetVersion['change'];
  added: number;
  replaced: number;
  deleted: Generated<number>;
  /** The version that a restore went back to; null for other changes. */
  restored_version: Generated<number | null>;
  created_at: Generated<Date>;
}
