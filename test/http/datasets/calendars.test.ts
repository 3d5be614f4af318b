import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

const create = (payload: object) => service.app.inject({ method: 'POST', url: '/v1/datasets', payload });
const points = async (id: string, series = 'y') =>
  (await service.app.inject(`/v1/datasets/${id}/series/${series}`)).json() as {
    times: string[];
    values: number[];
  };

async function forecastTimes(settings: object): Promise<string[]> {
  const payload = { horizon: 5, preset: 'fast', steps: 5, ...settings };
  const created = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect(created.statusCode, created.body).toBe(202);
  const { model, job } = created.json();
  expect((await service.ended(job.id)).status).toBe('succeeded');
  const answer = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${model.id}/forecasts`,
    payload: {},
  });
  return answer.json().forecasts[0].times;
}

/** 30 weekdays up to Friday 14 June 2024: too few to learn a holiday from. */
const weekdays = Array.from({ length: 42 }, (_, i) => new Date(Date.UTC(2024, 4, 4 + i)))
  .filter((day) => day.getUTCDay() % 6 !== 0)
  .map((day) => day.toISOString().slice(0, 10));
const prices = `date,close\n${weekdays.map((day, i) => `${day},${100 + (i % 5)}`).join('\n')}\n`;

test('a dataset with the calendar XNYS is closed on Juneteenth, which no data of its have shown', async () => {
  const plain = (await upload(service.app, prices)).json();
  expect(await forecastTimes({ dataset_id: plain.id })).toContain('2024-06-19');
  const named = (await upload(service.app, prices, { calendar: 'XNYS' })).json();
  expect(named.frequency).toMatchObject({ calendar: 'XNYS', closed_weekdays: [6, 7] });
  const expected = ['2024-06-17', '2024-06-18', '2024-06-20', '2024-06-21', '2024-06-24'];
  expect(await forecastTimes({ dataset_id: named.id })).toEqual(expected);
  expect(await forecastTimes({ dataset_id: plain.id, calendar: 'XNYS' })).toEqual(expected);
});

test('a list of closed days, of a dataset or of a model', async () => {
  const expected = ['2024-06-19', '2024-06-20', '2024-06-21', '2024-06-24', '2024-06-25'];
  const listed = (await upload(service.app, prices, { calendar: '2024-06-17,2024-06-18' })).json();
  expect(listed.frequency.closed_days).toEqual(['2024-06-17', '2024-06-18']);
  expect(await forecastTimes({ dataset_id: listed.id })).toEqual(expected);
  const plain = (await upload(service.app, prices)).json();
  const calendar = ['2024-06-17', '2024-06-18'];
  expect(await forecastTimes({ dataset_id: plain.id, calendar })).toEqual(expected);
});

test('times that follow from a start are those of the calendar', async () => {
  const series = [{ id: 'y', start: '2024-07-02', values: [1, 2, 3] }];
  const { id } = (await create({ calendar: 'XNYS', frequency: 'P1D', series })).json();
  expect((await points(id)).times).toEqual(['2024-07-02', '2024-07-03', '2024-07-05']);
});

test('an unknown calendar, or one that does not apply, is refused', async () => {
  const integers = await create({ calendar: 'XNYS', series: [{ values: [1, 2, 3] }] });
  expect(integers.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/calendar' }] });
  expect((await create({ calendar: 'XLON', series: [{ values: [1, 2] }] })).json().errors[0].path).toBe(
    '/calendar',
  );
  expect((await upload(service.app, prices, { calendar: 'XLON' })).json().errors[0].path).toBe('?calendar');
  const { id } = (await create({ series: [{ values: Array(30).fill(1) }] })).json();
  const payload = { dataset_id: id, horizon: 2, calendar: 'XNYS' };
  const model = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect(model.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/calendar' }] });
});

test('resampling on request: weeks and months of days, by the aggregate that is asked for', async () => {
  const csv = `date,y,n\n${Array.from({ length: 31 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')},${i === 3 ? '' : i},1`).join('\n')}\n2024-02-01,100,1\n`;
  const weekly = (await upload(service.app, csv, { resample: 'P1W', layout: 'wide' })).json();
  expect(weekly).toMatchObject({ time_kind: 'date', frequency: { step: 'P1W' } });
  expect(await points(weekly.id)).toMatchObject({
    times: ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22', '2024-01-29'],
    values: [6, 13, 20, 27, 100],
  });
  const monthly = (await upload(service.app, csv, { resample: 'P1M', aggregate: 'sum', target: 'y' })).json();
  expect(monthly.frequency.step).toBe('P1M');
  const id = (await service.app.inject(`/v1/datasets/${monthly.id}/series`)).json().data[0].id;
  expect(await points(monthly.id, id)).toMatchObject({
    times: ['2024-01-01', '2024-02-01'],
    values: [465 - 3, 100],
    covariates: { n: [31, 1] },
  });
  const mean = (
    await create({ series: [{ id: 'y', values: [1, 2, 3, null, 5] }], resample: '2', aggregate: 'mean' })
  ).json();
  expect(await points(mean.id)).toMatchObject({ times: [0, 2, 4], values: [1.5, 3, 5] });
});

test('hours become days of the zone, of 23 and of 25 hours on clock changes', async () => {
  const hours = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `${new Date(from + i * 3_600_000).toISOString()},1`);
  for (const [from, first, lengths] of [
    [Date.UTC(2024, 2, 30, 23), '2024-03-31', [23, 24]],
    [Date.UTC(2024, 9, 26, 22), '2024-10-27', [25, 24]],
  ] as const) {
    const csv = `ds,y\n${hours(from, lengths[0] + lengths[1]).join('\n')}\n`;
    const query = { time_zone: 'Europe/Berlin', resample: 'P1D', aggregate: 'sum' };
    const answer = await upload(service.app, csv, query);
    expect(answer.statusCode, answer.body).toBe(201);
    const { times, values } = await points(answer.json().id);
    expect([times[0], values]).toEqual([first, [...lengths]]);
  }
});

test('a step that does not fit is refused', async () => {
  const finer = await upload(service.app, prices, { resample: 'PT1H' });
  expect(finer.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?resample' }] });
  const unknown = await create({ series: [{ values: [1, 2, 3] }], resample: 'often' });
  expect(unknown.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/resample' }] });
  const odd = await upload(service.app, prices, { resample: 'P1W', aggregate: 'mode' });
  expect(odd.json().errors[0].accepted).toContain('first, last, mean, median, sum, min, max');
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
