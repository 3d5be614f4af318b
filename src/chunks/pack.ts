/** Cuts series into chunks, and puts chunks together again. */
import assert from 'node:assert/strict';
import { endianness } from 'node:os';
import type {
  ChunkColumns,
  PackedChunk,
  PackedDataset,
  PackedSeries,
  SeriesPart,
} from '../contracts/ports/index.ts';
import type { ParsedDataset, SeriesData } from '../contracts/schemas/index.ts';
import { limits, missingValues, rowsOf } from '../contracts/values/index.ts';
import { packNumbers, unpackNumbers } from './numbers.ts';

/** Observations per chunk. A forecast reads one or two chunks, a whole series few rows. */
export const chunkPointsMax = 4_096;

/** `plain`: times as int64, values and covariates [C, n] as float64, little-endian; rows of earlier versions have it.
 *  `packed`: as numbers.ts; each covariate follows its number of bytes as u32. */
export const encodings = { plain: 0, packed: 1 } as const;

const bytesPerNumber = 8;
const lengthBytes = 4;
const word = 2 ** 32;

assert.equal(endianness(), 'LE', 'packed numbers lie in memory as they are stored, which is little-endian');

export type Arrays = Pick<SeriesData, 'times' | 'values' | 'covariates'>;

/** @param names covariates of the dataset; a series that lacks one gets missing values */
export function packSeries(series: SeriesData, names: readonly string[]): PackedSeries {
  return {
    id: series.id,
    static: series.static,
    point_count: series.times.length,
    missing_count: missingValues(series),
    chunks: packArrays(series, names),
  };
}

/** Packs a dataset. Empties `series`, so that the arrays of series that are packed need no memory. */
export function packDataset({ series, ...parsed }: ParsedDataset): PackedDataset {
  const head = series.slice(0, limits.previewSeries).map((one) => ({
    ...rowsOf(one, 0, Math.min(one.times.length, limits.previewPoints)),
    overview: overviewOf(one),
  }));
  const packed: PackedSeries[] = [];
  series.reverse();
  for (let one = series.pop(); one !== undefined; one = series.pop())
    packed.push(packSeries(one, parsed.header.covariates));
  return { ...parsed, series: packed, head };
}

/** All observations of a short series; else the first and the last, and the least and the greatest value of each of
 *  equal parts between them. */
function overviewOf({ times, values }: SeriesData): Pick<SeriesData, 'times' | 'values'> {
  const { length } = times;
  if (length <= limits.overviewPoints) return { times: times.slice(), values: values.slice() };
  const parts = Math.floor((limits.overviewPoints - 2) / 2);
  const size = (length - 2) / parts;
  const extremes = Array.from({ length: parts }, (_, part) =>
    extremesIn(values, 1 + Math.round(part * size), 1 + Math.round((part + 1) * size)),
  );
  const chosen = [0, ...extremes.flat(), length - 1];
  const taken = (column: Float64Array) => Float64Array.from(chosen, (i) => column[i]);
  return { times: taken(times), values: taken(values) };
}

/** Indices of the least and the greatest of `values` in `[from, to)`, in their order: one if both are the same,
 *  or if all are missing. */
function extremesIn(values: Float64Array, from: number, to: number): number[] {
  let [least, greatest] = [from, from];
  for (let i = from + 1; i < to; i++) {
    if (Number.isNaN(values[least]) || values[i] < values[least]) least = i;
    if (Number.isNaN(values[greatest]) || values[i] > values[greatest]) greatest = i;
  }
  return least === greatest ? [least] : [least, greatest].sort((a, b) => a - b);
}

