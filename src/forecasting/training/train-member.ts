import { limits } from '../../contracts/schemas/index.ts';
import {
  adamw,
  clipGlobalNorm,
  createRng,
  type Kernel,
  type KernelLoss,
  oneCycle,
} from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import type { InitialMember } from '../ensemble/index.ts';
import {
  type Batch,
  createBatch,
  familyOf,
  type Layout,
  layoutOf,
  type MemberSpec,
} from '../families/index.ts';
import { createNetwork, type Network, trainingLoss } from '../network/index.ts';
import {
  covariateEffects,
  createSampler,
  fixedBatches,
  type PreparedSeries,
  residualQuantiles,
  type SampledWindow,
} from '../sampling/index.ts';
import type { MemberState } from './checkpoint.ts';

/** Windows on which the training loss is looked at, and windows that give the base quantiles. */
const trainLossWindowsMax = 256;
const baseWindowsMax = 4_096;
/** Looks at the losses; training stops after so many without a better one. */
const evaluations = 20;
const patience = 8;
const gradientNormMax = 1;
const warmUpShare = 0.1;

export interface MemberTraining {
  network: Network;
  layout: Layout;
  /** Windows there were to learn from. */
  windows: number;
  steps: number;
  bestStep: number;
  history: MemberState['history'];
}

export interface MemberTrainingOptions {
  kernel: Kernel;
  spec: MemberSpec;
  series: readonly PreparedSeries[];
  /** Where the part to learn from ends. */
  endOf: (series: PreparedSeries) => number;
  /** Windows whose loss is watched; where that says when to stop (`Family.stopsEarly`), the best step is taken, else the last. */
  validation: readonly SampledWindow[];
  resumed: MemberState | null;
  /** Where a new training begins instead of at the base forecast. */
  initial: InitialMember | null;
  /** Asked before each step; false stops the training where it is. */
  proceed: (progress: MemberProgress) => boolean | Promise<boolean>;
  /** Called after each step. */
  stepped: (progress: MemberProgress) => void;
}

export interface MemberProgress {
  step: number;
  finished: boolean;
  windows: number;
  history: MemberState['history'];
  /** Its arrays are the trainer's own: encoding copies them. */
  state: () => MemberState;
}

/** Trains one network until the steps are done or validation stops it, and leaves the best weights in it. Null where
 *  it was told to stop.
 *  @throws AppError series_too_short, training_diverged */
