import type {
  Dataset,
  DatasetSummary,
  DatasetsQuery,
  DatasetVersion,
  DeletionQuery,
  Dependents,
  Model,
  Page,
  PageQuery,
  ParsedDataset,
  PointsQuery,
  SeriesData,
  SeriesObservations,
  SeriesSummary,
  TenantId,
} from '../schemas/index.ts';
import type { TimeKind } from '../values/index.ts';
import type { PackedDataset, SeriesPart } from './compute/chunks.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Precondition } from './precondition.ts';

/** A static attribute of the series of a dataset, with the type of its values; `string` also if they differ in type. */
export interface AttributeType {
  name: string;
  type: 'string' | 'number' | 'boolean';
}

export interface DatasetStore {
  create(
    tenant: TenantId,
    dataset: ParsedDataset | PackedDataset,
    idempotentCall?: IdempotentCall<Dataset> | null,
  ): Promise<Dataset>;
  list(tenant: TenantId, query: DatasetsQuery): Promise<Page<DatasetSummary>>;
  /** @throws AppError dataset_not_found */
  get(tenant: TenantId, id: string): Promise<Dataset>;
  listSeries(tenant: TenantId, id: string, query: PageQuery & VersionQuery): Promise<Page<SeriesSummary>>;
  /** @throws AppError dataset_not_found, series_not_found */
  points(
    tenant: TenantId,
    id: string,
    seriesId: string,
    query: PointsQuery & VersionQuery,
  ): Promise<PointsPage>;
  /** The series with the most observations.
   *  @param version the newest one, as the caller has read it: the store then remembers the answer
   *  @throws AppError dataset_not_found, dataset_empty */
  longestSeries(tenant: TenantId, id: string, version?: number): Promise<{ id: string; point_count: number }>;
  /** The same among the series that a training of the model, or of it again, reads.
   *  @param version the newest one of its dataset. @throws AppError dataset_not_found, dataset_empty */
  longestSeriesOf(
    tenant: TenantId,
    model: Pick<Model, 'id' | 'dataset_id'>,
    version?: number,
  ): Promise<{ id: string; point_count: number }>;
  /** Names of all static attributes of the series. @throws AppError dataset_not_found */
  attributes(tenant: TenantId, id: string, version?: number): Promise<string[]>;
  /** The same with their types. @throws AppError dataset_not_found */
  attributeTypes(tenant: TenantId, id: string, version?: number): Promise<AttributeType[]>;
  /** Ids of the first `limit` series, in upload order. @throws AppError dataset_not_found */
  seriesIds(tenant: TenantId, id: string, limit: number): Promise<string[]>;
  /** First and last times of the dataset, and of series. Unknown ids are skipped. @throws AppError dataset_not_found */
  spans(tenant: TenantId, id: string, seriesIds: string[]): Promise<DatasetSpans>;
  /** For each id the id of a series that is spelt most alike; null if there is none.
   *  @throws AppError dataset_not_found */
  similarSeries(tenant: TenantId, id: string, ids: readonly string[]): Promise<(string | null)[]>;
  /** Series as arrays, in upload order. Unknown ids are skipped.
   *  @throws AppError dataset_not_found, version_not_found, version_expired */
  read(tenant: TenantId, id: string, options?: ReadOptions): Promise<SeriesData[]>;
  /** Number of observations of series before some times, in upload order. Unknown ids are skipped.
   *  @param timesOf the times, by the id of the series
   *  @throws AppError dataset_not_found, version_not_found, version_expired */
  countsBefore(
    tenant: TenantId,
    id: string,
    timesOf: (seriesId: string) => readonly number[],
    options?: Pick<ReadOptions, 'seriesIds' | 'seriesMax' | 'version'>,
  ): Promise<SeriesCounts[]>;
  /** The longest distance of neighbouring times of series, by their ids, in the unit of the times.
   *  Unknown ids are skipped.
   *  @param enough by the id of the series; one in which a distance is as long as this is not read to its end
   *  @throws AppError dataset_not_found, call_abandoned */
  longestGaps(
    tenant: TenantId,
    id: string,
    enough: ReadonlyMap<string, number>,
  ): Promise<Map<string, number>>;
  /** Whole series as they are stored, in upload order. Unknown ids are skipped.
   *  @throws AppError dataset_not_found, version_not_found, version_expired */
  readPacked(
    tenant: TenantId,
    id: string,
    options?: Pick<ReadOptions, 'seriesIds' | 'version'>,
  ): Promise<SeriesPart[]>;
  /** Streams a version of all series as it is stored, a few parts at a time; default: the newest. A long series comes
   *  in several parts. @throws AppError dataset_not_found, version_not_found, version_expired */
  readParts(tenant: TenantId, id: string, version?: number): AsyncIterable<SeriesPart[]>;
  /** Inserts observations, or replaces those at the same time, in one transaction. Long arrays are empty afterwards.
   *  @throws AppError dataset_not_found, series_unknown, series_too_many, points_too_many */
  addObservations(
    tenant: TenantId,
    id: string,
    observations: SeriesObservations[],
    options: {
      missingReplaces: boolean;
      allowsNewSeries: boolean;
      isDryRun: boolean;
      precondition?: Precondition<Dataset> | null;
    },
  ): Promise<ObservationsChange>;
  /** Deletes the observations of a range of times.
   *  @throws AppError dataset_not_found, dataset_kind_mismatch, series_not_found, request_invalid,
   *  deletion_too_large */
  deleteObservations(tenant: TenantId, id: string, query: DeletionQuery): Promise<DeletionChange>;
  /** @throws AppError as `deleteObservations` */
  deleteSeries(
    tenant: TenantId,
    id: string,
    seriesId: string,
    options: { isDryRun: boolean },
  ): Promise<DeletionChange>;
  /** Makes a new version with the data of an earlier one. The newest version stays as it is.
   *  @throws AppError dataset_not_found, dataset_kind_mismatch, version_not_found, version_expired */
  restore(
    tenant: TenantId,
    id: string,
    version: number,
    precondition?: Precondition<Dataset> | null,
    idempotentCall?: IdempotentCall<DatasetVersion> | null,
  ): Promise<DatasetVersion>;
  /** @throws AppError dataset_not_found */
  update(
    tenant: TenantId,
    id: string,
    change: { name: string },
    precondition?: Precondition<Dataset> | null,
  ): Promise<Dataset>;
  /** The change log, newest first. @throws AppError dataset_not_found, cursor_invalid */
  listVersions(tenant: TenantId, id: string, query: PageQuery): Promise<Page<DatasetVersion>>;
  /** Deletes the dataset and its models. @throws AppError dataset_not_found, dataset_in_use, dependents_exist */
  delete(
    tenant: TenantId,
    id: string,
    dependents?: Dependents,
    precondition?: Precondition<Dataset> | null,
  ): Promise<void>;
}

