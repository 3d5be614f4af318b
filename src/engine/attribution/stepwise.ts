import {
  type CellName,
  gateCounts,
  type Kernel,
  type LayerShape,
  type LayerTensors,
} from '../kernels/contract/kernel.ts';
import type { SequenceShape } from '../layers/recurrent-types.ts';
import { assert } from '../primitives/assert.ts';
import { allocate, type Floats } from '../primitives/floats.ts';
import type { Tensor } from '../primitives/parameters.ts';

export interface StepwiseOptions {
  kernel: Kernel;
  /** Tensors of the network, in its order. Their values are read at each `forward`; their gradients are not changed. */
  tensors: readonly Tensor[];
  cell: CellName;
  inputSize: number;
  hiddenSize: number;
  layers: number;
}

/** States of one layer. Row t is the state before step t, row t + 1 the state after it. */
export interface LayerStates {
  h: Floats; // [T+1, B, H]
  c: Floats; // [T+1, B, H], empty unless LSTM
}

/** Gradient of the loss with respect to the inputs and states of each step. */
export interface StepGradients {
  dx: Floats; // [T, B, I]
  layers: readonly LayerStateGradients[];
}

/** Total derivative of the loss with respect to each state: over all later steps and layers that the state reaches. */
export interface LayerStateGradients {
  dH: Floats; // [T+1, B, H]
  dC: Floats; // [T+1, B, H], empty unless LSTM
}

/** Called for each layer from the top, and within it for each step from the last. `gradients`: the part of this step in
 *  the gradients of weight_ih, weight_hh, bias_ih and bias_hh, summed over the batch; valid during the call. */
export type EachStep = (step: number, layer: number, gradients: readonly Floats[]) => void;

/** A recurrent network that is run one step at a time. */
export interface Stepwise {
  /** Runs without dropout. `x` [T, B, I] is not copied: do not change it before `backward`. `initial`: as for
   *  `recurrent`. Returns the states of each layer, views that are valid until the next call. */
  forward(x: Floats, shape: Omit<SequenceShape, 'training'>): readonly LayerStates[];
  /** Can be called several times after one `forward`. `dOutput` [T, B, H]: gradient of the output of each step. Returns
   *  new arrays. */
  backward(dOutput: Floats, eachStep?: EachStep): StepGradients;
}

interface LayerRun {
  shape: LayerShape; // of one step
  tensors: LayerTensors; // values of the network, gradient arrays of this run
  gradients: readonly Floats[];
  packed: Floats;
  scratch: Floats;
  tapes: Floats;
  tapeLength: number;
  states: LayerStates;
  input: Floats; // [T, B, input size of the layer]
}

/** Gradients of one layer, with respect to its inputs and states. */
interface LayerGradients extends LayerStateGradients {
  dx: Floats; // [T, B, input size of the layer]
}

/** Runs a network step by step: each step is a kernel call on a sequence of length one. The state is carried from step
 *  to step in forward, its gradient in backward. This shows the terms that backpropagation through time adds up over
 *  the steps. Values and gradients are those of `recurrent`, which is faster. */
