import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../src/contracts/schemas/primitives/ids.ts';
import { errorCatalog } from '../../../src/errors.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let datasetId: string;

beforeAll(async () => {
  service = await startApp();
  datasetId = (await upload(service.app, dailyCsv(60))).json().id;
});
afterAll(() => service.stop());

const post = (url: string, payload: unknown) =>
  service.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    payload: payload as string,
  });

test('an unknown field is named, with a suggestion', async () => {
  const answer = await post('/v1/models', {
    dataset_id: datasetId,
    horizon: 5,
    horizn: 5,
    validation: { window: 3 },
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = answer.json();
  expect(problem).toMatchObject({
    type: '/problems/request_invalid',
    code: 'request_invalid',
    status: 422,
    instance: '/v1/models',
    retryable: false,
  });
  expect(problem.errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        path: '/horizn',
        message: 'unknown field `horizn`; did you mean `horizon`?',
      }),
      expect.objectContaining({ path: '/validation/window', accepted: 'one of windows, step' }),
    ]),
  );
});

test('a wrong value is named by its place, with what would be accepted', async () => {
  const problem = (
    await post('/v1/models', { dataset_id: datasetId, horizon: 'ten', cell: 'gruu', steps: 0 })
  ).json();
  expect(problem.detail).toContain('and 2 more');
  expect(problem.errors).toEqual([
    { path: '/horizon', message: '`horizon` is `ten`', accepted: 'a number' },
    { path: '/cell', message: '`cell` is `gruu`; did you mean `gru`?', accepted: 'one of rnn, lstm, gru' },
    { path: '/steps', message: '`steps` is 0', accepted: 'at least 1' },
  ]);
});

test('a missing field is named', async () => {
  const problem = (await post('/v1/models', { dataset_id: datasetId })).json();
  expect(problem.errors).toEqual([
    { path: '/horizon', message: '`horizon` is missing', accepted: 'a number' },
  ]);
});

test('the first twenty of very many faults are listed', async () => {
  const answer = await post('/v1/datasets', { series: [{ values: Array(100_000).fill('x') }] });
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors).toHaveLength(20);
  expect(answer.json().errors[3]).toEqual({
    path: '/series/0/values/3',
    message: '`series[0].values[3]` is `x`',
    accepted: 'a number from -1e+100 to 1e+100, or null for a missing value',
  });
});

test('a huge number of unknown fields, or a huge text, is refused and shown in part', async () => {
  const fields = (length: number) => Object.fromEntries(Array.from({ length }, (_, i) => [`field_${i}`, 1]));
  const many = await post('/v1/models', { dataset_id: datasetId, horizon: 5, ...fields(900) });
  expect(many.json().errors).toHaveLength(20);
  expect((await post('/v1/models', fields(100_000))).json().code).toBe('json_too_complex');
  const text = 'gru'.repeat(1_000_000);
  const long = await post('/v1/models', {
    dataset_id: text,
    horizon: 5,
    cell: text,
    target: text,
    [text]: 1,
  });
  expect(long.statusCode).toBe(422);
  expect(long.body.length).toBeLessThan(3_000);
});

