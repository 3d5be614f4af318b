import type { JobEvent, JobLogLine, Page, PageQuery, TenantId } from '../schemas/index.ts';

export type NewLogLine = Omit<JobLogLine, 'sequence'>;

export interface JobEventStore {
  /** Events with a higher sequence number, in ascending order. */
  after(tenant: TenantId, jobId: string, sequence: number, limit: number): Promise<JobEvent[]>;
  /** The last events, in ascending order. */
  newest(tenant: TenantId, jobId: string, limit: number): Promise<JobEvent[]>;
}

export interface JobLogStore {
  /** Appends lines. Of more than `limits.jobLogLinesMax` lines the oldest are deleted.
   *  @param options `isRepeated`: lines that are equal to stored ones are left out. Default: false */
  append(
    tenant: TenantId,
    jobId: string,
    lines: NewLogLine[],
    options?: { isRepeated?: boolean },
  ): Promise<void>;
  /** Oldest first. @throws AppError job_not_found */
  list(tenant: TenantId, jobId: string, query: PageQuery): Promise<Page<JobLogLine>>;
}

/** Notifies about changes of jobs. */
export interface JobFeed {
  /** @param changed called after each event of the job, and regularly while the connection for events is down
   *  @returns a function that ends the subscription */
  subscribe(jobId: string, changed: () => void): () => void;
  /** @param changed called with the id of each job that changes or is deleted, and with null if
   *  any job may have changed
   *  @returns a function that ends the calls */
  onChange(changed: (jobId: string | null) => void): () => void;
  /** Whether changes are notified at once. */
  readonly isListening: boolean;
  close(): Promise<void>;
}
