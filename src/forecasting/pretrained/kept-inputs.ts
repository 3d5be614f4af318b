import type { Context } from './context.ts';
import { backtestSize, backtestsMax, encoderSize, type InputBatch, inputLengths } from './input-sizes.ts';
import type { Scaling } from './scaling.ts';

/** Most bytes of inputs that are kept. */
const bytesMax = 32 * 2 ** 20;

/** Inputs of the network that were written before. A backtest asks for forecasts of the same history with several
 *  methods. A history is the same if all its bytes are. */
export interface KeptInputs {
  /** The inputs of a history; undefined if they are not kept. */
  find(history: Float64Array, task: InputTask): WrittenInputs | undefined;
  /** Keeps row `row` of a batch; the oldest inputs make room for it. */
  keep(
    history: Float64Array,
    task: InputTask,
    written: Pick<WrittenInputs, 'context' | 'scaling'>,
    batch: InputBatch,
    row: number,
  ): void;
}

/** Settings that inputs depend on. */
export interface InputTask {
  season: number;
  horizon: number;
  /** Number of first steps that are forecast. */
  steps: number;
}

export interface WrittenInputs {
  context: Context;
  scaling: Scaling;
  /** Writes the inputs to a row of a batch. */
  writeTo(batch: InputBatch, row: number): void;
}

interface Entry extends WrittenInputs {
  history: Buffer;
  bytes: number;
}

export function keepInputs(): KeptInputs {
  /** The oldest first. */
  const kept = new Map<string, Entry>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return {
    find(history, task) {
      const entry = kept.get(keyOf(history, task));
      return entry?.history.equals(bytesOf(history)) ? entry : undefined;
    },
    keep(history, task, { context, scaling }, batch, row) {
      const inputs = new Float32Array(lengthOf(batch));
      eachPart(batch, row, inputs, (of, own) => own.set(of));
      const key = keyOf(history, task);
      drop(key);
      const entry: Entry = {
        context,
        scaling,
        history: Buffer.from(bytesOf(history)),
        bytes: history.byteLength + context.z.byteLength + context.observed.byteLength + inputs.byteLength,
        writeTo: (to, at) => eachPart(to, at, inputs, (of, own) => of.set(own)),
      };
      kept.set(key, entry);
      bytes += entry.bytes;
      for (const oldest of kept.keys()) {
        if (bytes <= bytesMax) break;
        drop(oldest);
      }
    },
  };
}

/** Elements of the inputs of one row. */
function lengthOf({ stepCount, encoderSteps }: InputBatch): number {
  const { encoder, backtests, context, steps, members } = inputLengths(1, stepCount, encoderSteps);
  return encoder + backtests + context + steps + members;
}

/** Calls for each part of the inputs of a row, in the batch and as it is kept. */
function eachPart(
  batch: InputBatch,
  row: number,
  inputs: Float32Array,
  call: (inBatch: Float32Array, own: Float32Array) => void,
): void {
  const { size, stepCount, encoderSteps } = batch;
  const own = inputLengths(1, stepCount, encoderSteps);
  let at = 0;
  const part = (all: Float32Array, place: number, length: number) => {
    call(all.subarray(place * length, (place + 1) * length), inputs.subarray(at, at + length));
    at += length;
  };
  for (let s = 0; s < encoderSteps; s++) part(batch.encoder, s * size + row, encoderSize);
  for (let j = 0; j < backtestsMax; j++) part(batch.backtests, j * size + row, backtestSize);
  part(batch.context, row, own.context);
  part(batch.steps, row, own.steps);
  part(batch.members, row, own.members);
}

function keyOf(history: Float64Array, { season, horizon, steps }: InputTask): string {
  const { length } = history;
  return `${season} ${horizon} ${steps} ${length} ${history[0]} ${history[length >> 1]} ${history[length - 1]}`;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
