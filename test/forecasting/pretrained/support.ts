import { createRng, type Kernel } from '../../../src/engine/index.ts';
import {
  createInputWriter,
  createPretrainedNetwork,
  emptyBatch,
  encoderStepsOf,
  type InputBatch,
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
  const batch = emptyBatch(histories.length, stepCount, encoderSteps);
  const writer = createInputWriter(2_000);
  const steps = Array.from({ length: stepCount }, (_, h) => h + 1);
  const units = contexts.map((context, row) => writer.write(batch, row, context, stepCount, steps).unit);
  return { batch, units };
}

/** A small network with random weights in every layer, and gradients of its inputs. */
export function randomNetwork(kernel: Kernel, shape: NetworkShape = tinyShape, seed = 1) {
  const network = createPretrainedNetwork({ kernel, shape, batchMax: 4, rowsMax: 64, inputGradients: true });
  const rng = createRng(seed);
  network.initialise(rng);
  const { values } = network.parameters;
  for (let i = 0; i < values.length; i++) values[i] += 0.1 * rng.normal();
  return network;
}
