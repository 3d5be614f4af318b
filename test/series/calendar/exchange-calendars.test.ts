import { expect, test } from 'vitest';
import type { Frequency } from '../../../src/contracts/schemas/primitives/frequency.ts';
import { nextTimes } from '../../../src/series/calendar/calendar.ts';
import { withCalendar } from '../../../src/series/calendar/named-calendar.ts';

const daily: Frequency = {
  kind: 'calendar',
  step: 'P1D',
  season_lengths: [7],
  closed_weekdays: [],
  closures: [{ rule: 'easter', offset_days: 1 }],
  open_times: null,
};

/** Holidays that the exchange published. Source: nyse.com/markets/hours-calendars and the yearly
 *  press releases of ICE. */
const published: Record<number, string> = {
  1997: '01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25',
  1999: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
  2021: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
  2022: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26',
  2023: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
  2024: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
  2026: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
  2027: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
};

test('XNYS is closed on weekends and on its published holidays, and on no other day', () => {
  const header = { time_kind: 'date', time_zone: null, frequency: withCalendar(daily, 'XNYS') } as const;
  for (const [year, holidays] of Object.entries(published)) {
    const open = new Set(
      Array.from(nextTimes(header, Date.UTC(Number(year) - 1, 11, 31), 260), (time) =>
        new Date(time).toISOString().slice(0, 10),
      ),
    );
    const closed: string[] = [];
    for (
      let day = Date.UTC(Number(year), 0, 1);
      day <= Date.UTC(Number(year), 11, 24, 12);
      day += 86_400_000
    ) {
      const date = new Date(day).toISOString().slice(0, 10);
      const weekday = new Date(day).getUTCDay();
      if (!open.has(date) && weekday !== 0 && weekday !== 6) closed.push(date.slice(5));
    }
    const expected = holidays.split(' ').filter((day) => day <= '12-24');
    expect(closed, year).toEqual(expected);
  }
});

test('a list of closed days replaces the learnt holidays, and closed weekdays stay', () => {
  const frequency = withCalendar({ ...daily, closed_weekdays: [7] }, ['2024-01-03', '2024-01-02']);
  expect(frequency).toMatchObject({
    closures: [],
    closed_days: ['2024-01-02', '2024-01-03'],
    closed_weekdays: [7],
  });
  const header = { time_kind: 'date', time_zone: null, frequency } as const;
  expect(
    Array.from(nextTimes(header, Date.UTC(2024, 0, 1), 4), (time) => new Date(time).getUTCDate()),
  ).toEqual([4, 5, 6, 8]);
});

test('a named calendar and a list of closed days replace each other', () => {
  const listed = withCalendar(daily, ['2026-10-12']);
  expect(withCalendar(listed, 'XNYS')).toEqual(withCalendar(daily, 'XNYS'));
  const { closed_weekdays, season_lengths } = withCalendar(daily, 'XNYS');
  expect(withCalendar(withCalendar(daily, 'XNYS'), ['2026-10-12'])).toEqual({
    ...listed,
    closed_weekdays,
    season_lengths,
  });
});

test.each(['next_weekday', 'nearest_weekday', 'after_weekend_only'] as const)(
  'a holiday on 31 December, moved by %s into the next year, closes that day',
  (shift) => {
    // 31 December 2023 is a Sunday.
    const closures = [{ rule: 'month_day' as const, month: 12, day: 31, shift }];
    const frequency = { ...daily, closed_weekdays: [5, 6, 7], closures };
    const header = { time_kind: 'date', time_zone: null, frequency } as const;
    const [next] = nextTimes(header, Date.UTC(2023, 11, 28), 1);
    expect(new Date(next).toISOString().slice(0, 10)).toBe('2024-01-02');
  },
);
