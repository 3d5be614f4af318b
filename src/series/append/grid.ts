/** The grid of a series: the times that are whole steps away from one of its observations. Closed days belong to it. */
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { daysInMonth } from '../../contracts/values/index.ts';
import {
  dayFrom,
  dayMs,
  dayOf,
  followsClock,
  monthMeant,
  monthOf,
  parseStep,
  type Step,
  skippedWallOf,
  wallOf,
} from '../calendar/index.ts';

/** Times of day may differ by this much: clocks change. */
const clockChangeMs = 3_600_000;
/** Days may differ by this share of a step of weeks or months: holidays move an observation. */
const shiftMax = 0.3;
const daysPerMonth = 30;
const monthDaysMin = 28;

export type GridFit = 'on' | 'near' | 'between';

/** Tells whether a time is a whole number of steps from `anchor`. `near`: moved as a holiday moves an observation.
 *  `between`: it divides a step. */
export function gridFitOf(header: Pick<DatasetHeader, 'time_kind' | 'time_zone' | 'frequency'>) {
  const step = parseStep(header.frequency.step)!;
  const zone = header.time_kind === 'instant' ? header.time_zone : null;
  const skippedOf = (time: number) => (zone === null ? null : skippedWallOf(time, zone));
  return (time: number, anchor: number): GridFit => {
    if (time === anchor) return 'on';
    // Short steps follow elapsed time, so that they stay regular through a clock change.
    if (step.unit === 'index' || (step.unit === 'ms' && !followsClock(step.count)))
      return fitOf(distance(time - anchor, step.count) / step.count);
    if (header.time_kind === 'integer') return fitOf(distance(time - anchor, step.count) / step.count);
    const [wall, anchorWall] = [wallOf(time, zone), wallOf(anchor, zone)];
    if (step.unit === 'ms') {
      const own = distance(wall - anchorWall, step.count);
      if (own === 0) return 'on';
      // A time that clocks skip in spring is stored as a later one.
      const skipped = distance((skippedOf(time) ?? wall) - (skippedOf(anchor) ?? anchorWall), step.count);
      return fitOf(Math.min(own, skipped) / step.count);
    }
    const clock = distance(wall - anchorWall, dayMs);
    if (clock > clockChangeMs) return 'between';
    const days = dayDistance(
      Math.round((wall - clockOf(anchorWall)) / dayMs),
      dayOf(anchorWall),
      step,
      header,
    );
    return days === 0 && clock === 0 ? 'on' : fitOf(days / daysOf(step));
  };
}

/** The shortest step of the calendar, in the unit of the times. */
export function shortestStep({
  time_kind,
  frequency,
}: Pick<DatasetHeader, 'time_kind' | 'frequency'>): number {
  const { unit, count } = parseStep(frequency.step)!;
  if (time_kind === 'integer' || unit === 'index' || unit === 'ms') return count;
  return unit === 'day' ? count * dayMs - clockChangeMs : count * monthDaysMin * dayMs - clockChangeMs;
}

function fitOf(share: number): GridFit {
  return share === 0 ? 'on' : share <= shiftMax ? 'near' : 'between';
}

/** Distance of a difference from the nearest multiple of `count`. */
function distance(difference: number, count: number): number {
  const rest = ((difference % count) + count) % count;
  return Math.min(rest, count - rest);
}

function clockOf(wall: number): number {
  return wall - dayOf(wall) * dayMs;
}

function daysOf({ unit, count }: Step): number {
  return unit === 'month' ? count * daysPerMonth : count;
}

function dayDistance(
  day: number,
  anchor: number,
  { unit, count }: Step,
  { frequency }: Pick<DatasetHeader, 'frequency'>,
): number {
  if (unit !== 'month') return distance(day - anchor, count);
  const isMonthEnd = monthOf(anchor + 1) !== monthOf(anchor);
  const dayOfMonth = frequency.day_of_month ?? (isMonthEnd ? 31 : new Date(anchor * dayMs).getUTCDate());
  const month = monthMeant(anchor, (one) => dayIn(one, dayOfMonth));
  const steps = Math.floor((monthOf(day) - month) / count);
  const near = [steps - 1, steps, steps + 1].map((n) => dayIn(month + n * count, dayOfMonth));
  const distances = near.map((candidate) => Math.abs(day - candidate));
  const nearest = near[distances.indexOf(Math.min(...distances))];
  // The last day of a month is no first day of the next month that a holiday has moved.
  if (monthOf(nearest) !== monthOf(day)) return count * daysPerMonth;
  return Math.abs(day - nearest);
}

function dayIn(month: number, dayOfMonth: number): number {
  const [year, monthOfYear] = [Math.floor(month / 12), (month % 12) + 1];
  return dayFrom(year, monthOfYear, Math.min(dayOfMonth, daysInMonth(year, monthOfYear)));
}
