import { initial } from './0001-0009/0001-initial.ts';
import { jobEvents } from './0001-0009/0002-job-events.ts';
import { webhooks } from './0001-0009/0003-webhooks.ts';
import { schedules } from './0001-0009/0004-schedules.ts';
import { backtests } from './0001-0009/0005-backtests.ts';
import { forecasts } from './0001-0009/0006-forecasts.ts';
import { datasetVersions } from './0001-0009/0007-dataset-versions.ts';
import { keys } from './0001-0009/0008-keys.ts';
import { idempotency } from './0001-0009/0009-idempotency.ts';
import { aliases } from './0010-0019/0010-aliases.ts';
import { backtestsByTenant } from './0010-0019/0011-backtests-by-tenant.ts';
import { importedModels } from './0010-0019/0012-imported-models.ts';
import { anomalyWatches } from './0010-0019/0013-anomaly-watches.ts';
import { symbols } from './0010-0019/0014-symbols.ts';
import { instantForecasts } from './0010-0019/0015-instant-forecasts.ts';
import { datasetHistory } from './0010-0019/0016-dataset-history.ts';
import { forecastsOfDatasets } from './0010-0019/0017-forecasts-of-datasets.ts';
import { lists } from './0010-0019/0018-lists.ts';
import { packedChunks } from './0010-0019/0019-packed-chunks.ts';
import { traces } from './0020-0029/0020-traces.ts';
import { fleets } from './0020-0029/0021-fleets.ts';
import { modelUses } from './0020-0029/0022-model-uses.ts';
import { fairQueue } from './0020-0029/0023-fair-queue.ts';
import { keyLife } from './0020-0029/0024-key-life.ts';
import { embeds } from './0020-0029/0025-embeds.ts';
import { tenantPolicies } from './0020-0029/0026-tenant-policies.ts';
import { listedProgress } from './0020-0029/0027-listed-progress.ts';
import { storedBytes } from './0020-0029/0028-stored-bytes.ts';
import { leanEvents } from './0020-0029/0029-lean-events.ts';
import { leanJobs } from './0030-0039/0030-lean-jobs.ts';
import { queuePlaces } from './0030-0039/0031-queue-places.ts';
import { countsByStatement } from './0030-0039/0032-counts-by-statement.ts';
import { filters } from './0030-0039/0033-filters.ts';
import { frequentVacuums } from './0030-0039/0034-frequent-vacuums.ts';
import { fewOfManyRows } from './0030-0039/0035-few-of-many-rows.ts';
import { workerLosses } from './0030-0039/0036-worker-losses.ts';
import { answersByTenant } from './0030-0039/0037-answers-by-tenant.ts';
import { historyByVersion } from './0030-0039/0038-history-by-version.ts';
import { narrowReads } from './0030-0039/0039-narrow-reads.ts';
import { queueAges } from './0040-0049/0040-queue-ages.ts';
import { serviceIds } from './0040-0049/0041-service-ids.ts';
import { oneIndexOfDatasets } from './0040-0049/0042-one-index-of-datasets.ts';
import { deliveriesByIndex } from './0040-0049/0043-deliveries-by-index.ts';
import { expiriesByIndex } from './0040-0049/0044-expiries-by-index.ts';
import { cleanedHistories } from './0040-0049/0045-cleaned-histories.ts';
import { vacuumedCheckpoints } from './0040-0049/0046-vacuumed-checkpoints.ts';
import { deliveryStatuses } from './0040-0049/0047-delivery-statuses.ts';
import { modelSeries } from './0040-0049/0048-model-series.ts';
import { modelOrigins } from './0040-0049/0049-model-origins.ts';
import { givenEnds } from './0050-0059/0050-given-ends.ts';
import { readablePositions } from './0050-0059/0051-readable-positions.ts';
import type { Migration } from './contract/migration.ts';

/** All migrations, in the order of their versions, which have no gap. */
export const migrations: Migration[] = [
  initial,
  jobEvents,
  webhooks,
  schedules,
  backtests,
  forecasts,
  datasetVersions,
  keys,
  idempotency,
  aliases,
  backtestsByTenant,
  importedModels,
  anomalyWatches,
  symbols,
  instantForecasts,
  datasetHistory,
  forecastsOfDatasets,
  lists,
  packedChunks,
  traces,
  fleets,
  modelUses,
  fairQueue,
  keyLife,
  embeds,
  tenantPolicies,
  listedProgress,
  storedBytes,
  leanEvents,
  leanJobs,
  queuePlaces,
  countsByStatement,
  filters,
  frequentVacuums,
  fewOfManyRows,
  workerLosses,
  answersByTenant,
  historyByVersion,
  narrowReads,
  queueAges,
  serviceIds,
  oneIndexOfDatasets,
  deliveriesByIndex,
  expiriesByIndex,
  cleanedHistories,
  vacuumedCheckpoints,
  deliveryStatuses,
  modelSeries,
  modelOrigins,
  givenEnds,
  readablePositions,
];
