import { type ChunkSizes, chunkedMemoryLength } from './chunked.ts';
import type { Precision } from './floats.ts';
import { gateCounts } from './kernels/kernel.ts';
import { memoryLengths } from './recurrent-plan.ts';
import type { RecurrentSizes } from './recurrent-types.ts';

export interface PlannedBytes {
  weights: number;
  /** Gradients and both moments of AdamW. */
  training: number;
  activations: number;
  total: number;
}

/** What training a recurrent stack takes beside its data, in bytes, known before anything is allocated. It does
 *  not grow with the number of steps of the optimizer. `chunk`: as `chunkedRecurrent` would run it. */
export function planBytes(options: RecurrentSizes, precision: Precision, chunk?: ChunkSizes): PlannedBytes {
  const elementBytes = precision === 'float32' ? 4 : 8;
  const { cell, inputSize, hiddenSize, layers } = options;
  let parameters = 0;
  for (let layer = 0; layer < layers; layer++)
    parameters += gateCounts[cell] * hiddenSize * ((layer === 0 ? inputSize : hiddenSize) + hiddenSize + 2);
  const activations = chunk
    ? chunkedMemoryLength({ ...options, ...chunk })
    : Object.values(memoryLengths(options)).reduce((sum, length) => sum + length, 0);
  return {
    weights: elementBytes * parameters,
    training: 3 * elementBytes * parameters,
    activations: elementBytes * activations,
    total: elementBytes * (4 * parameters + activations),
  };
}
