import { limits, recurrentBytes } from '../../contracts/schemas/index.ts';
import { type Kernel, planBytes } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { layoutOf, type MemberSpec } from '../families/index.ts';

/** Windows that networks read side by side in forecasts. */
export const forecastBatch = 64;
const bytesOfFloat = 4;
const bytesOfGiB = 2 ** 30;
const bytesOfMiB = 2 ** 20;
/** Biases of the decoder for each of its units. */
const decoderBiases = 3;
/** Arrays of the decoder for each unit and each quantile: layers, their inputs and their gradients. */
const decoderArrays = 8;

/** Checks the memory budget before the first network of a model is made: of each network in training, and of all of
 *  them in forecasts. @throws AppError training_too_large */
export function requireMemory(specs: readonly MemberSpec[], kernel: Kernel): void {
  for (const spec of specs) {
    const bytes = bytesOf(spec, spec.batch_size, kernel);
    if (bytes > limits.networkBytesMax)
      throw tooLarge('A network', spec, bytes, 'while it is trained', ', `batch_size`');
  }
  const bytes = specs.reduce((sum, spec) => sum + bytesOf(spec, forecastBatch, kernel), 0);
  if (bytes <= limits.networkBytesMax) return;
  const what = specs.length === 1 ? 'A network' : `${specs.length} networks`;
  const when = `in forecasts of ${forecastBatch} series`;
  throw tooLarge(what, specs[0], bytes, when, specs.length === 1 ? '' : ', `members`');
}

/** Checks the parameters of all networks of a training, which its checkpoints have.
 *  @throws AppError training_too_large */
export function requireSmallCheckpoint(specs: readonly MemberSpec[]): void {
  const bytes = specs.reduce((sum, spec) => sum + parameterBytes(spec), 0);
  if (bytes <= limits.trainedBytesMax) return;
  const { layers, hidden_size } = specs[0];
  const [taken, most] = [bytes, limits.trainedBytesMax].map((each) => Math.ceil(each / bytesOfMiB));
  const fitting = Math.floor((limits.trainedBytesMax / bytes) * specs.length) - 1;
  const fewer = fitting > 0 ? `at most ${fitting} \`members\`, or ` : '';
  throw new AppError('training_too_large', {
    values: {
      needed: giBRoundedUp(bytes, 3),
      limit: Number((limits.trainedBytesMax / bytesOfGiB).toFixed(3)),
    },
    detail: `The parameters of ${specs.length} networks with ${layers} layers of ${hidden_size} units, those of the validation included, have ${taken} MiB; accepted: at most ${most} MiB, by ${fewer}a smaller \`hidden_size\` or fewer \`layers\`.`,
  });
}

/** Upper bound on the bytes of the parameters of a network. */
export function parameterBytes(spec: MemberSpec): number {
  const { hidden_size: hiddenSize, decoder_size } = spec;
  const { inputSize, horizon, quantiles, stepInputs, skipInputs } = layoutOf(spec);
  const columns = hiddenSize + decoder_size + horizon + stepInputs + quantiles + decoderBiases;
  const decoder = decoder_size * columns + horizon * (hiddenSize + 1 + quantiles) + quantiles + skipInputs;
  return recurrentBytes(spec, inputSize) + bytesOfFloat * decoder;
}

function bytesOf(spec: MemberSpec, batch: number, kernel: Kernel): number {
  const { cell, hidden_size: hiddenSize, layers, dropout, decoder_size } = spec;
  const { steps, inputSize, horizon, quantiles, stepInputs } = layoutOf(spec);
  const encoder = { kernel, cell, inputSize, hiddenSize, layers, dropout, inputGradient: false };
  const decoder = horizon * (decoderArrays * (decoder_size + quantiles) + stepInputs);
  return planBytes(encoder, batch, steps) + bytesOfFloat * batch * (decoder + steps * inputSize);
}

function tooLarge(
  what: string,
  { layers, hidden_size, context_length }: MemberSpec,
  bytes: number,
  when: string,
  furtherSettings: string,
): AppError {
  const needed = giBRoundedUp(bytes, 1);
  const limit = limits.networkBytesMax / bytesOfGiB;
  return new AppError('training_too_large', {
    values: { needed, limit },
    detail: `${what} with ${layers} layers of ${hidden_size} units and a context of ${context_length} observations would take ${needed.toFixed(1)} GiB ${when}; accepted: at most ${limit} GiB, by a smaller \`context_length\`, \`hidden_size\`, \`layers\`${furtherSettings}.`,
  });
}

/** GiB of bytes that exceed a limit: rounded up, they read as more than the limit. */
function giBRoundedUp(bytes: number, decimals: number): number {
  return Math.ceil((bytes / bytesOfGiB) * 10 ** decimals) / 10 ** decimals;
}
