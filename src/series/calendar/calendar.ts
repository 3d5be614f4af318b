import assert from 'node:assert/strict';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { daysInMonth, isWritable, wallToInstant } from '../../contracts/values/index.ts';
import { OpenDays } from './closures.ts';
import { dayFrom, dayMs, dayOf, dayOfMonth, monthMeant, monthOf, weekdayOf } from './days.ts';
import { parseStep } from './step.ts';
import { followsClock, skippedWallOf, wallOf } from './zone-clock.ts';

export type CalendarHeader = Pick<DatasetHeader, 'time_kind' | 'time_zone' | 'frequency'>;

/** Returns the expected time of the next observation after one at `time`; NaN if there is none, since
 *  no day is open any more.
 *  @param before an earlier time of the series, if there is one. It tells that 03:30 stands for 02:30
 *  where clocks skip 02:30 */
export type NextTime = (time: number, before?: number) => number;

/** Closed months after which no month is open any more. */
const closedMonthsMost = 400;
const daysOfMonthMost = 31;

/** The next `count` times after `lastTime` in the calendar of the dataset: open days only, month ends, sessions,
 *  wall-clock time of the zone. Strictly increasing, in the unit of `SeriesData.times`. Fewer than `count` at the end
 *  of the writable times (the year 9999, integers up to 2^53).
 *  @param timeBefore a time of the series before the last one */
export function nextTimes(
  header: CalendarHeader,
  lastTime: number,
  count: number,
  timeBefore?: number,
): Float64Array {
  const next = calendarOf(header);
  const times = new Float64Array(count);
  let [before, time] = [timeBefore, lastTime];
  for (let i = 0; i < count; i++) {
    [before, time] = [time, next(time, before)];
    if (!isWritable(time, header.time_kind)) return times.slice(0, i);
    times[i] = time;
  }
  return times;
}

/** `count` times from `start` on; NaN after the last writable one. Steps of months count from the month of `start`, and
 *  have the day of the month of the calendar. A calendar without one keeps that of `start`, or the
 *  month end if it is one. */
export function timesFrom(header: CalendarHeader, start: number, count: number): Float64Array {
  const day = dayOf(wallOf(start, header.time_kind === 'instant' ? header.time_zone : null));
  const anchor = dayOfMonth(day + 1) === 1 ? 31 : dayOfMonth(day);
  const frequency = { ...header.frequency, day_of_month: header.frequency.day_of_month ?? anchor };
  const calendar = { ...header, frequency };
  const times = new Float64Array(count).fill(Number.NaN);
  times[0] = start;
  const second = calendarOf(calendar, monthOf)(start);
  if (count < 2 || !isWritable(second, header.time_kind)) return times;
  times[1] = second;
  times.set(nextTimes(calendar, second, count - 2, start), 2);
  return times;
}

/** @param monthFor the month that a day stands for in steps of months */
export function calendarOf(
  { time_kind, time_zone, frequency }: CalendarHeader,
  monthFor: typeof monthMeant = monthMeant,
): NextTime {
  const step = parseStep(frequency.step);
  assert(step !== null && frequency.closed_weekdays.length < 7);
  const { count } = step;
  if (step.unit === 'index' || time_kind === 'integer') return (time) => time + count;

  const zone = time_kind === 'instant' ? time_zone : null;
  const open = new OpenDays(frequency);
  switch (step.unit) {
    case 'ms': {
      // Steps up to an hour ignore clock changes. Longer steps keep the wall-clock times (00:00, 06:00, 12:00 …).
      const byClock = zone !== null && followsClock(count);
      const everyDay =
        frequency.closed_weekdays.length === 0 &&
        frequency.closures.length === 0 &&
        !frequency.closed_days?.length;
      const openTimes = frequency.open_times?.map(timeOfDay) ?? null;
      if (openTimes === null && everyDay && !byClock) return (time) => time + count;
      if (openTimes !== null) return sessions(zone, openTimes, open);
      return byClock
        ? onWall(zone, skippingClosedDays(null, count, open), count)
        : skippingClosedDays(zone, count, open);
    }
    case 'day':
      return onWall(
        zone,
        (wall) => withDay(wall, dayAfter(dayOf(wall), count, open, frequency.closed_weekdays)),
        dayMs,
      );
    case 'month':
      return onWall(zone, (wall) => monthAfter(wall, count, frequency.day_of_month, open, monthFor), dayMs);
  }
}

