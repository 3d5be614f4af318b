import type { LayerShape } from '../kernels/contract/kernel.ts';
import { type Arena, arenaLength, createArena, type Floats, type Precision } from '../primitives/floats.ts';
import type { InputGradients, RecurrentOptions, SequenceOutput } from './recurrent-types.ts';

/** Memory of one layer for sequences of one size (steps, batch). B batch, T steps, I inputs, H hidden units. */
export interface LayerPlan {
  shape: LayerShape;
  h: Floats; // [T+1, B, H]: initial state, then the output
  h0: Floats; // [B, H], first row of h
  hT: Floats; // [B, H], last row of h
  output: Floats; // [T, B, H], h without its first row
  c: Floats; // [T+1, B, H], empty unless LSTM
  c0: Floats; // [B, H], first row of c
  cT: Floats; // [B, H], last row of c
  tape: Floats; // values that forward keeps for backward, see kernels/contract/kernel.ts
  packed: Floats; // the weights in the kernel's order, see kernels/contract/kernel.ts
  dropped: Floats; // [T, B, H], the output times the mask, empty for the last layer or without dropout
  mask: Floats; // [T, B, H], 0 or 1 / (1 - dropout)
  dx: Floats | null; // [T, B, I]
  dH: Floats; // [B, H], a part of dH0
  dC: Floats; // [B, H], a part of dC0, empty unless LSTM
}

/** Memory of all layers for sequences of one size. */
export interface SequencePlan {
  steps: number;
  batch: number;
  layers: LayerPlan[];
  result: SequenceOutput;
  inputGradients: InputGradients;
}

/** Options that determine how much memory a network needs. */
export type NetworkSizes = Pick<
  RecurrentOptions,
  'kernel' | 'cell' | 'inputSize' | 'hiddenSize' | 'layers' | 'dropout' | 'inputGradient'
>;

/** Bytes that a network needs in addition to its parameters, for sequences of up to `steps` steps and `batch` series.
 *  `recurrent` allocates exactly this much when it is called, and nothing later. */
export function planBytes(
  network: NetworkSizes,
  batch: number,
  steps: number,
  precision: Precision = 'float32',
): number {
  return arenaLength(planLengths(network, batch, steps)) * (precision === 'float32' ? 4 : 8);
}

/** Allocates all memory of a network except its parameters, for the largest sequence. */
export function planMemory(options: RecurrentOptions, precision: Precision): Arena<string> {
  const lengths = planLengths(options, options.batchMax, options.stepsMax);
  return createArena(precision, lengths, options.kernel.allocate);
}

function planLengths(network: NetworkSizes, batchMax: number, stepsMax: number): Record<string, number> {
  const { kernel, cell, inputSize, hiddenSize, layers, dropout = 0, inputGradient = true } = network;
  const lstmOnly = cell === 'lstm' ? 1 : 0;
  const states = batchMax * hiddenSize;
  const sequence = stepsMax * states;
  const lengths: Record<string, number> = { scratch: 0 };
  for (let index = 0; index < layers; index++) {
    const shape = layerShape(network, index, stepsMax, batchMax);
    const droppedOnly = dropout > 0 && index < layers - 1 ? 1 : 0;
    // A kernel splits the batch over its threads, so that a smaller batch can need more scratch than a larger one.
    for (let batch = 1; batch <= batchMax; batch++)
      lengths.scratch = Math.max(lengths.scratch, kernel.scratchLength({ ...shape, batch }));
    lengths[`h${index}`] = states + sequence;
    lengths[`c${index}`] = lstmOnly * (states + sequence);
    lengths[`tape${index}`] = kernel.tapeLength(shape);
    lengths[`packed${index}`] = kernel.packedLength(shape);
    lengths[`dropped${index}`] = droppedOnly * sequence;
    lengths[`mask${index}`] = droppedOnly * sequence;
  }
  lengths.hn = layers * states;
  lengths.cn = lstmOnly * layers * states;
  lengths.dH0 = layers * states;
  lengths.dC0 = lstmOnly * layers * states;
  lengths.dx = inputGradient ? stepsMax * batchMax * inputSize : 0;
  // A layer reads the gradient of its output while it writes the gradient of its input: layers alternate two buffers.
  lengths.between0 = layers > 2 ? sequence : 0;
  lengths.between1 = layers > 1 ? sequence : 0;
  return lengths;
}

/** Cuts the memory of a network into the views that a sequence of this size needs. */
export function planSequence(
  options: RecurrentOptions,
  memory: Arena<string>,
  steps: number,
  batch: number,
): SequencePlan {
  const { cell, inputSize, hiddenSize, layers, inputGradient = true } = options;
  const states = batch * hiddenSize;
  const sequence = steps * states;
  // A buffer that is not needed has length 0, and so have its views.
  const view = (name: string, start: number, end: number) => memory.views[name].subarray(start, end);

  const layerPlans = Array.from({ length: layers }, (_, index): LayerPlan => {
    const below =
      index === 0 ? view('dx', 0, steps * batch * inputSize) : view(`between${index % 2}`, 0, sequence);
    return {
      shape: layerShape(options, index, steps, batch),
      h: view(`h${index}`, 0, states + sequence),
      h0: view(`h${index}`, 0, states),
      hT: view(`h${index}`, sequence, sequence + states),
      output: view(`h${index}`, states, states + sequence),
      c: view(`c${index}`, 0, states + sequence),
      c0: view(`c${index}`, 0, states),
      cT: view(`c${index}`, sequence, sequence + states),
      tape: memory.views[`tape${index}`],
      packed: memory.views[`packed${index}`],
      dropped: view(`dropped${index}`, 0, sequence),
      mask: view(`mask${index}`, 0, sequence),
      dx: index === 0 && !inputGradient ? null : below,
      dH: view('dH0', index * states, (index + 1) * states),
      dC: view('dC0', index * states, (index + 1) * states),
    };
  });

  const all = (name: string) => view(name, 0, layers * states);
  const lstm = cell === 'lstm';
  return {
    steps,
    batch,
    layers: layerPlans,
    result: {
      output: layerPlans[layers - 1].output,
      hn: all('hn'),
      ...(lstm ? { cn: all('cn') } : {}),
    },
    inputGradients: {
      ...(inputGradient ? { dx: layerPlans[0].dx! } : {}),
      dH0: all('dH0'),
      ...(lstm ? { dC0: all('dC0') } : {}),
    },
  };
}

function layerShape(network: NetworkSizes, index: number, steps: number, batch: number): LayerShape {
  const { cell, inputSize, hiddenSize } = network;
  return { cell, steps, batch, inputSize: index === 0 ? inputSize : hiddenSize, hiddenSize };
}
