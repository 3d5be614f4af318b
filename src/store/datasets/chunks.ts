import assert from 'node:assert/strict';
import { endianness } from 'node:os';
import type { SeriesData } from '../../contracts/schemas/index.ts';

/** Observations per chunk; an array then has 32 KiB. A forecast reads one or two chunks, a whole series few rows. */
export const chunkPointsMax = 4_096;

const bytesPerNumber = 8;
const word = 2 ** 32;

assert.equal(endianness(), 'LE', 'chunks are stored as they lie in memory, which must be little-endian');

/** n observations of one series: `times` [n] int64, `values` [n] float64, `covariates` [C, n] float64 in the order of
 *  the dataset's header. NaN means missing. Little-endian, without a header. */
export interface PackedChunk {
  first_index: number;
  first_time: number;
  last_time: number;
  point_count: number;
  times: Buffer;
  values: Buffer;
  covariates: Buffer;
}

/** Cuts a series into chunks.
 *  @param names covariates of the dataset; a series that lacks one gets missing values */
export function* packSeries(series: SeriesData, names: string[]): Generator<PackedChunk> {
  const length = series.times.length;
  assert.equal(series.values.length, length);
  for (let from = 0; from < length; from += chunkPointsMax) {
    const to = Math.min(from + chunkPointsMax, length);
    const covariates = new Float64Array(names.length * (to - from)).fill(Number.NaN);
    names.forEach((name, c) => {
      const column = series.covariates[name];
      if (column !== undefined) covariates.set(column.subarray(from, to), c * (to - from));
    });
    yield {
      first_index: from,
      first_time: series.times[from],
      last_time: series.times[to - 1],
      point_count: to - from,
      times: packIntegers(series.times.subarray(from, to)),
      values: bytesOf(series.values.slice(from, to)),
      covariates: bytesOf(covariates),
    };
  }
}

type StoredArrays = Pick<PackedChunk, 'point_count' | 'times' | 'values' | 'covariates'>;

/** Concatenates the arrays of chunks, in the given order. */
export function unpackChunks(chunks: StoredArrays[], names: string[]): Omit<SeriesData, 'id' | 'static'> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.point_count, 0);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  const columns = names.map(() => new Float64Array(length));
  let at = 0;
  for (const chunk of chunks) {
    const n = chunk.point_count;
    unpackIntegers(chunk.times, times.subarray(at, at + n));
    copyBytes(chunk.values, values.subarray(at, at + n));
    columns.forEach((column, c) => {
      const from = c * n * bytesPerNumber;
      copyBytes(chunk.covariates.subarray(from, from + n * bytesPerNumber), column.subarray(at, at + n));
    });
    at += n;
  }
  return { times, values, covariates: Object.fromEntries(names.map((name, c) => [name, columns[c]])) };
}

function bytesOf(array: Float64Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function copyBytes(bytes: Buffer, to: Float64Array): void {
  assert.equal(bytes.byteLength, to.byteLength);
  new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(bytes);
}

/** Packs safe integers as int64, in two halves: with a BigInt for each it takes ten times as long. */
function packIntegers(integers: Float64Array): Buffer {
  const halves = new Uint32Array(2 * integers.length);
  for (let i = 0; i < integers.length; i++) {
    const high = Math.floor(integers[i] / word);
    halves[2 * i] = integers[i] - high * word;
    halves[2 * i + 1] = high; // stored modulo 2^32, which is two's complement
  }
  return Buffer.from(halves.buffer);
}

function unpackIntegers(bytes: Buffer, to: Float64Array): void {
  assert.equal(bytes.byteLength, to.length * bytesPerNumber);
  const halves = new Uint32Array(2 * to.length);
  new Uint8Array(halves.buffer).set(bytes);
  for (let i = 0; i < to.length; i++) to[i] = (halves[2 * i + 1] | 0) * word + halves[2 * i];
}
