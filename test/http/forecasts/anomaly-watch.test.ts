import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckedBatch } from '../../../src/contracts/ports/index.ts';
import type { Anomaly } from '../../../src/contracts/schemas/forecasts/anomaly.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { createForecastCalls } from '../../../src/services/forecast-service.ts';
import { handleWatch, type WatchDeps } from '../../../workers/watch.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { documentedMessage, startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

let service: TestApp;
let receiver: WebhookReceiver;
let model: Model;

beforeAll(async () => {
  receiver = await startReceiver();
  service = await startApp({}, undefined, { webhookAllow: ['127.0.0.1/32'] });
  service.startWorker();
  model = await service.trained(dailyCsv(150), { horizon: 2 }); // to 2024-05-29
  await call('POST', '/v1/webhooks', { url: receiver.url, events: ['anomaly.detected'] });
});
afterAll(async () => {
  await service.stop();
  await receiver.close();
});

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
  const answer = await service.app.inject({ method, url, payload });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json();
};
/** Date of day `i` of the series. */
const usual = (i: number) => 100 + 10 * Math.sin(i / 5) + (i % 7);
const day = (i: number) => new Date(Date.parse('2024-01-01') + i * 86_400_000).toISOString().slice(0, 10);
const add = (values: Record<number, number | null>, id = 'y') => {
  const days = Object.keys(values).map(Number);
  const series = [{ id, times: days.map(day), values: days.map((i) => values[i]) }];
  return call('POST', `/v1/datasets/${model.dataset_id}/observations?new_series=allow`, { series });
};
const told = (): Anomaly[] =>
  receiver.received.flatMap((received) => {
    const message = documentedMessage(received);
    if (message.type !== 'anomaly.detected') throw new Error(message.type);
    expect(message.data).toMatchObject({ model_id: model.id, dataset_id: model.dataset_id, level: 99 });
    return message.data.anomalies;
  });
const daysTold = () => told().map(({ series_id, time }) => `${series_id} ${time}`);
/** Waits until all new observations are checked. */
async function looked(): Promise<void> {
  const { version } = await call('GET', `/v1/datasets/${model.dataset_id}`);
  const lines = () => service.logs.filter(({ msg }) => msg === 'looked at new observations');
  await expect
    .poll(() => lines().some((line) => line.version === version), { timeout: 120_000, interval: 100 })
    .toBe(true);
  await expect
    .poll(
      async () => {
        const { data } = await call('GET', '/v1/webhooks');
        return (await call('GET', `/v1/webhooks/${data[0].id}/deliveries?status=pending`)).data;
      },
      { timeout: 120_000 },
    )
    .toEqual([]);
}

test('a model without a watch reports nothing', async () => {
  expect(model.anomaly_level).toBeNull();
  await add({ 150: 900 });
  await add({ 150: usual(150) });
  const changed = await call('PATCH', `/v1/models/${model.id}`, { anomaly_level: 99 });
  expect(changed).toMatchObject({ id: model.id, anomaly_level: 99, name: model.name });
});

test('new observations outside the interval are reported, each once, as the anomalies call finds them', async () => {
  await add({ 151: usual(151), 152: usual(152), 153: 400 });
  await looked();
  expect(daysTold()).toEqual([`y ${day(153)}`]);
  const { anomalies } = await call('POST', `/v1/models/${model.id}/anomalies`, { from: day(151), level: 99 });
  expect(told()).toEqual(anomalies);

  await add({ 153: 400 }); // nothing new
  await add({ 153: 401, 20: 700 }); // replaced, and long ago: not appended
  await looked();
  expect(daysTold()).toEqual([`y ${day(153)}`]);
});

test('a new series is checked as a whole; a missing value is checked when it arrives', async () => {
  const values = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [i, i === 95 ? 600 : usual(i)]));
  await add(values, 'other');
  await add({ 154: usual(154), 155: null });
  await looked();
  expect(daysTold()).toContain(`other ${day(95)}`);
  const before = daysTold().length;
  await add({ 155: -300 });
  await looked();
  expect(daysTold().slice(before)).toEqual([`y ${day(155)}`]);
});

test('the watch ends on request, and a new watch starts after the existing observations', async () => {
  const before = daysTold().length;
  expect(await call('PATCH', `/v1/models/${model.id}`, { anomaly_level: null })).toMatchObject({
    anomaly_level: null,
  });
  await add({ 156: 800 });
  await call('PATCH', `/v1/models/${model.id}`, { anomaly_level: 99 });
  await add({ 157: usual(157), 158: 900 });
  await looked();
  expect(daysTold().slice(before)).not.toContain(`y ${day(156)}`);
  expect(daysTold().slice(before)).toContain(`y ${day(158)}`);
  expect(new Set(daysTold()).size).toBe(daysTold().length);
});

