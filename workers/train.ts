import type {
  Claim,
  DatasetStore,
  SequenceStore,
  Supervised,
  SymbolTrainOutcome,
  SymbolTrainResult,
  SymbolTrainTask,
  TrainOutcome,
  TrainResult,
  TrainTask,
} from '../src/contracts/ports/index.ts';
import { isSymbolSpec, type JobPayload } from '../src/contracts/schemas/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { patiently } from './patience.ts';
import { handleJob, type WorkDeps } from './supervision.ts';

export interface TrainDeps extends WorkDeps {
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  sequences: Pick<SequenceStore, 'read'>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  train(task: TrainTask, signal: AbortSignal): Promise<TrainOutcome>;
  /** The same for sequences of symbols. */
  trainSymbols(task: SymbolTrainTask, signal: AbortSignal): Promise<SymbolTrainOutcome>;
  kernel: string | null;
}

type Work<Task> = Omit<Task, keyof Supervised>;
type Prepared = Work<TrainTask> | Work<SymbolTrainTask>;

/** Trains a model, of whichever family, and publishes its weights and card. */
export function handleTrain(deps: TrainDeps, payload: JobPayload): Promise<Handled> {
  return handleJob<Prepared, TrainResult | SymbolTrainResult>(
    deps,
    {
      name: 'training',
      steps: ({ model }) => model.spec.steps ?? 0,
      prepare: (claim) => prepare(deps, claim),
      run: (task, signal) =>
        'sequences' in task ? deps.trainSymbols(task, signal) : deps.train(task, signal),
      publish: (claim, result) => deps.leases.succeed(claim, result),
      describe: ({ card, weights }) => ({ summary: card.summary, sha256: weights.sha256 }),
    },
    payload,
  );
}

/** Reads the data in the version that the model was asked for. */
async function prepare({ datasets, sequences, kernel }: TrainDeps, claim: Claim): Promise<Prepared> {
  const { job, model, initialWeights } = claim;
  const checkpoint = claim.checkpoint?.bytes ?? null;
  const { spec } = model;
  if (isSymbolSpec(spec)) {
    const read = await patiently(() => sequences.read(job.tenant, model.datasetId));
    return { spec, ...read, initialWeights, checkpoint, kernel };
  }
  const header = await patiently(() => datasets.get(job.tenant, model.datasetId));
  const series = await patiently(() =>
    datasets.read(job.tenant, model.datasetId, { version: model.datasetVersion }),
  );
  return { spec, header, series, initialWeights, checkpoint, kernel };
}
