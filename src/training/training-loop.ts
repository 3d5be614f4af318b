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
  /** Early stopping: training stops after this many validation checks without a better loss, and takes the best
   *  weights. Null: it makes all steps, and keeps the last weights. */
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

/** Trains by AdamW with a one-cycle schedule and clipped gradients, until the steps are done or early stopping ends it.
 *  A loss that is not finite takes it back once to its best weights so far, with a tenth of the learning rate.
 *  @returns null if `proceed` stopped it
 *  @throws AppError training_diverged, or what `notFinite` makes */
export async function runTrainingLoop(options: LoopOptions): Promise<LoopResult | null> {
  const loop = new TrainingLoop(options);
  while (await options.proceed(loop.progress())) {
    if (loop.finished) return loop.result();
    loop.advance();
    options.stepped(loop.progress());
  }
  return null;
}

/** Steps, validation checks and early stopping of one training. */
class TrainingLoop {
  /** All steps are done, or early stopping ended the training. */
  finished: boolean;
  private readonly options: LoopOptions;
  private readonly optimizer: ReturnType<typeof adamw>;
  private readonly learningRateAt: (step: number) => number;
  private step = 0;
  private bestStep = 0;
  private bestLoss = Number.POSITIVE_INFINITY;
  private readonly best: Float32Array;
  private history: LossHistory = [];
  private isRestarted = false;

  /** Restores the state to continue from, or else makes the validation check before the first step. */
  constructor(options: LoopOptions) {
    const { kernel, parameters, settings, resumed } = options;
    const { steps, learning_rate, weight_decay } = settings;
    this.options = options;
    this.finished = options.isDone ?? false;
    this.optimizer = adamw({ kernel, parameters, weightDecay: weight_decay });
    this.learningRateAt = oneCycle({ maximum: learning_rate, steps, warmUp: warmUpShare });
    this.best = Float32Array.from(parameters.values);
    if (resumed !== null) this.restore(resumed);
    if (this.step === 0 && this.history.length === 0 && !this.checkLosses()) throw this.notFinite();
  }

  progress(): LoopProgress {
    const { step, finished, history } = this;
    return { step, finished, history, state: () => this.state() };
  }

  /** Takes the weights that the training ends with. */
  result(): LoopResult {
    const { step, history, best, options } = this;
    if (options.patience === null) this.bestStep = step;
    else options.parameters.values.set(best);
    return { steps: step, bestStep: this.bestStep, history };
  }

  /** Makes one step, and a validation check where one is due. */
  advance(): void {
    const { settings, patience, checkEvery } = this.options;
    const isSound = this.makeStep() && (!this.isCheckDue() || this.checkLosses());
    if (!isSound) this.beginAgain();
    this.finished =
      this.step === settings.steps ||
      (patience !== null && this.step - this.bestStep >= patience * checkEvery);
  }

  private isCheckDue(): boolean {
    const { settings, checkEvery } = this.options;
    return this.step % checkEvery === 0 || this.step === settings.steps;
  }

  /** @returns false if the loss is not finite */
  private makeStep(): boolean {
    const { kernel, parameters } = this.options;
    parameters.zeroGradients();
    const loss = this.options.addGradients();
    const norm = clipGlobalNorm(kernel, parameters, gradientNormMax);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) return false;
    this.optimizer.step(this.learningRateAt(this.step) * (this.isRestarted ? lowerRate : 1));
    this.step++;
    return true;
  }

  /** Without a validation the best weights are those of the beginning.
   *  @throws AppError if the training has begun again before, or has not made a step */
  private beginAgain(): void {
    if (this.isRestarted || this.step === 0) throw this.notFinite();
    this.isRestarted = true;
    this.step = this.bestStep;
    this.options.parameters.values.set(this.best);
    const { m, v } = this.optimizer.state();
    m.fill(0);
    v.fill(0);
    this.optimizer.restore({ m: m as Float32Array, v: v as Float32Array, step: 0 });
    this.history = this.history.filter((check) => check.step <= this.bestStep);
    this.options.restarted?.();
  }

  /** @returns false if a loss is not finite */
  private checkLosses(): boolean {
    const { step } = this;
    const { training, validation } = this.options.losses(step);
    for (const loss of [training, validation]) if (loss !== null && !Number.isFinite(loss)) return false;
    if (training !== null) this.history.push({ step, loss: training, validation_loss: validation });
    if (validation === null || validation >= this.bestLoss) return true;
    this.bestLoss = validation;
    this.bestStep = step;
    this.best.set(this.options.parameters.values);
    return true;
  }

  private notFinite(): AppError {
    const { notFinite = diverged } = this.options;
    return notFinite(this.step);
  }

  private state(): LoopState {
    const { step, finished, best, bestStep, bestLoss, history, isRestarted } = this;
    const { parameters, rng } = this.options;
    const { m, v, step: adamStep } = this.optimizer.state();
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

  private restore(from: LoopState): void {
    this.step = from.step;
    this.finished = from.finished;
    this.bestStep = from.bestStep;
    this.bestLoss = from.bestLoss;
    this.history = [...from.history];
    this.isRestarted = from.isRestarted ?? false; // checkpoints of earlier versions do not have it
    this.best.set(from.best);
    this.options.parameters.values.set(from.parameters);
    this.optimizer.restore(from.adam);
    this.options.rng.restore(from.rng);
  }
}

/** The error for a loss or gradient that is not finite. */
export function diverged(step: number): AppError {
  return new AppError('training_diverged', {
    detail: `The loss stopped being a finite number at step ${step}, also with a tenth of the learning rate; train with a smaller learning_rate, and look for extreme values in the data.`,
  });
}
