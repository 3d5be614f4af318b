import assert from 'node:assert/strict';
import {
  gradientNumbers,
  lastRows,
  type RecurrentLayers,
  stepGradients,
  traceLayers,
  traceRefusal,
} from '../../attribution/index.ts';
import type { TraceTask } from '../../contracts/ports/index.ts';
import {
  formatTime,
  type StepGradients,
  type Trace,
  type TraceGradients,
} from '../../contracts/schemas/index.ts';
import { type Kernel, type Stepwise, stepwise } from '../../engine/index.ts';
import { type AppError, type Problem, refusal } from '../../errors.ts';
import type { Member } from '../ensemble/index.ts';
import type { Batch } from '../families/index.ts';
import { type SeriesHistory, shownTime } from '../history/index.ts';
import { meanForecastGradient } from './mean-forecast.ts';
import { readWindows } from './window-batch.ts';

/** States and gates of one network while it reads the end of a series that can be forecast. The problem is
 *  `network_unknown` or `trace_too_large`. */
export function traceNetwork(
  members: readonly Member[],
  kernel: Kernel,
  history: SeriesHistory,
  task: TraceTask,
): Omit<Trace, 'model_id'> | { problem: Problem } {
  const member = members[task.network];
  if (member === undefined) return { problem: unknownNetwork(task.network, members.length).toProblem() };
  const { network, layout, spec } = member;
  const { steps, inputSize, group } = layout;
  const { cell, hidden_size: hiddenSize, layers } = spec;
  const shown = Math.min(steps, task.lastSteps ?? steps);
  const sizes = { cell, inputSize, hiddenSize, layers };
  const tensors = network.parameters.tensors.filter(({ name }) => name.startsWith('encoder.'));
  const encoder = { ...sizes, kernel, tensors };
  const more = gradientNumbers(encoder, 1, task.gradients);
  const refused = traceRefusal(sizes, shown, task.numbersMax, more);
  if (refused !== null) return { problem: refused.toProblem() };

  const { batch, usable } = readWindows(member, [{ series: history, origin: history.raw.length }]);
  assert(usable[0], 'a series that can be forecast can be traced');
  const run = stepwise(encoder);
  const states = run.forward(batch.inputs, { steps, batch: 1 });
  return {
    series_id: history.id,
    network: task.network,
    cell,
    observations_per_step: group,
    times: Array.from({ length: shown }, (_, i) => {
      const at = history.times.length - (shown - 1 - i) * group - 1;
      if (at < 0) return null;
      return formatTime(shownTime(history.times[at]), task.header.time_kind, task.header.time_zone);
    }),
    inputs: lastRows(batch.inputs, inputSize, shown),
    layers: traceLayers(encoder, batch.inputs, states, shown),
    ...(task.gradients !== undefined && {
      gradients: lastSteps(forecastGradients(member, encoder, run, batch, task.gradients), shown),
    }),
  };
}

/** The gradient of the mean forecast, which is read from the last step. */
function forecastGradients(
  member: Member,
  encoder: RecurrentLayers,
  run: Stepwise,
  batch: Batch,
  wanted: TraceGradients,
): StepGradients {
  const { network, layout } = member;
  const { dY } = meanForecastGradient(member, batch);
  const { dLast } = network.backward(dY);
  const source = { step: layout.steps - 1, loss: null, dOutput: dLast };
  const found = stepGradients(encoder, run, {
    of: 'forecast',
    steps: layout.steps,
    sources: [source],
    wanted,
  });
  network.parameters.zeroGradients();
  return found;
}

function lastSteps(gradients: StepGradients, shown: number): StepGradients {
  const last = <T>(rows: T[]) => rows.slice(rows.length - shown);
  const norms = ({ states, cells }: Pick<StepGradients, 'states' | 'cells'>) => ({
    states: last(states),
    cells: cells && last(cells),
  });
  return {
    ...gradients,
    ...norms(gradients),
    sources: gradients.sources.map((source) => ({ ...source, step: shown - 1, ...norms(source) })),
    weights: gradients.weights.map((tensor) => ({
      ...tensor,
      norms: last(tensor.norms),
      sums: last(tensor.sums),
      shares: last(tensor.shares),
      ...(tensor.parts && { parts: last(tensor.parts) }),
    })),
  };
}

function unknownNetwork(network: number, count: number): AppError {
  return refusal('network_unknown', {
    path: '/network',
    message: `there is no network ${network}; the model has ${count}`,
    accepted: `0 to ${count - 1}`,
  });
}
