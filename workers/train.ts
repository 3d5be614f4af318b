import type { JobPayload } from '../src/contracts/job.ts';
import type { DatasetStore, TrainOutcome, TrainTask } from '../src/contracts/ports.ts';
import type { Handled } from '../src/queue/consumer.ts';
import { patiently } from './patience.ts';
import { handleJob, type WorkDeps } from './supervision.ts';

export interface TrainDeps extends WorkDeps {
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  train(task: TrainTask, signal: AbortSignal): Promise<TrainOutcome>;
  kernel: string | null;
}

/** Trains a model and publishes its weights and card. */
export function handleTrain(deps: TrainDeps, payload: JobPayload): Promise<Handled> {
  const { datasets, leases, kernel } = deps;
  return handleJob(
    deps,
    {
      name: 'training',
      steps: ({ model }) => model.spec.steps ?? 0,
      async prepare({ job, model, initialWeights, checkpoint }) {
        const header = await patiently(() => datasets.get(job.tenant, model.datasetId));
        const series = await patiently(() =>
          datasets.read(job.tenant, model.datasetId, { version: model.datasetVersion }),
        );
        return {
          ...{ spec: model.spec, header, series, initialWeights, kernel },
          checkpoint: checkpoint?.bytes ?? null,
        };
      },
      run: (task, signal) => deps.train(task, signal),
      publish: (claim, result) => leases.succeed(claim, result),
      describe: ({ card, weights }) => ({ summary: card.summary, sha256: weights.sha256 }),
    },
    payload,
  );
}
