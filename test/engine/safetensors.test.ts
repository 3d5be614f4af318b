import { describe, expect, test } from 'vitest';
import { createRng, decodeSafetensors, EngineError, encodeSafetensors } from '../../src/engine/index.ts';

/** A file with any header and data, valid or not. */
function fileOf(
  header: string | Uint8Array,
  data: number | Uint8Array = 0,
  claimedLength?: bigint,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = typeof data === 'number' ? new Uint8Array(data) : data;
  const file = new Uint8Array(8 + text.length + bytes.length);
  new DataView(file.buffer).setBigUint64(0, claimedLength ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(bytes, 8 + text.length);
  return file;
}

const entry = (dtype: unknown, shape: unknown, begin: unknown, end: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

const nested = (open: string, close: string) => fileOf(`{"a":${open.repeat(2e5)}${close.repeat(2e5)}}`);

const example = [
  { name: 'weight', shape: [2, 3], data: Float32Array.of(1, 2, 3, -0, Number.NaN, Number.POSITIVE_INFINITY) },
  { name: 'bias', shape: [2], data: Float64Array.of(Math.PI, -1) },
  { name: 'step', shape: [], data: BigInt64Array.of(-(2n ** 62n)) },
  { name: 'bytes', shape: [3], data: Uint8Array.of(1, 2, 255) },
  { name: 'words', shape: [1], data: Uint32Array.of(4_000_000_000) },
  { name: 'signed', shape: [1, 1], data: Int32Array.of(-5) },
  { name: 'empty', shape: [0, 4], data: new Float32Array(0) },
];

describe('a written file', () => {
  test('is read back, every type, with its metadata', () => {
    const { tensors, metadata } = decodeSafetensors(
      encodeSafetensors(example, { cell: 'gru', größe: '"5"' }),
    );
    expect(metadata).toEqual({ cell: 'gru', größe: '"5"' });
    expect(tensors.size).toBe(example.length);
    for (const tensor of example) expect(tensors.get(tensor.name)).toEqual(tensor);
  });

  test('has the same bytes whatever the order of tensors and metadata', () => {
    const file = encodeSafetensors(example, { a: '1', b: '2' });
    expect(encodeSafetensors(example.toReversed(), { b: '2', a: '1' })).toEqual(file);
  });

  test('has a header padded with spaces and every tensor aligned to its type', () => {
    const file = encodeSafetensors(example);
    const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const text = new TextDecoder().decode(file.subarray(8, 8 + headerLength));
    expect(text).toMatch(/^\{.*\} *$/);
    const header: Record<string, { data_offsets: number[] }> = JSON.parse(text);
    for (const { name, data } of example)
      expect(header[name].data_offsets[0] % data.BYTES_PER_ELEMENT, name).toBe(0);
  });

  test('may have awkward names: numbers, quotes, __proto__', () => {
    const names = ['10', '9', '"\\', '__proto__', 'constructor', ''];
    const tensors = names.map((name, i) => ({ name, shape: [1], data: Float32Array.of(i) }));
    const read = decodeSafetensors(encodeSafetensors(tensors, JSON.parse('{"__proto__":"text"}')));
    for (const [i, name] of names.entries()) expect(read.tensors.get(name)?.data).toEqual(Float32Array.of(i));
    expect(Object.getOwnPropertyNames(read.metadata)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  test('can start at any offset of a buffer, and the tensors own their memory', () => {
    const file = encodeSafetensors(example);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect(tensors.get('bias')?.data).toEqual(example[1].data);
  });

  test('cannot have two tensors of one name, a wrong shape, or the name of the metadata', () => {
    const data = Float32Array.of(1);
    const tensor = { name: 'a', shape: [1], data };
    expect(() => encodeSafetensors([tensor, tensor])).toThrow('taken');
    expect(() => encodeSafetensors([{ name: '__metadata__', shape: [1], data }])).toThrow('taken');
    expect(() => encodeSafetensors([{ name: 'a', shape: [2], data }])).toThrow('shape');
  });

  test('can have no tensors', () => {
    expect(decodeSafetensors(encodeSafetensors([])).tensors.size).toBe(0);
  });
});

describe('refused, with the reason', () => {
  const good = entry('F32', [1], 0, 4);
  const attacks: Record<string, [file: Uint8Array, reason: string]> = {
    'an empty file': [new Uint8Array(0), 'too few'],
    'a file cut in the length': [new Uint8Array(7), 'too few'],
    'a huge header length': [fileOf('{}', 0, 2n ** 63n), 'at most'],
    'a header length over the bound': [fileOf('{}', 0, 2n ** 24n), 'at most'],
    'a header length past the end of the file': [fileOf('{}', 0, 100n), 'only 2 follow'],
    'a header of no bytes': [fileOf(''), 'start with {'],
    'a header that starts with a space': [fileOf(' {}'), 'start with {'],
    'a header that is a list': [fileOf('[]'), 'start with {'],
    'a header that is not JSON': [fileOf('{"a":}'), 'not JSON'],
    'a header with text after it': [fileOf('{} x'), 'not JSON'],
    'a header that is not UTF-8': [fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'UTF-8'],
    'a header nested 200,000 deep': [nested('[', ']'), 'nested'],
    'a shape nested 200,000 deep': [nested('{"shape":[', ']}'), 'nested'],
    'duplicate names': [fileOf(`{"a":${good},"a":${good}}`, 4), 'twice'],
    'duplicate names in different spelling': [fileOf(`{"a":${good},"\\u0061":${good}}`, 4), 'twice'],
    'duplicate fields': [
      fileOf(`{"a":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
      'twice',
    ],
    'a __proto__ entry that is no tensor': [fileOf('{"__proto__":{"dtype":"F32"}}'), '__proto__'],
    'a tensor that is not an object': [fileOf('{"a":null}'), 'object'],
    'a tensor that is a list': [fileOf('{"a":[]}'), 'object'],
    'an unknown field': [
      fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"run":"x"}}', 4),
      'unknown field',
    ],
    'a missing dtype': [fileOf('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4), 'dtype'],
    'an unknown dtype': [fileOf(`{"a":${entry('BF16', [2], 0, 4)}}`, 4), 'accepted: F64'],
    'a dtype named like a method': [fileOf(`{"a":${entry('toString', [1], 0, 4)}}`, 4), 'dtype'],
    'a negative size': [fileOf(`{"a":${entry('F32', [-1], 0, 4)}}`, 4), 'shape'],
    'a fractional size': [fileOf(`{"a":${entry('F32', [0.5], 0, 2)}}`, 2), 'shape'],
    'a size that is NaN': [fileOf('{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}', 4), 'not JSON'],
    'a size that is null': [fileOf(`{"a":${entry('F32', [null], 0, 4)}}`, 4), 'shape'],
    'a size that is text': [fileOf(`{"a":${entry('F32', ['1'], 0, 4)}}`, 4), 'shape'],
    'a size over 2^53': [fileOf(`{"a":${entry('F32', [2 ** 60], 0, 4)}}`, 4), 'shape'],
    'a rank over the bound': [fileOf(`{"a":${entry('F32', new Array(9).fill(1), 0, 4)}}`, 4), 'at most 8'],
    'a shape whose product overflows': [
      fileOf(`{"a":${entry('F32', new Array(8).fill(2 ** 52), 0, 4)}}`, 4),
      'needs',
    ],
    'a shape that does not match its bytes': [fileOf(`{"a":${entry('F32', [2], 0, 4)}}`, 4), 'needs 8 bytes'],
    'offsets in the wrong order': [fileOf(`{"a":${entry('F32', [1], 4, 0)}}`, 4), 'data_offsets'],
    'negative offsets': [fileOf(`{"a":${entry('F32', [1], -4, 0)}}`, 4), 'data_offsets'],
    'three offsets': [fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', 4), 'data_offsets'],
    'an offset past the end': [fileOf(`{"a":${entry('F32', [2], 0, 8)}}`, 4), 'the data has 4'],
    'an offset past any file': [fileOf(`{"a":${entry('U8', [2 ** 52], 0, 2 ** 52)}}`, 4), 'the data has 4'],
    'overlapping offsets': [fileOf(`{"a":${good},"b":${entry('F32', [1], 2, 6)}}`, 6), 'overlaps'],
    'the same bytes twice': [fileOf(`{"a":${good},"b":${good}}`, 4), 'overlaps'],
    'a hole between tensors': [fileOf(`{"a":${good},"b":${entry('F32', [1], 8, 12)}}`, 12), 'hole of 4'],
    'a hole at the start': [fileOf(`{"a":${entry('F32', [1], 4, 8)}}`, 8), 'hole of 4'],
    'bytes after the last tensor': [fileOf(`{"a":${good}}`, 5), '1 bytes after'],
    'metadata that is not text': [fileOf('{"__metadata__":{"a":1}}'), 'text to text'],
    'metadata that is a list': [fileOf('{"__metadata__":[]}'), 'text to text'],
  };
  for (const [attack, [file, reason]] of Object.entries(attacks))
    test(attack, () => {
      expect(() => decodeSafetensors(file)).toThrow(EngineError);
      expect(() => decodeSafetensors(file)).toThrow(reason);
    });

  test('a name of 8 MB, without a stack overflow and with a short message', () => {
    const name = 'a'.repeat(8 * 2 ** 20 - 20);
    const file = fileOf(`{"${name}":1}`);
    expect(() => decodeSafetensors(file)).toThrow(EngineError);
    expect(() => decodeSafetensors(file)).toThrow(/^.{0,200}$/);
  });

  test('a file cut off after any byte', () => {
    const file = encodeSafetensors(example, { cell: 'lstm' });
    for (let length = 0; length < file.length; length++)
      expect(() => decodeSafetensors(file.subarray(0, length))).toThrow(EngineError);
  });
});

test('10,000 randomly damaged files are read or refused, never a crash', () => {
  const rng = createRng(1);
  const file = encodeSafetensors(example, { cell: 'lstm' });
  const headerEnd = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  for (let round = 0; round < 10_000; round++) {
    const damaged = file.slice();
    for (let times = 1 + rng.int(3); times > 0; times--) damaged[rng.int(headerEnd)] = rng.int(256);
    try {
      decodeSafetensors(damaged);
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
    }
  }
});
