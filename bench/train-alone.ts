import type { CoreShare, TrainResult, TrainTask } from '../src/contracts/ports/index.ts';
import { train } from '../src/forecasting/index.ts';
import { coresOf, unsupervised } from '../src/training/index.ts';

/** Trains a model from the beginning to the end. @throws Error if the training fails */
export async function trainAlone(
  task: Pick<TrainTask, 'spec' | 'header' | 'series'>,
  cores?: CoreShare,
): Promise<TrainResult> {
  const outcome = await train(
    { ...task, checkpoint: null, initialWeights: null, kernel: null },
    unsupervised(coresOf(cores)),
  );
  if (outcome.status !== 'succeeded') throw new Error(`The training ended ${JSON.stringify(outcome)}`);
  return outcome;
}
