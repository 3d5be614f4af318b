import type { Logger } from 'pino';
import type { AnomalyWatches, DueWatch, ForecastCalls, ModelStore } from '../src/contracts/ports/index.ts';
import { AppError, loggedReason } from '../src/errors.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { isOutage } from '../src/store/index.ts';
import type { Turns } from './turn.ts';

/** Series that are read at a time. They are checked in batches, each of at most some twenty seconds of a thread. */
const seriesAtOnce = 50;
/** A search that takes longer lets others have their turn. */
const turnMsMax = 30_000;

export interface WatchDeps {
  watches: AnomalyWatches;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'newAnomalies'>;
  log: Logger;
  /** Logs of watches that are refused, and of those that fail for other reasons. */
  watchLogs: Record<'refused' | 'failed', OutageLog>;
  /** Shares the runs among tenants. */
  inTurn: Turns;
  /** Aborted when the worker is to end: the search ends with the batch that is being checked. */
  stopping: AbortSignal;
}

/** Searches the observations that were added to a model's dataset for anomalies. After an interruption the next run continues behind the last
 *  batch of this one. The task is `held`, so it comes again, if the worker is to end or the search takes long. */
export async function handleWatch(deps: WatchDeps, due: DueWatch): ReturnType<Turns> {
  const watch = await deps.watches.find(due);
  if (watch === null) return 'ended';
  const { modelId, version } = due;
  const task = { id: `${modelId}-${version}`, tenant: watch.tenant, subject: modelId };
  let isInterrupted = false;
  const handled = await deps.inTurn(task, async () => {
    isInterrupted = await tried(deps, due, watch);
  });
  return isInterrupted ? 'held' : handled;
}

type Watch = NonNullable<Awaited<ReturnType<AnomalyWatches['find']>>>;

/** A refusal that a retry cannot help ends the search of this version: the next version is tried again. After other errors the keeper queues
 *  the watch again, so the queue is not told. @returns whether the search was interrupted */
async function tried(deps: WatchDeps, due: DueWatch, watch: Watch): Promise<boolean> {
  const { refused, failed } = deps.watchLogs;
  const fields = { tenant: watch.tenant, model_id: due.modelId };
  try {
    const isInterrupted = await search(deps, due, watch);
    refused.works();
    failed.works();
    return isInterrupted;
  } catch (error) {
    if (isOutage(error) || deps.stopping.aborted) throw error;
    if (!isLasting(error)) {
      failed.failed(error, 1, fields);
      return false;
    }
    await deps.watches.finish(due.modelId, watch.version);
    const problem = error.toProblem();
    refused.failed(new Error(problem.code), 1, {
      ...{ ...fields, version: watch.version },
      ...{ ...loggedReason(problem), remedy: problem.remedy },
    });
    return false;
  }
}

function isLasting(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500 && !error.toProblem().retryable;
}

/** @returns whether it was interrupted, after a batch whose positions are stored */
async function search(deps: WatchDeps, due: DueWatch, watch: Watch): Promise<boolean> {
  const { watches, models, calls, log, stopping } = deps;
  const { modelId } = due;
  const { tenant, level, version } = watch;
  const model = await models.get(tenant, modelId);
  const until = performance.now() + turnMsMax;
  let reported = 0;
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<AnomalyWatches['unchecked']>> = await watches.unchecked(
      modelId,
      from,
      seriesAtOnce,
    );
    for (let series = page.series; series.length > 0; ) {
      const batch = await calls.newAnomalies(tenant, model, level, series);
      const anomalies = await watches.record(modelId, level, batch);
      if (anomalies === null) return false; // a newer version is due, or there is no watch
      reported += anomalies;
      series = batch.rest;
      const isDone = series.length === 0 && page.next === null;
      if (!isDone && (stopping.aborted || performance.now() > until)) return true;
    }
    from = page.next;
  }
  await watches.finish(modelId, version);
  log.info({ tenant, model_id: modelId, version, anomalies: reported }, 'looked at new observations');
  return false;
}
