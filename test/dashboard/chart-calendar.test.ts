import { describe, expect, test } from 'vitest';
import {
  ClosedDays,
  closedSpans,
  gapsOf,
  hasClosedSpans,
  weeklyDay,
} from '../../dashboard/src/parts/charts/calendar.ts';
import { clockOf, secondsOf } from '../../dashboard/src/parts/charts/clock.ts';
import { OpenDays } from '../../src/series/calendar/closures.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;

describe('the calendar of a chart', () => {
  const frequency = {
    kind: 'calendar' as const,
    step: 'P1D',
    season_lengths: [5],
    closed_weekdays: [6, 7],
    closures: [
      { rule: 'easter' as const, offset_days: -2 },
      { rule: 'month_day' as const, month: 7, day: 4, shift: 'nearest_weekday' as const },
      { rule: 'nth_weekday' as const, month: 11, weekday: 4, nth: 4 },
    ],
    open_times: null,
  };
  const closed = new ClosedDays(frequency);

  test.each([
    ['2024-03-29', true, 'Good Friday'],
    ['2021-07-05', true, 'the Monday after a Sunday'],
    ['2020-07-03', true, 'the Friday before a Saturday'],
    ['2023-11-23', true, 'the fourth Thursday'],
    ['2024-06-15', true, 'a Saturday'],
    ['2024-06-14', false, 'a working day'],
  ])('%s: closed %s, %s', (date, isClosed) => {
    expect(closed.has(day(date))).toBe(isClosed);
  });

  test('steps of weeks have a day, and no closed days between them', () => {
    const weekly = { ...frequency, step: 'P1W', closed_weekdays: [2, 3, 4, 5, 6, 7], closures: [] };
    expect(weeklyDay(weekly)).toBe(1);
    expect(weeklyDay({ ...weekly, step: 'P2W', closed_weekdays: [1, 2, 3, 4, 5, 6] })).toBe(7);
    expect(weeklyDay({ ...weekly, step: 'P1D' })).toBeNull();
    expect(weeklyDay(frequency)).toBeNull();
    expect(hasClosedSpans(weekly, new ClosedDays(weekly))).toBe(false);
    expect(hasClosedSpans(frequency, closed)).toBe(true);
  });

  const shifts = ['none', 'after_weekend_only', 'nearest_weekday', 'next_weekday'] as const;
  const monthDays = ['2-29', '1-1', '12-31', '4-30'].map((text) => {
    const [month, day] = text.split('-').map(Number);
    return { month, day };
  });
  test.each([
    ...shifts.flatMap((shift) =>
      monthDays.map((date) => ({ rule: 'month_day' as const, ...date, shift, since_year: null })),
    ),
    ...[1, 5, -1].map((nth) => ({
      rule: 'nth_weekday' as const,
      month: 5,
      weekday: 1,
      nth,
      since_year: 2022,
    })),
    { rule: 'easter' as const, offset_days: 39 },
  ])('closes the days that the service closes: %j', (rule) => {
    const rules = { ...frequency, closures: [rule], closed_days: ['2023-08-15'] };
    for (const closed_weekdays of [[], [6, 7], [5]]) {
      const [page, service] = [
        new ClosedDays({ ...rules, closed_weekdays }),
        new OpenDays({ ...rules, closed_weekdays }),
      ];
      const days = Array.from(
        { length: day('2030-01-01') - day('2019-01-01') },
        (_, i) => day('2019-01-01') + i,
      );
      expect(days.filter((one) => page.has(one))).toEqual(days.filter((one) => !service.isOpen(one)));
    }
  });

  test('gaps are open days that are missing, not closed ones', () => {
    const times = ['2024-03-27', '2024-03-28', '2024-04-01', '2024-04-03', '2024-04-04'].map(
      (date) => day(date) * 86_400,
    );
    expect(gapsOf(times, frequency, closed)).toEqual([
      [day('2024-04-01') * 86_400, day('2024-04-03') * 86_400],
    ]);
    const monthly = { ...frequency, step: 'P1M', closed_weekdays: [], closures: [] };
    const months = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-06-30'].map((date) => day(date) * 86_400);
    expect(gapsOf(months, monthly, new ClosedDays(monthly))).toHaveLength(1);
    const steps = { ...monthly, kind: 'index' as const, step: '1' };
    expect(gapsOf([0, 1, 2, 5], steps, new ClosedDays(steps))).toEqual([[2, 5]]);
    const hours = { ...monthly, kind: 'fixed' as const, step: 'PT1H' };
    expect(gapsOf([0, 3_600, 10_800], hours, new ClosedDays(hours))).toEqual([[3_600, 10_800]]);
  });

  test('a closed day after the longer day of a clock change is no gap', () => {
    const days = { ...frequency, closed_weekdays: [1], closures: [] };
    const times = ['2024-10-27T00:00:00+02:00', '2024-10-29T00:00:00+01:00'];
    expect(gapsOf(times.map(secondsOf), days, new ClosedDays(days), clockOf(times))).toEqual([]);
  });

  describe('gaps of hours', () => {
    const hours = { ...frequency, kind: 'fixed' as const, step: 'PT1H', closures: [] };
    const session = Array.from({ length: 8 }, (_, i) => `${String(9 + i).padStart(2, '0')}:00:00`);
    const around = { ...hours, open_times: null };
    const trading = { ...hours, open_times: session };
    const broken = { ...hours, open_times: ['09:00:00', '10:00:00', '15:00:00'] };
    // The third of June 2024 was a Monday.
    test.each([
      ['a session that breaks off', trading, ['03T09', '03T10', '04T16'], 1],
      ['a session that begins late', trading, ['03T16', '04T10', '04T11'], 1],
      ['the night', trading, ['03T15', '03T16', '04T09'], 0],
      ['a weekend', trading, ['07T15', '07T16', '10T09'], 0],
      ['a pause of every day', broken, ['03T09', '03T10', '03T15', '04T09'], 0],
      ['an open day', trading, ['03T16', '05T09'], 1],
      ['a Friday that breaks off', around, ['07T09', '07T10', '10T00'], 1],
      ['a Monday that begins late', around, ['07T22', '07T23', '10T02'], 1],
      ['a weekend of a market around the clock', around, ['07T22', '07T23', '10T00'], 0],
      ['an hour', around, ['03T22', '03T23', '04T01'], 1],
      ['an hour of a weekend', { ...around, closed_weekdays: [6] }, ['08T00', '08T02'], 0],
    ])('%s', (_name, frequency, times, count) => {
      for (const zone of ['Z', '-08:00', '+05:30']) {
        const shown = times.map((time) => `2024-06-${time}:00:00${zone}`);
        const found = gapsOf(shown.map(secondsOf), frequency, new ClosedDays(frequency), clockOf(shown));
        expect(found).toHaveLength(count);
      }
    });
  });

  test.each(['Z', '-08:00', '+05:30', '+09:00', '+13:00'])('days are those of the zone %s', (zone) => {
    const week = { ...frequency, closures: [], step: 'P1D' };
    const closed = new ClosedDays(week);
    const times = ['13', '14', '17', '18', '20'].map((date) => `2024-06-${date}T00:00:00${zone}`);
    const clock = clockOf(times);
    const at = (date: string) => secondsOf(`2024-06-${date}:00:00${zone}`);
    expect(gapsOf(times.map(secondsOf), week, closed, clock)).toEqual([[at('18T00'), at('20T00')]]);
    // Saturday and Sunday lie around the places of their points; with steps of hours from start to end.
    const spans = (step: string) => closedSpans([at('13T00'), at('20T00')], { step }, closed, clock);
    expect(spans('P1D')).toEqual([
      [at('14T12'), at('15T12')],
      [at('15T12'), at('16T12')],
    ]);
    expect(spans('PT1H')).toEqual([
      [at('15T00'), at('16T00')],
      [at('16T00'), at('17T00')],
    ]);
  });
});
