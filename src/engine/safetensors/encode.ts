import assert from 'node:assert/strict';
import {
  type DataType,
  dataTypes,
  headerBytesMax,
  lengthBytes,
  metadataKey,
  rankMax,
  type StoredTensor,
  type TensorData,
} from './format.ts';

/** Writes a safetensors file. The bytes do not depend on the order of the tensors: they are sorted by type, then by
 *  name. Wide types come first and the data starts at a multiple of 8, so that every tensor is aligned to its type. */
export function encodeSafetensors(
  tensors: readonly StoredTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const typeOrder = Object.keys(dataTypes);
  const sorted = tensors
    .map((tensor) => ({ ...tensor, dtype: dataTypeOf(tensor.data) }))
    .sort((a, b) => typeOrder.indexOf(a.dtype) - typeOrder.indexOf(b.dtype) || (a.name < b.name ? -1 : 1));

  const entries: string[] = [];
  if (metadata !== undefined) {
    const pairs = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
    entries.push(
      jsonEntry(metadataKey, `{${pairs.map(([key, text]) => jsonEntry(key, JSON.stringify(text)))}}`),
    );
  }
  const names = new Set<string>([metadataKey]);
  let end = 0;
  for (const { name, shape, data, dtype } of sorted) {
    assert(!names.has(name), `the name ${name} is taken`);
    assert(shape.length <= rankMax && shape.every((size) => Number.isSafeInteger(size) && size >= 0));
    assert.equal(
      data.length,
      shape.reduce((product, size) => product * size, 1),
      `${name} does not have its shape`,
    );
    names.add(name);
    const begin = end;
    end += data.byteLength;
    entries.push(jsonEntry(name, JSON.stringify({ dtype, shape, data_offsets: [begin, end] })));
  }

  const json = new TextEncoder().encode(`{${entries}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  assert(headerLength <= headerBytesMax);
  const dataStart = lengthBytes + headerLength;
  const file = new Uint8Array(dataStart + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, lengthBytes, dataStart);
  file.set(json, lengthBytes);
  let offset = dataStart;
  for (const { data } of sorted) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/** One JSON entry. Not by way of an object, which would sort numeric names first and drop `__proto__`. */
function jsonEntry(key: string, valueJson: string): string {
  return `${JSON.stringify(key)}:${valueJson}`;
}

function dataTypeOf(data: TensorData): DataType {
  for (const [dtype, ArrayType] of Object.entries(dataTypes))
    if (data instanceof ArrayType) return dtype as DataType;
  assert.fail('a tensor holds one of the listed array types');
}
