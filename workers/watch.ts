import type { Logger } from 'pino';
import type { AnomalyWatches, DueWatch, ForecastCalls, ModelStore } from '../src/contracts/ports/index.ts';
import { AppError, loggedReason } from '../src/errors.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { isOutage } from '../src/store/index.ts';
import type { Turns } from './turn.ts';

/** Series that are read and checked at a time. */
const seriesAtOnce = 50;

export interface WatchDeps {
  watches: AnomalyWatches;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'newAnomalies'>;
  log: Logger;
  /** Logs of watches that are refused, and of those that fail for other reasons. */
  watchLogs: Record<'refused' | 'failed', OutageLog>;
  /** Shares the runs among tenants. */
  inTurn: Turns;
}

/** Searches the observations that were added to a model's dataset for anomalies. After an interruption the next run
 *  continues where this one stopped. */
export async function handleWatch(deps: WatchDeps, due: DueWatch): ReturnType<Turns> {
  const watch = await deps.watches.find(due);
  if (watch === null) return 'ended';
  const { modelId, version } = due;
  const task = { id: `${modelId}-${version}`, tenant: watch.tenant, subject: modelId };
  return deps.inTurn(task, () => tried(deps, due, watch));
}

type Watch = NonNullable<Awaited<ReturnType<AnomalyWatches['find']>>>;

/** A refusal that a retry cannot help ends the search of this version: the next version is tried again. After other errors the keeper queues
 *  the watch again, so the queue is not told. */
async function tried(deps: WatchDeps, due: DueWatch, watch: Watch): Promise<void> {
  const { refused, failed } = deps.watchLogs;
  const fields = { tenant: watch.tenant, model_id: due.modelId };
  try {
    await search(deps, due, watch);
    refused.works();
    failed.works();
  } catch (error) {
    if (isOutage(error)) throw error;
    if (!isLasting(error)) return failed.failed(error, 1, fields);
    await deps.watches.finish(due.modelId, watch.version);
    const problem = error.toProblem();
    refused.failed(new Error(problem.code), 1, {
      ...{ ...fields, version: watch.version },
      ...{ ...loggedReason(problem), remedy: problem.remedy },
    });
  }
}

function isLasting(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500 && !error.toProblem().retryable;
}

async function search(
  { watches, models, calls, log }: WatchDeps,
  due: DueWatch,
  watch: Watch,
): Promise<void> {
  const { modelId } = due;
  const { tenant, level, version } = watch;
  const model = await models.get(tenant, modelId);
  let reported = 0;
  for (let from: number | null = 0; from !== null; ) {
    const { series, next }: Awaited<ReturnType<AnomalyWatches['unchecked']>> = await watches.unchecked(
      modelId,
      from,
      seriesAtOnce,
    );
    if (series.length > 0) {
      const batch = await calls.newAnomalies(tenant, model, level, series);
      const anomalies = await watches.record(modelId, level, batch);
      if (anomalies === null) return; // a newer version is due, or there is no watch
      reported += anomalies;
    }
    from = next;
  }
  await watches.finish(modelId, version);
  log.info({ tenant, model_id: modelId, version, anomalies: reported }, 'looked at new observations');
}
