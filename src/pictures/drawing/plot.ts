import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { namedBand } from './forecast-in-words.ts';
import { textWidth } from './labels.ts';
import { positionsOf } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';

/** Position of a time and a value. */
export type Point = readonly [at: number, value: number];

export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Whether the values at the end of the horizon are written beside it. */
  hasEnd: boolean;
}

const labelSize = 12;
const dayMs = 86_400_000;
/** Height that labels on top of each other need. */
const labelHeight = 15;
const pixelsPerTick = 52;

/** Scales of a picture, and what is drawn in the units of the data. */
export function plotOf(forecast: LatestForecast, area: PlotArea) {
  const { history, since, times, median, bands, time_kind } = forecast;
  const { top, bottom } = area;
  const positionOf = positionsOf(time_kind, history.times.at(-1) ?? times[0]);
  const before = pointsOf(history.times.map(positionOf), history.values);
  const after = pointsOf(since.times.map(positionOf), since.values);
  const steps = times.map(positionOf);
  const at = [...history.times, ...times, ...since.times].map(positionOf);

  // The fan opens at the last observation, if no value is missing between it and the first step.
  const last = before.at(-1)?.at(-1) ?? null;
  const stem = history.values.at(-1) === null ? null : last;
  const from = (values: readonly number[]): Point[] => [
    ...(stem === null ? [] : [stem]),
    ...steps.map((step, i): Point => [step, values[i]]),
  ];

  const spacing = smallestGap(at) ?? (time_kind === 'integer' ? 1 : dayMs);
  let [low, high] = [Math.min(...at), Math.max(...at)];
  // A single time has room on both sides.
  if (low === high) [low, high] = [low - spacing, high + spacing];

  const drawn = [before, after].flat(2).map(([, value]) => value);
  const ends = bands.flatMap(({ lower, upper }) => [...lower, ...upper]);
  const axis = valueAxis(
    finite([...drawn, ...median, ...ends]),
    Math.max(2, Math.floor((bottom - top) / pixelsPerTick)),
  );
  const [lowest, highest] = axis.domain;
  const y = (value: number) => bottom - ((value - lowest) / (highest - lowest)) * (bottom - top);

  const endLabels = area.hasEnd ? labelsAtEnd(forecast, axis.write, y) : [];
  const endRoom = Math.max(0, ...endLabels.map(({ label }) => textWidth(label, labelSize * 1.05) + 14));
  const left = Math.ceil(
    area.left + Math.max(0, ...axis.ticks.map(({ label }) => textWidth(label, labelSize))) + 8,
  );
  const right = Math.floor(area.right - (endRoom === 0 ? 8 : endRoom));
  const x = (time: number) => left + ((time - low) / (high - low)) * (right - left);

  return {
    left,
    right,
    x,
    y,
    last,
    spacing,
    endLabels,
    positionOf,
    span: [low, high] as const,
    write: axis.write,
    values: axis.ticks.map(({ value, label }) => ({ at: y(value), label })),
    /** Where the forecast begins. */
    now: last === null ? null : x(last[0]),
    observed: stem === null || since.values[0] === null ? [...before, ...after] : joined(before, after),
    median: from(median),
    bands: bands.map((band) => ({ lower: barOf(from(band.lower)), upper: barOf(from(band.upper)) })),
  };

  /** A fan of a single time is a bar: it has the width of a step. */
  function barOf(points: Point[]): Point[] {
    if (points.length > 1) return points;
    const [[time, value]] = points;
    const half = (high - low) / 24;
    return [
      [time - half, value],
      [time + half, value],
    ];
  }
}

/** Observed values before and after the beginning of the forecast, as one line where none is missing between them. */
function joined(before: Point[][], after: Point[][]): Point[][] {
  if (before.length === 0 || after.length === 0) return [...before, ...after];
  const [first, ...others] = after;
  return [...before.slice(0, -1), [...before[before.length - 1], ...first], ...others];
}

/** Runs of known values. */
function pointsOf(times: readonly number[], values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = [];
  let isOpen = false;
  for (const [i, value] of values.entries()) {
    if (value === null) isOpen = false;
    else if (isOpen) runs[runs.length - 1].push([times[i], value]);
    else isOpen = runs.push([[times[i], value]]) > 0;
  }
  return runs;
}

/** Null if all positions are the same. */
function smallestGap(positions: readonly number[]): number | null {
  const sorted = [...new Set(positions)].sort((a, b) => a - b);
  if (sorted.length < 2) return null;
  return Math.min(...sorted.slice(1).map((at, i) => at - sorted[i]));
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

/** The median at the end of the horizon, and the ends of the named interval where they do not touch it. */
function labelsAtEnd(
  forecast: LatestForecast,
  write: (value: number) => string,
  y: (value: number) => number,
) {
  const end = forecast.median.length - 1;
  const middle = forecast.median[end];
  const band = namedBand(forecast);
  const sides = band === undefined ? [] : [band.lower[end], band.upper[end]];
  return [
    { at: y(middle), label: write(middle), isMedian: true },
    ...sides
      .filter((value) => Math.abs(y(value) - y(middle)) >= labelHeight)
      .map((value) => ({ at: y(value), label: write(value), isMedian: false })),
  ];
}
