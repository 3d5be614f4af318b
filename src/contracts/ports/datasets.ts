import type {
  Dataset,
  DatasetVersion,
  ObservationsAdded,
  Page,
  PageQuery,
  ParsedDataset,
  PointsQuery,
  SeriesData,
  SeriesObservations,
  SeriesPoints,
  SeriesSummary,
  TenantId,
} from '../schemas/index.ts';
import type { IdempotentCall } from './idempotency.ts';

export interface DatasetStore {
  create(
    tenant: TenantId,
    dataset: ParsedDataset,
    idempotentCall?: IdempotentCall<Dataset> | null,
  ): Promise<Dataset>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Dataset>>;
  /** @throws AppError dataset_not_found */
  get(tenant: TenantId, id: string): Promise<Dataset>;
  listSeries(tenant: TenantId, id: string, query: PageQuery): Promise<Page<SeriesSummary>>;
  /** @throws AppError dataset_not_found, series_not_found */
  points(tenant: TenantId, id: string, seriesId: string, query: PointsQuery): Promise<SeriesPoints>;
  /** The series with the most observations. @throws AppError dataset_not_found, dataset_empty */
  longestSeries(tenant: TenantId, id: string): Promise<{ id: string; point_count: number }>;
  /** Names of all static attributes of the series. @throws AppError dataset_not_found */
  attributes(tenant: TenantId, id: string): Promise<string[]>;
  /** Series as arrays, in upload order. Unknown ids are skipped. @throws AppError dataset_not_found */
  read(tenant: TenantId, id: string, options?: ReadOptions): Promise<SeriesData[]>;
  /** Streams all series; few are in memory at the same time. @throws AppError dataset_not_found */
  readAll(tenant: TenantId, id: string): AsyncIterable<SeriesData>;
  /** Inserts observations, or replaces those at the same time, in one transaction. @throws AppError dataset_not_found, series_too_many, points_too_many */
  addObservations(
    tenant: TenantId,
    id: string,
    observations: SeriesObservations[],
    options: { missingReplaces: boolean },
  ): Promise<ObservationsAdded>;
  /** The change log, newest first. @throws AppError dataset_not_found, cursor_invalid */
  listVersions(tenant: TenantId, id: string, query: PageQuery): Promise<Page<DatasetVersion>>;
  /** Deletes the dataset and its models. @throws AppError dataset_not_found, dataset_in_use */
  delete(tenant: TenantId, id: string): Promise<void>;
}

export interface ReadOptions {
  seriesIds?: string[];
  seriesMax?: number;
  /** Only this many of the last observations of each series. */
  tailPoints?: number;
  /** Version of the data; default: the newest. An older version exists only while a job needs it. */
  version?: number;
  /** Only observations up to this time. */
  until?: number;
  /** Only observations after this time, at most the first `points` of each series. */
  after?: { time: number; points: number };
}
