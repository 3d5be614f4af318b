import { expect, test } from 'vitest';
import type { Forecast } from '../../src/contracts/forecast.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createForecastStore } from '../../src/store/forecasts.ts';
import { sampleDataset, sampleSeries, sampleSpec, useStore } from './samples.ts';

const used = useStore();

async function sampleForecast(tenant: string): Promise<Omit<Forecast, 'id' | 'created_at'>> {
  const { store } = used;
  const dataset = await store.datasets.create(tenant, sampleDataset([sampleSeries('a', 30)]));
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { model: created } = await store.models.create(tenant, model);
  return {
    model_id: created.id,
    dataset_id: dataset.id,
    dataset_version: 1,
    horizon: 1,
    request: {
      history: 'stored',
      quantiles: [0.5],
      levels: [80],
      samples: 0,
      seed: 1,
      as_of: null,
      fitted: false,
    },
    forecasts: [
      {
        series_id: 'a',
        times: ['2020-02-01'],
        mean: [1],
        median: [1],
        quantiles: {},
        intervals: {},
        warnings: [],
      },
    ],
    errors: [],
  };
}

test('forecasts are of one tenant', async () => {
  const { store } = used;
  const saved = await store.forecasts.save('one', await sampleForecast('one'));
  await expect(store.forecasts.get('two', saved.id)).rejects.toMatchObject({ code: 'forecast_not_found' });
  await expect(store.forecasts.delete('two', saved.id)).rejects.toMatchObject({ code: 'forecast_not_found' });
  expect((await store.forecasts.list('two', { limit: 5 })).data).toEqual([]);
  expect(await store.forecasts.get('one', saved.id)).toEqual(saved);
});

test('a forecast of a model that was deleted meanwhile finds no model', async () => {
  const { store } = used;
  const sample = await sampleForecast('late');
  const { job_id } = await store.models.get('late', sample.model_id);
  await store.jobs.cancel('late', job_id);
  await store.models.delete('late', sample.model_id);
  await expect(store.forecasts.save('late', sample)).rejects.toMatchObject({ code: 'model_not_found' });
});

test('the oldest go when there are more than the bound, in number or in bytes, and only those of the tenant', async () => {
  const db = openDatabase(used.url);
  try {
    const sample = await sampleForecast('kept');
    const other = await used.store.forecasts.save('other', await sampleForecast('other'));
    const byCount = createForecastStore(db, { countMax: 2, bytesMax: 1e9, saves: 1 });
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push((await byCount.save('kept', sample)).id);
    const page = await byCount.list('kept', { limit: 10 });
    expect(page.data.map(({ id }) => id)).toEqual([ids[3], ids[2]]);

    const byBytes = createForecastStore(db, { countMax: 100, bytesMax: 1, saves: 1 });
    await byBytes.save('kept', sample);
    expect((await byBytes.list('kept', { limit: 10 })).data).toEqual([]);
    expect((await used.store.forecasts.get('other', other.id)).id).toBe(other.id);
  } finally {
    await db.destroy();
  }
});
