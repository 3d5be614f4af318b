/** Finds the grid of times that are a little off: hourly data whose times are seconds or minutes early or late. */
import { dayMs } from './days.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Steps of clocks: those that divide a longer one without a rest. */
const clockSteps = [
  ...[1, 2, 5, 10, 15, 20, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * hourMs),
];
/** A step of a clock is found if the usual distance differs from it by less than this share. */
const stepToleranceMax = 0.2;
/** Share of distances that must be close to a whole number of steps, and how close. */
const closeShareMin = 0.9;
const closeMax = 0.4;
/** Drift away from the grid, as a share of the span, beyond one step: a clock that runs slow has its own step. */
const driftShareMax = 0.002;
/** Share of equal distances that shows times without jitter. */
const evenShareMin = 0.6;

/** Grid of times: `phase` plus multiples of `step`, in milliseconds. */
export interface TimeGrid {
  step: number;
  phase: number;
}

/** The grid around which ascending times jitter; null if they are even, or near no grid.
 *  @param walls wall-clock times in milliseconds */
export function jitterOf(walls: Float64Array): TimeGrid | null {
  if (walls.length < 4) return null;
  const distances = Float64Array.from({ length: walls.length - 1 }, (_, i) => walls[i + 1] - walls[i]);
  const sorted = distances.toSorted();
  if (evenShare(sorted) >= evenShareMin) return null;
  const usual = sorted[sorted.length >> 1];
  const step = clockSteps.reduce((a, b) => (Math.abs(b - usual) < Math.abs(a - usual) ? b : a));
  if (Math.abs(usual - step) > stepToleranceMax * step) return null;
  const close = distances.filter((distance) => {
    const steps = distance / step;
    return Math.abs(steps - Math.round(steps)) <= closeMax && Math.round(steps) >= 1;
  });
  if (close.length < closeShareMin * distances.length) return null;
  const span = walls[walls.length - 1] - walls[0];
  const steps = distances.reduce((sum, distance) => sum + Math.round(distance / step), 0);
  if (Math.abs(span - steps * step) > step + driftShareMax * span) return null;
  return { step, phase: phaseOf(walls, step) };
}

/** The grid with a known step on which times lie, or around which they jitter. */
export function gridWithStep(walls: Float64Array, step: number): TimeGrid {
  return { step, phase: phaseOf(walls, step) };
}

/** The nearest time of a grid. */
export function nearestOf({ step, phase }: TimeGrid, time: number): number {
  return Math.round((time - phase) / step) * step + phase;
}

/** The share of the most frequent distance. */
function evenShare(sorted: Float64Array): number {
  let [most, run] = [0, 0];
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    most = Math.max(most, run);
  }
  return most / sorted.length;
}

/** Usual position of times within a step, rounded to a quarter of the step or to a full hour: data at half past keep it. */
function phaseOf(walls: Float64Array, step: number): number {
  let [x, y] = [0, 0];
  for (let i = 0; i < walls.length; i++) {
    const angle = (2 * Math.PI * (((walls[i] % step) + step) % step)) / step;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const mean = (Math.atan2(y, x) / (2 * Math.PI)) * step;
  const unit = step >= dayMs ? hourMs : step / 4;
  return (((Math.round(mean / unit) * unit) % step) + step) % step;
}
