import { pino } from 'pino';
import { expect, test } from 'vitest';
import { newId, type StoredSchedule } from '../../src/contracts/schemas/index.ts';
import { createSchedulePlanner } from '../../src/queue/keeper/schedule-planner.ts';

test('plans are kept of however many schedules are enabled, and of no others', async () => {
  const now = new Date().toISOString();
  const enabled: StoredSchedule[] = Array.from({ length: 10_001 }, (_, i) => ({
    ...{ id: `sch_${String(i).padStart(32, '0')}`, name: null, kind: 'retrain', model_id: newId('model') },
    ...{ every: 'PT1H', cron: null, time_zone: 'UTC', enabled: true, revision: 1, last_run: null },
    ...{ created_at: now, changed_at: now },
  }));
  const nextMs = Date.parse(now) + 3_600_000;
  const ids = [...enabled.map(({ id }) => id), 'sch_deleted'];
  const calls: [string, string][] = [];
  const plan = createSchedulePlanner({
    backgroundTasks: {
      planCleaning: async () => null,
      planned: async () => new Map(ids.map((id) => [id, { revision: 1, nextMs }])),
      ticking: async () => new Set(),
      catchUp: async ({ id }) => void calls.push(['catchUp', id]),
      plan: async ({ id }) => void calls.push(['plan', id]),
      unplan: async (id) => void calls.push(['unplan', id]),
    },
    ticks: {
      enabled: async (limit, after = '') => enabled.filter(({ id }) => id > after).slice(0, limit),
    },
    log: pino({ level: 'silent' }),
  });
  await plan(new AbortController().signal);
  expect(calls).toEqual([['unplan', 'sch_deleted']]);
});

test('each run that failed is begun once more, also where the one before failed too', async () => {
  const hourMs = 3_600_000;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
  const failedAt = (at: string): StoredSchedule['last_run'] => ({
    ...{ outcome: 'failed', detail: null, model_id: null, forecast_id: null, job_id: null },
    ...{ at, due_after: null },
  });
  const hourly: StoredSchedule = {
    ...{ id: newId('schedule'), name: null, kind: 'retrain', model_id: newId('model') },
    ...{ every: 'PT1H', cron: null, time_zone: 'UTC', enabled: true, revision: 1, last_run: null },
    ...{ created_at: hoursAgo(3.5), changed_at: hoursAgo(3.5) },
  };
  const nextMs = Date.parse(hourly.changed_at) + 4 * hourMs;
  let begun = 0;
  const plan = createSchedulePlanner({
    backgroundTasks: {
      planCleaning: async () => null,
      planned: async () => new Map([[hourly.id, { revision: 1, nextMs }]]),
      ticking: async () => new Set(),
      async catchUp() {
        begun++;
      },
      ...{ plan: async () => {}, unplan: async () => {} },
    },
    ticks: { enabled: async () => [{ ...hourly }] },
    log: pino({ level: 'silent' }),
  });
  const rounds = async (many: number) => {
    begun = 0;
    for (let round = 0; round < many; round++) await plan(new AbortController().signal);
    return begun;
  };
  hourly.last_run = failedAt(hoursAgo(2.4));
  expect(await rounds(3)).toBe(1);
  hourly.last_run = failedAt(hoursAgo(1.4));
  expect(await rounds(3)).toBe(1);
  expect(await rounds(1)).toBe(0);
});
