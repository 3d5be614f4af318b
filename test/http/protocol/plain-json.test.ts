/** Routes with `plainJson` send what the store gives, without the check of the default
 *  serialiser: here it is checked. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  datasetPageSchema,
  jobPageSchema,
  jobSchema,
  modelCreatedSchema,
  modelPageSchema,
} from '../../../src/contracts/schemas/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

/** Answers of each route, for rows of each kind and state. */
const schemas: Record<string, z.ZodType> = {
  createModel: modelCreatedSchema,
  listModels: modelPageSchema,
  listJobs: jobPageSchema,
  getJob: jobSchema,
  listDatasets: datasetPageSchema,
};

test('every route with plain JSON is checked here', () => {
  const routes = globSync('src/http/routes/**/*.ts').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(/serializerCompiler: plainJson,\s+schema: \{\s+operationId: '(\w+)'/g)];
  });
  const uses = globSync('src/http/routes/**/*.ts').flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/serializerCompiler: plainJson/g),
  ]);
  expect(routes).toHaveLength(uses.length);
  expect(routes.map(([, name]) => name).toSorted()).toEqual(Object.keys(schemas).toSorted());
});

test('bodies of plain JSON are what the schema of the route would send', async () => {
  const { app } = service;
  const post = async (url: string, payload: object) => {
    const answer = await app.inject({ method: 'POST', url, payload });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.body;
  };
  /** A parsed body has no unknown field, no missing one, and no converted value. */
  const check = (name: string, body: string) => {
    const parsed = schemas[name].parse(JSON.parse(body));
    expect(JSON.parse(body), name).toEqual(JSON.parse(JSON.stringify(parsed)));
    return JSON.parse(body);
  };
  const checkRead = async (name: string, url: string) => check(name, (await app.inject(url)).body);

  const ready = await service.trained(dailyCsv(120), { horizon: 3, tags: ['a', 'b'] });
  const dataset = (await upload(app, dailyCsv(60))).json();
  const symbols = JSON.parse(
    await post('/v1/datasets', { kind: 'symbols', sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }] }),
  );
  await service.stopWorker();
  const bodies = [
    { dataset_id: dataset.id, horizon: 3, steps: 1, name: 'waits', tags: ['é'] },
    { dataset_id: dataset.id, horizon: 2, family: 'prices', quantiles: [0.1, 0.5, 0.9] },
    { dataset_id: symbols.id, steps: 1 },
  ];
  const created = [];
  for (const body of bodies) created.push(check('createModel', await post('/v1/models', body)));
  await post(`/v1/jobs/${created[1].job.id}/cancel`, {});
  await post('/v1/backtests', { model_id: ready.id, windows: 2 });
  for (const query of ['', '?limit=2', '?status=ready', '?tag=a', '?status=cancelled'])
    await checkRead('listModels', `/v1/models${query}`);
  const { data } = await checkRead('listJobs', '/v1/jobs');
  await checkRead('listJobs', '/v1/jobs?limit=1');
  expect(new Set(data.map(({ status }: { status: string }) => status))).toEqual(
    new Set(['queued', 'cancelled', 'succeeded']),
  );
  for (const { id } of data) await checkRead('getJob', `/v1/jobs/${id}`);
  for (const query of ['', '?limit=1']) await checkRead('listDatasets', `/v1/datasets${query}`);
});
