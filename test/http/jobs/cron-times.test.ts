import { CronDate, CronExpressionParser } from 'cron-parser';
import { expect, test, vi } from 'vitest';
import {
  missedRun,
  nextRun,
  type StoredSchedule,
  scheduleInSchema,
  settledCron,
} from '../../../src/contracts/schemas/index.ts';

const now = Date.UTC(2026, 10, 28, 8, 30);
const nextOf = (cron: string, time_zone: string, from = now) =>
  nextRun({ every: null, cron, time_zone, changed_at: new Date(from).toISOString() }, from);
const isAccepted = (cron: string) =>
  scheduleInSchema.safeParse({ kind: 'retrain', model_id: 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70', cron })
    .success;

/** Steps from one time to another that the parser takes. Each costs some ten microseconds. */
function stepsOf<Result>(work: () => Result): { result: Result; steps: number } {
  const spy = vi.spyOn(CronDate.prototype, 'applyDateOperation');
  try {
    return { result: work(), steps: spy.mock.calls.length };
  } finally {
    spy.mockRestore();
  }
}

const rare = ['0 0 29 2 *', '0 0 * 2 4#5', '30 6 * 2 1#5', '59 23 31 12 *', '0 0 L 2 *', '15 3 * 1 5L'];

test.each(rare)(
  'the next run of %s is that of the parser, in a number of steps that is the same for each year',
  (cron) => {
    for (const zone of ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      for (const from of [
        now,
        Date.UTC(2028, 1, 28, 23, 59),
        Date.UTC(2028, 1, 29, 12),
        Date.UTC(2026, 11, 31),
      ]) {
        const { result, steps } = stepsOf(() => nextOf(cron, zone, from));
        const options = { currentDate: new Date(from), tz: zone };
        expect(result).toBe(CronExpressionParser.parse(cron, options).next().getTime());
        expect(steps).toBeLessThan(50);
      }
    }
  },
);

test('days of the month that never come are refused without a search', () => {
  const { result, steps } = stepsOf(() => isAccepted('0 0 31 2,4,6,9,11 *'));
  expect({ result, steps }).toEqual({ result: false, steps: 0 });
  expect(isAccepted('0 0 31 2,4,6,9,11 MON')).toBe(true);
  expect(isAccepted('0 0 30,31 2,3 *')).toBe(true);
  expect(isAccepted('0 0 L 2 *')).toBe(true);
});

const seeds = Array.from({ length: 100 }, (_, i) => `sch_${i}`);

test.each(['0 3 H * *', '0 3 H/10 * *', '0 0 H 2 *', 'H H H 2,4 *'])(
  'the days that `H` stands for in %s are in each month, for each schedule',
  (cron) => {
    expect(isAccepted(cron)).toBe(true);
    const settled = seeds.map((seed) => settledCron(cron, seed));
    const days = settled.flatMap((text) => text.split(' ')[2]?.split(',').map(Number) ?? []);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...days)).toBeLessThanOrEqual(28);
    expect(new Set(days).size).toBeGreaterThan(20);
    expect(settledCron(cron, 'sch_1')).toBe(settled[1]);
  },
);

test.each(['0 0 31 H *', '0 0 H(29-31) 2 *', 'H,15 * * * *'])(
  'each schedule of %s has runs, although some draws of `H` have none',
  (cron) => {
    expect(isAccepted(cron)).toBe(true);
    const settled = new Set(seeds.map((seed) => settledCron(cron, seed)));
    for (const text of settled) expect(isAccepted(text), text).toBe(true);
  },
);

test('a cron expression without `H` stays as it is written, with a Thursday too', () => {
  expect(settledCron('0 6 * * MON,THU', 'sch_1')).toBe('0 6 * * MON,THU');
  expect(settledCron('H 6 * * THU', 'sch_1')).toMatch(/^\d+ 6 \* \* 4$/);
  for (const cron of ['H(70-80) * * * *', '0 0 30 2 H(9-9)', 'H H H H', '0 0 H-5 * *', '0 5-H * * *'])
    expect(isAccepted(cron), cron).toBe(false);
});

