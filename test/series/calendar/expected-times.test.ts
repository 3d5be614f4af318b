import { expect, test } from 'vitest';
import type { CalendarHeader } from '../../../src/series/calendar/index.ts';
import { expectedTimes } from '../../../src/series/calendar/index.ts';

const day = 86_400_000;
const monday = Date.UTC(2024, 0, 1);

function headerOf(step: string, settings: Partial<CalendarHeader['frequency']> = {}): CalendarHeader {
  const frequency = { kind: 'calendar', step, season_lengths: [], closed_weekdays: [], closures: [] };
  return {
    time_kind: 'date',
    time_zone: null,
    frequency: { ...frequency, open_times: null, ...settings },
  } as never;
}

/** Positions among the given times; -1 for each that was added. Null if there is nothing to add. */
function positionsOf(times: number[], header = headerOf('P1D')): number[] | null {
  const found = expectedTimes(Float64Array.from(times), header);
  if (found === null) return null;
  expect([...found.times]).toEqual([...found.times].toSorted((a, b) => a - b));
  for (const [i, position] of found.positions.entries())
    if (position >= 0) expect(found.times[i]).toBe(times[position]);
  return [...found.positions];
}

const days = (...at: number[]) => at.map((one) => monday + one * day);

test('days that a series lacks are added between those that it has', () => {
  expect(positionsOf(days(0, 1, 2, 5, 6, 8, 9, 10))).toEqual([0, 1, 2, -1, -1, 3, 4, -1, 5, 6, 7]);
  expect(positionsOf(days(0, 1, 2, 3))).toBeNull();
  expect(positionsOf(days(0))).toBeNull();
  expect(positionsOf([])).toBeNull();
});

test('closed days, closed hours and the length of months are no gaps', () => {
  const weekdays = headerOf('P1D', { closed_weekdays: [6, 7] });
  expect(positionsOf(days(3, 4, 7, 8, 9), weekdays)).toBeNull();
  expect(positionsOf(days(3, 7, 8, 9), weekdays)).toEqual([0, -1, 1, 2, 3]);
  const listed = headerOf('P1D', { closed_days: ['2024-01-03'] } as never);
  expect(positionsOf(days(0, 1, 3, 4), listed)).toBeNull();
  const months = [0, 1, 2, 4, 5].map((month) => Date.UTC(2024, month, 1));
  expect(positionsOf(months, headerOf('P1M'))).toEqual([0, 1, 2, -1, 3, 4]);
  const sessions = {
    ...headerOf('PT1H', { open_times: ['09:00:00', '10:00:00', '11:00:00'] }),
    time_kind: 'instant',
  } as CalendarHeader;
  const hours = (...at: number[]) => at.map((hour) => monday + hour * 3_600_000);
  expect(positionsOf(hours(9, 10, 11, 33, 34, 35), sessions)).toBeNull();
  expect(positionsOf(hours(9, 10, 11, 33, 35), sessions)).toEqual([0, 1, 2, 3, -1, 4]);
});

test('a day that a weekend moved into the month before stands for its own month', () => {
  const dates = (...all: string[]) => all.map((date) => Date.parse(date));
  const starts = headerOf('P1M', { day_of_month: 1 });
  expect(positionsOf(dates('2024-07-01', '2024-08-01', '2024-08-30', '2024-10-01'), starts)).toBeNull();
  expect(positionsOf(dates('2024-07-01', '2024-08-30', '2024-10-01'), starts)).toEqual([0, -1, 1, 2]);
  const ends = headerOf('P1M', { day_of_month: 31 });
  expect(positionsOf(dates('2024-08-31', '2024-10-01', '2024-10-31'), ends)).toBeNull();
});

test('a time that is late stands for the expected one', () => {
  const late = [0, 1, 2.3, 3.3, 6.4, 7.4].map((at) => monday + at * day);
  expect(positionsOf(late)).toEqual([0, 1, 2, 3, -1, -1, 4, 5]);
});

test('integers have a step, and hours of a zone keep the clock', () => {
  const integers = { ...headerOf('5'), time_kind: 'integer' } as CalendarHeader;
  expect(positionsOf([0, 5, 10, 25, 30], integers)).toEqual([0, 1, 2, -1, -1, 3, 4]);
  const berlin = { ...headerOf('P1D'), time_kind: 'instant', time_zone: 'Europe/Berlin' } as CalendarHeader;
  const midnights = ['03-29T23', '03-30T23', '03-31T22', '04-02T22'].map((at) =>
    Date.parse(`2024-${at}:00Z`),
  );
  expect(positionsOf(midnights, berlin)).toEqual([0, 1, 2, -1, 3]);
});

test('a series of which most steps are gaps follows no calendar', () => {
  expect(positionsOf(days(0, 1, 3, 4, 6))).toEqual([0, 1, -1, 2, 3, -1, 4]);
  expect(positionsOf(days(0, 2, 4, 5, 8))).toBeNull();
});

test('where too many times are missing, the last gaps are filled and no earlier one', () => {
  const far = days(-400_000, -399_999, -399_998, ...[0, 1, 2, 4, 5, 6, 7]);
  expect(positionsOf(far)).toEqual([0, 1, 2, 3, 4, 5, -1, 6, 7, 8, 9]);
  const before = days(-6, -5, -3, -2, ...[2_000, 2_001, 2_003, 2_004, 2_005, 2_006, 2_007]);
  expect(positionsOf(before)).toEqual([0, 1, 2, 3, 4, 5, -1, 6, 7, 8, 9, 10]);
});
