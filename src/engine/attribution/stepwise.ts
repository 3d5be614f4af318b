import { assert } from '../assert.ts';
import { allocate, type Floats } from '../floats.ts';
import {
  type CellName,
  gateCounts,
  type Kernel,
  type LayerShape,
  type LayerTensors,
} from '../kernels/kernel.ts';
import type { Tensor } from '../parameters.ts';
import type { SequenceShape } from '../recurrent-types.ts';

export interface StepwiseOptions {
  kernel: Kernel;
  /** Of the network that is looked at; their values are read at each `forward`, their gradients are left alone. */
  tensors: readonly Tensor[];
  cell: CellName;
  inputSize: number;
  hiddenSize: number;
  layers: number;
}

/** States of one layer: row 0 goes into step 0, row t + 1 comes out of step t. */
export interface LayerStates {
  h: Floats; // [T+1, B, H]
  c: Floats; // [T+1, B, H], empty unless LSTM
}

/** What the loss does to each step. */
export interface StepGradients {
  dx: Floats; // [T, B, I]
  layers: readonly LayerStateGradients[];
}

/** The whole derivative with respect to each state, over all ways from it to the loss. */
export interface LayerStateGradients {
  dH: Floats; // [T+1, B, H]
  dC: Floats; // [T+1, B, H], empty unless LSTM
}

/** Called for each layer from the top, and in it for each step from the last: what this step alone adds to the
 *  gradients of weight_ih, weight_hh, bias_ih and bias_hh, summed over the batch; valid during the call. */
export type EachStep = (step: number, layer: number, gradients: readonly Floats[]) => void;

/** A recurrent network taken apart into its steps. */
export interface Stepwise {
  /** No dropout. `x` [T, B, I] stays as it is until `backward`. The views last until the next call. `initial`: as of
   *  `recurrent`; zeros without. */
  forward(x: Floats, shape: Omit<SequenceShape, 'training'>): readonly LayerStates[];
  /** After `forward`, as often as wanted. `dOutput` [T, B, H]: what enters from the loss at each step. The arrays are
   *  new ones. */
  backward(dOutput: Floats, eachStep?: EachStep): StepGradients;
}

interface LayerRun {
  shape: LayerShape; // of one step
  tensors: LayerTensors; // the network's values, gradients of our own
  gradients: readonly Floats[];
  packed: Floats;
  scratch: Floats;
  tapes: Floats;
  tapeLength: number;
  states: LayerStates;
  input: Floats; // [T, B, inputs of the layer]
}

/** Runs the network step by step through the kernel: every step is a sequence of length one, which carries the state
 *  forwards and its gradient backwards. So the sums over steps that backpropagation through time makes are seen before
 *  they are made. Slower than `recurrent`, whose values and gradients it gives. */
