import { afterAll, beforeAll, expect, test } from 'vitest';
import { retention } from '../../../src/contracts/ports/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
/** Runs between the first read of an export, of its columns, and the read of its rows. */
let betweenReads: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        async attributeTypes(...given) {
          const types = await store.datasets.attributeTypes(...given);
          const between = betweenReads;
          betweenReads = null;
          await between?.();
          return types;
        },
      },
    }),
  });
});
afterAll(() => service.stop());

const long = `unique_id,"ds",y,price
a,2024-01-01,1,10
a,2024-01-02,2,20
a,2024-01-03,3,30
b,2024-01-01,7,70
b,2024-01-02,8,80
`;
const created = async (csv = long) => (await upload(service.app, csv)).json().id as string;
const call = (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', url: string, payload?: object) =>
  service.app.inject({ method, url: `/v1/datasets/${url}`, payload });
const add = (id: string, series: object[]) =>
  call('POST', `${id}/observations?new_series=allow&distant_times=allow`, { series });
const table = async (id: string, version = '') =>
  (await call('GET', `${id}/export${version === '' ? '' : `?version=${version}`}`)).body;
const restore = (id: string, version: number) => call('POST', `${id}/versions/${version}/restore`);

test('a range of observations is deleted, from one series or from all, and counts follow', async () => {
  const id = await created();
  const dry = await call('DELETE', `${id}/observations?series_id=a&from=2024-01-02&dry_run=true`);
  expect(dry.json()).toEqual({ version: 2, deleted: 2, deleted_series: [], dry_run: true });
  expect(await table(id)).toBe(long);
  const one = await call('DELETE', `${id}/observations?series_id=a&from=2024-01-02&to=2024-01-02`);
  expect([one.statusCode, one.json()]).toEqual([
    200,
    { version: 2, deleted: 1, deleted_series: [], dry_run: false },
  ]);
  expect(await table(id)).toBe(long.replace('a,2024-01-02,2,20\n', ''));
  const all = await call('DELETE', `${id}/observations?to=2024-01-02`);
  expect(all.json()).toMatchObject({ version: 3, deleted: 3, deleted_series: ['b'] });
  expect(await table(id)).toBe('unique_id,"ds",y,price\na,2024-01-03,3,30\n');
  expect((await call('GET', id)).json()).toMatchObject({
    version: 3,
    series_count: 1,
    point_count: 1,
    start: '2024-01-03',
    end: '2024-01-03',
  });
  expect((await call('GET', `${id}/series/b`)).json().code).toBe('series_not_found');
  const nothing = await call('DELETE', `${id}/observations?from=2030-01-01`);
  expect(nothing.json()).toMatchObject({ version: 3, deleted: 0 });
  const reversed = await call('DELETE', `${id}/observations?from=2024-01-03&to=2024-01-01`);
  expect(reversed.json()).toMatchObject({
    ...{ status: 422, code: 'request_invalid', detail: 'from=2024-01-03 is after to=2024-01-01' },
    errors: [{ path: '?from' }],
  });
});

test('a series is deleted, and may be added again; the versions tell what happened', async () => {
  const id = await created();
  expect((await call('DELETE', `${id}/series/a`)).json()).toMatchObject({
    deleted: 3,
    deleted_series: ['a'],
  });
  expect((await add(id, [{ id: 'a', times: ['2024-01-01'], values: [100] }])).json()).toMatchObject({
    version: 3,
    new_series: ['a'],
  });
  expect(await table(id)).toBe(
    'unique_id,"ds",y,price\nb,2024-01-01,7,70\nb,2024-01-02,8,80\na,2024-01-01,100,\n',
  );
  const back = await restore(id, 1);
  expect([back.statusCode, back.json()]).toMatchObject([
    200,
    { version: 4, change: 'restore', restored_version: 1, added: 2, replaced: 1, deleted: 0, is_kept: true },
  ]);
  const { data } = (await call('GET', `${id}/versions`)).json();
  expect(data).toMatchObject([
    { version: 4, change: 'restore', restored_version: 1 },
    { version: 3, change: 'observations', added: 1 },
    { version: 2, change: 'deletion', deleted: 3 },
    { version: 1, change: 'upload', added: 5 },
  ]);
});

test('a restore with an `Idempotency-Key` runs once, whatever comes between', async () => {
  const id = await created();
  const first = (await add(id, [{ id: 'a', times: ['2024-01-04'], values: [4] }])).statusCode;
  expect(first).toBe(200);
  const url = `/v1/datasets/${id}/versions/1/restore`;
  const again = () => service.app.inject({ method: 'POST', url, headers: { 'idempotency-key': 'restore' } });
  const restored = await again();
  expect(restored.json()).toMatchObject({ version: 3, restored_version: 1 });
  await add(id, [{ id: 'a', times: ['2024-01-04'], values: [5] }]);
  const replayed = await again();
  expect([replayed.body, replayed.headers['idempotency-replayed']]).toEqual([restored.body, 'true']);
  expect((await call('GET', id)).json().version).toBe(4);
});

test('a restore brings back values, series and attributes, and itself can be undone', async () => {
  const id = await created();
  await add(id, [{ id: 'a', times: ['2024-01-01'], values: [-1], static: { sector: 'x' } }]); // 2
  await add(id, [{ id: 'c', times: ['2024-01-01'], values: [9] }]); // 3
  await call('DELETE', `${id}/series/b`); // 4
  await call('DELETE', `${id}/observations?series_id=a&from=2024-01-03`); // 5
  const changed = await table(id);
  expect((await restore(id, 1)).json()).toMatchObject({ version: 6, added: 3, replaced: 1, deleted: 1 });
  expect(await table(id)).toBe(long);
  expect((await call('GET', id)).json()).toMatchObject({
    series_count: 2,
    point_count: 5,
    end: '2024-01-03',
  });
  expect((await restore(id, 5)).json()).toMatchObject({ version: 7, added: 1, replaced: 1, deleted: 3 });
  expect((await table(id)).split('\n').sort()).toEqual(changed.split('\n').sort());
  // Every version is still as it was.
  for (const version of ['1', '6']) expect(await table(id, version)).toBe(long);
  expect(await table(id, '5')).toBe(changed);
  expect((await table(id, '3')).split('\n')).toContain('c,2024-01-01,9,,');
  const earlier = (await call('GET', `${id}/series?version=4`)).json().data;
  expect(
    earlier.map(({ id: name, point_count }: { id: string; point_count: number }) => [name, point_count]),
  ).toEqual([
    ['a', 3],
    ['c', 1],
  ]);
  expect((await call('GET', `${id}/series/a?version=1`)).json().values).toEqual([1, 2, 3]);
  expect((await restore(id, 7)).json()).toMatchObject({ version: 7, change: 'restore' });
});

test('a long series keeps its order through deletions in the middle and restores', async () => {
  const rows = Array.from({ length: 9_000 }, (_, i) => `${i},${i}`);
  const id = await created(`index,y\n${rows.join('\n')}\n`);
  expect((await call('DELETE', `${id}/observations?from=4000&to=4199`)).json().deleted).toBe(200);
  const page = (await call('GET', `${id}/series/y?from=3999&limit=2`)).json();
  expect(page.times).toEqual([3_999, 4_200]);
  expect((await call('GET', `${id}/series`)).json().data[0]).toMatchObject({
    point_count: 8_800,
    end: 8_999,
  });
  const end = await call('DELETE', `${id}/observations?from=8192`);
  expect(end.json().deleted).toBe(808);
  expect((await call('GET', id)).json()).toMatchObject({ point_count: 7_992, end: 8_191 });
  expect((await restore(id, 1)).json()).toMatchObject({ version: 4, added: 1_008, replaced: 0, deleted: 0 });
  const exported = (await table(id)).trim().split('\n').slice(1);
  expect(exported).toEqual(rows.map((row) => `y,${row}`));
});

test('an export is of one version if rows are added meanwhile, and of the newest if that one expires', async () => {
  const id = await created();
  const append = (value: number) =>
    add(id, [{ id: 'c', times: ['2024-01-03'], values: [value], static: { shop: 'x' } }]);
  betweenReads = () => append(1);
  const raced = await call('GET', `${id}/export`);
  expect([raced.body, raced.headers.etag]).toEqual([long, `W/"${id}-1-csv-mark"`]);
  expect((await table(id)).split('\n')[0]).toBe('unique_id,"ds",y,price,static.shop');
  betweenReads = async () => {
    for (let i = 0; i < retention.datasetVersionsKept; i++) await append(i + 2);
  };
  const newest = retention.datasetVersionsKept + 2;
  expect((await call('GET', `${id}/export`)).headers.etag).toBe(`W/"${id}-${newest}-csv-mark"`);
});

test('versions that are no longer kept are refused with those that are', async () => {
  const id = await created('date,y\n2024-01-01,1\n2024-01-02,2\n');
  const kept = retention.datasetVersionsKept;
  for (let i = 0; i < kept; i++) await add(id, [{ id: 'y', times: ['2024-01-01'], values: [i + 10] }]);
  const newest = kept + 1;
  for (const answer of [await restore(id, 1), await call('GET', `${id}/series/y?version=1`)]) {
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'version_expired']);
    expect(answer.json().detail).toContain(`2 to ${newest}`);
  }
  expect((await call('GET', `${id}/export?version=1`)).statusCode).toBe(410);
  expect((await call('GET', `${id}/series?version=${newest + 1}`)).json().code).toBe('version_not_found');
  const { data } = (await call('GET', `${id}/versions`)).json();
  expect(data.map(({ is_kept }: { is_kept: boolean }) => is_kept)).toEqual([
    ...Array(kept).fill(true),
    false,
  ]);
  expect((await call('GET', `${id}/series/y?version=2`)).json().values).toEqual([10, 2]);
  expect((await restore(id, 2)).json()).toMatchObject({ version: newest + 1, replaced: 1 });
});

