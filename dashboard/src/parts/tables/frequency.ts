import type { Frequency } from '../../api/index.ts';
import { language, useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import { weeklyDay } from '../charts/calendar.ts';
import { formatCount } from '../format.ts';

const duration = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;
const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** A step as words: `P1D` is 1 day. */
export function formatStep(step: string): string {
  const parts = duration.exec(step)?.slice(1) ?? [];
  const said = units.flatMap((unit, i) => {
    const count = Number(parts[i] ?? 0);
    const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return count === 0 ? [] : [new Intl.NumberFormat(language.value, format).format(count)];
  });
  return said.length === 0 ? step : said.join(' ');
}

/** Facts about the times of a dataset, as names with their values. */
export function useFrequencyFacts(frequency: Frequency): [string, string][] {
  const m = useMessages(tables);
  const { kind, step, season_lengths: seasons } = frequency;
  return [
    [m.step, kind === 'index' ? m.stepNumbers : formatStep(step)],
    [
      m.season,
      seasons.length === 0 ? m.seasonNone : seasons.map((n) => m.seasonSteps(formatCount(n))).join(', '),
    ],
    [m.calendar, calendarText(frequency, m)],
  ];
}

function calendarText(
  frequency: Frequency,
  m: ReturnType<typeof useMessages<(typeof tables)['en']>>,
): string {
  const { closed_weekdays, closures, calendar, closed_days, open_times } = frequency;
  const first = open_times?.[0];
  const weekly = weeklyDay(frequency);
  const parts = [
    weekly !== null && m.calendarWeekly(weekday(weekly)),
    weekly === null && closed_weekdays.length > 0 && m.calendarClosed(listed(closed_weekdays.map(weekday))),
    calendar != null && m.calendarNamed(calendar),
    closed_days != null && m.calendarDays(formatCount(closed_days.length)),
    closures.length > 0 && m.calendarHolidays(formatCount(closures.length)),
    first !== undefined && m.openTimes(first, open_times?.at(-1) ?? first),
  ].filter((part) => part !== false);
  return parts.length === 0 ? m.calendarAll : parts.join(', ');
}

/** @param day 1 is Monday */
function weekday(day: number): string {
  const format = new Intl.DateTimeFormat(language.value, { weekday: 'long', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2024, 0, day)));
}

function listed(names: string[]): string {
  return new Intl.ListFormat(language.value, { type: 'conjunction' }).format(names);
}
