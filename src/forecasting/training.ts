import type { JobProgress } from '../contracts/job.ts';
import { limits } from '../contracts/limits.ts';
import { adamw, clipGlobalNorm, createRng, type Kernel, type KernelLoss, oneCycle } from '../engine/index.ts';
import { AppError } from '../errors.ts';
import type { Supervision } from '../training/supervision.ts';
import { calibrationOf } from './calibration.ts';
import { encodeCheckpoint, type TrainingState } from './checkpoint.ts';
import { type Layout, layoutOf, type ResolvedSpec } from './layout.ts';
import { trainingLoss } from './loss.ts';
import { createNetwork, type Network } from './network.ts';
import {
  createSampler,
  fixedBatches,
  type PreparedSeries,
  residualQuantiles,
  separateWindows,
  validationWindows,
} from './sampling.ts';
import type { InitialWeights } from './weights-file.ts';
import { type Batch, createBatch } from './windows.ts';

/** Windows evaluated at each look at the losses, and windows that give the base quantiles. */
const validationWindowsMax = 512;
const trainLossWindowsMax = 1_024;
const baseWindowsMax = 4_096;
/** Looks at the losses in a training of full length; training stops after so many without a better one. */
const evaluations = 40;
const patience = 12;
const gradientNormMax = 1;
const warmUpShare = 0.1;
/** Share of the work that is training; the backtest is the rest. */
export const trainingShare = 0.9;

export interface Training {
  status: 'finished';
  network: Network;
  layout: Layout;
  windows: number;
  steps: number;
  bestStep: number;
  history: TrainingState['history'];
}

export interface TrainingOptions {
  kernel: Kernel;
  spec: ResolvedSpec;
  notes: string[];
  series: readonly PreparedSeries[];
  resumed: TrainingState | null;
  /** Where a new training begins instead of at the base forecast. */
  initial: InitialWeights | null;
  supervision: Supervision;
}

/** Trains until the steps are done or validation stops it, and leaves the best weights in the network.
 *  @throws AppError series_too_short, training_diverged */
export function runTraining(options: TrainingOptions): Training | { status: 'cancelled' | 'suspended' } {
  const { kernel, spec, notes, series, resumed, initial, supervision } = options;
  const layout = layoutOf(spec);
  const rng = createRng(spec.seed);
  const batchMax = spec.batch_size;
  const network = createNetwork({ kernel, spec, layout, batchMax, rng });
  const { parameters } = network;
  const sampler = createSampler(series, layout);
  if (sampler.windows === 0 && !sampler.isFlat) throw tooFewObservations(layout);

  initial?.fill(network);
  network.setBase(
    resumed?.base ?? initial?.base ?? residualQuantiles(sampler.spread(baseWindowsMax), layout),
  );
  const optimizer = adamw({ kernel, parameters, weightDecay: spec.weight_decay });
  const schedule = oneCycle({ maximum: spec.learning_rate, steps: spec.steps, warmUp: warmUpShare });
  const loss = trainingLoss(kernel, layout);
  const dY = new Float32Array(batchMax * layout.horizon * layout.quantiles);
  const batch = createBatch(layout, batchMax);
  const trainBatches = fixedBatches(sampler.spread(trainLossWindowsMax), layout, batchMax);
  const validationBatches = fixedBatches(validationWindows(series, validationWindowsMax), layout, batchMax);
  const validated = validationBatches.some(({ mask }) => mask.includes(1));
  const every = Math.max(1, Math.round(spec.steps / evaluations));

  let step = 0;
  let finished = sampler.isFlat; // nothing to learn from
  let bestStep = 0;
  let bestLoss = Number.POSITIVE_INFINITY;
  const best = Float32Array.from(parameters.values);
  let history: TrainingState['history'] = [];
  if (resumed !== null) restore(resumed);
  const firstStep = step;

  if (step === 0) evaluate();
  for (;;) {
    const order = supervision.order();
    if (order === 'cancel') return { status: 'cancelled' };
    if (order === 'suspend') {
      supervision.lastCheckpoint(() => encodeCheckpoint(state()), step);
      return { status: 'suspended' };
    }
    supervision.progress(progress);
    if (finished) break;
    trainStep();
    if (step % every === 0 || step === spec.steps) evaluate();
    finished = step === spec.steps || (validated && step - bestStep >= patience * every);
    // The end is saved too, so that a backtest that is cut off starts again at once.
    if ((finished || supervision.checkpointDue()) && supervision.order() === 'run')
      supervision.checkpoint(() => encodeCheckpoint(state()), step);
  }
  if (validated) parameters.values.set(best);
  else bestStep = step;
  const separate = {
    fitted: sampler.windows / layout.horizon,
    validation: separateWindows(series, layout, validationWindowsMax),
  };
  network.calibration.set(
    calibrationOf((batch) => network.forward(batch, false), layout, validationBatches, separate),
  );
  return { status: 'finished', network, layout, windows: sampler.windows, steps: step, bestStep, history };

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

  function progress(): JobProgress {
    const last = history.at(-1);
    const done = step - firstStep;
    const rate = done > 0 ? supervision.attemptSeconds() / done : null;
    const share = finished ? 1 : step / spec.steps;
    return {
      fraction: trainingShare * share,
      phase: 'training',
      epoch: (step * batchMax) / Math.max(1, sampler.windows),
      step,
      steps: spec.steps,
      loss: last?.loss ?? null,
      validation_loss: last?.validation_loss ?? null,
      elapsed_seconds: supervision.elapsedSeconds(),
      eta_seconds: rate === null ? null : (rate * (finished ? 0 : spec.steps - step)) / trainingShare,
    };
  }

  function state(): TrainingState {
    const { m, v, step: adamStep } = optimizer.state();
    return {
      spec,
      notes,
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

  function restore(from: TrainingState): void {
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
