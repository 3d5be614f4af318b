import type { LayerTrace } from '../contracts/schemas/index.ts';
import {
  type CellName,
  type Floats,
  gateNames,
  gatesOf,
  type Kernel,
  type LayerStates,
  type Tensor,
} from '../engine/index.ts';
import { type AppError, refusal } from '../errors.ts';

/** Recurrent layers of a network. */
export interface RecurrentLayers {
  kernel: Kernel;
  /** For each layer weight_ih, weight_hh, bias_ih, bias_hh. */
  tensors: readonly Tensor[];
  cell: CellName;
  inputSize: number;
  hiddenSize: number;
  layers: number;
}

/** The last `shown` rows of an array [steps, size]. */
export function lastRows(values: Floats, size: number, shown: number): number[][] {
  const first = values.length - shown * size;
  return Array.from({ length: shown }, (_, i) =>
    Array.from(values.subarray(first + i * size, first + (i + 1) * size)),
  );
}

/** States and gates of each layer in the last `shown` steps of one sequence.
 *  @param inputs [T, I]
 *  @param states as `stepwise` computes them */
export function traceLayers(
  network: RecurrentLayers,
  inputs: Floats,
  states: readonly LayerStates[],
  shown: number,
): LayerTrace[] {
  const { kernel, tensors, cell, inputSize, hiddenSize: H } = network;
  return states.map(({ h, c }, layer): LayerTrace => {
    const below = layer === 0 ? inputs : states[layer - 1].h.subarray(H);
    const gates = gatesOf(
      {
        kernel,
        cell,
        tensors: tensors.slice(4 * layer, 4 * layer + 4),
        inputSize: layer === 0 ? inputSize : H,
        hiddenSize: H,
      },
      below,
      h.subarray(0, h.length - H),
    );
    return {
      h: lastRows(h, H, shown),
      c: cell === 'lstm' ? lastRows(c, H, shown) : null,
      gates: Object.fromEntries(
        Object.entries(gates).map(([name, gate]) => [name, lastRows(gate, H, shown)]),
      ),
    };
  });
}

/** The refusal `trace_too_large` if the trace would have more than `max` numbers, else null.
 *  @param more further numbers of each step */
export function traceRefusal(
  { cell, inputSize, hiddenSize, layers }: Omit<RecurrentLayers, 'kernel' | 'tensors'>,
  steps: number,
  max: number,
  more = 0,
): AppError | null {
  const perStep =
    more + inputSize + layers * hiddenSize * (1 + (cell === 'lstm' ? 1 : 0) + gateNames[cell].length);
  if (steps * perStep <= max) return null;
  return refusal('trace_too_large', {
    path: '/last_steps',
    message: `${steps} steps of ${perStep} numbers each make ${steps * perStep}`,
    accepted: `at most ${max} numbers, so \`last_steps\` of at most ${Math.floor(max / perStep)}`,
  });
}
