import { allocate } from '../../primitives/floats.ts';
import type { Kernel } from '../contract/kernel.ts';
import { cells } from './cells.ts';
import { levelSums, levelSumsBackward } from './level-sums.ts';
import { crossEntropy, meanSquaredError, pinball } from './losses.ts';
import { addColumnSums, fillRows, gemm, productNN, productNT, productTN } from './matrix.ts';
import { adamw, clipGlobalNorm } from './optimizers.ts';
import { outerSum, outerSumBackward } from './outer-sum.ts';
import { seasonalMoments, seasonalWindow } from './seasonal-windows.ts';
import { siluBackward, siluForward } from './silu.ts';

/** The kernel in plain TypeScript, in float32 and float64. It is the specification of the other kernels. */
export const reference: Kernel = {
  name: 'reference',
  precisions: ['float32', 'float64'],

  allocate,
  openScope: () => () => {},

  tapeLength: (shape) => cells[shape.cell].tapeLength(shape),
  scratchLength: (shape) => cells[shape.cell].scratchLength(shape),
  packedLength: () => 0,
  pack() {},
  recurrentForward(shape, layer, _packed, x, h, c, tape, scratch) {
    cells[shape.cell].forward(shape, layer, x, h, c, tape, scratch);
  },
  recurrentBackward(shape, layer, x, h, c, tape, scratch, dOutput, dH, dC, dx) {
    cells[shape.cell].backward(shape, layer, x, h, c, tape, scratch, dOutput, dH, dC, dx);
  },
  gemm,

  linearForward(y, x, weight, bias, rows, inputSize, outputSize) {
    fillRows(y, 0, bias.value, rows, outputSize);
    productNT(y, 0, x, 0, weight.value, rows, outputSize, inputSize, true);
  },
  frozenLinearForward(y, x, columns, bias, rows, inputSize, outputSize) {
    fillRows(y, 0, bias.value, rows, outputSize);
    gemm(false, false, rows, outputSize, inputSize, x, columns, true, y);
  },
  linearBackward(dx, dy, x, weight, bias, rows, inputSize, outputSize) {
    productTN(weight.gradient, 0, dy, 0, x, outputSize, inputSize, rows, true);
    addColumnSums(bias.gradient, dy, 0, rows, outputSize);
    if (dx !== null) productNN(dx, 0, dy, 0, weight.value, rows, inputSize, outputSize, false);
  },

  siluForward,
  siluBackward,
  outerSum,
  outerSumBackward,
  pinball,
  crossEntropy,
  meanSquaredError,
  seasonalMoments,
  seasonalWindow,
  levelSums,
  levelSumsBackward,
  clipGlobalNorm,
  adamw,
};
