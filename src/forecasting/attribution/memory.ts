import { halfLife, stateNorm } from '../../attribution/index.ts';
import type { MemoryTask } from '../../contracts/ports/index.ts';
import type { Memory, NetworkMemory } from '../../contracts/schemas/index.ts';
import { gradientSharesByStep, type Kernel, type Stepwise, stepwise } from '../../engine/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { type Member, type ModelParts, statisticalMembers } from '../ensemble/index.ts';
import type { Batch, Layout } from '../families/index.ts';
import { type ForecastWindow, historiesOf, trailingGap } from '../history/index.ts';
import { trainingLoss } from '../network/index.ts';
import { encoderSource, lagOf, stepInputSource } from './input-sources.ts';
import { lookBackOf } from './look-back.ts';
import { meanForecastGradient } from './mean-forecast.ts';
import { lastWindows, readWindows } from './window-batch.ts';

/** Memory of the networks of a model: contributions, gradient norms by lag, and where the gradient of the
 *  weights comes from. The networks have to be built for gradients of `windowsMax` windows.
 *  B windows, T recurrent steps, I inputs, H hidden units, K horizon steps, Q quantiles, C context. */
export function memoryOf(
  { members, ensembleWeights }: Pick<ModelParts, 'members' | 'ensembleWeights'>,
  kernel: Kernel,
  task: MemoryTask,
): Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem } {
  const [{ spec, layout }] = members;
  const histories = historiesOf(task.series, spec, task.header);
  const last = lastWindows(histories, spec.horizon, task.windowsMax).slice(0, task.windowsMax);
  const readable = members.map((member) => readWindows(member, last).usable);
  const windows = last.filter((_, i) => readable.every((usable) => usable[i]));
  if (windows.length === 0) return { problem: tooShort(layout).toProblem() };
  return {
    windows: windows.length,
    look_back: lookBackOf(members, windows),
    networks: members.map((member, n) => ({ network: n, ...networkMemory(member, kernel, windows) })),
    statistical_members: statisticalMembers(ensembleWeights.members),
  };
}

function tooShort({ observedMin, horizon }: Layout): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${observedMin} observations before a horizon of ${horizon}: there is no window to explain; accepted: longer series.`,
  });
}

function networkMemory(
  member: Member,
  kernel: Kernel,
  windows: readonly ForecastWindow[],
): Omit<NetworkMemory, 'network'> {
  const { network, layout, spec } = member;
  const { steps, group } = layout;
  const { batch } = readWindows(member, windows);
  const tensors = network.parameters.tensors.filter(({ name }) => name.startsWith('encoder.'));
  const { cell, hidden_size: hiddenSize, layers } = spec;
  const encoder = stepwise({ kernel, tensors, cell, inputSize: layout.inputSize, hiddenSize, layers });
  encoder.forward(batch.inputs, { steps, batch: batch.size });

  const { y, dY: dForecast } = meanForecastGradient(member, batch);
  const gaps = windows.map(({ series, origin }) => trailingGap(series.raw.subarray(0, origin)));
  const forecast = gradientNorms(member, encoder, batch, gaps, dForecast, 1);

  const dLoss = new Float32Array(y.length);
  trainingLoss(kernel, spec)(dLoss, y, batch.targets, batch.mask);
  // The loss is a mean over the windows. Its gradient times their number is that of one window.
  const loss = gradientNorms(member, encoder, batch, gaps, dLoss, batch.size);
  const shares = gradientSharesByStep(encoder, tensors, steps, loss.dOutput);
  network.parameters.zeroGradients();

  return {
    cell,
    observations_per_step: group,
    inputs: { forecast: forecast.inputs, loss: loss.inputs },
    states: { forecast: forecast.states, loss: loss.states },
    half_life: halfLife(forecast.states, group),
    weights: shares.map(({ name, norm, shares }) => ({ name, norm, shares: Array.from(shares).reverse() })),
  };
}

/** Norms of the gradient from dY [B, K, Q], times `factor`, by lag and by recurrent step: means over the
 *  windows. */
function gradientNorms(
  member: Member,
  encoder: Stepwise,
  batch: Batch,
  gaps: readonly number[],
  dY: Float32Array,
  factor: number,
) {
  const { network, layout, spec } = member;
  const { steps, inputSize, context, horizon: K, stepInputs: P } = layout;
  const { dInputs, dStepInputs, dLast } = network.backward(dY);
  const { hidden_size: hiddenSize } = spec;
  const dOutput = new Float32Array(steps * batch.size * hiddenSize);
  dOutput.set(dLast, (steps - 1) * batch.size * hiddenSize);
  const { layers } = encoder.backward(dOutput);

  const inputs = new Float64Array(context);
  for (let b = 0; b < batch.size; b++) {
    const squares = new Float64Array(context);
    for (let step = 0; step < steps; step++)
      for (let i = 0; i < inputSize; i++) {
        const lag = lagOf(encoderSource(member, step, i));
        if (lag !== null) squares[lag - 1] += dInputs![(step * batch.size + b) * inputSize + i] ** 2;
      }
    for (let h = 0; h < K && dStepInputs !== null; h++)
      for (let p = 0; p < P; p++) {
        const lag = lagOf(stepInputSource(member, gaps[b], h, p));
        if (lag !== null) squares[lag - 1] += dStepInputs[(b * K + h) * P + p] ** 2;
      }
    for (const [i, square] of squares.entries()) inputs[i] += (factor * Math.sqrt(square)) / batch.size;
  }
  return {
    dOutput,
    inputs: Array.from(inputs),
    states: Array.from({ length: steps }, (_, back) => {
      let sum = 0;
      for (let b = 0; b < batch.size; b++)
        sum += stateNorm(layers, { b, batch: batch.size, step: steps - back, hiddenSize });
      return (factor * sum) / batch.size;
    }),
  };
}