export function stepwise(options: StepwiseOptions): Stepwise {
  const { kernel, tensors, cell, inputSize, hiddenSize, layers } = options;
  assert(tensors.length === 4 * layers);
  const precision = tensors[0].value instanceof Float32Array ? 'float32' : 'float64';
  const floats = (length: number) => allocate(precision, length);
  const gates = gateCounts[cell] * hiddenSize;
  for (const [index, { shape }] of tensors.entries()) {
    const columns = [index < 4 ? inputSize : hiddenSize, hiddenSize];
    const expected = index % 4 < 2 ? [gates, columns[index % 4]] : [gates];
    assert(shape.length === expected.length && shape.every((size, i) => size === expected[i]));
  }
  const stack: LayerRun[] = [];
  let steps = 0;
  let batch = 0;

  return {
    forward(x, { initial, ...size }) {
      assert(size.steps >= 1 && size.batch >= 1 && x.length === size.steps * size.batch * inputSize);
      if (size.steps !== steps || size.batch !== batch) {
        ({ steps, batch } = size);
        stack.splice(0, layers, ...Array.from({ length: layers }, (_, index) => layerRun(index)));
      }
      const states = batch * hiddenSize;
      for (const [index, layer] of stack.entries()) {
        const { shape, tensors: own, packed, scratch } = layer;
        const { h, c } = layer.states;
        layer.input = index === 0 ? x : stack[index - 1].states.h.subarray(states);
        h.set(initialOf(initial?.h, index, states));
        if (cell === 'lstm') c.set(initialOf(initial?.c, index, states));
        kernel.pack(shape, own, packed);
        for (let t = 0; t < steps; t++)
          kernel.recurrentForward(
            shape,
            own,
            packed,
            rows(layer.input, t, 1, batch * shape.inputSize),
            statesOf(h, t, 2),
            statesOf(c, t, 2),
            tapeOf(layer, t),
            scratch,
            true,
          );
      }
      return stack.map((layer) => layer.states);
    },

    backward(dOutput, eachStep) {
      assert(stack.length === layers && dOutput.length === steps * batch * hiddenSize);
      const found: LayerStateGradients[] = [];
      let entering = dOutput;
      for (let index = layers - 1; index >= 0; index--) {
        const layer = stack[index];
        const { shape } = layer;
        const { h, c } = layer.states;
        const dH = floats(h.length);
        const dC = floats(c.length);
        const dx = floats(layer.input.length);
        for (let t = steps - 1; t >= 0; t--) {
          // Row t + 1 has what came back from the steps after it; the kernel adds what enters here.
          const [carried, carriedC] = [statesOf(dH, t, 1), statesOf(dC, t, 1)];
          const stays = [
            settle(carried, statesOf(dH, t + 1, 1)),
            cell !== 'lstm' || settle(carriedC, statesOf(dC, t + 1, 1)),
            statesOf(entering, t, 1).every((value) => value === 0),
          ];
          if (eachStep !== undefined) for (const gradient of layer.gradients) gradient.fill(0);
          // Where nothing comes back and nothing enters there is nothing to do.
          if (!stays.every(Boolean))
            kernel.recurrentBackward(
              shape,
              layer.tensors,
              rows(layer.input, t, 1, batch * shape.inputSize),
              statesOf(h, t, 2),
              statesOf(c, t, 2),
              tapeOf(layer, t),
              layer.scratch,
              statesOf(entering, t, 1),
              carried,
              carriedC,
              rows(dx, t, 1, batch * shape.inputSize),
            );
          eachStep?.(t, index, layer.gradients);
        }
        const after = dH.subarray(batch * hiddenSize);
        for (let i = 0; i < after.length; i++) after[i] += entering[i];
        found[index] = { dH, dC };
        entering = dx;
      }
      return { dx: entering, layers: found };
    },
  };

  /** [B, H] of [L, B, H]. */
  function initialOf(all: Floats | undefined, index: number, length: number): Floats {
    return all === undefined ? floats(length) : all.subarray(index * length, (index + 1) * length);
  }

  function layerRun(index: number): LayerRun {
    const inputs = index === 0 ? inputSize : hiddenSize;
    const shape: LayerShape = { cell, steps: 1, batch, inputSize: inputs, hiddenSize };
    const [weightIh, weightHh, biasIh, biasHh] = tensors
      .slice(4 * index, 4 * index + 4)
      .map((tensor) => ({ ...tensor, value: tensor.value, gradient: floats(tensor.value.length) }));
    const states = (steps + 1) * batch * hiddenSize;
    const tapeLength = kernel.tapeLength(shape);
    return {
      shape,
      tensors: { weightIh, weightHh, biasIh, biasHh },
      gradients: [weightIh, weightHh, biasIh, biasHh].map(({ gradient }) => gradient),
      packed: floats(kernel.packedLength(shape)),
      scratch: floats(kernel.scratchLength(shape)),
      tapes: floats(steps * tapeLength),
      tapeLength,
      states: { h: floats(states), c: floats(cell === 'lstm' ? states : 0) },
      input: floats(0),
    };
  }

  function statesOf(of: Floats, step: number, count: number): Floats {
    return rows(of, step, count, batch * hiddenSize);
  }
}

/** Gradients below this are none: their squares are, and numbers near the smallest are slow to calculate with. */
const vanished = 1e-30;

/** Copies gradients, without those that have vanished; whether none is left. */
function settle(to: Floats, from: Floats): boolean {
  let isZero = true;
  for (let i = 0; i < to.length; i++) {
    const value = from[i];
    const isNothing = value < vanished && value > -vanished;
    to[i] = isNothing ? 0 : value;
    if (!isNothing) isZero = false;
  }
  return isZero;
}

/** The rows of so many steps of an array [steps, size]; empty where the array is. */
function rows(of: Floats, step: number, count: number, size: number): Floats {
  return of.subarray(step * size, (step + count) * size);
}

function tapeOf({ tapes, tapeLength }: LayerRun, step: number): Floats {
  return tapes.subarray(step * tapeLength, (step + 1) * tapeLength);
}
