import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Floats } from '../../primitives/floats.ts';
import {
  cellNames,
  gateCounts,
  type Kernel,
  type LayerShape,
  type LayerTensors,
} from '../contract/kernel.ts';
import { reference } from '../reference/index.ts';
import { fillRows } from '../reference/matrix.ts';
import { createMemory } from './memory.ts';

/** Exports of source/wasm.c. Arguments are numbers and addresses. */
type Exports = Record<
  | 'packedLength'
  | 'tapeLength'
  | 'scratchLength'
  | 'gemmScratchLength'
  | 'pack'
  | 'forward'
  | 'backward'
  | 'gemm'
  | 'silu'
  | 'siluBackward'
  | 'outerSum'
  | 'outerSumBackward'
  | 'sumSquares'
  | 'scale'
  | 'adamw',
  (...args: number[]) => number
>;

let compiled: WebAssembly.Module | undefined;

/** Pages of 64 KiB that the module needs for its stack and constants; `--initial-memory` in scripts/build-wasm.ts. */
const modulePages = 2;

/** The C code of ../source as WebAssembly with 128-bit vectors, for machines without a C compiler. It uses one thread.
 *  Each kernel has its own memory, which is freed when the kernel and its arrays are garbage-collected. */
export function createWasmKernel(): Kernel {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('kernels.wasm', import.meta.url)));
  const heap = createMemory(modulePages);
  const { input, output, finish } = heap;
  const calls = new WebAssembly.Instance(compiled, { env: { memory: heap.memory } }).exports as Exports;
  const gemmScratch = heap.allocate('float32', calls.gemmScratchLength()).byteOffset;

  function checkLayerArrays(shape: LayerShape, { weightIh, weightHh, biasIh, biasHh }: LayerTensors): void {
    const rows = gateCounts[shape.cell] * shape.hiddenSize;
    for (const kind of ['value', 'gradient'] as const) {
      assert(weightIh[kind].length >= rows * shape.inputSize);
      assert(weightHh[kind].length >= rows * shape.hiddenSize);
      assert(biasIh[kind].length >= rows && biasHh[kind].length >= rows);
    }
  }

  function checkSequenceArrays(
    shape: LayerShape,
    x: Floats,
    h: Floats,
    c: Floats,
    tape: Floats,
    scratch: Floats,
  ) {
    const { cell, steps, batch, inputSize, hiddenSize } = shape;
    const states = (steps + 1) * batch * hiddenSize;
    assert(x.length >= steps * batch * inputSize && h.length >= states);
    assert(cell !== 'lstm' || c.length >= states);
    assert(tape.length >= kernel.tapeLength(shape) && scratch.length >= kernel.scratchLength(shape));
  }

  function multiply(
    transposeA: boolean,
    transposeB: boolean,
    m: number,
    n: number,
    k: number,
    a: Floats,
    b: Floats,
    accumulate: boolean,
    c: Floats,
  ): void {
    assert(a.length >= m * k && b.length >= k * n && c.length >= m * n);
    calls.gemm(
      Number(transposeA),
      Number(transposeB),
      m,
      n,
      k,
      input(a),
      input(b),
      Number(accumulate),
      output(c),
      gemmScratch,
    );
    finish();
  }

  const kernel: Kernel = {
    ...reference,
    name: 'wasm',
    precisions: ['float32'],

    allocate: heap.allocate,
    openScope: heap.openScope,

    packedLength: ({ cell, steps, batch, inputSize, hiddenSize }) =>
      calls.packedLength(cellNames.indexOf(cell), steps, batch, inputSize, hiddenSize),
    tapeLength({ cell, steps, batch, inputSize, hiddenSize }) {
      // The C code has numbers of 32 bits, and a tape that is too large has more elements. Each step adds as many.
      const lengthOf = (few: number) =>
        calls.tapeLength(cellNames.indexOf(cell), few, batch, inputSize, hiddenSize);
      return lengthOf(1) + (steps - 1) * (lengthOf(2) - lengthOf(1));
    },
    scratchLength: ({ cell, steps, batch, inputSize, hiddenSize }) =>
      calls.scratchLength(cellNames.indexOf(cell), steps, batch, inputSize, hiddenSize),

    pack(shape, layer, packed) {
      const { cell, steps, batch, inputSize, hiddenSize } = shape;
      checkLayerArrays(shape, layer);
      assert(packed.length >= kernel.packedLength(shape));
      calls.pack(
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        input(layer.weightIh.value),
        input(layer.weightHh.value),
        input(layer.biasIh.value),
        input(layer.biasHh.value),
        output(packed),
      );
      finish();
    },
    recurrentForward(shape, _layer, packed, x, h, c, tape, scratch, training) {
      const { cell, steps, batch, inputSize, hiddenSize } = shape;
      checkSequenceArrays(shape, x, h, c, tape, scratch);
      assert(packed.length >= kernel.packedLength(shape));
      calls.forward(
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        input(packed),
        input(x),
        output(h),
        output(c),
        training ? output(tape) : 0,
        output(scratch),
      );
      finish();
    },
    recurrentBackward(shape, layer, x, h, c, tape, scratch, dOutput, dH, dC, dx) {
      const { cell, steps, batch, inputSize, hiddenSize } = shape;
      const { weightIh, weightHh, biasIh, biasHh } = layer;
      checkLayerArrays(shape, layer);
      checkSequenceArrays(shape, x, h, c, tape, scratch);
      assert(dOutput === null || dOutput.length >= steps * batch * hiddenSize);
      assert(dH.length >= batch * hiddenSize && (cell !== 'lstm' || dC.length >= batch * hiddenSize));
      assert(dx === null || dx.length >= steps * batch * inputSize);
      calls.backward(
        cellNames.indexOf(cell),
        steps,
        batch,
        inputSize,
        hiddenSize,
        input(weightIh.value),
        input(weightHh.value),
        input(biasIh.value),
        input(biasHh.value),
        output(weightIh.gradient),
        output(weightHh.gradient),
        output(biasIh.gradient),
        output(biasHh.gradient),
        input(x),
        input(h),
        input(c),
        input(tape),
        output(scratch),
        input(dOutput),
        output(dH),
        output(dC),
        output(dx),
      );
      finish();
    },

    gemm: multiply,
    linearForward(y, x, weight, bias, rows, inputSize, outputSize) {
      fillRows(y, 0, bias.value, rows, outputSize);
      multiply(false, true, rows, outputSize, inputSize, x, weight.value, true, y);
    },
    frozenLinearForward(y, x, columns, bias, rows, inputSize, outputSize) {
      fillRows(y, 0, bias.value, rows, outputSize);
      multiply(false, false, rows, outputSize, inputSize, x, columns, true, y);
    },
    linearBackward(dx, dy, x, weight, bias, rows, inputSize, outputSize) {
      multiply(true, false, outputSize, inputSize, rows, dy, x, true, weight.gradient);
      assert(bias.gradient.length >= outputSize && dy.length >= rows * outputSize);
      calls.outerSumBackward(output(bias.gradient), 0, input(dy), rows, 1, outputSize);
      finish();
      if (dx !== null) multiply(false, false, rows, inputSize, outputSize, dy, weight.value, false, dx);
    },

    siluForward(y, x) {
      assert(x.length >= y.length);
      calls.silu(output(y), input(x), y.length);
      finish();
    },
    siluBackward(dx, x, dy) {
      assert(x.length >= dx.length && dy.length >= dx.length);
      calls.siluBackward(output(dx), input(x), input(dy), dx.length);
      finish();
    },

    outerSum(to, rows, shifts, N, R, columns) {
      assert(to.length >= N * R * columns && rows.length >= R * columns && shifts.length >= N * columns);
      calls.outerSum(output(to), input(rows), input(shifts), N, R, columns);
      finish();
    },
    outerSumBackward(dRows, dShifts, d, N, R, columns) {
      assert(d.length >= N * R * columns && dRows.length >= R * columns && dShifts.length >= N * columns);
      dShifts.fill(0, 0, N * columns);
      calls.outerSumBackward(output(dRows), output(dShifts), input(d), N, R, columns);
      finish();
    },

    clipGlobalNorm(gradients, max) {
      const { length } = gradients;
      const address = output(gradients);
      const norm = Math.sqrt(calls.sumSquares(address, length));
      const factor = max / (norm + 1e-6);
      if (Number.isFinite(norm) && factor < 1) calls.scale(address, factor, length);
      finish();
      return norm;
    },
    adamw(values, gradients, m, v, step, learningRate, beta1, beta2, epsilon, weightDecay) {
      const { length } = values;
      assert(gradients.length === length && m.length === length && v.length === length);
      calls.adamw(
        output(values),
        input(gradients),
        output(m),
        output(v),
        length,
        step,
        learningRate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
      );
      finish();
    },
  };
  return kernel;
}
