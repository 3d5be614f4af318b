import { limits, type ValidationForecast } from '../../contracts/schemas/index.ts';
import type { Floats, Kernel, KernelLoss } from '../../engine/index.ts';
import { createRng } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import {
  diverged,
  type LoopHooks,
  type LoopProgress,
  type LossHistory,
  runTrainingLoop,
} from '../../training/index.ts';
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
import { createShownForecast, type ShownWindow } from './shown-forecast.ts';

/** Windows for the training loss of a validation check, and windows for the base quantiles. */
const trainLossWindowsMax = 256;
const baseWindowsMax = 4_096;
/** Validation checks in a training of full length, without validation windows a quarter of them. */
const validationChecks = 20;
const patience = 8;

export interface MemberTraining {
  network: Network;
  layout: Layout;
  /** Number of training windows. */
  windows: number;
  steps: number;
  bestStep: number;
  history: LossHistory;
}

export interface MemberTrainingOptions extends LoopHooks<MemberProgress> {
  kernel: Kernel;
  spec: MemberSpec;
  series: readonly PreparedSeries[];
  /** Index at which the training part of a series ends. */
  endOf: (series: PreparedSeries) => number;
  /** Windows of the validation loss. Early stopping uses it in families that allow it (`Family.stopsEarly`). */
  validation: readonly SampledWindow[];
  /** A window whose forecast is reported at each validation check; null: none. */
  shown: ShownWindow | null;
  resumed: MemberState | null;
  /** Weights that a new training begins with; null for random weights around the base forecast. */
  initial: InitialMember | null;
}

export interface MemberProgress extends LoopProgress {
  windows: number;
  /** Forecast at the last validation check; null without a shown window. */
  forecast: ValidationForecast | null;
  state: () => MemberState;
}

/** Trains one network until its steps are done or early stopping ends it, and leaves the best weights in it.
 *  @returns null if `proceed` stopped it
 *  @throws AppError series_too_short, training_diverged, value_out_of_range */
export async function trainMember(options: MemberTrainingOptions): Promise<MemberTraining | null> {
  const { kernel, spec, series, resumed, initial, proceed, stepped } = options;
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
    network.setBase(residualQuantiles(windows, layout, kernel, effects));
  }
  const loss = trainingLoss(kernel, spec);
  const dY = kernel.allocate('float32', batchMax * layout.horizon * layout.quantiles) as Float32Array;
  const batch = createBatch(layout, batchMax, kernel, true);
  const trainBatches = fixedBatches(sampler.spread(trainLossWindowsMax), layout, batchMax, kernel);
  if (start === null) dropUnseenInputs(network, trainBatches, layout);
  const validationBatches = fixedBatches(options.validation, layout, batchMax, kernel);
  const isValidated = validationBatches.some(({ mask }) => mask.includes(1));
  const forecastShown = options.shown && createShownForecast(options.shown, { network, layout, spec });
  let forecast: ValidationForecast | null = null;
  const checks = isValidated ? validationChecks : validationChecks / 4;
  const progressOf = ({ state, ...progress }: LoopProgress): MemberProgress => ({
    ...progress,
    windows: sampler.windows,
    forecast,
    state: () => ({ ...state(), base: network.base }),
  });

  const trained = await runTrainingLoop({
    kernel,
    parameters,
    rng,
    settings: spec,
    addGradients() {
      sampler.fill(batch, rng);
      loss.write(dY, network.forward(batch, true), batch.targets, batch.mask);
      network.backward(dY);
      return loss.value[0];
    },
    // Without dropout, on windows that stay the same: the first loss is that of the base forecast.
    losses(step) {
      forecast = forecastShown?.(step) ?? null;
      return {
        training: meanLoss(network, loss, trainBatches, dY, layout),
        validation: isValidated ? meanLoss(network, loss, validationBatches, dY, layout) : null,
      };
    },
    checkEvery: Math.max(1, Math.round(spec.steps / checks)),
    patience: isValidated && familyOf(spec).stopsEarly ? patience : null,
    isDone: sampler.isFlat,
    resumed,
    notFinite: (step) => (step === 0 ? valuesOutOfRange() : diverged(step)),
    proceed: (progress) => proceed(progressOf(progress)),
    stepped: (progress) => stepped(progressOf(progress)),
  });
  return trained && { network, layout, windows: sampler.windows, ...trained };
}

/** Inputs without a value in any window of the training loss begin with weights of 0, such as those of a panel that a
 *  single series does not have. Training leaves the weights of inputs that are always 0 as they are, and a later
 *  forecast may have values there. */
function dropUnseenInputs({ parameters }: Network, batches: readonly Batch[], layout: Layout): void {
  if (batches.length === 0) return;
  const { inputSize, stepInputs } = layout;
  dropColumns(
    parameters.get('encoder.weight_ih_l0').value,
    seenColumns(
      batches.map(({ inputs }) => inputs),
      inputSize,
    ),
  );
  if (stepInputs === 0) return;
  dropColumns(
    parameters.get('decoder.inputs.weight').value,
    seenColumns(
      batches.map((batch) => batch.stepInputs),
      stepInputs,
    ),
  );
}

/** Whether a column of matrices has a value other than 0. @param matrices of any number of
 *  rows, [rows, columns] each */
function seenColumns(matrices: readonly Floats[], columns: number): Uint8Array {
  const isSeen = new Uint8Array(columns);
  for (const cells of matrices)
    for (let at = 0; at < cells.length; at++) if (cells[at] !== 0) isSeen[at % columns] = 1;
  return isSeen;
}

/** Sets the weights of the columns that are not seen to 0. @param weights [rows, columns] */
function dropColumns(weights: Floats, isSeen: Uint8Array): void {
  for (let at = 0; at < weights.length; at++) if (isSeen[at % isSeen.length] === 0) weights[at] = 0;
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
    for (const isObserved of batch.mask) count += isObserved;
    const yHat = network.forward(batch, false);
    const length = batch.size * layout.horizon * layout.quantiles;
    sum += count * loss(dY.subarray(0, length), yHat, batch.targets, batch.mask);
    targets += count;
  }
  return targets === 0 ? 0 : sum / targets;
}

/** A loss that is not finite before the first step comes from the values, not from the training. */
function valuesOutOfRange(): AppError {
  return new AppError('value_out_of_range', {
    detail: `The values leave the range of numbers when they are scaled; accepted are values up to ${limits.valueMagnitudeMax} either way.`,
  });
}

function tooFewObservations(layout: Layout): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${layout.observedMin} observations followed by ${layout.horizon} more to learn from before the parts held out; accepted: longer series, or a smaller \`horizon\` or \`context_length\`.`,
  });
}
