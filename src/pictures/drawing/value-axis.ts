import { tickStep, ticks } from 'd3-array';
import { numberFormat } from './labels.ts';

export interface ValueAxis {
  /** Lower and upper end. */
  domain: readonly [number, number];
  ticks: readonly { value: number; label: string }[];
  /** A value with one or two digits more than the ticks have. */
  write(value: number): string;
}

/** Room above and below the values, as a part of their range. */
const margin = 0.06;

/** Ends, ticks and labels of an axis for some finite values. @param count about how many ticks */
export function valueAxis(values: Iterable<number>, count: number): ValueAxis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  // A range that float64 hardly resolves is drawn as a constant.
  if (high - low <= magnitude * 1e-12) {
    const around = magnitude === 0 ? 1 : magnitude * 0.1;
    [low, high] = [low - around, high + around];
  }
  const room = (high - low) * margin;
  const from = low >= 0 && low - room < 0 ? 0 : low - room;
  const to = high <= 0 && high + room > 0 ? 0 : high + room;
  const step = tickStep(from, to, count);
  const places = ticks(from, to, count);
  const label = numberFormat(Math.max(...places.map(Math.abs), 0), step);
  return {
    domain: [from, to],
    ticks: places.map((value) => ({ value, label: label(value) })),
    write: numberFormat(magnitude, step / 50),
  };
}
