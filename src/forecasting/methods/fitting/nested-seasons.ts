/** Shapes of several seasons in one series, such as a day in a week. A shape has one value for each step of its season;
 *  its first value is that of the first step after the series. */
import { createWeekOfDays } from '../../pretrained/index.ts';

/** Largest number of short seasons in a long one at which the long one is read as a table of short ones. */
const nestedMax = 31;

/** Options of the shapes. */
export interface ShapeOptions {
  /** Ascending; the series has each at least twice. */
  seasons: readonly number[];
  /** Last longest seasons that are read. */
  read: number;
  /** Half the width of the kernel that smooths a shape, in parts of the shortest season; 0: none. */
  smoothing: number;
}

/** Shapes of the last observations, and what remains without them. */
export interface SplitSeries {
  shapes: readonly Float64Array[];
  remainder: Float64Array;
}

/** Splits the last observations into shapes and a remainder: the successive seasons of MSTL, with means of phases
 *  instead of loess. A season that is a whole number of the one before is a table of these, of which few patterns are
 *  kept, so that two weeks show that weekends differ. Shapes that noise would make as well are shrunk.
 *  Source: Bandara, Hyndman & Bergmeir (2021), MSTL; James & Stein (1961). */
export function seasonalShapes(values: Float64Array, options: ShapeOptions): SplitSeries {
  return splitFrom(firstShape(values, options), options);
}

/** Splits the first `length` of some values. Parts that options have in common are computed once and kept. */
export type Splits = (length: number, options: ShapeOptions) => SplitSeries;

/** @param values of which the beginnings are split, always with the same seasons */
export function splitsOf(values: Float64Array): Splits {
  const [firsts, splits] = [new Map<string, FirstShape>(), new Map<string, SplitSeries>()];
  return (length, options) => {
    const before = `${length} ${options.read}`;
    const first = firsts.get(before) ?? firstShape(values.subarray(0, length), options);
    firsts.set(before, first);
    const key = `${before} ${options.smoothing}`;
    const split = splits.get(key) ?? splitFrom(first, options);
    splits.set(key, split);
    return split;
  };
}

/** The shape of the first season before it is smoothed, which is the costly part. */
interface FirstShape {
  raw: Float64Array;
  /** Observations without their slope. */
  level: Float64Array;
  slope: number;
}

function firstShape(values: Float64Array, { seasons, read }: ShapeOptions): FirstShape {
  const longest = seasons[seasons.length - 1];
  const level = values.slice(Math.max(0, values.length - read * longest));
  const slope = slopeOf(level, longest);
  for (let t = 0; t < level.length; t++) level[t] -= slope * t;
  return { raw: rawShape(level, seasons, 0), level, slope };
}

function splitFrom(
  { raw: first, level, slope }: FirstShape,
  { seasons, smoothing }: ShapeOptions,
): SplitSeries {
  const remainder = level.slice();
  const shapes: Float64Array[] = [];
  const width = Math.round(smoothing * seasons[0]);
  for (let i = 0; i < seasons.length; i++) {
    const shape = smoothed(i === 0 ? first : rawShape(remainder, seasons, i), width);
    if (isNested(seasons, i)) i++;
    shapes.push(shape);
    removeShape(remainder, shape);
  }
  for (let t = 0; t < remainder.length; t++) remainder[t] += slope * t;
  return { shapes, remainder };
}

function rawShape(values: Float64Array, seasons: readonly number[], i: number): Float64Array {
  return isNested(seasons, i)
    ? tableShape(values, seasons[i], seasons[i + 1] / seasons[i])
    : meanShape(values, seasons[i]);
}

/** Whether the next season is read as a table of this one. */
function isNested(seasons: readonly number[], i: number): boolean {
  const rows = (seasons[i + 1] ?? 0) / seasons[i];
  return Number.isInteger(rows) && rows >= 2 && rows <= nestedMax;
}

/** Value of a shape so many steps after the first one that follows the series; negative within it. */
export function shapeAt(shape: Float64Array, step: number): number {
  const phase = step % shape.length;
  return shape[phase < 0 ? phase + shape.length : phase];
}

/** Takes a shape out of the values before it. */
function removeShape(values: Float64Array, shape: Float64Array): void {
  const m = shape.length;
  let phase = (m - (values.length % m)) % m;
  for (let t = 0; t < values.length; t++) {
    values[t] -= shape[phase];
    if (++phase === m) phase = 0;
  }
}

/** Slope between the first and the last longest season, so that a trend is no part of a shape. */
function slopeOf(values: Float64Array, season: number): number {
  const distance = values.length - season;
  if (distance < season) return 0;
  let sum = 0;
  for (let t = 0; t < season; t++) sum += values[distance + t] - values[t];
  return sum / season / distance;
}

function tableShape(values: Float64Array, season: number, rows: number): Float64Array {
  const table = createWeekOfDays(season * rows, rows);
  table.fit(values, values.length, season);
  return Float64Array.from({ length: season * rows }, (_, step) => table.at(step + 1));
}

/** Means of the phases, less their mean, shrunk by the share that noise explains. */
function meanShape(values: Float64Array, season: number): Float64Array {
  const count = Math.floor(values.length / season);
  const last = values.subarray(values.length - count * season);
  const shape = new Float64Array(season);
  for (let t = 0, p = 0; t < last.length; t++) {
    shape[p] += last[t] / count;
    if (++p === season) p = 0;
  }
  let squares = 0;
  for (let t = 0, p = 0; t < last.length; t++) {
    squares += (last[t] - shape[p]) ** 2;
    if (++p === season) p = 0;
  }
  const mean = shape.reduce((sum, value) => sum + value, 0) / season;
  const size = shape.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const noise = count < 2 ? 0 : squares / (season * (count - 1)) / count;
  const kept = size > 0 ? Math.max(0, 1 - (noise * Math.max(0, season - 3)) / size) : 0;
  return shape.map((value) => kept * (value - mean));
}

/** Mean over neighbouring phases, with weights that fall linearly to 0 at `width` + 1: the running mean over
 *  `width` + 1 phases, twice. */
function smoothed(shape: Float64Array, width: number): Float64Array {
  if (width === 0) return shape;
  const ahead = runningMean(shape, width, 0);
  return runningMean(ahead, 0, width);
}

/** Mean from so many phases before each to so many after it; the season is a circle. */
function runningMean(shape: Float64Array, before: number, after: number): Float64Array {
  const m = shape.length;
  let sum = 0;
  for (let lag = -before; lag <= after; lag++) sum += shapeAt(shape, lag);
  return shape.map((_, p) => {
    const mean = sum / (before + after + 1);
    sum += shape[(p + after + 1) % m] - shape[(p - before + m * (before + 1)) % m];
    return mean;
  });
}