export async function trainMember(options: MemberTrainingOptions): Promise<MemberTraining | null> {
  const { kernel, spec, series, resumed, initial } = options;
  const layout = layoutOf(spec);
  const rng = createRng(spec.seed);
  const batchMax = spec.batch_size;
  const network = createNetwork({ kernel, spec, layout, batchMax, rng });
  const { parameters } = network;
  const sampler = createSampler(series, layout, options.endOf);
  if (sampler.windows === 0 && !sampler.isFlat) throw tooFewObservations(layout);

  const start = resumed ?? initial;
  initial?.fill(network);
  if (start !== null) network.setBase(start.base);
  else {
    const windows = sampler.spread(baseWindowsMax);
    const effects = covariateEffects(windows, layout);
    network.setEffects(effects);
    network.setBase(residualQuantiles(windows, layout, effects));
  }
  const optimizer = adamw({ kernel, parameters, weightDecay: spec.weight_decay });
  const schedule = oneCycle({ maximum: spec.learning_rate, steps: spec.steps, warmUp: warmUpShare });
  const loss = trainingLoss(kernel, spec);
  const dY = kernel.allocate('float32', batchMax * layout.horizon * layout.quantiles) as Float32Array;
  const batch = createBatch(layout, batchMax, (length) => kernel.allocate('float32', length) as Float32Array);
  const trainBatches = fixedBatches(sampler.spread(trainLossWindowsMax), layout, batchMax);
  const validationBatches = fixedBatches(options.validation, layout, batchMax);
  const validated = validationBatches.some(({ mask }) => mask.includes(1));
  const choosesBest = validated && familyOf(spec).stopsEarly;
  const every = Math.max(1, Math.round(spec.steps / (validated ? evaluations : evaluations / 4)));

  let step = 0;
  let finished = sampler.isFlat; // nothing to learn from
  let bestStep = 0;
  let bestLoss = Number.POSITIVE_INFINITY;
  const best = Float32Array.from(parameters.values);
  let history: MemberState['history'] = [];
  if (resumed !== null) restore(resumed);

  if (step === 0) evaluate();
  while (await options.proceed(progress())) {
    if (finished) {
      if (choosesBest) parameters.values.set(best);
      else bestStep = step;
      return { network, layout, windows: sampler.windows, steps: step, bestStep, history };
    }
    trainStep();
    if (step % every === 0 || step === spec.steps) evaluate();
    finished = step === spec.steps || (choosesBest && step - bestStep >= patience * every);
    options.stepped(progress());
  }
  return null;

  function progress(): MemberProgress {
    return { step, finished, windows: sampler.windows, history, state };
  }

  function trainStep(): void {
    sampler.fill(batch, rng);
    parameters.zeroGradients();
    loss.write(dY, network.forward(batch, true), batch.targets, batch.mask);
    network.backward(dY);
    const norm = clipGlobalNorm(kernel, parameters, gradientNormMax);
    if (!Number.isFinite(loss.value[0]) || !Number.isFinite(norm)) throw notFinite(step);
    optimizer.step(schedule(step));
    step++;
  }

  /** Losses without dropout on windows that stay the same: the first is that of the base forecast. */
  function evaluate(): void {
    const trainLoss = meanLoss(network, loss, trainBatches, dY, layout);
    const validationLoss = validated ? meanLoss(network, loss, validationBatches, dY, layout) : null;
    if (!Number.isFinite(trainLoss) || (validationLoss !== null && !Number.isFinite(validationLoss)))
      throw notFinite(step);
    history.push({ step, loss: trainLoss, validation_loss: validationLoss });
    if (validationLoss === null || validationLoss >= bestLoss) return;
    bestLoss = validationLoss;
    bestStep = step;
    best.set(parameters.values);
  }

  function state(): MemberState {
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
      base: network.base,
      history,
    };
  }

  function restore(from: MemberState): void {
    step = from.step;
    finished = from.finished;
    bestStep = from.bestStep;
    bestLoss = from.bestLoss;
    history = [...from.history];
    best.set(from.best);
    parameters.values.set(from.parameters);
    optimizer.restore(from.adam);
    rng.restore(from.rng);
  }
}

/** Mean over the targets of all batches. */
function meanLoss(
  network: Network,
  loss: KernelLoss,
  batches: readonly Batch[],
  dY: Float32Array,
  layout: Layout,
): number {
  let sum = 0;
  let targets = 0;
  for (const batch of batches) {
    let count = 0;
    for (const there of batch.mask) count += there;
    const yHat = network.forward(batch, false);
    const length = batch.size * layout.horizon * layout.quantiles;
    sum += count * loss(dY.subarray(0, length), yHat, batch.targets, batch.mask);
    targets += count;
  }
  return targets === 0 ? 0 : sum / targets;
}

/** Before a single step the values are at fault, not the training. */
function notFinite(step: number): AppError {
  if (step === 0)
    return new AppError('value_out_of_range', {
      detail: `The values leave the range of numbers when they are scaled; accepted are values up to ${limits.valueMagnitudeMax} either way.`,
    });
  return new AppError('training_diverged', {
    detail: `The loss stopped being a finite number at step ${step}; a smaller learning_rate may help.`,
  });
}

function tooFewObservations(layout: Layout): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${layout.observedMin} observations followed by ${layout.horizon} more to learn from before the parts held out.`,
  });
}
