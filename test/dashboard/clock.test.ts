import { expect, test, vi } from 'vitest';
import { compareWindows } from '../../dashboard/src/pages/compare/comparison.ts';
import {
  cycleOf,
  errorsByPart,
  histogramOf,
  overTime,
  residualsOf,
} from '../../dashboard/src/pages/model/residuals.ts';
import { endOfDay } from '../../dashboard/src/pages/settings/end-of-day.ts';
import {
  clockOf,
  instantOf,
  secondsOf,
  timeLabels,
  timeText,
} from '../../dashboard/src/parts/charts/clock.ts';

test('the clock of a chart follows the offsets of the times, also where clocks are changed', () => {
  const times = ['2024-03-31T00:00:00+01:00', '2024-03-31T01:00:00+01:00', '2024-03-31T03:00:00+02:00'];
  const clock = clockOf(times);
  expect(times.map((time) => clock(secondsOf(time)))).toEqual([
    secondsOf('2024-03-31T00:00:00Z'),
    secondsOf('2024-03-31T01:00:00Z'),
    secondsOf('2024-03-31T03:00:00Z'),
  ]);
  for (const time of times) expect(instantOf(clock(secondsOf(time)), clock)).toBe(secondsOf(time));
  // Ticks before the first time, and after the last one, have its offset.
  expect(clock(secondsOf('2024-03-30T12:00:00+01:00'))).toBe(secondsOf('2024-03-30T12:00:00Z'));
  expect(clock(secondsOf('2024-04-01T12:00:00+02:00'))).toBe(secondsOf('2024-04-01T12:00:00Z'));
  const winter = clockOf(['2024-03-31T00:00:00Z', '2024-03-31T02:00:00+01:00']);
  expect(winter(secondsOf('2024-03-31T00:30:00Z'))).toBe(secondsOf('2024-03-31T00:30:00Z'));
  for (const plain of [['2024-01-01', '2024-01-02'], ['2024-01-01T00:00:00Z'], [1, 2, 3]])
    expect(clockOf(plain)(1_000)).toBe(1_000);
  expect(clockOf(['2024-01-01T00:00:00-05:30'])(0)).toBe(-19_800);
});

test('errors by weekday, hour and month, and their line, are on the clock of the data', () => {
  const windows = (times: string[], isWrong: (time: string) => boolean) =>
    [
      {
        ...{ series_id: 'shop', origin: '', times, quantiles: {}, baselines: {} },
        ...{ median: times.map(() => 0), actual: times.map((time) => (isWrong(time) ? 5 : 1)) },
      },
    ] as unknown as Parameters<typeof residualsOf>[0];
  const worstOf = (times: string[], isWrong: (time: string) => boolean) => {
    const residuals = residualsOf(windows(times, isWrong));
    expect(overTime(residuals).times).toEqual(times);
    const cycle = cycleOf(residuals);
    if (cycle === null) return null;
    return errorsByPart(residuals, cycle).filter(({ error }) => error > 1);
  };
  const two = (value: number) => String(value).padStart(2, '0');
  for (const zone of ['Z', '-08:00', '+05:30', '+09:00']) {
    // The third of June 2024 was a Monday.
    const days = Array.from({ length: 14 }, (_, i) => `2024-06-${two(i + 3)}T00:00:00${zone}`);
    expect(worstOf(days, (time) => /-(03|10)T/.test(time))).toEqual([{ part: 0, error: 5 }]);
    const hours = Array.from({ length: 24 }, (_, i) => `2024-06-03T${two(i)}:00:00${zone}`);
    expect(worstOf(hours, (time) => time.includes('T07'))).toEqual([{ part: 7, error: 5 }]);
    const months = Array.from({ length: 12 }, (_, i) => `2024-${two(i + 1)}-01T00:00:00${zone}`);
    expect(worstOf(months, (time) => time.startsWith('2024-03'))).toEqual([{ part: 2, error: 5 }]);
  }
});

