import { limits } from '../contracts/limits.ts';
import { type Kernel, planBytes } from '../engine/index.ts';
import { AppError } from '../errors.ts';
import { layoutOf, type MemberSpec } from './layout.ts';

/** Windows that networks read side by side where they forecast. */
export const forecastBatch = 64;
const bytesOfFloat = 4;
const bytesOfGiB = 2 ** 30;
/** Arrays of the decoder: layers, their inputs and their gradients, for each unit and for each quantile. */
const decoderArrays = 8;

/** Before the first network of a model is made: whether there is room for each, and for all of them in forecasts.
 *  @throws AppError training_too_large */
export function requireRoom(specs: readonly MemberSpec[], kernel: Kernel): void {
  for (const spec of specs) {
    if (bytesOf(spec, spec.batch_size, kernel) > limits.networkBytesMax)
      throw tooLarge(spec, kernel, 'while it is trained', spec.batch_size);
  }
  const forecasting = specs.reduce((sum, spec) => sum + bytesOf(spec, forecastBatch, kernel), 0);
  if (forecasting > limits.networkBytesMax)
    throw tooLarge(specs[0], kernel, `in forecasts of ${forecastBatch} series`, forecastBatch, specs.length);
}

function bytesOf(spec: MemberSpec, batch: number, kernel: Kernel): number {
  const { cell, hidden_size: hiddenSize, layers, dropout, decoder_size } = spec;
  const { steps, inputSize, horizon, quantiles, stepInputs } = layoutOf(spec);
  const encoder = { kernel, cell, inputSize, hiddenSize, layers, dropout, inputGradient: false };
  const decoder = horizon * (decoderArrays * (decoder_size + quantiles) + stepInputs);
  return planBytes(encoder, batch, steps) + bytesOfFloat * batch * (decoder + steps * inputSize);
}

function tooLarge(spec: MemberSpec, kernel: Kernel, when: string, batch: number, networks = 1): AppError {
  const { layers, hidden_size, context_length } = spec;
  const taken = (networks * bytesOf(spec, batch, kernel)) / bytesOfGiB;
  const what = networks === 1 ? 'A network' : `${networks} networks`;
  const fewer = networks === 1 ? 'batch_size' : 'members';
  return new AppError('training_too_large', {
    detail: `${what} with ${layers} layers of ${hidden_size} units and a context of ${context_length} observations would take ${taken.toFixed(1)} GiB ${when}; accepted: at most ${limits.networkBytesMax / bytesOfGiB} GiB, by a smaller \`context_length\`, \`hidden_size\`, \`layers\` or \`${fewer}\`.`,
  });
}
