import { type CalendarIn, calendarApplies, type Frequency } from '../../contracts/schemas/index.ts';
import { refuse } from '../faults/index.ts';
import { type ExchangeCalendar, exchangeCalendars } from './exchange-calendars.ts';
import { seasonLengths } from './season.ts';
import { parseStep } from './step.ts';

/** The frequency with a calendar by name, or a list of closed days, in the place of the holidays that were learnt. */
export function withCalendar(frequency: Frequency, calendar: CalendarIn | null | undefined): Frequency {
  if (calendar === null || calendar === undefined) return frequency;
  if (Array.isArray(calendar))
    return { ...frequency, closures: [], closed_days: [...new Set(calendar)].sort() };
  const { closedWeekdays, closures }: ExchangeCalendar = exchangeCalendars[calendar];
  const step = parseStep(frequency.step)!;
  return {
    ...frequency,
    calendar,
    closed_weekdays: closedWeekdays,
    closures,
    season_lengths: seasonLengths(step, 7 - closedWeekdays.length, frequency.open_times?.length ?? null),
  };
}

/** @param path where the calendar stands in the request.
 *  @throws AppError request_invalid where the steps are no days and not finer */
export function requireApplicable(
  frequency: Frequency,
  calendar: CalendarIn | undefined,
  path: string,
): void {
  if (calendar === undefined || calendarApplies(frequency)) return;
  refuse('request_invalid', {
    path,
    message: `a calendar of days says nothing about steps of ${frequency.step}`,
    accepted: 'no calendar, or daily or finer data',
  });
}
