import type { Logger } from 'pino';
import type { AnomalyWatches, DueWatch, ForecastCalls, ModelStore } from '../src/contracts/ports/index.ts';

/** Series that are read and looked at in one go. */
const seriesAtOnce = 50;

export interface WatchDeps {
  watches: AnomalyWatches;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'newAnomalies'>;
  log: Logger;
}

/** Looks at what has been added to the data of a model. Cut short, it goes on where it was. */
export async function handleWatch({ watches, models, calls, log }: WatchDeps, due: DueWatch): Promise<void> {
  const watch = await watches.find(due);
  if (watch === null) return;
  const { modelId } = due;
  const { tenant, level, version } = watch;
  const model = await models.get(tenant, modelId);
  let told = 0;
  for (let from: number | null = 0; from !== null; ) {
    const { series, next }: Awaited<ReturnType<AnomalyWatches['ahead']>> = await watches.ahead(
      modelId,
      from,
      seriesAtOnce,
    );
    if (series.length > 0)
      told += await watches.record(modelId, level, await calls.newAnomalies(tenant, model, level, series));
    from = next;
  }
  await watches.finish(modelId, version);
  log.info({ model_id: modelId, version, anomalies: told }, 'looked at new observations');
}
