import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ErrorCode, errorCatalog } from '../../../src/errors.ts';
import { remedies } from '../../../src/remedies.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const codes = Object.keys(errorCatalog) as ErrorCode[];

test('each code has a remedy, in sentences; its routes exist', async () => {
  expect(Object.keys(remedies).sort()).toEqual([...codes].sort());
  const { paths } = (await service.app.inject('/openapi.json')).json();
  for (const [code, remedy] of Object.entries(remedies)) {
    expect(remedy, code).toMatch(/^[A-Z].*\.$/);
    for (const [, method, path] of remedy.matchAll(/(GET|POST) (\/v1\/\S*[^\s:;.,])/g))
      expect(Object.keys(paths[path] ?? {}), `${code}: ${method} ${path}`).toContain(method.toLowerCase());
  }
});

test('each problem has its remedy, and so has the page of its code', async () => {
  const answers = [
    await service.app.inject('/v1/datasets/nothing'),
    await service.app.inject('/v1/no-such-route'),
    await service.app.inject({ method: 'POST', url: '/v1/forecasts', payload: { horizon: 0 } }),
    await upload(service.app, 't,y\n1,a\n2,b\n'),
  ];
  for (const answer of answers) {
    const { code, remedy } = answer.json() as { code: ErrorCode; remedy: string };
    expect(remedy, answer.body).toBe(remedies[code]);
  }
  for (const code of codes) {
    const page = await service.app.inject(`/problems/${code}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('What to do.');
  }
});

test('a field of a series at the top of the body is told where it belongs', async () => {
  const faultOf = async (payload: object) => {
    const answer = await service.app.inject({ method: 'POST', url: '/v1/forecasts', payload });
    expect(answer.statusCode).toBe(422);
    return answer.json().errors[0];
  };
  expect(await faultOf({ values: [1, 2, 3], horizon: 2 })).toMatchObject({
    path: '/values',
    message: 'unknown field `values`; did you mean `series: [{"values": …}]`?',
  });
  expect((await faultOf({ ds: '2024-01-01', horizon: 2 })).message).toContain('records: [{"ds": …}]');
  expect((await faultOf({ horizon: 2, horizons: 2 })).message).toContain('did you mean `horizon`?');
  const dataset = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    payload: { values: [1, 2, 3] },
  });
  expect(dataset.json().detail).toContain('series: [{"values": …}]');
});

test('an id that no series of the dataset has is answered with the one that is spelt most alike', async () => {
  const rows = ['north', 'south'].flatMap((id) => [1, 2, 3, 4, 5, 6].map((t) => `${id},${t},${t}`));
  const { id } = (await upload(service.app, `id,t,y\n${rows.join('\n')}\n`)).json();
  const details = [
    await service.app.inject(`/v1/datasets/${id}/series/nroth`),
    await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${id}/series/nroth` }),
  ].map((answer) => answer.json().detail);
  const forecast = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts',
    payload: { dataset_id: id, series_ids: ['nroth', 'south'], horizon: 2 },
  });
  expect(forecast.statusCode, forecast.body).toBe(200);
  details.push(forecast.json().errors[0].problem.detail);
  for (const detail of details)
    expect(detail).toBe('The dataset has no series "nroth"; did you mean "north"?');
  const strange = (await service.app.inject(`/v1/datasets/${id}/series/zzzzzzzzzzz`)).json();
  expect(strange.detail).toContain('GET its `series` lists them');
});

test('a training that was cancelled says what to do', async () => {
  const { id } = (
    await upload(service.app, `t,y\n${Array.from({ length: 60 }, (_, t) => `${t},${t % 7}`).join('\n')}\n`)
  ).json();
  const created = await service.app.inject({
    method: 'POST',
    url: '/v1/models',
    payload: { dataset_id: id, horizon: 3, preset: 'fast' },
  });
  const { job, model } = created.json();
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/cancel` });
  const answer = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${model.id}/forecasts`,
    payload: {},
  });
  expect(answer.json()).toMatchObject({ code: 'model_failed' });
  expect(answer.json().detail).toContain(`POST /v1/jobs/${job.id}/retry`);
});