test('observations that are sent again after a deletion are watched; what a restore brings back is not', async () => {
  await add({ 159: usual(159) }); // after an anomaly, it may be one itself
  await looked();
  const before = daysTold().length;
  const news = () => daysTold().slice(before);
  await add({ 160: -500 });
  await looked();
  expect(news()).toEqual([`y ${day(160)}`]);
  const url = `/v1/datasets/${model.dataset_id}`;
  const { version } = await call('DELETE', `${url}/observations?series_id=y&from=${day(160)}`);
  await looked();
  await add({ 160: 700 });
  await looked();
  expect(news()).toEqual([`y ${day(160)}`, `y ${day(160)}`]);
  await call('POST', `${url}/versions/${version - 1}/restore`);
  await looked();
  expect(news()).toHaveLength(2);
  await add({ 161: -600 });
  await looked();
  expect(news().slice(2)).toEqual([`y ${day(161)}`]);
});

/** Searches of a model with slow methods, of which a batch has room for two observations, or for none. A search is
 *  asked to stop after its `stopAfter`th batch. */
function slowSearch({
  room = 2,
  stopAfter = Number.POSITIVE_INFINITY,
  anomalies = service.forecaster.anomalies,
} = {}) {
  const { store, forecaster } = service;
  const methodOperations = () => limits.pastOperationsMax / (room + 0.5);
  const calls = createForecastCalls({
    ...{ store, reader: createSeriesReader(), forecaster: { ...forecaster, methodOperations, anomalies } },
  });
  const stopping = new AbortController();
  const batches: CheckedBatch[] = [];
  const refusals: object[] = [];
  const noLog = { failed() {}, works() {}, isDown: false };
  const deps: WatchDeps = {
    ...{ watches: store.watches, models: store.models, log: pino({ level: 'silent' }) },
    ...{ stopping: stopping.signal, watchPasses: new Map(), watchedModels: new Set() },
    watchLogs: {
      refused: { ...noLog, failed: (_error, _count, fields = {}) => void refusals.push(fields) },
      failed: noLog,
    },
    inTurn: async (_task, work) => {
      await work();
      return 'ended';
    },
    calls: {
      async newAnomalies(...call) {
        const batch = await calls.newAnomalies(...call);
        batches.push(batch);
        if (batches.length === stopAfter) stopping.abort();
        return batch;
      },
    },
  };
  const run = async () => {
    const { version } = await store.datasets.get('default', model.dataset_id);
    return handleWatch(deps, { modelId: model.id, version });
  };
  return { run, batches, refusals };
}
const untilOf = ({ series }: CheckedBatch) =>
  series.map(({ until }) => until && new Date(until).toISOString().slice(0, 10));

test('the search of a slow model takes small batches, and continues behind the last one when its worker ends', async () => {
  await service.stopWorker();
  const before = await service.store.watches.unchecked(model.id, 0, 10);
  expect(before.series).toEqual([]);
  await add({ 162: usual(162), 163: null, 164: null, 165: null, 166: -700, 167: usual(167) });
  const first = slowSearch({ stopAfter: 1 });
  expect(await first.run()).toBe('deferred');
  expect(first.batches.map(untilOf)).toEqual([[day(162)]]);
  const second = slowSearch();
  expect(await second.run()).toBe('ended');
  expect(second.batches.map(untilOf)).toEqual([[null], [day(166)], [day(167)]]);
  expect(second.batches.flatMap(({ series }) => series.flatMap((one) => one.anomalies))).toEqual(
    (await call('POST', `/v1/models/${model.id}/anomalies`, { from: day(162), level: 99 })).anomalies,
  );
  expect((await service.store.watches.unchecked(model.id, 0, 10)).series).toEqual([]);
});

test('a model of which no batch has room for an observation does not search the version, and the log says why', async () => {
  await add({ 168: -800 });
  const search = slowSearch({ room: 0 });
  expect(await search.run()).toBe('ended');
  expect(search.refusals).toMatchObject([{ code: 'forecast_too_large', model_id: model.id }]);
  expect(await search.run()).toBe('ended');
  expect(search.refusals).toHaveLength(1);
});

test('a search computes one group of series at a time', async () => {
  for (const i of [1, 2, 3]) await add({ [i]: usual(i) }, `begins ${i}`);
  const tasksAtOnce: number[] = [];
  let running = 0;
  const search = slowSearch({
    room: 9,
    async anomalies({ series }) {
      tasksAtOnce.push(++running);
      await setImmediate();
      running--;
      return series.map(({ id }) => ({ series_id: id, tested: 1, anomalies: [] }));
    },
  });
  expect(await search.run()).toBe('ended');
  expect(tasksAtOnce).toEqual([1, 1, 1, 1]);
});

test('an invalid level is refused', async () => {
  const answer = await service.app.inject({
    method: 'PATCH',
    url: `/v1/models/${model.id}`,
    payload: { anomaly_level: 100 },
  });
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, '/anomaly_level']);
});