/** Applies a rule for wall-clock times to instants of a zone.
 *  @param cycleMs distances between the wall-clock times of a series are multiples of it; null: they are not */
function onWall(zone: string | null, nextWall: NextTime, cycleMs: number | null): NextTime {
  if (zone === null) return nextWall;
  return (time, before) => {
    let wall = nextWall(cycleMs === null ? wallOf(time, zone) : meantWallOf(time, before, zone, cycleMs));
    if (Number.isNaN(wall)) return wall;
    let next = wallToInstant(wall, zone);
    // In an hour that clocks repeat, the first of both instants may not be after `time`.
    while (next <= time) {
      wall = nextWall(wall);
      if (Number.isNaN(wall)) return wall;
      next = wallToInstant(wall, zone);
    }
    return next;
  };
}

/** The wall-clock time that an instant stands for. It is the one that clocks skip if that one fits the earlier time of
 *  the series, and the clock's own does not. */
function meantWallOf(time: number, before: number | undefined, zone: string, cycleMs: number): number {
  const wall = wallOf(time, zone);
  if (before === undefined) return wall;
  const wallBefore = wallOf(before, zone);
  if ((wall - wallBefore) % cycleMs === 0) return wall;
  const skipped = skippedWallOf(time, zone);
  return skipped !== null && (skipped - wallBefore) % cycleMs === 0 ? skipped : wall;
}

/** NaN if no later month has an open day. */
function monthAfter(
  wall: number,
  count: number,
  dayOfMonthMeant: number | null | undefined,
  open: OpenDays,
  monthFor: typeof monthMeant,
): number {
  const day = dayOf(wall);
  const anchor = dayOfMonthMeant ?? dayOfMonth(day);
  const month = monthFor(day, (one) => dayInMonth(one, anchor, open));
  for (let n = 1; n <= closedMonthsMost; n++) {
    const next = dayInMonth(month + n * count, anchor, open);
    if (next > day) return withDay(wall, next); // a month that is closed as a whole is left out
  }
  return Number.NaN;
}

function withDay(wall: number, day: number): number {
  return day * dayMs + (wall - dayOf(wall) * dayMs);
}

function dayAfter(day: number, count: number, open: OpenDays, closedWeekdays: number[]): number {
  if (count === 1) return open.after(day);
  const next = day + count;
  if (count % 7 !== 0 || closedWeekdays.length !== 6) return next;
  // Weekly on one weekday: if a holiday moved the last observation, it stands for the nearest such weekday.
  const weekday = [1, 2, 3, 4, 5, 6, 7].find((candidate) => !closedWeekdays.includes(candidate))!;
  return next + ((weekday - weekdayOf(next) + 10) % 7) - 3;
}

/** Day `anchor` of a month, clamped to its length. A closed day moves towards the middle of the month. NaN if all days
 *  that way are closed. */
function dayInMonth(month: number, anchor: number, open: OpenDays): number {
  const [year, monthOfYear] = [Math.floor(month / 12), (month % 12) + 1];
  const day = dayFrom(year, monthOfYear, Math.min(anchor, daysInMonth(year, monthOfYear)));
  return open.nearest(day, anchor <= 15 ? 1 : -1, daysOfMonthMost);
}

function skippingClosedDays(zone: string | null, stepMs: number, open: OpenDays): NextTime {
  return (time) => {
    const next = time + stepMs;
    const wall = wallOf(next, zone);
    const day = dayOf(wall);
    if (open.isOpen(day)) return next;
    const firstOfDay = (((wall - day * dayMs) % stepMs) + stepMs) % stepMs;
    const openWall = open.after(day) * dayMs + firstOfDay;
    return zone === null || Number.isNaN(openWall) ? openWall : wallToInstant(openWall, zone);
  };
}

function sessions(zone: string | null, openTimes: number[], open: OpenDays): NextTime {
  const nextOpen = (wall: number) => {
    const day = dayOf(wall);
    const later = open.isOpen(day) ? openTimes.find((time) => day * dayMs + time > wall) : undefined;
    return later === undefined ? open.after(day) * dayMs + openTimes[0] : day * dayMs + later;
  };
  return onWall(zone, nextOpen, null);
}

/** Milliseconds of `HH:MM:SS` or `HH:MM:SS.mmm`. */
function timeOfDay(text: string): number {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
