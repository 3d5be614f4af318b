/** How long data that nobody needs are kept. */
export const retention = {
  /** Events and log lines of a job, after its end. The event that ended the job is kept. */
  jobHistoryDays: 30,
  /** Checkpoints of failed or cancelled jobs. A retry continues from them. */
  checkpointDays: 7,
  /** The version of a dataset that a failed or cancelled job reads, after its end, also when callers can no longer read
   *  it. Later, a retry is refused if the version is gone. */
  retryDays: 7,
  /** Deliveries to webhooks. */
  deliveryDays: 30,
  /** Ended deliveries per webhook; the newest are kept. */
  endedDeliveriesPerWebhookMax: 1_000,
  /** Pending deliveries per webhook; the oldest beyond them fail. A fleet of 20,000 models sends two for each. */
  pendingDeliveriesPerWebhookMax: 50_000,
  /** Ended backtests per model; the newest are kept. */
  backtestsPerModelMax: 20,
  /** Stored forecasts per tenant, and their bytes as stored; the newest are kept. */
  forecastsPerTenantMax: 10_000,
  forecastBytesPerTenantMax: 1024 * 1024 * 1024,
  /** Expired keys and expired embeds. */
  expiredKeyDays: 30,
  expiredEmbedDays: 30,
  /** Datasets and models of one-shot forecasts, after their last forecast, unless something else was made from them. */
  oneShotDays: 30,
  /** Versions of a dataset that can be read and restored, the newest included. */
  datasetVersionsKept: 20,
  /** Superseded observations of a dataset, in bytes. Beyond them, older versions expire; the
   *  previous one is always kept. */
  supersededBytesPerDatasetMax: 1024 * 1024 * 1024,
} as const;

/** Number of deleted rows, by table. */
type DeletedRows = Record<
  | 'job_events'
  | 'job_logs'
  | 'job_checkpoints'
  | 'webhook_deliveries'
  | 'backtests'
  | 'forecasts'
  | 'datasets'
  | 'api_keys'
  | 'embeds'
  | 'idempotency_keys',
  number
>;

export interface Cleaned extends DeletedRows {
  /** Pending deliveries that have failed, because too many of their webhook waited. */
  failed_deliveries: number;
}

export interface Cleaner {
  /** Deletes expired rows, a bounded number per table. The next call deletes the rest. Tables after one that cannot be
   *  cleaned are cleaned too.
   *  @param stopping once it is aborted, no further statement begins
   *  @throws the first error */
  clean(stopping?: AbortSignal): Promise<Cleaned>;
}
