import type { Logger } from 'pino';
import type { AnomalyWatches, DueWatch, ForecastCalls, ModelStore } from '../src/contracts/ports/index.ts';
import type { Turns } from './turn.ts';

/** Series that are read and checked at a time. */
const seriesAtOnce = 50;

export interface WatchDeps {
  watches: AnomalyWatches;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'newAnomalies'>;
  log: Logger;
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
  return deps.inTurn(task, () => search(deps, due, watch));
}

async function search(
  { watches, models, calls, log }: WatchDeps,
  due: DueWatch,
  watch: NonNullable<Awaited<ReturnType<AnomalyWatches['find']>>>,
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
    if (series.length > 0)
      reported += await watches.record(
        modelId,
        level,
        await calls.newAnomalies(tenant, model, level, series),
      );
    from = next;
  }
  await watches.finish(modelId, version);
  log.info({ tenant, model_id: modelId, version, anomalies: reported }, 'looked at new observations');
}