test('a next run is computed once in a while, and is that of the parser if clocks skip or repeat no time of it', () => {
  const changes = [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)];
  for (const cron of ['30 3 * * *', '0 */3 * * *', '15 1 * * 0', '30 2 29 10 *', '*/20 * * * *'])
    for (const change of changes)
      for (let from = change - 3 * 3_600_000; from < change + 6 * 3_600_000; from += 600_000) {
        const options = { currentDate: new Date(from), tz: 'Europe/Berlin' };
        expect(nextOf(cron, 'Europe/Berlin', from), `${cron} ${from}`).toBe(
          CronExpressionParser.parse(cron, options).next().getTime(),
        );
      }
  const cron = '17 4 * * 2';
  const { result } = stepsOf(() => nextOf(cron, 'UTC'));
  expect(stepsOf(() => nextOf(cron, 'UTC', now + 60_000))).toEqual({ result, steps: 0 });
  expect(nextOf(cron, 'UTC', result)).toBe(result + 7 * 86_400_000);
});

test('a run whose time clocks skip takes place when they change, at midnight too', () => {
  const runs: [cron: string, zone: string, from: string, next: string][] = [
    ['0 0 * * *', 'Africa/Cairo', '2027-04-29T12:00:00Z', '2027-04-29T22:00:00Z'],
    ['15 0 * * *', 'America/Havana', '2027-03-13T12:00:00Z', '2027-03-14T05:00:00Z'],
    ['0 0 5 9 *', 'America/Santiago', '2027-01-01T00:00:00Z', '2027-09-05T04:00:00Z'],
    ['0 2 14 3 *', 'America/New_York', '2027-01-01T00:00:00Z', '2027-03-14T07:00:00Z'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T14:00:00Z', '2027-10-02T15:30:00Z'],
  ];
  for (const [cron, zone, from, next] of runs)
    expect(new Date(nextOf(cron, zone, Date.parse(from))).toISOString(), `${cron} ${zone}`).toBe(
      new Date(next).toISOString(),
    );
});

test('a clock that changes by half an hour has a next run at any time', () => {
  for (const cron of ['15 2 4 4 *', '0 2 * * *', '15 2 * * *', '0 3 * * *', '*/20 * * * *'])
    for (let from = Date.UTC(2027, 3, 1); from < Date.UTC(2027, 3, 6); from += 3_600_000) {
      const next = nextOf(cron, 'Australia/Lord_Howe', from);
      expect(next, `${cron} ${from}`).toBeGreaterThan(from);
      if (!cron.includes('4 4')) expect(next - from).toBeLessThanOrEqual(25 * 3_600_000);
    }
});

test('runs of each day are one for each day, where clocks change and elsewhere', () => {
  const zones = ['Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Europe/Berlin', 'Asia/Beirut'];
  for (const zone of zones)
    for (const cron of ['0 0 * * *', '15 0 * * *', '15 2 * * *', '30 3 * * *']) {
      const days = new Map<string, number>();
      const until = Date.UTC(2028, 0, 1);
      for (let at = nextOf(cron, zone, Date.UTC(2026, 11, 31, 18)); at < until; at = nextOf(cron, zone, at)) {
        const day = new Date(at).toLocaleDateString('sv', { timeZone: zone });
        days.set(day, (days.get(day) ?? 0) + 1);
      }
      expect(
        [...days].filter(([, runs]) => runs !== 1),
        `${cron} ${zone}`,
      ).toEqual([]);
      expect(days.size, `${cron} ${zone}`).toBeGreaterThanOrEqual(365);
    }
});

test('a change and a last run that a clock ahead wrote do not put off the next run', () => {
  const minute = 60_000;
  const every = { every: 'PT1M', cron: null, time_zone: 'UTC' };
  const runFrom = (changedMs: number) =>
    nextRun({ ...every, changed_at: new Date(now + changedMs).toISOString() }, now);
  expect(runFrom(5) - now).toBe(minute + 5);
  expect(runFrom(30 * 86_400_000 + 5) - now).toBe(5);
  const last_run = { at: new Date(now + 30 * 86_400_000).toISOString() } as StoredSchedule['last_run'];
  const schedule = { ...every, changed_at: new Date(now - minute).toISOString(), last_run } as StoredSchedule;
  expect(missedRun(schedule, now)).toBeNull();
  expect(missedRun({ ...schedule, last_run: null }, now)).toBe(now);
});
