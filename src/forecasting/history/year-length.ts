import type { DatasetHeader } from '../../contracts/schemas/index.ts';

const daysOfYear = 365.25;
/** Longest step of which a year is a course. Months and quarters have a season. */
const stepDaysMax = 7;

/** Steps of a year, for steps of days or of a week; null for others. Weekdays on which nothing is open are no steps. */
export function yearLength({ frequency }: Pick<DatasetHeader, 'frequency'>): number | null {
  const [, count, unit] = /^P(\d+)([DW])$/.exec(frequency.step) ?? [];
  if (count === undefined) return null;
  const days = Number(count) * (unit === 'W' ? 7 : 1);
  if (days > stepDaysMax) return null;
  const openWeekdays = 7 - frequency.closed_weekdays.length;
  return days === 1 ? (daysOfYear * openWeekdays) / 7 : daysOfYear / days;
}
