import assert from 'node:assert/strict';
import { EngineError } from '../../engine-error.ts';
import { type Allocate, allocate, type Floats } from '../../floats.ts';

const pageBytes = 65_536;
const pagesMax = 65_536; // 4 GiB, what 32-bit addresses reach
const alignmentBytes = 64;

/** The memory of one WebAssembly kernel. It is never given back piece by piece: it goes when the kernel and the arrays
 *  in it are no longer used. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  allocate: Allocate;
  /** Address of `array`, which is in this memory or is copied into it until `finish`; 0 for null. */
  input(array: Floats | null): number;
  /** The same, and what the call leaves there is copied back by `finish`. */
  output(array: Floats | null): number;
  finish(): void;
}

export function createMemory(initialPages: number): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: pagesMax, shared: true });
  // Growing makes a new buffer over the same bytes: arrays of the old ones stay valid.
  const buffers = new WeakSet<ArrayBufferLike>([memory.buffer]);
  let end = initialPages * pageBytes;
  let staging: Float32Array = new Float32Array(0);
  let staged = 0;
  const outputs: Floats[] = [];
  const copies: Floats[] = [];

  function reserve(floats: number): Float32Array {
    const start = end;
    const endAfter = start + Math.ceil((floats * 4) / alignmentBytes) * alignmentBytes;
    if (endAfter > pagesMax * pageBytes)
      throw new EngineError('The WebAssembly kernel has 4 GiB: take a smaller batch, window or network.');
    const missing = Math.ceil((endAfter - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) {
      memory.grow(missing);
      buffers.add(memory.buffer);
    }
    end = endAfter;
    return new Float32Array(memory.buffer, start, floats);
  }

  /** A place for a copy. Copies of one call may lie in two stagings when the first was too small. */
  function stage(length: number): Float32Array {
    if (staged + length > staging.length) {
      staging = reserve(Math.max(2 * staging.length, length, 4096));
      staged = 0;
    }
    const copy = staging.subarray(staged, staged + length);
    staged += Math.ceil((length * 4) / alignmentBytes) * (alignmentBytes / 4);
    return copy;
  }

  function place(array: Floats, isOutput: boolean): number {
    assert(array instanceof Float32Array, 'the WebAssembly kernel computes in float32');
    if (buffers.has(array.buffer)) return array.byteOffset;
    const copy = stage(array.length);
    copy.set(array);
    if (isOutput) {
      outputs.push(array);
      copies.push(copy);
    }
    return copy.byteOffset;
  }

  return {
    memory,
    allocate: (precision, length) =>
      precision === 'float32' ? reserve(length) : allocate(precision, length),
    input: (array) => (array === null ? 0 : place(array, false)),
    output: (array) => (array === null ? 0 : place(array, true)),
    finish() {
      for (let i = 0; i < outputs.length; i++) outputs[i].set(copies[i]);
      outputs.length = 0;
      copies.length = 0;
      staged = 0;
    },
  };
}
