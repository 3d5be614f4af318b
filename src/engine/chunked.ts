import { assert } from './assert.ts';
import { arenaLength, createArena, type Floats, type Precision } from './floats.ts';
import { recurrent } from './recurrent.ts';
import { type NetworkSizes, planBytes } from './recurrent-plan.ts';
import type { InputGradients, Recurrent, RecurrentOptions, SequenceOutput } from './recurrent-types.ts';

export interface ChunkSizes {
  /** Steps whose activations are held at one time; ⌈√stepsMax⌉ without. */
  chunkSteps?: number;
  /** `false`: `output` is the last step alone [1, B, H], and the loss may only enter at the final states. */
  wholeOutput?: boolean;
}

/** What the memory depends on. */
export type ChunkedSizes = NetworkSizes & Pick<RecurrentOptions, 'batchMax' | 'stepsMax'> & ChunkSizes;

export interface ChunkedOptions extends RecurrentOptions, ChunkSizes {
  /** `true`: no gradient crosses from a chunk into the one before it (truncated backpropagation), and a chunk
   *  that no gradient reaches is not computed again. `false`: the exact gradient. */
  truncate?: boolean;
}

function chunkSizeOf({ stepsMax, chunkSteps = Math.ceil(Math.sqrt(stepsMax)) }: ChunkedSizes) {
  assert(Number.isSafeInteger(chunkSteps) && chunkSteps >= 1);
  return Math.min(chunkSteps, stepsMax);
}

/** Memory beside that of `recurrent` for one chunk, in elements. */
function chunkedLengths(options: ChunkedSizes) {
  const { cell, inputSize, hiddenSize, layers, batchMax, stepsMax } = options;
  const states = layers * batchMax * hiddenSize;
  const kept = Math.ceil(stepsMax / chunkSizeOf(options)) + 1; // where each chunk starts, then the final state
  const lstmOnly = cell === 'lstm' ? 1 : 0;
  return {
    h: kept * states,
    c: lstmOnly * kept * states,
    output: options.wholeOutput === false ? 0 : stepsMax * batchMax * hiddenSize,
    dx: options.inputGradient === false ? 0 : stepsMax * batchMax * inputSize,
    dH: states,
    dC: lstmOnly * states,
  };
}

/** Bytes that `chunkedRecurrent` allocates, at once, and all that it ever does. */
export function planChunkedBytes(options: ChunkedSizes, precision: Precision = 'float32'): number {
  const inner = planBytes(options, options.batchMax, chunkSizeOf(options), precision);
  return inner + arenaLength(chunkedLengths(options)) * (precision === 'float32' ? 4 : 8);
}

/** `recurrent` for long sequences, with memory for one chunk of steps: forward keeps only the states [L, B, H] in
 *  which each chunk starts, backward runs the chunks from last to first and computes each a second time. With
 *  ⌈√T⌉ steps to a chunk both parts grow with √T, for one more forward pass; x, and `output` and `dx` where they
 *  are wanted, still have T steps. Values and gradients are those of `recurrent`; dropout draws its masks chunk
 *  after chunk, so between three and more layers in another order.
 *  Source: Chen et al. (2016), Training Deep Nets with Sublinear Memory Cost. */
