import { expect, test } from 'vitest';
import { storedForecast } from '../support/stored-forecast.ts';
import { sampleForecast, useStore } from './samples.ts';

const used = useStore();

test('a tick runs once, however often it is tried, and not after its schedule was changed', async () => {
  const { store } = used;
  const forecast = await sampleForecast(store, 'acme');
  const { id } = await store.schedules.create('acme', {
    kind: 'forecast',
    model_id: forecast.model_id,
    every: 'P1D',
    time_zone: 'UTC',
    enabled: true,
  });
  const tick = { scheduleId: id, revision: 1, tickId: 'first' };
  const due = { kind: 'forecast', model_id: forecast.model_id, tenant: 'acme' };
  expect(await store.ticks.find(tick)).toEqual(due);
  const made = await store.ticks.publish(tick, forecast);
  expect((await storedForecast(store.forecasts, 'acme', made!)).forecasts).toEqual(forecast.forecasts);
  expect((await store.schedules.get('acme', id)).last_run).toMatchObject({ forecast_id: made });

  expect(await store.ticks.find(tick)).toBeNull();
  expect(await store.ticks.publish(tick, forecast)).toBeNull();
  expect(await store.ticks.find({ ...tick, tickId: 'second', revision: 2 })).toBeNull();
  expect(await store.ticks.publish({ ...tick, tickId: 'second', revision: 2 }, forecast)).toBeNull();
  expect((await store.forecasts.list('acme', { limit: 5 })).data).toHaveLength(1);
});
