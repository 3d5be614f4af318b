import { allocate } from '../../primitives/floats.ts';
import { cellNames, type Kernel, type LayerShape } from '../contract/kernel.ts';
import { reference } from '../reference/index.ts';
import { loadAddon } from './addon.ts';
import { noteAllocation } from './collected-memory.ts';

export interface NativeOptions {
  /** Threads among which a batch is split. Results are the same bytes only for the same number
   *  of threads. Default: 1. */
  threads?: number;
  /** One of `instructionSets`, which is then a part of the kernel's name. Default: the fastest. */
  instructionSet?: string;
}

/** Null if it was not built. */
export const addon = loadAddon();

/** Instruction sets that were compiled and that this processor has, fastest first; empty without a native kernel. */
export const instructionSets: readonly string[] = addon?.instructionSets() ?? [];

/** Memory that callers of a layer pass: the enum `LayerMemory` of ../source/binding/layers.c. */
const memories = { packed: 0, tape: 1, scratch: 2 };

/** The C code of ../source for one instruction set. Null if it is not compiled on this machine.
 *  The mean squared error is that of the reference: it computes only a few numbers per series. */
export function createNativeKernel(options: NativeOptions = {}): Kernel | null {
  if (addon === null) return null;
  const { threads = 1, instructionSet } = options;
  const { lengths, pack, forward, backward, gemm, linear, silu, siluBackward } = addon;
  const { outerSum, outerSumBackward, pinball, crossEntropy, clip, adamw } = addon;
  const { seasonalMoments, seasonalWindow, levelSums, levelSumsBackward } = addon;
  const engine = addon.create(instructionSets.indexOf(instructionSet ?? instructionSets[0]), threads);
  // Numbers go to C in an array: as arguments V8 would allocate them in every step.
  const numbers = new Float64Array(6);
  /** For each row: the largest logit minus the logit of its symbol. */
  let gaps = new Float64Array(0);
  const length = ({ cell, steps, batch, inputSize, hiddenSize }: LayerShape, memory: keyof typeof memories) =>
    lengths(engine, cellNames.indexOf(cell), steps, batch, inputSize, hiddenSize, memories[memory]);

  return {
    ...reference,
    name: instructionSet === undefined ? 'native' : `native-${instructionSet}`,
    precisions: ['float32'],

    allocate(precision, length) {
      if (precision !== 'float32') return allocate(precision, length);
      noteAllocation();
      return new Float32Array(addon.allocate(length));
    },

    packedLength: (shape) => length(shape, 'packed'),
    tapeLength: (shape) => length(shape, 'tape'),
    scratchLength: (shape) => length(shape, 'scratch'),

    pack({ cell, steps, batch, inputSize, hiddenSize }, layer, packed) {
      pack(
        engine,
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        layer.weightIh.value,
        layer.weightHh.value,
        layer.biasIh.value,
        layer.biasHh.value,
        packed,
      );
    },
    recurrentForward(shape, _layer, packed, x, h, c, tape, scratch, training) {
      const { cell, steps, batch, inputSize, hiddenSize } = shape;
      forward(
        engine,
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        packed,
        x,
        h,
        c,
        training ? tape : null,
        scratch,
      );
    },
    recurrentBackward(shape, layer, x, h, c, tape, scratch, dOutput, dH, dC, dx) {
      const { cell, steps, batch, inputSize, hiddenSize } = shape;
      const { weightIh, weightHh, biasIh, biasHh } = layer;
      backward(
        engine,
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        weightIh.value,
        weightHh.value,
        biasIh.value,
        biasHh.value,
        weightIh.gradient,
        weightHh.gradient,
        biasIh.gradient,
        biasHh.gradient,
        x,
        h,
        c,
        tape,
        scratch,
        dOutput,
        dH,
        dC,
        dx,
      );
    },

    gemm(transposeA, transposeB, m, n, k, a, b, accumulate, c) {
      gemm(engine, Number(transposeA), Number(transposeB), m, n, k, a, b, Number(accumulate), c);
    },
    linearForward(y, x, weight, bias, rows, inputSize, outputSize) {
      linear(engine, 1, rows, outputSize, inputSize, x, weight.value, bias.value, y);
    },
    frozenLinearForward(y, x, columns, bias, rows, inputSize, outputSize) {
      linear(engine, 0, rows, outputSize, inputSize, x, columns, bias.value, y);
    },
    linearBackward(dx, dy, x, weight, bias, rows, inputSize, outputSize) {
      gemm(engine, 1, 0, outputSize, inputSize, rows, dy, x, 1, weight.gradient);
      outerSumBackward(engine, rows, 1, outputSize, bias.gradient, null, dy);
      if (dx !== null) gemm(engine, 0, 0, rows, inputSize, outputSize, dy, weight.value, 0, dx);
    },

    siluForward(y, x) {
      silu(engine, y, x);
    },
    siluBackward(dx, x, dy) {
      siluBackward(engine, dx, x, dy);
    },

    outerSum(to, rows, shifts, N, R, columns) {
      outerSum(engine, N, R, columns, to, rows, shifts);
    },
    outerSumBackward(dRows, dShifts, d, N, R, columns) {
      dShifts.fill(0, 0, N * columns);
      outerSumBackward(engine, N, R, columns, dRows, dShifts, d);
    },

    pinball(dYHat, yHat, y, mask, quantiles, weights, rows, lossOut) {
      pinball(engine, rows, quantiles.length, dYHat, yHat, y, mask, quantiles, weights, lossOut);
    },

    crossEntropy(dLogits, logits, symbols, mask, symbolCount, nats, tops) {
      const rows = symbols.length;
      if (gaps.length < rows) gaps = new Float64Array(rows);
      crossEntropy(engine, rows, symbolCount, dLogits, logits, symbols, mask, nats, gaps, tops);
      for (let row = 0; row < rows; row++) nats[row] = Math.log(nats[row]) + gaps[row];
    },

    seasonalMoments(values, from, to, season, moments) {
      seasonalMoments(engine, from, to, season, values, moments);
    },
    seasonalWindow(
      shape,
      lags,
      { size, inputs, stepInputs, base, unit },
      b,
      values,
      from,
      to,
      windowNumbers,
      baseSeasons,
    ) {
      seasonalWindow(
        engine,
        b,
        size,
        from,
        to,
        shape.context,
        shape.season,
        shape.group,
        shape.inputSize,
        shape.horizon,
        shape.stepInputs,
        lags,
        baseSeasons,
        windowNumbers,
        values,
        inputs,
        stepInputs,
        base,
        unit,
      );
    },

    levelSums(
      { rows, horizon, quantiles, stepInputs: P, skips, skipAt },
      y,
      q,
      start,
      moves,
      skip,
      stepInputs,
    ) {
      levelSums(engine, rows, horizon, quantiles, P, skips, skipAt, y, q, start, moves, skip, stepInputs);
    },
    levelSumsBackward(shape, dOffset, dMoves, dSkip, d, stepInputs) {
      const { rows, horizon, quantiles, stepInputs: P, skips, skipAt } = shape;
      levelSumsBackward(
        engine,
        rows,
        horizon,
        quantiles,
        P,
        skips,
        skipAt,
        dOffset,
        dMoves,
        dSkip,
        d,
        stepInputs,
      );
    },

    clipGlobalNorm(gradients, max) {
      numbers[0] = max;
      clip(engine, gradients, numbers);
      return numbers[0];
    },
    adamw(values, gradients, m, v, step, learningRate, beta1, beta2, epsilon, weightDecay) {
      numbers[0] = step;
      numbers[1] = learningRate;
      numbers[2] = beta1;
      numbers[3] = beta2;
      numbers[4] = epsilon;
      numbers[5] = weightDecay;
      adamw(engine, values, gradients, m, v, numbers);
    },
  };
}
