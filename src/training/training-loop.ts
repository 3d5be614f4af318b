import type { ModelCard } from '../contracts/schemas/index.ts';
import { adamw, clipGlobalNorm, type Kernel, oneCycle, type Parameters, type Rng } from '../engine/index.ts';
import { AppError } from '../errors.ts';

const gradientNormMax = 1;
const warmUpShare = 0.1;
/** The learning rate of a training that begins again after a loss that is not finite, as a share. */
const lowerRate = 0.1;

/** Losses at the validation checks, in the order of their steps. */
export type LossHistory = ModelCard['training']['loss'];

/** Everything that the rest of a loop depends on, beside the network's own state. A loop that continues from here makes
 *  the same steps as one that was never interrupted. */
export interface LoopState {
  /** Steps done. */
  step: number;
  /** All steps are done, or early stopping ended the training. */
  finished: boolean;
  rng: Uint32Array; // [4]
  parameters: Float32Array; // [P]
  best: Float32Array; // [P]
  bestStep: number;
  bestLoss: number;
  adam: { m: Float32Array; v: Float32Array; step: number };
  history: LossHistory;
  /** Whether it has begun again, with a lower learning rate, after a loss that was not finite. */
  isRestarted: boolean;
}

export interface LoopProgress {
  step: number;
  finished: boolean;
  history: LossHistory;
  /** The arrays are views of the loop's own: copy them before the next step. */
  state: () => LoopState;
}

/** Called around each step. */
export interface LoopHooks<Progress = LoopProgress> {
  /** Called before each step; false stops the training where it is. */
  proceed: (progress: Progress) => boolean | Promise<boolean>;
  /** Called after each step. */
  stepped: (progress: Progress) => void;
}

export interface LoopOptions extends LoopHooks {
  kernel: Kernel;
  parameters: Parameters;
  /** The generator of the whole training: the state includes it. */
  rng: Rng;
  settings: { steps: number; learning_rate: number; weight_decay: number };
  /** Runs the next batch forward and backward: adds to the gradients. @returns its loss */
  addGradients: () => number;
  /** Losses at a validation check; null where there is none. */
  losses: (step: number) => { training: number | null; validation: number | null };
  /** Steps between two validation checks. The first check is before the first step, the last after the last. */
  checkEvery: number;
  /** Early stopping: training stops after this many validation checks without a better loss, and takes the best weights.
   *  Null: it makes all steps, and keeps the last weights. */
  patience: number | null;
  /** There is nothing to learn: no step is made. */
  isDone?: boolean;
  resumed: LoopState | null;
  /** The error for a loss that is not finite, by the steps done. */
  notFinite?: (step: number) => AppError;
  /** Called when the training begins again after a loss that is not finite: forgets what the network carries along. */
  restarted?: () => void;
}

export interface LoopResult {
  steps: number;
  /** The step whose weights are in the parameters. */
  bestStep: number;
  history: LossHistory;
}

/** Trains by AdamW with a one-cycle schedule and clipped gradients, until the steps are done or early stopping ends it. A loss
 *  that is not finite takes it back once to its best weights so far, with a tenth of the learning rate.
 *  @returns null if `proceed` stopped it
 *  @throws AppError training_diverged, or what `notFinite` makes */
export async function runTrainingLoop(options: LoopOptions): Promise<LoopResult | null> {
  const { kernel, parameters, rng, settings, patience, checkEvery, notFinite = diverged } = options;
  const { steps } = settings;
  const optimizer = adamw({ kernel, parameters, weightDecay: settings.weight_decay });
  const learningRateAt = oneCycle({ maximum: settings.learning_rate, steps, warmUp: warmUpShare });

  let step = 0;
  let finished = options.isDone ?? false;
  let bestStep = 0;
  let bestLoss = Number.POSITIVE_INFINITY;
  const best = Float32Array.from(parameters.values);
  let history: LossHistory = [];
  let isRestarted = false;
  if (options.resumed !== null) restore(options.resumed);

  if (step === 0 && history.length === 0 && !checkLosses()) throw notFinite(0);
  while (await options.proceed(progress())) {
    if (finished) {
      if (patience === null) bestStep = step;
      else parameters.values.set(best);
      return { steps: step, bestStep, history };
    }
    const isSound = makeStep() && ((step % checkEvery !== 0 && step !== steps) || checkLosses());
    if (!isSound) beginAgain();
    finished = step === steps || (patience !== null && step - bestStep >= patience * checkEvery);
    options.stepped(progress());
  }
  return null;

  /** @returns false if the loss is not finite */
  function makeStep(): boolean {
    parameters.zeroGradients();
    const loss = options.addGradients();
    const norm = clipGlobalNorm(kernel, parameters, gradientNormMax);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) return false;
    optimizer.step(learningRateAt(step) * (isRestarted ? lowerRate : 1));
    step++;
    return true;
  }

  /** Without a validation the best weights are those of the beginning.
   *  @throws AppError if the training has begun again before, or has not made a step */
  function beginAgain(): void {
    if (isRestarted || step === 0) throw notFinite(step);
    isRestarted = true;
    step = bestStep;
    parameters.values.set(best);
    const { m, v } = optimizer.state();
    m.fill(0);
    v.fill(0);
    optimizer.restore({ m: m as Float32Array, v: v as Float32Array, step: 0 });
    history = history.filter((check) => check.step <= bestStep);
    options.restarted?.();
  }

  /** @returns false if a loss is not finite */
  function checkLosses(): boolean {
    const { training, validation } = options.losses(step);
    for (const loss of [training, validation]) if (loss !== null && !Number.isFinite(loss)) return false;
    if (training !== null) history.push({ step, loss: training, validation_loss: validation });
    if (validation === null || validation >= bestLoss) return true;
    bestLoss = validation;
    bestStep = step;
    best.set(parameters.values);
    return true;
  }

  function progress(): LoopProgress {
    return { step, finished, history, state };
  }

  function state(): LoopState {
    const { m, v, step: adamStep } = optimizer.state();
    return {
      step,
      finished,
      rng: rng.state(),
      parameters: parameters.values as Float32Array,
      best,
      bestStep,
      bestLoss,
      adam: { m: m as Float32Array, v: v as Float32Array, step: adamStep },
      history,
      isRestarted,
    };
  }

  function restore(from: LoopState): void {
    step = from.step;
    finished = from.finished;
    bestStep = from.bestStep;
    bestLoss = from.bestLoss;
    history = [...from.history];
    isRestarted = from.isRestarted ?? false; // checkpoints of earlier versions do not have it
    best.set(from.best);
    parameters.values.set(from.parameters);
    optimizer.restore(from.adam);
    rng.restore(from.rng);
  }
}

/** The error for a loss or gradient that is not finite. */
export function diverged(step: number): AppError {
  return new AppError('training_diverged', {
    detail: `The loss stopped being a finite number at step ${step}, also with a tenth of the learning rate; train with a smaller learning_rate, and look for extreme values in the data.`,
  });
}
