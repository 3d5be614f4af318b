import { expect, test } from 'vitest';
import { sampleForecast, sampleInstantForecast, useStore } from './samples.ts';

const used = useStore();

test('forecasts of another tenant do not exist', async () => {
  const { store } = used;
  const saved = await store.forecasts.save('one', await sampleForecast(used.store, 'one'));
  await expect(store.forecasts.get('two', saved.id)).rejects.toMatchObject({ code: 'forecast_not_found' });
  await expect(store.forecasts.delete('two', saved.id)).rejects.toMatchObject({ code: 'forecast_not_found' });
  expect((await store.forecasts.list('two', { limit: 5 })).data).toEqual([]);
  expect(await store.forecasts.get('one', saved.id)).toEqual(saved);
});

test('a forecast of a model that was deleted in the meantime fails with model_not_found', async () => {
  const { store } = used;
  const sample = await sampleForecast(used.store, 'late');
  const { job_id } = await store.models.get('late', sample.model_id);
  await store.jobs.cancel('late', job_id!);
  await store.models.delete('late', sample.model_id);
  await expect(store.forecasts.save('late', sample)).rejects.toMatchObject({ code: 'model_not_found' });
});

test('an instant forecast has no model: it is read as it was saved, by its tenant alone', async () => {
  const { store } = used;
  const saved = await store.forecasts.saveInstant('alone', sampleInstantForecast);
  expect(saved).toMatchObject(sampleInstantForecast);
  expect(await store.forecasts.get('alone', saved.id!)).toEqual(saved);
  await expect(store.forecasts.get('two', saved.id!)).rejects.toMatchObject({ code: 'forecast_not_found' });
  await store.forecasts.delete('alone', saved.id!);
  expect((await store.forecasts.list('alone', { limit: 5 })).data).toEqual([]);
});
