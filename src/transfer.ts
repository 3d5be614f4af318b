/** Moves typed arrays between threads without a copy of each. */

type Bytes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Longer arrays that are alone in their buffer keep it, and are not copied. */
const ownBufferBytesMin = 32_768;
const alignmentBytes = 8;

/** A message with its typed arrays in buffers that can be transferred. Short arrays are copied into one common buffer. */
export interface Movable<T> {
  value: T;
  buffers: ArrayBuffer[];
}

/** Makes a message movable. Objects and arrays are copied, up to their typed arrays.
 *  @param consumes whether long arrays are transferred: the caller cannot use them afterwards. Else all are copied */
export function movable<T>(message: T, consumes: boolean): Movable<T> {
  const found: Bytes[] = [];
  collect(message, found);
  const moved = new Map<Bytes, Bytes>();
  const buffers = new Set<ArrayBuffer>();
  const copied: Bytes[] = [];
  let bytes = 0;
  for (const array of found) {
    if (moved.has(array)) continue;
    moved.set(array, array);
    if (consumes && isAlone(array)) buffers.add(array.buffer as ArrayBuffer);
    else {
      copied.push(array);
      bytes += aligned(array.byteLength);
    }
  }
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
  if (bytes > 0) buffers.add(common);
  return { value: withArrays(message, moved) as T, buffers: [...buffers] };
}

function isAlone({ byteLength, buffer }: Bytes): boolean {
  return byteLength >= ownBufferBytesMin && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignmentBytes) * alignmentBytes;
}

function collect(value: unknown, found: Bytes[]): void {
  if (value === null || typeof value !== 'object') return;
  if (ArrayBuffer.isView(value)) found.push(value as Bytes);
  else for (const item of Object.values(value)) collect(item, found);
}

function withArrays(value: unknown, moved: Map<Bytes, Bytes>): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (ArrayBuffer.isView(value)) return moved.get(value as Bytes);
  if (Array.isArray(value)) return value.map((item) => withArrays(item, moved));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withArrays(item, moved)]));
}
