import { dailyCsv, type TestApp, upload } from './app.ts';
import type { World } from './document.ts';

/** One thing of each kind, made over HTTP: a dataset, a model that is ready, its job, and a key. */
export async function makeWorld(it: TestApp): Promise<World> {
  const model = await it.trained(dailyCsv(120), { horizon: 3, validation: { windows: 2 } });
  const key = await it.app.inject({ method: 'POST', url: '/v1/keys', payload: { scopes: ['read'] } });
  const alias = { model_id: model.id };
  await it.app.inject({ method: 'PUT', url: '/v1/aliases/production', payload: alias });
  return {
    name: 'production',
    dataset_id: model.dataset_id,
    series_id: 'y',
    model_id: model.id,
    job_id: model.job_id,
    key_id: key.json().key.id,
  };
}

/** A dataset that nothing uses and that may be deleted. */
export async function spareDataset(it: TestApp): Promise<string> {
  return (await upload(it.app, dailyCsv(30))).json().id;
}
