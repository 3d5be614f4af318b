/** Time features: the position in a day, week, month and year, by the clock of the zone. */
import { columnsOfFeature, daysInMonth, type TimeFeature } from '../../contracts/values/index.ts';
import type { CalendarHeader } from './calendar.ts';
import { OpenDays } from './closures.ts';
import { dayFrom, dayMs, dayOf, dayOfMonth, monthOf, weekdayOf, yearOf } from './days.ts';
import { wallTimes } from './zone-clock.ts';

/** Columns of the features, in their order. A cycle has two columns, sine and cosine. [columns][T]
 *  @param times [T], as `SeriesData.times`, not integers */
export function timeFeatureColumns(
  features: readonly TimeFeature[],
  times: Float64Array,
  { time_kind, time_zone, frequency }: CalendarHeader,
): Float64Array[] {
  const walls = wallTimes(times, time_kind === 'instant' ? time_zone : null);
  const open = new OpenDays(frequency);
  return features.flatMap((feature) => {
    const read = readers[feature];
    const values = walls.map((wall) => read(wall, open));
    if (columnsOfFeature(feature).length === 1) return [values];
    return [Math.sin, Math.cos].map((wave) => values.map((phase) => wave(2 * Math.PI * phase)));
  });
}

/** Position in the cycle, from 0 to 1; or 1 for true, 0 for false. `wall` is wall-clock time as if it were UTC. */
const readers = {
  minute_of_hour: (wall) => Math.floor((wall - dayOf(wall) * dayMs) / 60_000) / 60,
  hour_of_day: (wall) => Math.floor((wall - dayOf(wall) * dayMs) / 3_600_000) / 24,
  day_of_week: (wall) => (weekdayOf(dayOf(wall)) - 1) / 7,
  day_of_month: (wall) => {
    const day = dayOf(wall);
    // Relative to the length of the month, so that all months end at the same position.
    return (dayOfMonth(day) - 1) / daysInMonth(yearOf(day), (monthOf(day) % 12) + 1);
  },
  day_of_year: (wall) => {
    const day = dayOf(wall);
    const first = dayFrom(yearOf(day), 1, 1);
    return (day - first) / (dayFrom(yearOf(day) + 1, 1, 1) - first);
  },
  week_of_year: (wall) => {
    const day = dayOf(wall);
    // ISO 8601: a week belongs to the year of its Thursday, and 28 December is always in the last week.
    const year = yearOf(thursdayOf(day));
    return (isoWeek(day) - 1) / isoWeek(dayFrom(year, 12, 28));
  },
  month_of_year: (wall) => (monthOf(dayOf(wall)) % 12) / 12,
  is_weekend: (wall) => Number(weekdayOf(dayOf(wall)) >= 6),
  is_month_start: (wall, open) => {
    const day = dayOf(wall);
    const before = day - dayOfMonth(day); // the last day of the month before
    return Number(day <= open.after(before));
  },
  // The last open day of the month: for trading days the last trading day.
  is_month_end: (wall, open) => {
    const day = dayOf(wall);
    return Number(monthOf(open.after(day)) !== monthOf(day));
  },
} satisfies Record<TimeFeature, (wall: number, open: OpenDays) => number>;

function thursdayOf(day: number): number {
  return day - weekdayOf(day) + 4;
}

function isoWeek(day: number): number {
  const thursday = thursdayOf(day);
  return Math.floor((thursday - dayFrom(yearOf(thursday), 1, 1)) / 7) + 1;
}
