import { expect, test } from 'vitest';
import type { DatasetHeader, YearlyClosure } from '../../../src/contracts/schemas/index.ts';
import { leavesOpenDays, nextTimes } from '../../../src/series/calendar/index.ts';

/** Rules that close each day of a year but those of `left`, written as month-day. */
function closuresOfAllBut(left: readonly string[], since_year: number | null = null): YearlyClosure[] {
  return Array.from({ length: 12 * 31 }, (_, i) => ({ month: 1 + Math.floor(i / 31), day: 1 + (i % 31) }))
    .filter(({ month, day }) => !left.includes(`${month}-${day}`))
    .map((day) => ({ rule: 'month_day' as const, shift: 'none' as const, since_year, ...day }));
}

const header = (frequency: Partial<DatasetHeader['frequency']>, time_zone: string | null = null) => ({
  ...{ time_kind: time_zone === null ? ('date' as const) : ('instant' as const), time_zone },
  frequency: {
    ...{ kind: 'calendar' as const, step: 'P1D', season_lengths: [], closed_weekdays: [], closures: [] },
    ...{ open_times: null },
    ...frequency,
  },
});
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const start = Date.UTC(2026, 11, 30);

const steps: [string, Parameters<typeof header>][] = [
  ['days', [{ step: 'P1D' }]],
  ['days in a zone', [{ step: 'P1D' }, 'America/New_York']],
  ['months', [{ step: 'P1M' }]],
  ['hours', [{ kind: 'fixed', step: 'PT6H' }, 'Asia/Seoul']],
  ['sessions', [{ kind: 'fixed', step: 'PT1H', open_times: ['09:00:00'] }, 'Asia/Seoul']],
];
test.each(steps)('times in steps of %s end where all later days are closed', (_, [frequency, zone]) => {
  const closures = closuresOfAllBut([], 2027);
  expect(nextTimes(header({ ...frequency, closures }, zone), start, 9).length).toBeLessThan(8);
});

test('times go on where one day of four years is open', () => {
  const closures = closuresOfAllBut(['2-29']);
  const times = nextTimes(header({ closures }), start, 3);
  expect([...times].map(dayOf)).toEqual(['2028-02-29', '2032-02-29', '2036-02-29']);
});

test('a month that is closed as a whole is left out', () => {
  const closures = closuresOfAllBut([]).filter((one) => 'month' in one && one.month === 8);
  const monthly = header({ step: 'P1M', closures, day_of_month: 31 });
  const times = nextTimes(monthly, Date.UTC(2026, 5, 30), 3);
  expect([...times].map(dayOf)).toEqual(['2026-07-31', '2026-09-30', '2026-10-31']);
});

test('rules that close all days from a year on are known, however late it is', () => {
  const leaves = (closures: YearlyClosure[], closed_weekdays: number[] = []) =>
    leavesOpenDays({ closures, closed_weekdays });
  expect(leaves([])).toBe(true);
  expect(leaves([], [6, 7])).toBe(true);
  expect(leaves(closuresOfAllBut(['7-1', '7-2', '12-31'], 2027))).toBe(true);
  for (const year of [null, 1990, 2027, 9_000]) expect(leaves(closuresOfAllBut([], year))).toBe(false);
  expect(leaves(closuresOfAllBut(['3-1'], 2100), [1, 2, 3, 4, 5, 6, 7])).toBe(false);
});
