/** Finds the grid of times that are a little off: hourly data whose times are seconds or minutes early or late. */
import { wallToInstant } from '../../contracts/values/index.ts';
import { dayMs } from './days.ts';
import { followsClock, wallOf, wallTimes } from './zone-clock.ts';

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
  /** The zone whose wall-clock times are on the grid; null: the instants are, as for steps up to an hour. */
  clock: string | null;
}

/** The grid around which ascending times jitter; null if they are even, or near no grid.
 *  @param times instants in milliseconds */
export function jitterOf(times: Float64Array, timeZone: string | null): TimeGrid | null {
  const step = jitterStepOf(wallTimes(times, timeZone));
  return step === null ? null : gridWithStep(times, step, timeZone);
}

/** The step of the grid around which ascending times jitter, in milliseconds; null if they are even, or near no grid.
 *  @param walls wall-clock times in milliseconds */
export function jitterStepOf(walls: Float64Array): number | null {
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
  return step;
}

/** The grid with a known step on which instants lie, or around which they jitter. */
export function gridWithStep(times: Float64Array, step: number, timeZone: string | null): TimeGrid {
  const clock = followsClock(step) ? timeZone : null;
  return { step, phase: phaseOf(wallTimes(times, clock), step), clock };
}

/** The instant that is nearest to `time` on a grid. */
export function nearestOf({ step, phase, clock }: TimeGrid, time: number): number {
  const nearest = (wall: number) => Math.round((wall - phase) / step) * step + phase;
  return clock === null ? nearest(time) : wallToInstant(nearest(wallOf(time, clock)), clock);
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

/** Usual position of times within a step, rounded to a quarter of the step or to a full hour: data
 *  at half past keep it. */
function phaseOf(times: Float64Array, step: number): number {
  let [x, y] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    const angle = (2 * Math.PI * (((times[i] % step) + step) % step)) / step;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const mean = (Math.atan2(y, x) / (2 * Math.PI)) * step;
  const unit = step >= dayMs ? hourMs : step / 4;
  return (((Math.round(mean / unit) * unit) % step) + step) % step;
}
