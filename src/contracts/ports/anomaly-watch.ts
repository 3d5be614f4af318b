import type { Anomaly, TenantId } from '../schemas/index.ts';

/** A model that watches for anomalies, and a version of its dataset that it has not checked yet. */
export interface DueWatch {
  modelId: string;
  version: number;
}

/** A series with observations that are not checked yet: those after a time, or all of them. */
export interface WatchedSeries {
  id: string;
  after: number | null;
  /** Later than `after`: a search has looked so far and has found no observation, because one batch did not have room
   *  for the whole series. */
  searchedUntil?: number;
}

/** The anomalies among the observations of a series after `after`, up to `until`; null where there were no new ones. */
export interface CheckedSeries extends Omit<WatchedSeries, 'searchedUntil'> {
  until: number | null;
  anomalies: Anomaly[];
}

/** Series that were checked, as they were in a version of their dataset. A batch takes at most as much work
 *  as a call may ask for. */
export interface CheckedBatch {
  version: number;
  series: CheckedSeries[];
  /** The work that is left once the positions of the batch are stored: whole series, and the ends of others. */
  rest: WatchedSeries[];
}

/** How far each series is checked. The transaction that stores this position also writes the messages to webhooks: no
 *  observation is reported twice, and none is missed. */
export interface AnomalyWatches {
  /** @param except watches that are left out */
  due(limit: number, except?: readonly DueWatch[]): Promise<DueWatch[]>;
  /** The newest version of the dataset, and `watched`, the newest one that has been checked. Null where the model does
   *  not watch, or has checked the newest version. */
  find(due: DueWatch): Promise<{ tenant: TenantId; level: number; version: number; watched: number } | null>;
  /** Series that are not checked yet, from a position in the dataset on, at most `limit`; `next`
   *  is null after the last. */
  unchecked(
    modelId: string,
    from: number,
    limit: number,
  ): Promise<{ series: WatchedSeries[]; next: number | null }>;
  /** Skips series that another worker has checked meanwhile. Returns the number of anomalies that webhooks get. Null if
   *  nothing is stored: the model does not watch any more, or observations of the batch may have been deleted or
   *  replaced by a restore since they were read. */
  record(
    modelId: string,
    level: number,
    batch: Pick<CheckedBatch, 'version' | 'series'>,
  ): Promise<number | null>;
  /** All series are checked, as they were in a version or later, or the version cannot be checked. What is not checked
   *  stays for the next version. */
  finish(modelId: string, version: number): Promise<void>;
}