export interface ReadOptions extends SeriesRange {
  seriesIds?: string[];
  seriesMax?: number;
  /** Version of the data; default: the newest. An older version exists only while a job needs it. */
  version?: number;
  /** Whether the covariates are not read. Default: they are. */
  leavesOutCovariates?: boolean;
}

/** The observations of each series that are read; none of the bounds: all. */
export interface SeriesRange {
  /** Only this many of the last observations of each series. */
  tailPoints?: number;
  /** Only observations up to this time. */
  until?: number;
  /** Only observations after this time, at most the first `points` of each series. With `until`, those
   *  between the two times. */
  after?: { time: number; points: number };
  /** Only these observations of these series, by their ids, instead of the other bounds. */
  indexes?: ReadonlyMap<string, IndexRange>;
}

/** A range of observations of a series, counted from 0 in the order of time. `end` is behind the last one. */
export interface IndexRange {
  first: number;
  end: number;
}

export interface SeriesCounts {
  id: string;
  point_count: number;
  /** Missing values of the target, without rows of the future. */
  missing_count: number;
  /** Number of observations before each time that was asked for. */
  before: number[];
}

/** Version of the data to read; default: the newest. Others throw AppError version_not_found, version_expired. */
export interface VersionQuery {
  version?: number;
}

export interface DatasetSpans {
  /** Null if the dataset is empty. */
  start: number | null;
  end: number | null;
  series: SeriesSpan[];
}

export interface SeriesSpan {
  id: string;
  start: number;
  end: number;
}

export interface ObservationsChange {
  version: number;
  added: number;
  replaced: number;
  /** Ids of the added series. */
  newSeries: string[];
}

export interface DeletionChange {
  version: number;
  deleted: number;
  deletedSeries: string[];
}

/** A page of the observations of a series, with the kind of its times. */
export interface PointsPage extends Pick<SeriesData, 'id' | 'times' | 'values' | 'covariates'> {
  time_kind: TimeKind;
  time_zone: string | null;
  next_cursor: string | null;
}
