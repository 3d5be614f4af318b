import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let model: Model;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  model = await service.trained(dailyCsv(120), { horizon: 3, name: 'shop, daily' });
  await service.stopWorker();
});
afterAll(() => service.stop());

const list = async (url: string) => (await service.app.inject(url)).json().data;
const namesOf = (items: { name: string }[]) => items.map(({ name }) => name).sort();

test('the list of models has summaries; a model by its id has its card', async () => {
  const answer = await service.app.inject('/v1/models');
  const [{ skill, ...item }] = answer.json().data;
  expect(item).toEqual({
    id: model.id,
    name: 'shop, daily',
    tags: [],
    status: 'ready',
    kind: 'numeric',
    cell: 'gru',
    horizon: 3,
    dataset_id: model.dataset_id,
    dataset_version: 1,
    job_id: model.job_id,
    parent_id: null,
    parameter_count: model.parameter_count,
    summary: model.card?.summary,
    has_skill: model.card?.has_skill,
    anomaly_level: null,
    error: null,
    created_at: model.created_at,
    ready_at: model.ready_at,
  });
  expect(skill).toEqual(model.card?.skill);
  expect(answer.body.length).toBeLessThan(1_500);
  expect((await service.app.inject(`/v1/models/${model.id}`)).json()).toMatchObject({
    spec: { horizon: 3 },
    card: { summary: item.summary },
  });
});

test('a model in training and a model of symbols have their summaries', async () => {
  const post = async (url: string, payload: object) =>
    (await service.app.inject({ method: 'POST', url, payload })).json();
  const symbols = await post('/v1/datasets', {
    kind: 'symbols',
    sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }],
  });
  await post('/v1/models', { dataset_id: symbols.id, name: 'words' });
  const [waiting] = await list('/v1/models?name=words');
  expect(waiting).toMatchObject({
    name: 'words',
    kind: 'symbols',
    status: 'training',
    horizon: null,
    summary: null,
    has_skill: null,
    skill: null,
  });
});

test('the list of datasets has summaries', async () => {
  const dataset = (await service.app.inject(`/v1/datasets/${model.dataset_id}`)).json();
  const listed = (await list('/v1/datasets?limit=500')).find(({ id }: { id: string }) => id === dataset.id);
  const { frequency, warnings, reading, ...same } = dataset;
  expect(listed).toEqual({ ...same, step: frequency.step, warning_count: warnings.length });
  expect(reading).not.toBeNull();
});

test('lists are filtered by name: exactly, or by the beginning with a star', async () => {
  for (const name of ['shop', 'shop 2', 'Shop 3', '100%_x'])
    await upload(service.app, dailyCsv(20), { name });
  const found = async (name: string) => namesOf(await list(`/v1/datasets?name=${encodeURIComponent(name)}`));
  expect(await found('shop')).toEqual(['shop']);
  expect(await found('shop*')).toEqual(['shop', 'shop 2']);
  expect(await found('100%_*')).toEqual(['100%_x']);
  expect(await found('1*')).toEqual(['100%_x']);
  expect(await found('nothing*')).toEqual([]);
  expect(namesOf(await list('/v1/models?name=shop*'))).toEqual(['shop, daily']);
  expect(await list('/v1/models?name=shop')).toEqual([]);
  const paged = (await service.app.inject('/v1/datasets?name=shop*&limit=1')).json();
  const rest = await list(`/v1/datasets?name=shop*&cursor=${paged.next_cursor}`);
  expect([...namesOf(paged.data), ...namesOf(rest)].sort()).toEqual(['shop', 'shop 2']);
});