export function stepwise(options: StepwiseOptions): Stepwise {
  const { kernel, tensors, cell, inputSize, hiddenSize, layers } = options;
  checkShapes(options);
  const precision = tensors[0].value instanceof Float32Array ? 'float32' : 'float64';
  const floats = (length: number) => allocate(precision, length);
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
        const { h, c } = layer.states;
        layer.input = index === 0 ? x : stack[index - 1].states.h.subarray(states);
        h.set(initialOf(initial?.h, index, states));
        if (cell === 'lstm') c.set(initialOf(initial?.c, index, states));
        forwardLayer(layer);
      }
      return stack.map((layer) => layer.states);
    },

    backward(dOutput, eachStep) {
      assert(stack.length === layers && dOutput.length === steps * batch * hiddenSize);
      const layerGradients: LayerStateGradients[] = [];
      let dLayerOutput = dOutput;
      for (let index = layers - 1; index >= 0; index--) {
        const { dx, dH, dC } = backwardLayer(index, dLayerOutput, eachStep);
        layerGradients[index] = { dH, dC };
        dLayerOutput = dx;
      }
      return { dx: dLayerOutput, layers: layerGradients };
    },
  };

  function forwardLayer(layer: LayerRun): void {
    const { shape, packed, scratch, states, input } = layer;
    kernel.pack(shape, layer.tensors, packed);
    for (let t = 0; t < steps; t++)
      kernel.recurrentForward(
        shape,
        layer.tensors,
        packed,
        rows(input, t, 1, batch * shape.inputSize),
        statesOf(states.h, t, 2),
        statesOf(states.c, t, 2),
        tapeOf(layer, t),
        scratch,
        true,
      );
  }

  /** @param dOutput gradient of the output of each step of the layer [T, B, H] */
  function backwardLayer(index: number, dOutput: Floats, eachStep?: EachStep): LayerGradients {
    const layer = stack[index];
    const gradients: LayerGradients = {
      dx: floats(layer.input.length),
      dH: floats(layer.states.h.length),
      dC: floats(layer.states.c.length),
    };
    for (let t = steps - 1; t >= 0; t--) {
      if (eachStep !== undefined) for (const gradient of layer.gradients) gradient.fill(0);
      backwardStep(layer, t, statesOf(dOutput, t, 1), gradients);
      eachStep?.(t, index, layer.gradients);
    }
    const after = gradients.dH.subarray(batch * hiddenSize);
    for (let i = 0; i < after.length; i++) after[i] += dOutput[i];
    return gradients;
  }

  /** Writes row t of the gradients. Row t + 1 holds the gradient of the state from the later steps; the kernel adds
   *  `dStep`. It turns the gradient of the state after the step into that of the state before it, in place:
   *  so it works on row t. */
  function backwardStep(layer: LayerRun, t: number, dStep: Floats, { dx, dH, dC }: LayerGradients): void {
    const { shape, states } = layer;
    const [dHStep, dCStep] = [statesOf(dH, t, 1), statesOf(dC, t, 1)];
    const areZero = [
      copyFlushed(dHStep, statesOf(dH, t + 1, 1)),
      cell !== 'lstm' || copyFlushed(dCStep, statesOf(dC, t + 1, 1)),
      dStep.every((value) => value === 0),
    ];
    // Zero gradients stay zero: skip the step.
    if (areZero.every(Boolean)) return;
    kernel.recurrentBackward(
      shape,
      layer.tensors,
      rows(layer.input, t, 1, batch * shape.inputSize),
      statesOf(states.h, t, 2),
      statesOf(states.c, t, 2),
      tapeOf(layer, t),
      layer.scratch,
      dStep,
      dHStep,
      dCStep,
      rows(dx, t, 1, batch * shape.inputSize),
    );
  }

  /** Initial state [B, H] of one layer out of [L, B, H]; zeros if none is given. */
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

function checkShapes({ tensors, cell, inputSize, hiddenSize, layers }: StepwiseOptions): void {
  assert(tensors.length === 4 * layers);
  const gates = gateCounts[cell] * hiddenSize;
  for (const [index, { shape }] of tensors.entries()) {
    const columns = [index < 4 ? inputSize : hiddenSize, hiddenSize];
    const expected = index % 4 < 2 ? [gates, columns[index % 4]] : [gates];
    assert(shape.length === expected.length && shape.every((size, i) => size === expected[i]));
  }
}

/** Gradients below this count as 0. Their squares underflow float32, and arithmetic on subnormal numbers is slow. */
const gradientMin = 1e-30;

/** Copies gradients and sets those below `gradientMin` to 0. Returns whether all are 0. */
function copyFlushed(to: Floats, from: Floats): boolean {
  let isZero = true;
  for (let i = 0; i < to.length; i++) {
    const value = from[i];
    const isTiny = value < gradientMin && value > -gradientMin;
    to[i] = isTiny ? 0 : value;
    if (!isTiny) isZero = false;
  }
  return isZero;
}

/** View of `count` steps of an array [steps, size], from `step` on. */
function rows(of: Floats, step: number, count: number, size: number): Floats {
  return of.subarray(step * size, (step + count) * size);
}

function tapeOf({ tapes, tapeLength }: LayerRun, step: number): Floats {
  return tapes.subarray(step * tapeLength, (step + 1) * tapeLength);
}
