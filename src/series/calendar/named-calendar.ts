import type { CalendarIn, Frequency } from '../../contracts/schemas/index.ts';
import { calendarApplies } from '../../contracts/values/index.ts';
import { refuse } from '../faults/index.ts';
import { type ExchangeCalendar, exchangeCalendars } from './exchange-calendars.ts';
import { seasonLengths } from './season.ts';
import { parseStep } from './step.ts';

/** Replaces the holidays of a frequency by a named calendar or a list of closed days. The holidays are learnt, or come
 *  from another calendar. */
export function withCalendar(frequency: Frequency, calendar: CalendarIn | null | undefined): Frequency {
  if (calendar === null || calendar === undefined) return frequency;
  const { calendar: _, closed_days: __, ...withoutCalendar } = frequency;
  if (Array.isArray(calendar))
    return { ...withoutCalendar, closures: [], closed_days: [...new Set(calendar)].sort() };
  const { closedWeekdays, closures }: ExchangeCalendar = exchangeCalendars[calendar];
  const step = parseStep(frequency.step)!;
  return {
    ...withoutCalendar,
    calendar,
    closed_weekdays: closedWeekdays,
    closures,
    season_lengths: seasonLengths(step, 7 - closedWeekdays.length, frequency.open_times?.length ?? null),
  };
}

/** Replaces the closed weekdays that are learnt by those that a caller states. */
export function withClosedWeekdays(frequency: Frequency, weekdays: readonly number[] | undefined): Frequency {
  if (weekdays === undefined) return frequency;
  const openTimes = frequency.open_times?.length ?? null;
  return {
    ...frequency,
    closed_weekdays: [...weekdays],
    season_lengths: seasonLengths(parseStep(frequency.step)!, 7 - weekdays.length, openTimes),
  };
}

/** @param path path of the calendar in the request
 *  @throws AppError request_invalid if the step is longer than a day */
export function requireApplicable(
  frequency: Frequency,
  calendar: CalendarIn | undefined,
  path: string,
): void {
  if (calendar === undefined || calendarApplies(frequency)) return;
  refuse('request_invalid', {
    path,
    message: `a calendar of closed days does not apply to steps of ${frequency.step}`,
    accepted: 'no calendar, or daily or finer data',
  });
}
