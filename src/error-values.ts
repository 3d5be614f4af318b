/** Names of the values that problems of a code may have, for programs that say them in another language. The dashboard
 *  has a translation for each of these codes but `quota_exceeded`, whose numbers have several units; a test says so. */
export const errorValues = {
  scope_missing: ['scope'],
  dataset_not_found: ['id'],
  model_not_found: ['id'],
  fleet_not_found: ['id'],
  alias_not_found: ['id'],
  key_not_found: ['id'],
  forecast_not_found: ['id'],
  embed_not_found: ['id'],
  job_not_found: ['id'],
  backtest_not_found: ['id'],
  webhook_not_found: ['id'],
  schedule_not_found: ['id'],
  quota_exceeded: ['used', 'limit'],
  dataset_in_use: ['job'],
  series_too_short: ['have', 'horizon', 'needed'],
  horizon_too_long: ['horizon', 'limit'],
  queue_full: ['queued', 'limit'],
  training_too_large: ['needed', 'limit'],
} as const;
