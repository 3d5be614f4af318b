import type { Floats } from '../../floats.ts';
import { gateCounts, type Kernel, type LayerShape, type LayerTensors } from '../kernel.ts';
import { addColumnSums, fillRows, productNN, productNT, productTN } from './matrix.ts';

/** One kind of recurrent cell over a whole sequence; the arguments are those of the kernel contract. */
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

/** gates [T, B, G*H] = x · weightIhᵀ + biasIh, for all steps in one product. */
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

/** The weights are the same at every step, so their gradient is the sum over all steps (and series): one product
 *  over T*B rows. `dInput` [T, B, G*H] is the gradient of weightIh·x + biasIh, `dHidden` [T, B, G*H] that of
 *  weightHh·h + biasHh; both lie in `scratch`. */
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

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
