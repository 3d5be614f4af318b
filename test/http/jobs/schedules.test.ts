import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import type { Schedule } from '../../../src/contracts/schemas/operations/schedule.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { soonMs } from '../../support/soon.ts';

let service: TestApp;
let model: Model;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  model = await service.trained(dailyCsv(60), { horizon: 5, name: 'demand', tags: ['nightly'] });
});
afterAll(() => service.stop());

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  service.app.inject({ method, url, payload });
const create = (schedule: object) =>
  call('POST', '/v1/schedules', { kind: 'retrain', model_id: model.id, ...schedule });
const read = async (id: string): Promise<Schedule> => (await call('GET', `/v1/schedules/${id}`)).json();

describe('schedules', () => {
  test('are created, listed, changed and deleted', async () => {
    const answer = await create({ name: 'Mornings', cron: '30 6 * * 1-5', time_zone: 'America/New_York' });
    expect(answer.statusCode).toBe(201);
    const schedule: Schedule = answer.json();
    expect(answer.headers.location).toBe(`/v1/schedules/${schedule.id}`);
    expect(schedule).toMatchObject({ every: null, enabled: true, revision: 1, last_run: null });
    const next = new Date(schedule.next_run_at!);
    expect(next.toLocaleTimeString('en-GB', { timeZone: 'America/New_York' })).toBe('06:30:00');
    expect(next.getTime()).toBeGreaterThan(Date.now());
    expect((await call('GET', '/v1/schedules')).json().data).toEqual([await read(schedule.id)]);

    const changed = (await call('PATCH', `/v1/schedules/${schedule.id}`, { every: 'PT6H' })).json();
    expect(changed).toMatchObject({ every: 'PT6H', cron: null, revision: 2, name: 'Mornings' });
    expect(Date.parse(changed.next_run_at) - Date.parse(changed.changed_at)).toBe(6 * 3_600_000);
    const url = `/v1/schedules/${schedule.id}`;
    for (const [body, expected] of [
      [
        { name: null, every: null, cron: '0 6 * * *' },
        { name: null, every: null, cron: '0 6 * * *' },
      ],
      [
        { name: 'Again', every: null },
        { name: 'Again', every: null, cron: '0 6 * * *' },
      ],
      [
        { every: 'PT6H', cron: null },
        { every: 'PT6H', cron: null },
      ],
      [{ cron: null }, { every: 'PT6H', cron: null }],
    ])
      expect((await call('PATCH', url, body)).json(), JSON.stringify(body)).toMatchObject(expected);
    for (const body of [{ every: null }, { every: null, cron: null }, { every: null, name: 'b' }]) {
      const refused = await call('PATCH', url, body);
      expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, '/every']);
    }
    const off = (await call('PATCH', `/v1/schedules/${schedule.id}`, { enabled: false })).json();
    expect(off).toMatchObject({ enabled: false, next_run_at: null });

    expect((await call('DELETE', `/v1/schedules/${schedule.id}`)).statusCode).toBe(204);
    for (const request of [
      call('GET', `/v1/schedules/${schedule.id}`),
      call('PATCH', `/v1/schedules/${schedule.id}`, {}),
      call('DELETE', `/v1/schedules/${schedule.id}`),
    ]) {
      expect((await request).json().code).toBe('schedule_not_found');
    }
  });

  test.each([
    [{}, '/every'],
    [{ every: 'P1D', cron: '0 6 * * *' }, '/every'],
    [{ every: 'PT1S' }, '/every'],
    [{ every: 'P1M' }, '/every'],
    [{ every: 'PT0.333333H' }, '/every'],
    [{ every: 'PT900.0005S' }, '/every'],
    [{ every: 'P0W' }, '/every'],
    [{ every: 'P53W' }, '/every'],
    [{ every: 'P99999999999W' }, '/every'],
    [{ cron: '* * 31 2 *' }, '/cron'],
    [{ every: 'daily' }, '/every'],
    [{ cron: '0 0 6 * * *' }, '/cron'],
    [{ cron: '0 25 * * *' }, '/cron'],
    [{ cron: '0 6 * * *', time_zone: 'Mars/Base' }, '/time_zone'],
    [{ every: 'P1D', kind: 'backtest' }, '/kind'],
  ])('%j is refused at %s', async (schedule, path) => {
    const answer = await create(schedule);
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
    expect(answer.json().errors[0].accepted).toBeTruthy();
  });

  test('may run once in some weeks', async () => {
    const schedule: Schedule = (await create({ every: 'P2W', enabled: true })).json();
    const days = (Date.parse(schedule.next_run_at!) - Date.parse(schedule.changed_at)) / 86_400_000;
    expect([schedule.every, days]).toEqual(['P2W', 14]);
    expect((await call('DELETE', `/v1/schedules/${schedule.id}`)).statusCode).toBe(204);
  });

  test('of an unknown model are refused', async () => {
    const answer = await create({ every: 'P1D', model_id: `mdl_${'0'.repeat(32)}` });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'model_not_found']);
  });
});

test('each run of a schedule trains a new model with the requested settings, and a changed schedule starts again', async () => {
  const schedule: Schedule = (await create({ every: 'PT10S' })).json();
  await expect
    .poll(async () => (await read(schedule.id)).last_run, { timeout: 3 * soonMs, interval: 200 })
    .toMatchObject({ outcome: 'started' });
  const beforeMs = Date.now();
  const { last_run, next_run_at } = await read(schedule.id);
  const afterMs = Date.now();
  const [first, ran, next] = [schedule.next_run_at!, last_run!.at, next_run_at!].map((time) =>
    Date.parse(time),
  );
  expect(ran).toBeGreaterThanOrEqual(first);
  expect((next - first) % 10_000).toBe(0);
  expect(next).toBeGreaterThan(Math.max(ran, beforeMs));
  expect(next).toBeLessThanOrEqual(afterMs + 10_000); // no run is left out
  expect((await service.ended(last_run!.job_id!)).status).toBe('succeeded');
  const trained: Model = (await call('GET', `/v1/models/${last_run!.model_id}`)).json();
  expect((await call('GET', '/metrics')).body).toMatch(
    /^gatecast_schedule_runs_total\{kind="retrain",outcome="ran"\} [1-9]/m,
  );
  expect(trained).toMatchObject({
    status: 'ready',
    name: 'demand',
    tags: ['nightly'],
    dataset_id: model.dataset_id,
    parent_id: model.id,
    spec: model.spec,
    weights: model.weights,
  });

  const plannedMs = Date.parse((await read(schedule.id)).next_run_at!);
  await call('PATCH', `/v1/schedules/${schedule.id}`, { enabled: false });
  const paused = (await read(schedule.id)).last_run; // a slow training leaves time for another run
  await sleep(plannedMs + 1_000 - Date.now());
  expect((await read(schedule.id)).last_run).toEqual(paused);
  await call('DELETE', `/v1/schedules/${schedule.id}`);
});
