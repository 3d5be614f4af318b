export type Precision = 'float32' | 'float64';
export type Floats = Float32Array | Float64Array;

export function allocate(precision: Precision, length: number): Floats {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

export interface Arena<Name extends string> {
  views: Record<Name, Floats>;
  bytes: number;
}

/** One zeroed buffer cut into named views, in the order of `lengths` (numbers of elements). */
export function createArena<Name extends string>(
  precision: Precision,
  lengths: Record<Name, number>,
): Arena<Name> {
  const names = Object.keys(lengths) as Name[];
  const whole = allocate(
    precision,
    names.reduce((sum, name) => sum + lengths[name], 0),
  );
  const views = {} as Record<Name, Floats>;
  let offset = 0;
  for (const name of names) {
    views[name] = whole.subarray(offset, offset + lengths[name]);
    offset += lengths[name];
  }
  return { views, bytes: whole.byteLength };
}