test('a deletion of everything, without bounds or of unknown series is refused', async () => {
  const id = await created();
  expect((await call('DELETE', `${id}/observations?from=2000-01-01`)).json().code).toBe('deletion_too_large');
  const unbounded = await call('DELETE', `${id}/observations?series_id=a`);
  expect(unbounded.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?from' }] });
  expect((await call('DELETE', `${id}/observations?from=soon`)).json().errors[0].path).toBe('?from');
  expect((await call('DELETE', `${id}/observations?series_id=z&to=2024-01-01`)).json().code).toBe(
    'series_not_found',
  );
  expect((await call('DELETE', `${id}/series/z`)).json().code).toBe('series_not_found');
  expect(await table(id)).toBe(long);
});

test('a dataset is renamed, also one of symbols; its other data stay', async () => {
  const id = await created();
  const renamed = await call('PATCH', id, { name: 'shop 2024' });
  expect([renamed.statusCode, renamed.json()]).toMatchObject([200, { name: 'shop 2024', version: 1 }]);
  expect((await call('PATCH', id, { name: '' })).json().errors[0].path).toBe('/name');
  const payload = { kind: 'symbols', sequences: [{ text: 'TRIANGLE' }] };
  const symbols = (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload })).json().id;
  expect((await call('PATCH', symbols, { name: 'words' })).json().name).toBe('words');
  for (const answer of [
    await call('DELETE', `${symbols}/observations?from=0`),
    await call('DELETE', `${symbols}/series/sequence_0`),
  ])
    expect(answer.json().code).toBe('dataset_kind_mismatch');
  expect((await restore(symbols, 1)).json()).toMatchObject({ version: 1, change: 'upload' });
});

test('a training that was queued before a deletion reads its own version', async () => {
  service.startWorker();
  const id = await created(dailyCsv(120));
  await service.stopWorker();
  const payload = { dataset_id: id, horizon: 7, preset: 'fast', steps: 5 };
  const { model, job } = (await service.app.inject({ method: 'POST', url: '/v1/models', payload })).json();
  await call('DELETE', `${id}/observations?from=2024-01-20`);
  service.startWorker();
  const ended = await service.ended(job.id);
  expect([ended.status, model.dataset_version]).toEqual(['succeeded', 1]);
  const short = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${model.id}/forecasts`,
    payload: {},
  });
  expect(short.json().dataset_version).toBe(2);
  await restore(id, 1);
  const again = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${model.id}/forecasts`,
    payload: {},
  });
  expect(again.json()).toMatchObject({ dataset_version: 3, forecasts: [{}] });
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
