import {
  availableKernels,
  type CellName,
  createParameters,
  createRng,
  type Floats,
  type Kernel,
  type Precision,
  type Recurrent,
  type RecurrentOptions,
  type Rng,
  recurrent,
} from '../../src/engine/index.ts';

export interface Sizes {
  steps: number;
  batch: number;
  inputSize: number;
  hiddenSize: number;
  layers: number;
}

/** An initialised recurrent network with random inputs, initial states and output gradients. */
export function randomNetwork(
  kernel: Kernel,
  precision: Precision,
  cell: CellName,
  sizes: Sizes,
  options: Partial<RecurrentOptions> = {},
) {
  const { steps, batch, inputSize, hiddenSize, layers } = sizes;
  const rng = createRng(7);
  const parameters = createParameters(precision);
  const network: Recurrent = recurrent({
    kernel,
    parameters,
    prefix: 'encoder.',
    cell,
    inputSize,
    hiddenSize,
    layers,
    batchMax: batch,
    stepsMax: steps,
    rng,
    ...options,
  });
  parameters.seal();
  network.initialise(rng);
  const states = layers * batch * hiddenSize;
  const random = (length: number) => randomFloats(precision, length, rng);
  return {
    parameters,
    network,
    rng,
    x: random(steps * batch * inputSize),
    initial: { h: random(states), ...(cell === 'lstm' ? { c: random(states) } : {}) },
    dOutput: random(steps * batch * hiddenSize),
    dHn: random(states),
    dCn: cell === 'lstm' ? random(states) : undefined,
  };
}

export function randomFloats(precision: Precision, length: number, rng: Rng): Floats {
  const values = precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
  return values.map(() => rng.normal());
}

/** Kernels that compute in float64, which central differences need. */
export function float64Kernels(): Kernel[] {
  return availableKernels().filter((kernel) => kernel.precisions.includes('float64'));
}