/** @param firstIndex index of the first observation within its series */
export function packArrays(
  { times, values, covariates }: Arrays,
  names: readonly string[],
  firstIndex = 0,
): PackedChunk[] {
  const { length } = times;
  assert.equal(values.length, length);
  const chunks: PackedChunk[] = [];
  for (let from = 0; from < length; from += chunkPointsMax) {
    const to = Math.min(from + chunkPointsMax, length);
    const part = (column: Float64Array | undefined) =>
      column === undefined ? new Float64Array(to - from).fill(Number.NaN) : column.subarray(from, to);
    chunks.push({
      first_index: firstIndex + from,
      first_time: times[from],
      last_time: times[to - 1],
      point_count: to - from,
      encoding: encodings.packed,
      times: packNumbers(part(times)),
      values: packNumbers(part(values)),
      covariates: joined(names.map((name) => packNumbers(part(ownColumn(covariates, name))))),
    });
  }
  return chunks;
}

/** The column of a name; undefined if there is none. Every object has a `constructor`. */
export function ownColumn(
  columns: Readonly<Record<string, Float64Array>>,
  name: string,
): Float64Array | undefined {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

/** Unpacks whole series into memory that threads share. */
export function unpackShared(series: readonly SeriesPart[], names: readonly string[]): SeriesData[] {
  return series.map(({ chunks, ...one }) => ({ ...one, ...unpackChunks(chunks, names, sharedNumbers) }));
}

function ownNumbers(length: number): Float64Array {
  return new Float64Array(length);
}

function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * bytesPerNumber));
}

/** Concatenates the arrays of chunks, in the given order. */
export function unpackChunks(
  chunks: readonly ChunkColumns[],
  names: readonly string[],
  allocate: (length: number) => Float64Array = ownNumbers,
): Arrays {
  const length = chunks.reduce((sum, chunk) => sum + chunk.point_count, 0);
  const [times, values] = [allocate(length), allocate(length)];
  const columns = names.map(() => allocate(length));
  let at = 0;
  for (const chunk of chunks) {
    const [from, to] = [at, at + chunk.point_count];
    unpackTimes(chunk, times.subarray(from, to));
    const unpack = chunk.encoding === encodings.plain ? copyBytes : unpackNumbers;
    unpack(chunk.values, values.subarray(from, to));
    for (const [c, bytes] of covariatesOf(chunk, names.length).entries())
      unpack(bytes, columns[c].subarray(from, to));
    at = to;
  }
  return { times, values, covariates: Object.fromEntries(names.map((name, c) => [name, columns[c]])) };
}

/** The times of a chunk. @param to receives them */
export function unpackTimes(
  { encoding, times, point_count }: ChunkColumns,
  to = ownNumbers(point_count),
): Float64Array {
  if (encoding === encodings.plain) unpackIntegers(times, to);
  else unpackNumbers(times, to);
  return to;
}

/** The bytes of each covariate of a chunk. */
export function covariatesOf(
  { encoding, covariates, point_count }: ChunkColumns,
  count: number,
): Uint8Array[] {
  const view = new DataView(covariates.buffer, covariates.byteOffset, covariates.byteLength);
  let at = 0;
  return Array.from({ length: count }, () => {
    const isPlain = encoding === encodings.plain;
    const length = isPlain ? point_count * bytesPerNumber : view.getUint32(at, true);
    const from = isPlain ? at : at + lengthBytes;
    at = from + length;
    return covariates.subarray(from, at);
  });
}

function joined(columns: Uint8Array[]): Uint8Array {
  const length = columns.reduce((sum, column) => sum + lengthBytes + column.length, 0);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const column of columns) {
    view.setUint32(at, column.length, true);
    bytes.set(column, at + lengthBytes);
    at += lengthBytes + column.length;
  }
  return bytes;
}

function copyBytes(bytes: Uint8Array, to: Float64Array): void {
  assert.equal(bytes.byteLength, to.byteLength);
  new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(bytes);
}

function unpackIntegers(bytes: Uint8Array, to: Float64Array): void {
  assert.equal(bytes.byteLength, to.length * bytesPerNumber);
  const halves = new Uint32Array(2 * to.length);
  new Uint8Array(halves.buffer).set(bytes);
  for (let i = 0; i < to.length; i++) to[i] = (halves[2 * i + 1] | 0) * word + halves[2 * i];
}
