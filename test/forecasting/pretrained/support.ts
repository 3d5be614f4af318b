import { createRng, type Kernel } from '../../../src/engine/index.ts';
import {
  createInputWriter,
  createPretrainedNetwork,
  encoderStepsOf,
  type InputBatch,
  inputLengths,
  type NetworkShape,
  readContext,
} from '../../../src/forecasting/pretrained/index.ts';

export const tinyShape: NetworkShape = { cell: 'gru', hidden: 5, backtestHidden: 4, width: 7 };

/** A daily pattern with a trend and noise. */
export function hourly(length: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from(
    { length },
    (_, t) => 100 + 0.05 * t + 20 * Math.sin((2 * Math.PI * t) / 24) + 3 * rng.normal(),
  );
}

/** Inputs of these histories for the first `stepCount` steps. */
export function inputsOf(
  histories: readonly Float64Array[],
  season: number,
  stepCount: number,
): { batch: InputBatch; units: number[] } {
  const contexts = histories.map((history) => readContext(history, season));
  const encoderSteps = Math.max(...contexts.map(({ z }) => encoderStepsOf(z.length, season)));
  const lengths = inputLengths(histories.length, stepCount, encoderSteps);
  const batch: InputBatch = {
    encoder: new Float32Array(lengths.encoder),
    backtests: new Float32Array(lengths.backtests),
    context: new Float32Array(lengths.context),
    steps: new Float32Array(lengths.steps),
    members: new Float32Array(lengths.members),
    encoderSteps,
    size: histories.length,
    stepCount,
  };
  const writer = createInputWriter(2_000);
  const steps = Array.from({ length: stepCount }, (_, h) => h + 1);
  const units = contexts.map((context, row) => writer.write(batch, row, context, stepCount, steps).unit);
  return { batch, units };
}

/** A small network with random weights in every layer. */
export function randomNetwork(kernel: Kernel, shape: NetworkShape = tinyShape, seed = 1) {
  const network = createPretrainedNetwork({ kernel, shape, batchMax: 4, rowsMax: 64 });
  const rng = createRng(seed);
  network.initialise(rng);
  const { values } = network.parameters;
  for (let i = 0; i < values.length; i++) values[i] += 0.1 * rng.normal();
  return network;
}
