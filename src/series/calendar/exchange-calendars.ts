import type { CalendarName, YearlyClosure } from '../../contracts/schemas/index.ts';

/** Regular closed days of an exchange. One-off closures (a funeral, a storm) are not listed: they are in the past. */
export interface ExchangeCalendar {
  closedWeekdays: number[];
  closures: YearlyClosure[];
}

/** XNYS: the New York Stock Exchange. Source: NYSE Rule 7.2 ("Holidays"), and its list of holidays and trading hours
 *  (nyse.com/markets/hours-calendars). A holiday on a Saturday moves to the Friday before, and one on a Sunday to the
 *  Monday after. Only New Year's Day on a Saturday is not moved, because that Friday closes the books of the year. */
export const exchangeCalendars = {
  XNYS: {
    closedWeekdays: [6, 7],
    closures: [
      { rule: 'month_day', month: 1, day: 1, shift: 'after_weekend_only' }, // New Year's Day
      { rule: 'nth_weekday', month: 1, weekday: 1, nth: 3, since_year: 1998 }, // Martin Luther King, Jr. Day
      { rule: 'nth_weekday', month: 2, weekday: 1, nth: 3, since_year: 1971 }, // Washington's Birthday
      { rule: 'easter', offset_days: -2 }, // Good Friday
      { rule: 'nth_weekday', month: 5, weekday: 1, nth: -1, since_year: 1971 }, // Memorial Day
      { rule: 'month_day', month: 6, day: 19, shift: 'nearest_weekday', since_year: 2022 }, // Juneteenth
      { rule: 'month_day', month: 7, day: 4, shift: 'nearest_weekday' }, // Independence Day
      { rule: 'nth_weekday', month: 9, weekday: 1, nth: 1 }, // Labor Day
      { rule: 'nth_weekday', month: 11, weekday: 4, nth: 4 }, // Thanksgiving Day
      { rule: 'month_day', month: 12, day: 25, shift: 'nearest_weekday' }, // Christmas Day
    ],
  },
} satisfies Record<CalendarName, ExchangeCalendar>;
