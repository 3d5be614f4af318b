/** Process that trains with the library alone, on all cores, and times it. */
import { availableParallelism } from 'node:os';
import type { TrainTask } from '../../../src/contracts/ports/index.ts';
import { sharedSeries } from '../../../src/contracts/schemas/index.ts';
import { createCoreBudget } from '../../../src/training/index.ts';
import { trainAlone } from '../../train-alone.ts';
import { answerParent } from '../own-process.ts';

export type TrainingQuestion = Pick<TrainTask, 'spec' | 'header' | 'series'>;
export interface TrainingAnswer {
  ms: number;
  /** SHA-256 of the weights. */
  sha256: string;
}

const budget = createCoreBudget(availableParallelism(), 1);

answerParent(async (task: TrainingQuestion): Promise<TrainingAnswer> => {
  const started = performance.now();
  const series = sharedSeries(task.series);
  const { weights } = await budget.use((share) => trainAlone({ ...task, series }, share));
  return { ms: performance.now() - started, sha256: weights.sha256 };
});
