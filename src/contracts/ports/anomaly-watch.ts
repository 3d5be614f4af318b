import type { Anomaly, TenantId } from '../schemas/index.ts';

/** A model that has not looked at a version of its dataset yet. */
export interface DueWatch {
  modelId: string;
  version: number;
}

/** A series with observations that its model has not looked at: those after a time, or all of them. */
export interface WatchedSeries {
  id: string;
  after: number | null;
}

/** What was found in the observations of a series after `after`, up to `until`; null where there was nothing to look at. */
export interface Looked extends WatchedSeries {
  until: number | null;
  anomalies: Anomaly[];
}

/** How far models have looked, which is moved on in the transaction that writes what webhooks are told: no observation
 *  is told of twice, and none is missed. */
export interface AnomalyWatches {
  due(limit: number): Promise<DueWatch[]>;
  /** Null where the model does not watch, or has looked at the version already. */
  find(due: DueWatch): Promise<{ tenant: TenantId; level: number; version: number } | null>;
  /** Some of the series that have not been looked at, those of a place in the dataset and after; `next` is null at the
   *  end of them. */
  ahead(
    modelId: string,
    from: number,
    limit: number,
  ): Promise<{ series: WatchedSeries[]; next: number | null }>;
  /** Series that another worker has looked at meanwhile are passed over. Gives the anomalies that webhooks are told of. */
  record(modelId: string, level: number, looked: Looked[]): Promise<number>;
  /** All series have been looked at, as they were in a version or later. */
  finish(modelId: string, version: number): Promise<void>;
}
