import { expect, test } from 'vitest';
import type { Frequency } from '../../../src/contracts/schemas/primitives/frequency.ts';
import {
  columnsOfFeature,
  type TimeFeature,
  timeFeatureNames,
} from '../../../src/contracts/values/time-features.ts';
import type { CalendarHeader } from '../../../src/series/calendar/calendar.ts';
import { timeFeatureColumns } from '../../../src/series/calendar/time-features.ts';

const frequency: Frequency = {
  kind: 'calendar',
  step: 'P1D',
  season_lengths: [7],
  closed_weekdays: [],
  closures: [],
  open_times: null,
};
const dates: CalendarHeader = { time_kind: 'date', time_zone: null, frequency };
const at = (...texts: string[]) => Float64Array.from(texts, (text) => Date.parse(text));

/** Position in the cycle, in its units. */
function placeOf(feature: TimeFeature, cycle: number, text: string, header = dates): number {
  const [sine, cosine] = timeFeatureColumns([feature], at(text), header);
  const turns = Math.atan2(sine[0], cosine[0]) / (2 * Math.PI);
  return ((turns + 1) % 1) * cycle;
}

test('a place in a cycle is its sine and cosine', () => {
  const instants: CalendarHeader = { ...dates, time_kind: 'instant' };
  expect(placeOf('minute_of_hour', 60, '2024-05-01T10:45:59Z', instants)).toBeCloseTo(45);
  expect(placeOf('hour_of_day', 24, '2024-05-01T18:45:00Z', instants)).toBeCloseTo(18);
  expect(placeOf('day_of_week', 7, '2024-05-05')).toBeCloseTo(6); // a Sunday
  expect(placeOf('day_of_month', 30, '2024-04-30')).toBeCloseTo(29);
  expect(placeOf('day_of_month', 29, '2024-02-29')).toBeCloseTo(28);
  expect(placeOf('day_of_year', 366, '2024-12-31')).toBeCloseTo(365);
  expect(placeOf('month_of_year', 12, '2024-12-01')).toBeCloseTo(11);
  // 2020 has 53 ISO weeks; the first days of 2021 are in the last of them.
  expect(placeOf('week_of_year', 53, '2021-01-03')).toBeCloseTo(52);
  expect(placeOf('week_of_year', 52, '2021-01-04') % 52).toBeCloseTo(0);
});

test('clocks are those of the zone', () => {
  const berlin: CalendarHeader = { ...dates, time_kind: 'instant', time_zone: 'Europe/Berlin' };
  expect(placeOf('hour_of_day', 24, '2024-01-15T12:00:00Z', berlin)).toBeCloseTo(13);
  expect(placeOf('hour_of_day', 24, '2024-07-15T12:00:00Z', berlin)).toBeCloseTo(14);
  // Half past eleven on Friday in UTC is Saturday there.
  expect(timeFeatureColumns(['is_weekend'], at('2024-05-03T23:30:00Z'), berlin)).toEqual([
    Float64Array.of(1),
  ]);
});

test('the month begins and ends on open days', () => {
  const days = at('2024-03-01', '2024-03-29', '2024-03-31', '2024-06-01', '2024-06-03');
  const ends = (header: CalendarHeader) =>
    timeFeatureColumns(['is_month_start', 'is_month_end'], days, header).map((column) => [...column]);
  expect(ends(dates)).toEqual([
    [1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0],
  ]);
  // Of weekdays, 29 March 2024 is the last one of its month, and 3 June the first one of its.
  const weekdays = { ...dates, frequency: { ...frequency, closed_weekdays: [6, 7] } };
  expect(ends(weekdays)).toEqual([
    [1, 0, 0, 1, 1],
    [0, 1, 1, 0, 0],
  ]);
  const closed = { ...frequency, closed_weekdays: [6, 7], closed_days: ['2024-03-29'] };
  const [end] = timeFeatureColumns(['is_month_end'], at('2024-03-28'), { ...dates, frequency: closed });
  expect([...end]).toEqual([1]);
});

test('columns come in the order of the features, as many as are named', () => {
  const columns = timeFeatureColumns(timeFeatureNames, at('2024-05-01', '2024-05-02'), dates);
  expect(columns).toHaveLength(timeFeatureNames.flatMap(columnsOfFeature).length);
  expect(columns.every((column) => column.length === 2 && column.every(Number.isFinite))).toBe(true);
});
