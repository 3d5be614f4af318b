/** Packs an array of float64 without loss. Times on a grid take a few bytes. Numbers with few decimals become
 *  differences of integers, whose bytes are grouped by significance and compressed with zstd.
 *
 *  Layout: [form u8, isCompressed u8], then by form
 *  - `absent`: nothing. Every number is missing.
 *  - `steps`: [decimals u8, width u8, isGappy u8, 0 × 3, first f64, unit f64, body]. Number i is
 *    (first + unit × sum of the differences up to i) / 10^decimals. With width 0 each difference is 1, and there is no
 *    body. The body has the differences in zigzag code, as `width` planes of n bytes, and then, if gappy, a bit for
 *    each missing number.
 *  - `singles`: float32. Differences of the bits in zigzag code, as 4 planes.
 *  - `doubles`: float64. Each XOR the one before, as 8 planes. */
import assert from 'node:assert/strict';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const form = { absent: 0, steps: 1, singles: 2, doubles: 3 } as const;
const headerBytes = 2;
const stepsHeaderBytes = 24;
/** More decimals than this are noise of float64, and prices of the smallest coins have 8. */
const decimalsMax = 9;
/** 10^9 times a smaller number is an exact integer after rounding. */
const integerMax = 2 ** 50;
const zigzagMax = 2 ** 31;
/** Shorter bodies hardly get smaller. */
const compressedBytesMin = 64;
const powers = Array.from({ length: decimalsMax + 1 }, (_, k) => 10 ** k);
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Arrays in which numbers are packed. V8 counts little of such memory: arrays of each call would fill many megabytes
 *  before they are collected. */
interface Work {
  differences: Float64Array;
  singles: Float32Array;
  missing: Uint8Array;
  body: Uint8Array;
}
let ownWork: Work | null = null;
/** Longer arrays get work arrays of their own. */
const ownWorkLength = 4_096;

/** Integers with a common number of decimals: number i is `integers[i] / 10^decimals`. */
export interface Decimals {
  integers: Float64Array;
  decimals: number;
  /** Bit i (of byte i >> 3) is set if number i is missing; null if none is. */
  missing: Uint8Array | null;
}

export function packNumbers(numbers: Float64Array): Uint8Array {
  if (numbers.every(Number.isNaN)) return Uint8Array.of(form.absent, 0);
  return packSteps(numbers) ?? (areSingles(numbers) ? packSingles(numbers) : packDoubles(numbers));
}

/** @param to receives as many numbers as were packed */
export function unpackNumbers(bytes: Uint8Array, to: Float64Array): void {
  switch (bytes[0]) {
    case form.absent:
      to.fill(Number.NaN);
      return;
    case form.steps: {
      const { decimals, missing } = stepsTo(bytes, to);
      const power = powers[decimals];
      if (decimals > 0) for (let i = 0; i < to.length; i++) to[i] /= power;
      if (missing !== null) for (let i = 0; i < to.length; i++) if (isSet(missing, i)) to[i] = Number.NaN;
      return;
    }
    case form.singles:
      unpackSingles(bytes, to);
      return;
    case form.doubles:
      unpackDoubles(bytes, to);
      return;
    default:
      assert.fail(`numbers in the unknown form ${bytes[0]}`);
  }
}

/** The integers of packed numbers with few decimals; null for other numbers. */
export function unpackDecimals(bytes: Uint8Array, length: number): Decimals | null {
  if (bytes[0] !== form.steps) return null;
  const integers = new Float64Array(length);
  return { integers, ...stepsTo(bytes, integers) };
}

