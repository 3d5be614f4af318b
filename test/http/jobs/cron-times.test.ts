import { CronDate, CronExpressionParser } from 'cron-parser';
import { expect, test, vi } from 'vitest';
import { nextRun, scheduleInSchema } from '../../../src/contracts/schemas/index.ts';

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

test('a next run is computed once in a while, and is always that of the parser, also where clocks change', () => {
  const changes = [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)];
  for (const cron of ['30 2 * * *', '0 */3 * * *', '15 1 * * 0', '30 2 29 3 *'])
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
