import assert from 'node:assert/strict';
import type { LayerTrace, Trace } from '../../contracts/explanation.ts';
import type { TraceTask } from '../../contracts/ports.ts';
import { formatTime } from '../../contracts/time.ts';
import { type Floats, gateNames, gatesOf, type Kernel, stepwise } from '../../engine/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import type { SeriesHistory } from '../fitted-model.ts';
import type { Member } from '../mixture.ts';
import { readWindows } from './window-batch.ts';

/** What a network does as it reads the end of a series that can be forecast. */
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
  const { cell, hidden_size: H, layers } = spec;
  const shown = Math.min(steps, task.lastSteps ?? steps);
  const perStep = inputSize + layers * H * (1 + (cell === 'lstm' ? 1 : 0) + gateNames[cell].length);
  if (shown * perStep > task.numbersMax)
    return { problem: tooLarge(shown, perStep, task.numbersMax).toProblem() };

  const { batch, usable } = readWindows(member, [{ series: history, origin: history.raw.length }]);
  assert(usable[0], 'a series that can be forecast can be traced');
  const tensors = network.parameters.tensors.filter(({ name }) => name.startsWith('encoder.'));
  const apart = stepwise({ kernel, tensors, cell, inputSize, hiddenSize: H, layers });
  const states = apart.forward(batch.inputs, { steps, batch: 1 });
  const rows = (of: Floats, size: number) =>
    Array.from({ length: shown }, (_, i) =>
      Array.from(of.subarray((steps - shown + i) * size, (steps - shown + i + 1) * size)),
    );
  return {
    series_id: history.id,
    network: task.network,
    cell,
    observations_per_step: group,
    times: Array.from({ length: shown }, (_, i) => {
      const at = history.times.length - (shown - 1 - i) * group - 1;
      return at < 0 ? null : formatTime(history.times[at], task.header.time_kind, task.header.time_zone);
    }),
    inputs: rows(batch.inputs, inputSize),
    layers: states.map(({ h, c }, layer): LayerTrace => {
      const below = layer === 0 ? batch.inputs : states[layer - 1].h.subarray(H);
      const gates = gatesOf(
        {
          kernel,
          cell,
          tensors: tensors.slice(4 * layer, 4 * layer + 4),
          inputSize: layer === 0 ? inputSize : H,
          hiddenSize: H,
        },
        below,
        h.subarray(0, steps * H),
      );
      return {
        h: rows(h.subarray(H), H),
        c: cell === 'lstm' ? rows(c.subarray(H), H) : null,
        gates: Object.fromEntries(Object.entries(gates).map(([name, gate]) => [name, rows(gate, H)])),
      };
    }),
  };
}

function unknownNetwork(network: number, count: number): AppError {
  const message = `there is no network ${network}; the model has ${count}`;
  const accepted = `0 to ${count - 1}`;
  return new AppError('network_unknown', {
    detail: `${message}; accepted: ${accepted}`,
    faults: [{ path: '/network', message, accepted }],
  });
}

function tooLarge(steps: number, perStep: number, max: number): AppError {
  const message = `${steps} steps of ${perStep} numbers each make ${steps * perStep}`;
  const accepted = `at most ${max} numbers, so \`last_steps\` of at most ${Math.floor(max / perStep)}`;
  return new AppError('trace_too_large', {
    detail: `${message}; accepted: ${accepted}`,
    faults: [{ path: '/last_steps', message, accepted }],
  });
}
