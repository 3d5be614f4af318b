/** Moves typed arrays between threads without a copy of each. */

type Bytes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Arrays that fill a longer buffer keep it, and are not copied. */
const ownBufferBytesMin = 32_768;
const alignmentBytes = 8;

/** A message with its typed arrays in buffers that can be transferred. Short arrays are copied
 *  into one common buffer. */
export interface Movable<T> {
  value: T;
  buffers: ArrayBuffer[];
}

/** Makes a message movable. Objects and arrays are copied, up to their typed arrays.
 *  @param consumes whether buffers that the arrays of the message fill are transferred: the caller cannot use these
 *  arrays afterwards. Else all are copied */
export function movable<T>(message: T, consumes: boolean): Movable<T> {
  const found = new Set<Bytes>();
  collect(message, found);
  const filled = consumes ? filledBuffers(found) : new Set<ArrayBufferLike>();
  const moved = new Map<Bytes, Bytes>();
  const copied: Bytes[] = [];
  let bytes = 0;
  for (const array of found) {
    moved.set(array, array);
    if (filled.has(array.buffer)) continue;
    copied.push(array);
    bytes += aligned(array.byteLength);
  }
  const buffers = [...filled] as ArrayBuffer[];
  const common = new ArrayBuffer(bytes);
  let at = 0;
  for (const array of copied) {
    const Type = array.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Bytes;
    const copy = Buffer.isBuffer(array)
      ? new Uint8Array(common, at, array.length)
      : new Type(common, at, array.length);
    copy.set(array);
    moved.set(array, copy);
    at += aligned(array.byteLength);
  }
  if (bytes > 0) buffers.push(common);
  return { value: withArrays(message, moved) as T, buffers };
}

/** The long buffers that arrays fill, so that nothing else lies in them. */
function filledBuffers(arrays: Set<Bytes>): Set<ArrayBufferLike> {
  const used = new Map<ArrayBufferLike, number>();
  for (const { buffer, byteLength } of arrays) used.set(buffer, (used.get(buffer) ?? 0) + byteLength);
  const filled = [...used].filter(
    ([buffer, bytes]) =>
      buffer instanceof ArrayBuffer && bytes >= ownBufferBytesMin && bytes === buffer.byteLength,
  );
  return new Set(filled.map(([buffer]) => buffer));
}

/** The buffers of long arrays of a message that fill them. */
export function ownBuffersOf(message: unknown): ArrayBuffer[] {
  const found = new Set<Bytes>();
  collect(message, found);
  return [...filledBuffers(found)] as ArrayBuffer[];
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignmentBytes) * alignmentBytes;
}

function collect(value: unknown, found: Set<Bytes>): void {
  if (value === null || typeof value !== 'object') return;
  if (ArrayBuffer.isView(value)) found.add(value as Bytes);
  else for (const item of Object.values(value)) collect(item, found);
}

function withArrays(value: unknown, moved: Map<Bytes, Bytes>): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (ArrayBuffer.isView(value)) return moved.get(value as Bytes);
  if (Array.isArray(value)) return value.map((item) => withArrays(item, moved));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withArrays(item, moved)]));
}
