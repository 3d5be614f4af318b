import type { JobEvent, JobLogLine, Page, PageQuery, TenantId } from '../schemas/index.ts';

export type NewLogLine = Omit<JobLogLine, 'sequence'>;

export interface JobEventStore {
  /** Those after a sequence, ascending. */
  after(tenant: TenantId, jobId: string, sequence: number, limit: number): Promise<JobEvent[]>;
}

export interface JobLogStore {
  /** The oldest lines of a job that has more than `limits.jobLogLinesMax` go. */
  append(tenant: TenantId, jobId: string, lines: NewLogLine[]): Promise<void>;
  /** The oldest first. @throws AppError job_not_found */
  list(tenant: TenantId, jobId: string, query: PageQuery): Promise<Page<JobLogLine>>;
}

/** Says when there may be something new about a job. */
export interface JobFeed {
  /** `changed` is called after each event of the job, and every so often while events cannot be heard.
   *  @returns ends the subscription */
  subscribe(jobId: string, changed: () => void): () => void;
  close(): Promise<void>;
}
