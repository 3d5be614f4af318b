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
  create(tenant: TenantId, dataset: ParsedDataset, once?: IdempotentCall<Dataset> | null): Promise<Dataset>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Dataset>>;
  /** @throws AppError dataset_not_found */
  get(tenant: TenantId, id: string): Promise<Dataset>;
  listSeries(tenant: TenantId, id: string, query: PageQuery): Promise<Page<SeriesSummary>>;
  /** @throws AppError dataset_not_found, series_not_found */
  points(tenant: TenantId, id: string, seriesId: string, query: PointsQuery): Promise<SeriesPoints>;
  /** The series with the most observations. @throws AppError dataset_not_found, dataset_empty */
  longestSeries(tenant: TenantId, id: string): Promise<{ id: string; point_count: number }>;
  /** Names of the static attributes that series have. @throws AppError dataset_not_found */
  attributes(tenant: TenantId, id: string): Promise<string[]>;
  /** Arrays of some or all series (in upload order), whole or only the last `tailPoints` of each.
   *  Unknown ids are left out. @throws AppError dataset_not_found */
  read(tenant: TenantId, id: string, options?: ReadOptions): Promise<SeriesData[]>;
  /** Whole series one after the other, few in memory at a time. @throws AppError dataset_not_found */
  readAll(tenant: TenantId, id: string): AsyncIterable<SeriesData>;
  /** An upsert by time: all or nothing. @throws AppError dataset_not_found, series_too_many, points_too_many */
  addObservations(
    tenant: TenantId,
    id: string,
    observations: SeriesObservations[],
    options: { missingReplaces: boolean },
  ): Promise<ObservationsAdded>;
  /** The change log, the newest first. @throws AppError dataset_not_found, cursor_invalid */
  listVersions(tenant: TenantId, id: string, query: PageQuery): Promise<Page<DatasetVersion>>;
  /** Deletes it with its models. @throws AppError dataset_not_found, dataset_in_use */
  delete(tenant: TenantId, id: string): Promise<void>;
}

export interface ReadOptions {
  seriesIds?: string[];
  seriesMax?: number;
  /** Only the last observations of each. */
  tailPoints?: number;
  /** As the data were in this version, which a job that is to read it keeps alive; default: the newest. */
  version?: number;
  /** Only observations up to this time. */
  until?: number;
  /** Only observations after this time, the first `points` of each series. */
  after?: { time: number; points: number };
}
