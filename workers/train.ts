import type { QueueEntry } from '../src/contracts/ports/index.ts';
import type { KindName } from '../src/contracts/schemas/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { handleJob } from './handle-job.ts';
import type { WorkDeps } from './job-work.ts';
import {
  type DataDeps,
  type ThreadsOfEachKind,
  type Trained,
  type TrainTaskOf,
  tasksFor,
  threadsFor,
} from './kinds.ts';

export interface TrainDeps extends WorkDeps, DataDeps {
  threads: ThreadsOfEachKind;
}

/** Trains a model of any kind, and publishes its weights and card. */
export function handleTrain(deps: TrainDeps, entry: QueueEntry): Promise<Handled> {
  return handleJob<TrainTaskOf<KindName>, Trained>(
    deps,
    {
      kind: 'train',
      name: 'training',
      steps: ({ model }) => model.spec.steps ?? 0,
      prepare: (claim, signal) => tasksFor(claim).train({ ...deps, signal }, claim),
      run: (claim, job, signal) => threadsFor(deps.threads, claim).train(job, signal),
      publish: (claim, result) => deps.leases.succeed(claim, result),
      describe: ({ card, weights }) => ({ summary: card.summary, sha256: weights.sha256 }),
    },
    entry,
  );
}