export function isSet(bits: Uint8Array, i: number): boolean {
  return ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

function workFor(length: number): Work {
  if (length <= ownWorkLength && ownWork !== null) return ownWork;
  const numbers = Math.max(length, ownWorkLength);
  const work: Work = {
    differences: new Float64Array(numbers),
    singles: new Float32Array(numbers),
    missing: new Uint8Array(Math.ceil(numbers / 8)),
    body: new Uint8Array(numbers * Float64Array.BYTES_PER_ELEMENT),
  };
  if (length <= ownWorkLength) ownWork = work;
  return work;
}

/** The least number of decimals that gives every number exactly; more than `decimalsMax` if there is none. */
function decimalsOf(numbers: Float64Array): number {
  let decimals = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i];
    if (Number.isNaN(number)) continue;
    while (decimals <= decimalsMax && Math.round(number * powers[decimals]) / powers[decimals] !== number)
      decimals++;
    if (decimals > decimalsMax) return decimals;
  }
  return decimals;
}

function packSteps(numbers: Float64Array): Uint8Array | null {
  const { length } = numbers;
  const decimals = decimalsOf(numbers);
  if (decimals > decimalsMax) return null;
  const power = powers[decimals];
  const work = workFor(length);
  const { differences, body } = work;
  const missing = work.missing.subarray(0, Math.ceil(length / 8)).fill(0);
  let [first, previous, unit, gaps] = [Number.NaN, 0, 0, 0];
  let isEven = true;
  for (let i = 0; i < length; i++) {
    const number = numbers[i];
    differences[i] = 0;
    if (Number.isNaN(number)) {
      missing[i >> 3] |= 1 << (i & 7);
      gaps++;
      continue;
    }
    const integer = Math.round(number * power);
    // An integer that is a sum of differences has no negative zero.
    if (Math.abs(integer) > integerMax || integer / power !== number || Object.is(number, -0)) return null;
    if (Number.isNaN(first)) {
      first = integer;
      previous = integer;
      continue;
    }
    const difference = integer - previous;
    differences[i] = difference;
    if (isEven && i > 1 && difference !== differences[1]) isEven = false;
    if (unit !== 1) unit = divisor(unit, Math.abs(difference));
    previous = integer;
  }
  const header = (width: number, ofUnit: number) => {
    const bytes = new Uint8Array(stepsHeaderBytes - headerBytes);
    bytes.set([decimals, width, gaps > 0 ? 1 : 0]);
    const view = new DataView(bytes.buffer);
    view.setFloat64(8 - headerBytes, first, true);
    view.setFloat64(16 - headerBytes, ofUnit, true);
    return bytes;
  };
  if (isEven && gaps === 0) return packed(form.steps, header(0, length > 1 ? differences[1] : 0), null);
  let largest = 0;
  for (let i = 0; i < length; i++) {
    const code = zigzag(unit === 0 ? 0 : differences[i] / unit);
    if (code >= zigzagMax) return null;
    differences[i] = code;
    if (code > largest) largest = code;
  }
  const width = largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : largest < 2 ** 24 ? 3 : 4;
  for (let i = 0; i < length; i++) toPlanes(differences[i], width, body, i, length);
  if (gaps > 0) body.set(missing, width * length);
  const bytes = width * length + (gaps > 0 ? missing.length : 0);
  return packed(form.steps, header(width, unit), body.subarray(0, bytes));
}

function zigzag(integer: number): number {
  return integer < 0 ? -2 * integer - 1 : 2 * integer;
}

function divisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/** Writes the integers to an array, whose length is that of the numbers. */
function stepsTo(bytes: Uint8Array, to: Float64Array): Omit<Decimals, 'integers'> {
  const { length } = to;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [decimals, width, isGappy] = [bytes[2], bytes[3], bytes[4] === 1];
  let integer = view.getFloat64(8, true);
  const unit = view.getFloat64(16, true);
  if (width === 0) {
    for (let i = 0; i < length; i++, integer += unit) to[i] = integer;
    return { decimals, missing: null };
  }
  const missingBytes = isGappy ? Math.ceil(length / 8) : 0;
  const body = bodyOf(bytes, stepsHeaderBytes, width * length + missingBytes);
  const codes = fromPlanes(body, width, 0, length);
  for (let i = 0; i < length; i++) {
    const code = codes[i];
    integer += unit * ((code & 1) === 1 ? -((code + 1) / 2) : code / 2);
    to[i] = integer;
  }
  return { decimals, missing: isGappy ? body.subarray(width * length) : null };
}

