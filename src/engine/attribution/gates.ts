import { type CellName, gateCounts, type Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import { allocate, type Floats } from '../primitives/floats.ts';
import type { Tensor } from '../primitives/parameters.ts';
import { sigmoid } from '../primitives/sigmoid.ts';

/** Names of the gates of each cell, in the order of their rows in the weights. */
export const gateNames = {
  rnn: [],
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['r', 'z', 'n'],
} as const satisfies Record<CellName, readonly string[]>;

export interface GateOptions {
  kernel: Kernel;
  cell: CellName;
  /** weight_ih, weight_hh, bias_ih and bias_hh of the layer. */
  tensors: readonly Tensor[];
  inputSize: number;
  hiddenSize: number;
}

/** Values of each gate of a layer at each step, [rows, H] with rows = T·B; {} for the RNN, which has no gates.
 *  `x` [rows, I]: inputs of the layer. `h` [rows, H]: the state before each step.
 *  The gates are computed again from these, because the layout of the tape differs between kernels. All states are
 *  known here, so two matrix products are enough. */
export function gatesOf(options: GateOptions, x: Floats, h: Floats): Record<string, Floats> {
  const { kernel, cell, inputSize, hiddenSize: H } = options;
  const [weightIh, weightHh, biasIh, biasHh] = options.tensors.map(({ value }) => value);
  const names: readonly string[] = gateNames[cell];
  if (names.length === 0) return {};
  const rows = h.length / H;
  const columns = gateCounts[cell] * H;
  assert(Number.isInteger(rows) && x.length === rows * inputSize);
  const precision = h instanceof Float32Array ? 'float32' : 'float64';
  const fromInput = allocate(precision, rows * columns);
  const fromState = allocate(precision, rows * columns);
  kernel.gemm(false, true, rows, columns, inputSize, x, weightIh, false, fromInput);
  kernel.gemm(false, true, rows, columns, H, h, weightHh, false, fromState);

  const gates = Object.fromEntries(names.map((name) => [name, allocate(precision, rows * H)]));
  for (let row = 0; row < rows; row++)
    for (const [gate, name] of names.entries())
      for (let j = 0; j < H; j++) {
        const column = gate * H + j;
        const at = row * columns + column;
        const input = fromInput[at] + biasIh[column];
        const state = fromState[at] + biasHh[column];
        // The reset gate is applied after the product, as in kernels/reference/gru.ts.
        if (name === 'n') gates.n[row * H + j] = Math.tanh(input + gates.r[row * H + j] * state);
        else gates[name][row * H + j] = name === 'g' ? Math.tanh(input + state) : sigmoid(input + state);
      }
  return gates;
}
