export type Precision = 'float32' | 'float64';
export type Floats = Float32Array | Float64Array;

/** A zeroed array of `length` elements on the JavaScript heap. */
export function allocate(precision: Precision, length: number): Floats {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** Returns a zeroed array of `length` elements. A kernel may place it in its own memory: see
 *  kernels/contract/kernel.ts. */
export type Allocate = (precision: Precision, length: number) => Floats;

/** Elements. 16 float32 are 64 bytes, one cache line: a view that starts on it has no vector across two lines. */
const alignment = 16;

/** One block of memory that is cut into named views. */
export interface Arena<Name extends string> {
  views: Record<Name, Floats>;
  bytes: number;
}

/** Allocates one zeroed block and cuts it into views in the order of `lengths`, which are numbers of elements. */
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

/** Number of elements that an arena of these views takes, padding included. */
export function arenaLength(lengths: Record<string, number>): number {
  return Object.values(lengths).reduce((sum, length) => sum + aligned(length), 0);
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
