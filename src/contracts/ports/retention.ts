/** How long what is not needed any more is kept. */
export const retention = {
  /** Events and log lines of a job after its end; the event that ended it stays with the job. */
  jobHistoryDays: 30,
  /** Checkpoints of jobs that failed or were cancelled, which a retry goes on from. */
  checkpointDays: 7,
  /** Deliveries to webhooks, and how many of a webhook at most. */
  deliveryDays: 30,
  deliveriesPerWebhookMax: 1_000,
  /** Backtests of a model that have ended, the newest. */
  backtestsPerModelMax: 20,
  /** Stored forecasts of a tenant, and their bytes as they are stored: the newest. */
  forecastsPerTenantMax: 10_000,
  forecastBytesPerTenantMax: 1024 * 1024 * 1024,
  /** Datasets of one-shot forecasts with their models, where nobody made anything else of them: since they were last
   *  asked for a forecast. */
  oneShotDays: 30,
} as const;

/** Rows deleted, by table. */
export type DeletedRows = Record<
  | 'job_events'
  | 'job_logs'
  | 'job_checkpoints'
  | 'webhook_deliveries'
  | 'backtests'
  | 'forecasts'
  | 'datasets',
  number
>;

export interface Cleaner {
  /** Deletes what is past its time, a bounded number of rows of each kind; the rest at the next call. */
  clean(): Promise<DeletedRows>;
}