function areSingles(numbers: Float64Array): boolean {
  return numbers.every((number) => Object.is(Math.fround(number), number));
}

function packSingles(numbers: Float64Array): Uint8Array {
  const { length } = numbers;
  const { singles, body } = workFor(length);
  singles.set(numbers);
  const bits = new Int32Array(singles.buffer);
  for (let i = 0; i < length; i++) {
    const difference = (bits[i] - (i === 0 ? 0 : bits[i - 1])) | 0;
    toPlanes((difference << 1) ^ (difference >> 31), 4, body, i, length);
  }
  return packed(form.singles, new Uint8Array(0), body.subarray(0, 4 * length));
}

function unpackSingles(bytes: Uint8Array, to: Float64Array): void {
  const { length } = to;
  const codes = fromPlanes(bodyOf(bytes, headerBytes, 4 * length), 4, 0, length);
  const bits = new Int32Array(length);
  let previous = 0;
  for (let i = 0; i < length; i++) {
    previous = (previous + ((codes[i] >>> 1) ^ -(codes[i] & 1))) | 0;
    bits[i] = previous;
  }
  to.set(new Float32Array(bits.buffer));
}

function packDoubles(numbers: Float64Array): Uint8Array {
  const { length } = numbers;
  const { body } = workFor(length);
  const halves = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * length);
  for (let i = 0; i < length; i++) {
    const [low, high] = [i === 0 ? 0 : halves[2 * i - 2], i === 0 ? 0 : halves[2 * i - 1]];
    toPlanes(halves[2 * i] ^ low, 4, body, i, length);
    toPlanes(halves[2 * i + 1] ^ high, 4, body, 4 * length + i, length);
  }
  return packed(form.doubles, new Uint8Array(0), body.subarray(0, 8 * length));
}

function unpackDoubles(bytes: Uint8Array, to: Float64Array): void {
  const { length } = to;
  const body = bodyOf(bytes, headerBytes, 8 * length);
  const low = fromPlanes(body, 4, 0, length);
  const high = fromPlanes(body, 4, 4 * length, length);
  const halves = new Uint32Array(2 * length);
  for (let i = 0; i < length; i++) {
    halves[2 * i] = low[i] ^ (i === 0 ? 0 : halves[2 * i - 2]);
    halves[2 * i + 1] = high[i] ^ (i === 0 ? 0 : halves[2 * i - 1]);
  }
  to.set(new Float64Array(halves.buffer));
}

/** Writes byte j of an integer to plane j. @param at place in plane 0 */
function toPlanes(code: number, width: number, body: Uint8Array, at: number, length: number): void {
  for (let j = 0; j < width; j++) body[at + j * length] = code >>> (8 * j);
}

function fromPlanes(body: Uint8Array, width: number, at: number, length: number): Uint32Array {
  const codes = new Uint32Array(length);
  for (let j = 0; j < width; j++) {
    const [plane, shift] = [at + j * length, 8 * j];
    for (let i = 0; i < length; i++) codes[i] |= body[plane + i] << shift;
  }
  return codes;
}

function packed(formCode: number, header: Uint8Array, body: Uint8Array | null): Uint8Array {
  let [written, isCompressed] = [body ?? new Uint8Array(0), false];
  if (written.length >= compressedBytesMin) {
    const compressed = zstdCompressSync(written, fast);
    if (compressed.length < written.length) [written, isCompressed] = [compressed, true];
  }
  const bytes = new Uint8Array(headerBytes + header.length + written.length);
  bytes[0] = formCode;
  bytes[1] = isCompressed ? 1 : 0;
  bytes.set(header, headerBytes);
  bytes.set(written, headerBytes + header.length);
  return bytes;
}

function bodyOf(bytes: Uint8Array, from: number, length: number): Uint8Array {
  const body = bytes.subarray(from);
  const unpacked = bytes[1] === 1 ? zstdDecompressSync(body, { maxOutputLength: length }) : body;
  assert.equal(unpacked.length, length);
  return unpacked;
}
