import type { Logger } from 'pino';
import type {
  AnomalyWatches,
  DueWatch,
  ForecastCalls,
  ModelStore,
  WatchedSeries,
} from '../src/contracts/ports/index.ts';
import { AppError, loggedReason } from '../src/errors.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { isOutage } from '../src/store/index.ts';
import type { Turns } from './turn.ts';

/** Series that are read at a time. They are checked in batches, each of at most some twenty seconds of a thread. */
const seriesAtOnce = 50;
/** A search that takes longer lets others have their turn. */
const turnMsMax = 30_000;
/** Models whose passes a process keeps. */
const passesMax = 1_000;

/** Rest of a search of all series of a model, as they were in a version of its dataset or later. */
export interface WatchPass {
  version: number;
  /** The rest of the page that was read last. */
  series: WatchedSeries[];
  /** Position of the next page; null after the last. */
  next: number | null;
}

export interface WatchDeps {
  watches: AnomalyWatches;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'newAnomalies'>;
  log: Logger;
  /** Logs of watches that are refused, and of those that fail for other reasons. */
  watchLogs: Record<'refused' | 'failed', OutageLog>;
  /** Passes that were interrupted, by model. A series whose new rows have no value of the target is unchecked again in
   *  each search: without the pass, the next turn would begin with all of these, and might never
   *  reach the last series. */
  watchPasses: Map<string, WatchPass>;
  /** Models whose search runs in this process, or waits for its turn. */
  watchedModels: Set<string>;
  /** Shares the runs among tenants. */
  inTurn: Turns;
  /** Aborted when the worker is to end: the search ends with the batch that is being checked. */
  stopping: AbortSignal;
}

/** Searches the observations that were added to a model's dataset for anomalies. After an interruption the next run
 *  continues behind the last batch of this one. The task is `deferred`, so it comes again, if the worker is to end or
 *  the search takes long. So it is while a search of the model runs in this process: the queue delivers a task twice if
 *  the process does not renew its lock in time. */
export async function handleWatch(deps: WatchDeps, due: DueWatch): ReturnType<Turns> {
  const { watchedModels } = deps;
  if (watchedModels.has(due.modelId)) return 'deferred';
  watchedModels.add(due.modelId);
  try {
    return await searchInTurn(deps, due);
  } finally {
    watchedModels.delete(due.modelId);
  }
}

async function searchInTurn(deps: WatchDeps, due: DueWatch): ReturnType<Turns> {
  const watch = await deps.watches.find(due);
  if (watch === null) return 'ended';
  const task = { id: due.modelId, tenant: watch.tenant, subject: due.modelId };
  let isInterrupted = false;
  const handled = await deps.inTurn(task, async () => {
    isInterrupted = await searchToNewest(deps, due, watch);
  });
  return isInterrupted ? 'deferred' : handled;
}

type Watch = NonNullable<Awaited<ReturnType<AnomalyWatches['find']>>>;

/** Continues the pass that was interrupted, and then makes one of each newest version. So changes of the data that come
 *  more often than a pass ends do not keep it from the last series. @returns whether it was interrupted */
async function searchToNewest(deps: WatchDeps, due: DueWatch, first: Watch): Promise<boolean> {
  const until = performance.now() + turnMsMax;
  const isOver = () => deps.stopping.aborted || performance.now() > until;
  for (let watch: Watch | null = first; watch !== null; ) {
    const result = await tried(deps, due, watch, isOver);
    if (result !== 'searched') return result === 'interrupted';
    watch = await deps.watches.find(due);
    if (watch !== null && isOver()) return true;
  }
  return false;
}

/** A refusal that a retry cannot help ends the search of this version: the next version is tried again. After other
 *  errors the keeper queues the watch again, so the queue is not told. */
async function tried(
  deps: WatchDeps,
  due: DueWatch,
  watch: Watch,
  isOver: () => boolean,
): Promise<'searched' | 'interrupted' | 'failed'> {
  const { refused, failed } = deps.watchLogs;
  const fields = { tenant: watch.tenant, model_id: due.modelId };
  try {
    const isInterrupted = await search(deps, due, watch, isOver);
    refused.works();
    failed.works();
    return isInterrupted ? 'interrupted' : 'searched';
  } catch (error) {
    if (isOutage(error) || deps.stopping.aborted) throw error;
    if (!isLasting(error)) {
      failed.failed(error, 1, fields);
      return 'failed';
    }
    deps.watchPasses.delete(due.modelId);
    await deps.watches.finish(due.modelId, watch.version);
    const problem = error.toProblem();
    refused.failed(new Error(problem.code), 1, {
      ...fields,
      version: watch.version,
      ...loggedReason(problem),
      remedy: problem.remedy,
    });
    return 'searched';
  }
}

function isLasting(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500 && !error.toProblem().retryable;
}

/** Makes the pass that was interrupted, or one of the newest version, to its end. @returns whether it was interrupted,
 *  after a batch whose positions are stored */
async function search(
  deps: WatchDeps,
  { modelId }: DueWatch,
  watch: Watch,
  isOver: () => boolean,
): Promise<boolean> {
  const { watches, models, calls, log, watchPasses } = deps;
  const { tenant, level } = watch;
  const model = await models.get(tenant, modelId);
  const pass = passOf(deps, modelId, watch);
  keepPass(deps, modelId, pass); // until it has ended: what is interrupted or fails is tried again from there
  let reported = 0;
  while (pass.series.length > 0 || pass.next !== null) {
    if (pass.series.length === 0 && pass.next !== null) {
      Object.assign(pass, await watches.unchecked(modelId, pass.next, seriesAtOnce));
      continue;
    }
    const batch = await calls.newAnomalies(tenant, model, level, pass.series);
    const anomalies = await watches.record(modelId, level, batch);
    if (anomalies === null) {
      watchPasses.delete(modelId);
      return false; // a newer version is due, or there is no watch
    }
    reported += anomalies;
    pass.series = batch.rest;
    if (isOver() && (pass.series.length > 0 || pass.next !== null)) return true;
  }
  await watches.finish(modelId, pass.version);
  watchPasses.delete(modelId);
  log.info(
    { tenant, model_id: modelId, version: pass.version, anomalies: reported },
    'looked at new observations',
  );
  return false;
}

/** The pass that was kept, or a new one if there is none, or if a later search has ended. */
function passOf({ watchPasses }: WatchDeps, modelId: string, { version, watched }: Watch): WatchPass {
  const pass = watchPasses.get(modelId);
  return pass !== undefined && pass.version > watched ? pass : { version, series: [], next: 0 };
}

/** Keeps a pass. Beyond `passesMax` the oldest one is dropped, and its search begins again. */
function keepPass({ watchPasses }: WatchDeps, modelId: string, pass: WatchPass): void {
  watchPasses.delete(modelId);
  watchPasses.set(modelId, pass);
  if (watchPasses.size <= passesMax) return;
  const [oldest] = watchPasses.keys();
  watchPasses.delete(oldest);
}
