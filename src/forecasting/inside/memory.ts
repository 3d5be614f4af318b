import type { Memory, NetworkMemory } from '../../contracts/explanation.ts';
import type { MemoryTask } from '../../contracts/ports.ts';
import {
  gradientSharesByStep,
  type Kernel,
  type LayerStateGradients,
  type Stepwise,
  stepwise,
} from '../../engine/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { trainingLoss } from '../loss.ts';
import type { PredictionWindow } from '../prediction.ts';
import { historyOf, transformed } from '../target.ts';
import type { Member } from '../weights-file.ts';
import type { Batch } from '../windows.ts';
import { explainedOf, scaledUnits } from './explained.ts';
import { encoderSource, stepInputSource } from './input-sources.ts';
import { lastWindows, lookBackOf } from './look-back.ts';
import { windowsBatch } from './window-batch.ts';

/** How far back the networks look; they are built for gradients and `windowsMax` windows.
 *  B windows, T recurrent steps, I inputs, H hidden units, K horizon steps, Q quantiles, C context. */
export function memoryOf(
  members: readonly Member[],
  kernel: Kernel,
  task: MemoryTask,
): Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem } {
  const usable = members.map((member) => {
    const values = task.series.map((one) =>
      transformed(historyOf(one, member.spec, task.header).raw, member.spec.transform),
    );
    return knownWindows(
      member,
      lastWindows(values, member.layout, task.windowsMax).slice(0, task.windowsMax),
    );
  });
  const windows = Math.max(...usable.map(({ length }) => length));
  if (windows === 0) return { problem: nothingKnown(members[0]).toProblem() };
  return {
    windows,
    look_back: lookBackOf(members, usable[0]),
    networks: members.map((member, n) => ({ network: n, ...networkMemory(member, kernel, usable[n]) })),
    statistical_members: [],
  };
}

function knownWindows(member: Member, windows: PredictionWindow[]): PredictionWindow[] {
  const { usable } = windowsBatch(member, windows);
  return windows.filter((_, i) => usable[i]);
}

function nothingKnown({ layout }: Member): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${layout.observedMin} observations before a horizon of ${layout.horizon}: there is no window to look at.`,
  });
}

function networkMemory(
  member: Member,
  kernel: Kernel,
  windows: readonly PredictionWindow[],
): Omit<NetworkMemory, 'network'> {
  const { network, layout, spec } = member;
  const { steps, horizon: K, quantiles: Q, group } = layout;
  const { batch } = windowsBatch(member, windows);
  const tensors = network.parameters.tensors.filter(({ name }) => name.startsWith('encoder.'));
  const { cell, hidden_size: hiddenSize, layers } = spec;
  const apart = stepwise({ kernel, tensors, cell, inputSize: layout.inputSize, hiddenSize, layers });
  apart.forward(batch.inputs, { steps, batch: batch.size });

  const y = network.forward(batch, true);
  const dForecast = new Float32Array(y.length);
  const explained = explainedOf(network, layout);
  for (let row = 0; row < batch.size * K; row++) explained.write(y, row * Q, scaledUnits, 1 / K, dForecast);
  const forecast = gradientNorms(member, apart, batch, dForecast, 1);

  const dLoss = new Float32Array(y.length);
  trainingLoss(kernel, layout)(dLoss, y, batch.targets, batch.mask);
  // A mean over the windows: of one of them it is that times their number.
  const loss = gradientNorms(member, apart, batch, dLoss, batch.size);
  const shares = gradientSharesByStep(apart, tensors, steps, loss.dOutput);
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

/** Norms of the gradient behind dY [B, K, Q], times `factor`: means over the windows. */
function gradientNorms(member: Member, apart: Stepwise, batch: Batch, dY: Float32Array, factor: number) {
  const { network, layout, spec } = member;
  const { steps, inputSize, context, horizon: K, lags: P } = layout;
  const { dInputs, dStepInputs, dLast } = network.backward(dY);
  const { hidden_size: hiddenSize } = spec;
  const dOutput = new Float32Array(steps * batch.size * hiddenSize);
  dOutput.set(dLast, (steps - 1) * batch.size * hiddenSize);
  const { layers } = apart.backward(dOutput);

  const inputs = new Float64Array(context);
  for (let b = 0; b < batch.size; b++) {
    const squares = new Float64Array(context);
    for (let step = 0; step < steps; step++)
      for (let i = 0; i < inputSize; i++) {
        const source = encoderSource(layout, step, i);
        if (source !== 'context')
          squares[source - 1] += dInputs![(step * batch.size + b) * inputSize + i] ** 2;
      }
    for (let h = 0; h < K; h++)
      for (let p = 0; p < P; p++) {
        const source = stepInputSource(layout, h, p);
        if (source !== 'context') squares[source - 1] += dStepInputs![(b * K + h) * P + p] ** 2;
      }
    for (const [i, square] of squares.entries()) inputs[i] += (factor * Math.sqrt(square)) / batch.size;
  }
  return {
    dOutput,
    inputs: Array.from(inputs),
    states: Array.from(
      { length: steps },
      (_, back) => factor * meanStateNorm(layers, batch.size, steps - back, hiddenSize),
    ),
  };
}

/** Mean over the windows of the norm of the gradient of all layers' states after step `step`, counted from 1. */
function meanStateNorm(
  layers: readonly LayerStateGradients[],
  size: number,
  step: number,
  hiddenSize: number,
): number {
  let sum = 0;
  for (let b = 0; b < size; b++) {
    const at = (step * size + b) * hiddenSize;
    let square = 0;
    for (const { dH } of layers) for (let j = at; j < at + hiddenSize; j++) square += dH[j] ** 2;
    sum += Math.sqrt(square);
  }
  return sum / size;
}

/** Observations back to where `norms`, by recurrent step, are half of the first, linear in their logarithms between two
 *  steps; null where they never are. */
function halfLife(norms: readonly number[], group: number): number | null {
  const half = norms[0] / 2;
  const after = norms.findIndex((norm) => norm <= half);
  if (after < 1) return null; // nothing to halve, or never halved
  const [above, below] = [Math.log(norms[after - 1]), Math.log(Math.max(norms[after], Number.MIN_VALUE))];
  return group * (after - 1 + (above - Math.log(half)) / (above - below));
}
