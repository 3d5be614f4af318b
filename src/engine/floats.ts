export type Precision = 'float32' | 'float64';
export type Floats = Float32Array | Float64Array;

export function allocate(precision: Precision, length: number): Floats {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** Zeroed memory for so many elements; a kernel has its own, see kernels/kernel.ts. */
export type Allocate = (precision: Precision, length: number) => Floats;

/** 64 bytes of float32, a cache line: no vector of a view lies across two of them. */
const alignment = 16;

export interface Arena<Name extends string> {
  views: Record<Name, Floats>;
  bytes: number;
}

/** One zeroed buffer cut into named views, in the order of `lengths` (numbers of elements). */
export function createArena<Name extends string>(
  precision: Precision,
  lengths: Record<Name, number>,
  allocateWhole: Allocate = allocate,
): Arena<Name> {
  const whole = allocateWhole(precision, arenaLength(lengths));
  const views = {} as Record<Name, Floats>;
  let offset = 0;
  for (const name of Object.keys(lengths) as Name[]) {
    views[name] = whole.subarray(offset, offset + lengths[name]);
    offset += aligned(lengths[name]);
  }
  return { views, bytes: whole.byteLength };
}

/** Elements of the arena that these views are cut from. */
export function arenaLength(lengths: Record<string, number>): number {
  return Object.values(lengths).reduce((sum, length) => sum + aligned(length), 0);
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
