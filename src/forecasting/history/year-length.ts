import type { DatasetHeader } from '../../contracts/schemas/index.ts';

const daysOfYear = 365.25;
/** Longest step of which a year is a course. Months and quarters have a season. */
const stepDaysMax = 7;

/** Steps of a year whose course may be taken out, for steps of days or of a week; null for others. */
export function yearLength(header: Pick<DatasetHeader, 'frequency'>): number | null {
  const isDays = /^P\d+[DW]$/.test(header.frequency.step);
  const steps = isDays ? stepsOfYear(header) : null;
  return steps !== null && steps >= daysOfYear / stepDaysMax ? steps : null;
}

/** Steps of a calendar year; null of integer times and of steps longer than a year. Weekdays and times of day without
 *  observations are no steps. */
export function stepsOfYear({
  frequency: { step: duration, closed_weekdays, open_times },
}: Pick<DatasetHeader, 'frequency'>): number | null {
  const counts = durationPattern.exec(duration)?.slice(1) ?? [];
  const step = counts.reduce((days, count, i) => days + Number(count ?? 0) * daysOfUnits[i], 0);
  if (step === 0 || step > daysOfYear) return null;
  const openDays = step <= 1 ? (daysOfYear * (7 - closed_weekdays.length)) / 7 : daysOfYear;
  return open_times === null || step >= 1 ? openDays / step : openDays * open_times.length;
}

/** Years, months, weeks, days, hours, minutes and seconds. */
const durationPattern =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;
const daysOfUnits = [daysOfYear, daysOfYear / 12, 7, 1, 1 / 24, 1 / 1_440, 1 / 86_400];
