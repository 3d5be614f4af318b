import type { Floats } from '../../primitives/floats.ts';
import { gateCounts, type Kernel, type LayerShape, type LayerTensors } from '../contract/kernel.ts';
import { addColumnSums, fillRows, productNN, productNT, productTN } from './matrix.ts';

/** A kind of recurrent cell, run over a whole sequence. The arguments are those of the kernel contract. */
export interface Cell {
  tapeLength: Kernel['tapeLength'];
  scratchLength: Kernel['scratchLength'];
  forward(
    shape: LayerShape,
    layer: LayerTensors,
    x: Floats,
    h: Floats,
    c: Floats,
    tape: Floats,
    scratch: Floats,
  ): void;
  backward: Kernel['recurrentBackward'];
}

/** gates [T, B, G*H] = x · weightIhᵀ + biasIh, for all steps in one matrix product. */
export function projectInputs(
  gates: Floats,
  gatesOffset: number,
  { cell, steps, batch, inputSize, hiddenSize }: LayerShape,
  layer: LayerTensors,
  x: Floats,
): void {
  const rows = steps * batch;
  const columns = gateCounts[cell] * hiddenSize;
  fillRows(gates, gatesOffset, layer.biasIh.value, rows, columns);
  productNT(gates, gatesOffset, x, 0, layer.weightIh.value, rows, columns, inputSize, true);
}

/** Adds to the gradients of weights and biases, and writes `dx` unless it is null. All steps share the weights, so
 *  their gradient is a sum over steps and series: one matrix product over T*B rows. `dInput` and `dHidden` are offsets
 *  in `scratch`: the gradients [T, B, G*H] of weightIh·x + biasIh and of weightHh·h + biasHh. */
export function addLayerGradients(
  { cell, steps, batch, inputSize, hiddenSize }: LayerShape,
  layer: LayerTensors,
  x: Floats,
  h: Floats,
  scratch: Floats,
  dInput: number,
  dHidden: number,
  dx: Floats | null,
): void {
  const rows = steps * batch;
  const columns = gateCounts[cell] * hiddenSize;
  productTN(layer.weightIh.gradient, 0, scratch, dInput, x, columns, inputSize, rows, true);
  productTN(layer.weightHh.gradient, 0, scratch, dHidden, h, columns, hiddenSize, rows, true);
  addColumnSums(layer.biasIh.gradient, scratch, dInput, rows, columns);
  addColumnSums(layer.biasHh.gradient, scratch, dHidden, rows, columns);
  if (dx !== null) productNN(dx, 0, scratch, dInput, layer.weightIh.value, rows, inputSize, columns, false);
}