export function chunkedRecurrent(options: ChunkedOptions): Recurrent {
  const { cell, inputSize, hiddenSize, layers, batchMax, stepsMax, dropout = 0, rng } = options;
  const { truncate = false, wholeOutput = true, inputGradient = true } = options;
  const chunkSize = chunkSizeOf(options);
  const lstm = cell === 'lstm';

  const inner = recurrent({ ...options, stepsMax: chunkSize });
  const memory = createArena(options.parameters.precision, chunkedLengths(options), options.kernel.allocate);
  const { views } = memory;
  const masks: Uint32Array[] = []; // the generator's state before each chunk

  let x: Floats;
  let steps = 0;
  let batch = 0;
  let trained = false;
  let onTape = -1; // the chunk whose activations `inner` holds

  const chunks = () => Math.ceil(steps / chunkSize);
  const stepsOf = (chunk: number) => Math.min(chunkSize, steps - chunk * chunkSize);
  const stateOf = (chunk: number) => {
    const states = layers * batch * hiddenSize;
    const part = (of: Floats) => of.subarray(chunk * states, (chunk + 1) * states);
    return lstm ? { h: part(views.h), c: part(views.c) } : { h: part(views.h) };
  };
  /** The part of an array [T, B, size] that belongs to a chunk. */
  const rowsOf = (sequence: Floats, chunk: number, size: number) => {
    const start = chunk * chunkSize * batch * size;
    return sequence.subarray(start, start + stepsOf(chunk) * batch * size);
  };
  const runForward = (chunk: number, training: boolean) => {
    onTape = chunk;
    const shape = { steps: stepsOf(chunk), batch, training, initial: stateOf(chunk) };
    return inner.forward(rowsOf(x, chunk, inputSize), shape);
  };

  return {
    tensors: inner.tensors,
    bytes: inner.bytes + memory.bytes,
    initialise: inner.initialise,
    freeze: inner.freeze,

    forward(input, shape): SequenceOutput {
      ({ steps, batch, training: trained } = shape);
      assert(steps >= 1 && steps <= stepsMax && batch >= 1 && batch <= batchMax);
      assert(input.length === steps * batch * inputSize);
      x = input;
      const start = stateOf(0);
      start.h.fill(0);
      start.c?.fill(0);
      if (shape.initial) start.h.set(shape.initial.h.subarray(0, start.h.length));
      if (shape.initial?.c) start.c?.set(shape.initial.c.subarray(0, start.h.length));

      for (let chunk = 0; chunk < chunks(); chunk++) {
        if (trained && dropout > 0) masks[chunk] = rng!.state();
        const { output, hn, cn } = runForward(chunk, trained);
        const next = stateOf(chunk + 1);
        next.h.set(hn);
        next.c?.set(cn!);
        if (wholeOutput) rowsOf(views.output, chunk, hiddenSize).set(output);
      }
      const { h: hn, c: cn } = stateOf(chunks());
      const output = wholeOutput
        ? views.output.subarray(0, steps * batch * hiddenSize)
        : hn.subarray((layers - 1) * batch * hiddenSize);
      return lstm ? { output, hn, cn } : { output, hn };
    },

    backward({ dOutput, dHn, dCn }): InputGradients {
      assert(trained, 'backward follows a forward in training');
      assert(dOutput === undefined || (wholeOutput && dOutput.length === steps * batch * hiddenSize));
      const states = layers * batch * hiddenSize;
      const dH = views.dH.subarray(0, states);
      const dC = views.dC.subarray(0, lstm ? states : 0);
      const dx = views.dx.subarray(0, inputGradient ? steps * batch * inputSize : 0);
      dH.fill(0);
      dC.fill(0);
      if (dHn) dH.set(dHn.subarray(0, states));
      if (dCn) dC.set(dCn.subarray(0, states));

      const afterForward = dropout > 0 ? rng!.state() : undefined;
      for (let chunk = chunks() - 1; chunk >= 0; chunk--) {
        if (truncate && dOutput === undefined && chunk < chunks() - 1) {
          rowsOf(dx, chunk, inputSize).fill(0);
          continue;
        }
        if (onTape !== chunk) {
          if (dropout > 0) rng!.restore(masks[chunk]);
          runForward(chunk, true);
        }
        const entering = dOutput && rowsOf(dOutput, chunk, hiddenSize);
        const gradients = inner.backward({ dOutput: entering, dHn: dH, dCn: lstm ? dC : undefined });
        if (inputGradient) rowsOf(dx, chunk, inputSize).set(gradients.dx!);
        if (truncate && chunk > 0) {
          dH.fill(0);
          dC.fill(0);
        } else {
          dH.set(gradients.dH0);
          if (lstm) dC.set(gradients.dC0!);
        }
      }
      if (afterForward) rng!.restore(afterForward);
      return { ...(inputGradient ? { dx } : {}), dH0: dH, ...(lstm ? { dC0: dC } : {}) };
    },
  };
}