test('residuals of which nearly all are zero have a histogram, and those that are all zero have none', () => {
  const residuals = (values: number[]) => values.map((value, i) => ({ seconds: i, time: i, step: 1, value }));
  const zeros = Array<number>(199).fill(0);
  const counts = histogramOf(residuals([...zeros, 4])).map(({ count }) => count);
  expect([counts[10], counts[20]]).toEqual([199, 1]);
  expect(histogramOf(residuals(zeros))).toEqual([]);
});

test('windows of a comparison are in the order of time, also where clocks are set back', () => {
  const origins = ['2024-10-27T02:00:00+02:00', '2024-10-27T02:00:00+01:00', '2024-10-27T03:00:00+01:00'];
  const windows = origins.map((origin, i) => ({
    ...{ series_id: 'shop', origin, times: [], quantiles: {}, baselines: {} },
    ...{ median: [0], actual: [i + 1] },
  })) as unknown as Parameters<typeof compareWindows>[0][number];
  expect(compareWindows([windows], 1, 'median')?.models[0].byOrigin).toEqual([1, 2, 3]);
});

test('times with seconds are told apart', async () => {
  const times = ['2024-06-03T00:00:00+09:00', '2024-06-03T00:01:00+09:00', '2024-06-03T00:01:05+09:00'];
  const clock = clockOf(times);
  expect(times.map((time) => timeText(secondsOf(time), clock))).toEqual([
    ...['2024-06-03', '2024-06-03 00:01', '2024-06-03 00:01:05'],
  ]);
  expect(timeText(0.25, clockOf([]))).toBe('1970-01-01 00:00:00.250');
  const labels = (ticks: number[]) => timeLabels(ticks, clockOf([]), 'en');
  expect(labels([0, 30, 60])).toEqual(['Jan 1', '00:00:30', '00:01:00']);
  expect(labels([0, 60, 120])).toEqual(['Jan 1', '00:01', '00:02']);
  expect(labels([0, 0.5, 1])).toEqual(['Jan 1', '00:00:00.500', '00:00:01.000']);
  const hours = [14, 20, 26, 32, 41].map((hour) => hour * 3_600);
  expect(labels(hours)).toEqual(['Jan 1, 14:00', '20:00', 'Jan 2, 02:00', '08:00', '17:00']);
  expect(labels([6, 12, 18, 24, 30].map((hour) => hour * 3_600))).toEqual([
    ...['Jan 1, 06:00', '12:00', '18:00', 'Jan 2', '06:00'],
  ]);
  const seoul = clockOf(['1970-01-01T00:00:00+09:00']);
  expect(
    timeLabels(
      [12, 15, 18].map((hour) => hour * 3_600),
      seoul,
      'en',
    ),
  ).toEqual([...['Jan 1, 21:00', 'Jan 2', '03:00']]);

  // The language of the page is read from the browser.
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['en'] });
  const { formatSeriesTime } = await import('../../dashboard/src/parts/format.ts');
  vi.unstubAllGlobals();
  const plain = (time: string) => formatSeriesTime(time).replaceAll('\u202f', ' ');
  expect(plain('2024-06-03T10:00:05+09:00')).toBe('Jun 3, 2024, 10:00:05 AM');
  expect(plain('2024-06-03T10:00:00+09:00')).toBe('Jun 3, 2024, 10:00 AM');
  expect(plain('2024-06-03')).toBe('Jun 3, 2024');
  expect(plain('2024-06-03T00:00:01.1Z')).toBe('Jun 3, 2024, 12:00:01.1 AM');
  expect(plain('2024-06-03T00:00:01.200+09:00')).toBe('Jun 3, 2024, 12:00:01.2 AM');
  expect(plain('2024-06-03T00:00:01.000Z')).toBe('Jun 3, 2024, 12:00:01 AM');
});

test('the end of a key is the end of a day on the clock of the reader, in a year of four digits', () => {
  expect(endOfDay('2099-12-31')).toBe(new Date(2099, 11, 31, 23, 59, 59).toISOString());
  for (const day of ['20266-12-31', '202612-01-01', '+010000-01-01', 'soon'])
    expect(endOfDay(day)).toBeNull();
});
