import assert from 'node:assert/strict';
import { type Allocate, allocate, type Floats } from '../../primitives/floats.ts';

const pageBytes = 65_536;
const pagesMax = 65_536; // 4 GiB, the limit of 32-bit addresses
const alignmentBytes = 64;

/** Memory of one WebAssembly kernel. It never shrinks, but memory of a closed scope is used again; all of it is freed
 *  when the kernel and its arrays are garbage-collected. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  allocate: Allocate;
  /** Returns a function that frees what was allocated since. */
  openScope(): () => void;
  /** Address of `array` in this memory. An array from elsewhere is copied in; the copy is valid until `finish`. 0 for
   *  null. */
  input(array: Floats | null): number;
  /** The same for an array that the call writes: `finish` copies it back. */
  output(array: Floats | null): number;
  /** Ends a call: copies outputs back and frees the copies. */
  finish(): void;
}

export function createMemory(initialPages: number): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: pagesMax, shared: true });
  // Growing creates a new buffer over the same bytes; arrays in the old buffers stay valid.
  const buffers = new WeakSet<ArrayBufferLike>([memory.buffer]);
  let end = initialPages * pageBytes;
  /** Bytes from here on have never been used, and are zero. */
  let unused = end;
  let staging: Float32Array = new Float32Array(0);
  let staged = 0;
  const outputs: Floats[] = [];
  const copies: Floats[] = [];

  /** @throws RangeError as `Float32Array` does when there is no memory */
  function grow(pages: number): void {
    try {
      memory.grow(pages);
    } catch (cause) {
      throw new RangeError(
        'array buffer allocation failed: the WebAssembly kernel has at most 4 GiB of memory',
        { cause },
      );
    }
  }

  function reserve(floats: number): Float32Array {
    const start = end;
    const endAfter = start + Math.ceil((floats * 4) / alignmentBytes) * alignmentBytes;
    const missing = Math.ceil((endAfter - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) {
      grow(missing);
      buffers.add(memory.buffer);
    }
    end = endAfter;
    const array = new Float32Array(memory.buffer, start, floats);
    if (start < unused) array.fill(0);
    unused = Math.max(unused, end);
    return array;
  }

  /** Space for a copy of `length` elements. The copies of one call may be in two staging arrays,
   *  if the first was full. */
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

  function closeScope(start: number): void {
    assert(start <= end, 'scopes are closed in the reverse order');
    end = start;
    endCall(); // one that threw has not ended
    if (staging.byteOffset >= start) staging = new Float32Array(0);
  }

  function endCall(): void {
    outputs.length = 0;
    copies.length = 0;
    staged = 0;
  }

  return {
    memory,
    allocate: (precision, length) =>
      precision === 'float32' ? reserve(length) : allocate(precision, length),
    openScope() {
      const start = end;
      return () => closeScope(start);
    },
    input: (array) => (array === null ? 0 : place(array, false)),
    output: (array) => (array === null ? 0 : place(array, true)),
    finish() {
      for (let i = 0; i < outputs.length; i++) outputs[i].set(copies[i]);
      endCall();
    },
  };
}