test('an infinite number in JSON is refused', async () => {
  const answer = await post('/v1/datasets', '{"series": [{"values": [1, 2, 1e999]}]}');
  expect(answer.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/series/0/values/2' }] });
});

test('a text of a wrong form is refused with the form that is accepted', async () => {
  const bodies: [url: string, body: object, path: string, accepted: string][] = [
    ['/v1/keys', { name: 'k', tenant: 'A B' }, '/tenant', '1 to 63 lower-case letters'],
    ['/v1/keys', { name: 'k', expires_at: 'soon' }, '/expires_at', '2026-11-28T06:00:00Z'],
  ];
  for (const [url, body, path, accepted] of bodies)
    expect((await post(url, body)).json()).toMatchObject({
      ...{ status: 422, detail: expect.stringContaining(accepted) },
      errors: expect.arrayContaining([
        expect.objectContaining({ path, accepted: expect.stringContaining(accepted) }),
      ]),
    });
  const alias = await service.app.inject({ method: 'GET', url: '/v1/aliases/A_B' });
  expect(alias.json().errors).toMatchObject([
    { path: '{name}', accepted: expect.stringContaining('1 to 63') },
  ]);
});

test('an offset from UTC that no clock has is refused, and moves no time', async () => {
  for (const offset of ['+99:99', '+24:00', '-05:60']) {
    const times = Array.from({ length: 10 }, (_, i) => `2024-01-${10 + i}T09:30:00${offset}`);
    const json = await post('/v1/datasets', { series: [{ times, values: times.map((_, i) => i) }] });
    expect(json.json()).toMatchObject({ status: 422, errors: expect.anything() });
    for (const format of ['', '?time_format=%25Y-%25m-%25dT%25H:%25M:%25S%25z']) {
      const table = await service.app.inject({
        ...{ method: 'POST', url: `/v1/datasets${format}`, headers: { 'content-type': 'text/csv' } },
        payload: `date,y\n${times.map((time, i) => `${time},${i}`).join('\n')}\n`,
      });
      expect(table.statusCode, table.body).toBe(422);
    }
  }
});

test('a field `__proto__` is refused, because it would get lost', async () => {
  const column = '[1,2,3,4,5,6,7,8]';
  const bodies: [body: string, path: string][] = [
    [`{"series":[{"values":${column},"covariates":{"__proto__":${column}}}]}`, '/series/0/covariates'],
    [`{"series":[{"values":${column},"static":{"\\u005f_pr\\u006Fto_\\u005F" : "x"}}]}`, '/series/0/static'],
    [`{"resample":"P1W","aggregate":{"__proto__":"sum"},"series":[{"values":${column}}]}`, '/aggregate'],
  ];
  for (const [body, path] of bodies)
    for (const padding of ['', ' '.repeat(200_000)]) {
      const answer = await post('/v1/datasets', body + padding);
      expect(answer.json()).toMatchObject({ status: 422, code: 'request_invalid', errors: [{ path }] });
    }
  const text = await post('/v1/datasets', `{"name":"__proto__: a name","series":[{"values":${column}}]}`);
  expect(text.statusCode).toBe(201);
  const other = `{"series":[{"values":${column},"covariates":{"__PROTO__":${column}}}]}`;
  expect((await post('/v1/datasets', other)).json()).toMatchObject({ covariates: ['__PROTO__'] });
});

test('a horizon over the limit has a specific code and names the limit', async () => {
  const answer = await post('/v1/models', { dataset_id: datasetId, horizon: 1001 });
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({
    code: 'horizon_too_long',
    errors: [{ path: '/horizon', accepted: 'at most 1000' }],
  });
});

test('a series that is too short for the horizon is refused with the present and the required number of points', async () => {
  const answer = await post('/v1/models', { dataset_id: datasetId, horizon: 50 });
  expect(answer.statusCode).toBe(422);
  const problem = answer.json();
  expect(problem.code).toBe('series_too_short');
  expect(problem.detail).toMatch(/60 points.*needs 104/);
});

test('an unknown target is refused with the list of columns', async () => {
  const answer = await post('/v1/models', { dataset_id: datasetId, horizon: 5, target: 'yy' });
  expect(answer.json()).toMatchObject({
    code: 'target_unknown',
    errors: [{ path: '/target', message: 'the dataset has no column `yy`', accepted: 'one of value' }],
  });
});

test('an unknown id is a 404; a malformed id or an id of another resource is a 422 with the expected form', async () => {
  const unknown = await service.app.inject(`/v1/models/${newId('model')}`);
  expect(unknown.statusCode).toBe(404);
  expect(unknown.json().code).toBe('model_not_found');

  const other = await service.app.inject(`/v1/models/${newId('job')}`);
  expect(other.statusCode).toBe(422);
  expect(other.json()).toMatchObject({ code: 'id_malformed', errors: [{ path: '{model_id}' }] });
  expect(other.json().detail).toMatch(
    /id of a job, not of a model; accepted: `mdl_` and 32 hexadecimal digits/,
  );

  expect((await service.app.inject('/v1/jobs/7')).json().detail).toMatch(/`7` is not an id/);
  const inBody = await post('/v1/models', { dataset_id: newId('model'), horizon: 5 });
  expect(inBody.json()).toMatchObject({ code: 'id_malformed', errors: [{ path: '/dataset_id' }] });
  const nowhere = await post('/v1/models', { dataset_id: newId('dataset'), horizon: 5 });
  expect(nowhere.statusCode).toBe(404);
  expect(nowhere.json().code).toBe('dataset_not_found');
  expect((await service.app.inject(`/v1/datasets/${datasetId}/series/nobody`)).json().code).toBe(
    'series_not_found',
  );
});

test('query parameters are checked as bodies are', async () => {
  expect((await service.app.inject('/v1/datasets?limt=3')).json().errors).toEqual([
    {
      path: '?limt',
      message: 'unknown query parameter `limt`; did you mean `limit`?',
      accepted: 'one of limit, cursor, name',
    },
  ]);
  expect((await service.app.inject('/v1/datasets?limit=501')).json().errors).toEqual([
    { path: '?limit', message: '`limit` is `501`', accepted: 'at most 500' },
  ]);
  expect((await service.app.inject('/v1/jobs?status=done')).json().errors[0].accepted).toContain('succeeded');
  expect((await service.app.inject('/v1/datasets?cursor=nonsense')).json().code).toBe('cursor_invalid');
});

test('a number in a query that is blank is refused, and is not 0', async () => {
  const reads = {
    wait: `/v1/jobs/${newId('job')}`,
    recent: `/v1/datasets/${datasetId}/series`,
    limit: '/v1/datasets',
    history: `/v1/models/${newId('model')}/forecasts/latest`,
  };
  for (const [name, url] of Object.entries(reads))
    for (const blank of ['', '%20'])
      expect((await service.app.inject(`${url}?${name}=${blank}`)).json().errors, url).toEqual([
        expect.objectContaining({ path: `?${name}`, accepted: 'a number' }),
      ]);
  for (const name of ['timeout_seconds', 'samples', 'num_samples', 'seed']) {
    const answer = await service.app.inject({
      ...{ method: 'POST', url: `/v1/forecasts?horizon=2&${name}=`, payload: dailyCsv(60) },
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.json().errors, name).toEqual([
      { path: `?${name}`, message: `\`${name}\` is empty`, accepted: 'a number' },
    ]);
  }
});

test('invalid JSON, another content type and a missing body are refused', async () => {
  const malformed = await post('/v1/models', '{"dataset_id": ');
  expect(malformed.statusCode).toBe(400);
  expect(malformed.json().code).toBe('body_invalid_json');
  expect((await post('/v1/models', '[1]')).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '', message: 'the body is a list', accepted: 'an object' }],
  });
  for (const url of ['/v1/models', '/v1/datasets']) {
    expect((await post(url, '')).json().code, url).toBe('body_empty');
    expect((await service.app.inject({ method: 'POST', url })).json().code, url).toBe('body_empty');
  }
  expect((await post('/v1/models', Buffer.from([0x22, 0xff, 0x22]))).json().code).toBe('body_invalid_json');
});

test('a content type or encoding that is not supported: 415 with those that are', async () => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    headers: { 'content-type': 'application/xml' },
    payload: '<a/>',
  });
  expect(answer.statusCode).toBe(415);
  expect(answer.json().code).toBe('content_type_unsupported');
  expect(answer.json().detail).toContain('text/csv');
  const encoded = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    headers: { 'content-type': 'text/csv', 'content-encoding': 'br' },
    payload: 'x',
  });
  expect(encoded.statusCode).toBe(415);
  expect(encoded.json().detail).toContain('gzip');
});

test('a call that takes no body ignores one, whatever it is', async () => {
  for (const type of ['application/json', 'text/plain']) {
    const headers = { 'content-type': type };
    const url = `/v1/jobs/${newId('job')}/cancel`;
    const answer = await service.app.inject({ method: 'POST', url, headers, payload: '{"reason": ' });
    expect(answer.json().code).toBe('job_not_found');
    const nowhere = await service.app.inject({ method: 'POST', url: '/v1/nowhere', headers, payload: '{' });
    expect(nowhere.json().code).toBe('route_not_found');
  }
});

test('a path that does not exist: 404 with the nearest one; a wrong method: 405 with Allow', async () => {
  const missing = await service.app.inject('/v1/dataset');
  expect(missing.statusCode).toBe(404);
  expect(missing.json()).toMatchObject({
    code: 'route_not_found',
    detail: expect.stringContaining('/v1/datasets?'),
  });
  for (const [method, url, near] of [
    ['POST', '/v1/datasets/', '/v1/datasets'],
    ['POST', '/v1/datasets//', '/v1/datasets'],
    ['GET', `/v1/datasets/${datasetId}/`, `/v1/datasets/${datasetId}`],
    ['POST', '/v1/datasets//export', null],
  ] as const) {
    const hint = near === null ? 'GET /openapi.json lists all routes' : `did you mean ${near}?`;
    const { detail } = (await service.app.inject({ method, url })).json();
    expect(detail.split('; ')[1], url).toBe(hint);
  }
  const wrong = await service.app.inject({ method: 'PUT', url: `/v1/datasets/${datasetId}` });
  expect(wrong.statusCode).toBe(405);
  expect(wrong.headers.allow).toBe('DELETE, GET, HEAD, PATCH, OPTIONS');
  expect(wrong.json().code).toBe('method_not_allowed');
  const options = await service.app.inject({ method: 'OPTIONS', url: '/v1/models' });
  expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  expect((await service.app.inject({ method: 'HEAD', url: '/v1/datasets' })).statusCode).toBe(200);
  for (const address of ['/v1/datasets/%E0%A4%A', '/v1/datasets?name=Caf%E9', '/v1/datasets?name=5%&q=%ff'])
    expect((await service.app.inject(address)).json(), address).toMatchObject({
      ...{ status: 400, code: 'url_malformed' },
    });
  for (const query of ['name=Caf%C3%A9+100%25', 'limit=1&name=5%', 'name=%Y-%m-%d'])
    expect((await service.app.inject(`/v1/datasets?${query}`)).statusCode, query).toBe(200);
});

test('every problem has a page that its type leads to', async () => {
  const overview = await service.app.inject('/problems');
  for (const code of Object.keys(errorCatalog)) {
    expect(overview.body).toContain(`/problems/${code}`);
    const page = await service.app.inject(`/problems/${code}`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain(code);
  }
  expect((await service.app.inject('/problems/series_to_short')).json().detail).toContain(
    'did you mean series_too_short?',
  );
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
