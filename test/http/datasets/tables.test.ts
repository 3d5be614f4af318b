import { zstdCompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

/** A download waits for it after its second part. */
let midway: Promise<unknown> = Promise.resolve();
/** Parts that exports have read, and exports that read on. */
let partsRead = 0;
let reading = 0;

beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 8 * 1024 * 1024 }, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        async *readParts(...dataset) {
          let parts = 0;
          reading++;
          try {
            for await (const part of store.datasets.readParts(...dataset)) {
              partsRead++;
              yield part;
              if (++parts === 2) await midway;
            }
          } finally {
            reading--;
          }
        },
      },
    }),
  });
});
afterAll(() => service.stop());

const parquetType = 'application/vnd.apache.parquet';
const uploadParquet = (payload: Buffer, query: Record<string, string> = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    query,
    headers: { 'content-type': parquetType },
    payload,
  });
const exported = (id: string, format: string) =>
  service.app.inject(`/v1/datasets/${id}/export?format=${format}`);

const long = `unique_id,"ds",y,price
a,2024-01-01,1,9.5
a,2024-01-02,,9.25
"b,c",2024-01-01,10,
"b,c",2024-01-03,30,8
`;

test('an export as CSV equals the upload, and an export as Parquet can be uploaded again', async () => {
  const { id } = (await upload(service.app, long)).json();
  const csv = await exported(id, 'csv');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body).toBe(long);

  const parquet = await exported(id, 'parquet');
  expect(parquet.headers['content-type']).toBe(parquetType);
  const again = await uploadParquet(parquet.rawPayload);
  expect(again.statusCode, again.body).toBe(201);
  expect(again.json()).toMatchObject({
    time_kind: 'date',
    target: 'y',
    covariates: ['price'],
    series_count: 2,
  });
  expect((await exported(again.json().id, 'csv')).body).toBe(long);
});

test.each(['csv', 'parquet'])(
  'a HEAD of an export as %s, and a known tag, read no more than the first part',
  async (format) => {
    const many = ['unique_id,"ds",y', ...Array.from({ length: 2_000 }, (_, i) => `s${i},2024-01-01,${i}`)];
    const { id } = (await upload(service.app, `${many.join('\n')}\n`)).json();
    const url = `/v1/datasets/${id}/export?format=${format}`;
    partsRead = 0;
    const whole = await service.app.inject(url);
    expect(partsRead).toBeGreaterThan(1);
    partsRead = 0;
    const head = await service.app.inject({ method: 'HEAD', url });
    expect(head.headers).toMatchObject({
      etag: whole.headers.etag,
      'content-type': whole.headers['content-type'],
    });
    const known = await service.app.inject({ url, headers: { 'if-none-match': String(whole.headers.etag) } });
    expect([head.statusCode, known.statusCode, partsRead, reading]).toEqual([200, 304, 2, 0]);
  },
);

test('static attributes are columns of an export, and come back from it as they were', async () => {
  const attributes = { sector: 'index, "large"', rank: 3, listed: true };
  const series = [
    { id: 'a', start: '2024-01-01', values: [1, 2, 3], static: attributes },
    { id: 'b', start: '2024-01-01', values: [4, null, 6] },
  ];
  const created = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series } });
  const { id } = created.json();
  const csv = await exported(id, 'csv');
  const lines = csv.body.split('\n');
  expect(lines[0]).toBe('unique_id,"ds",value,static.listed,static.rank,static.sector');
  expect(lines[1]).toBe('a,2024-01-01,1,true,3,"index, ""large"""');
  expect(lines[4]).toBe('b,2024-01-01,4,,,');
  const again = [
    await upload(service.app, csv.body),
    await uploadParquet((await exported(id, 'parquet')).rawPayload),
  ];
  for (const answer of again) {
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json()).toMatchObject({ covariates: [], target: 'value', series_count: 2 });
    const url = `/v1/datasets/${answer.json().id}`;
    const summaries = (await service.app.inject(`${url}/series`)).json().data;
    expect(summaries.map((one: { static: object }) => one.static)).toEqual([attributes, {}]);
    expect((await service.app.inject(`${url}/export`)).body).toBe(csv.body);
  }
  const changing = await upload(
    service.app,
    'unique_id,ds,y,static.kind\na,2024-01-01,1,x\na,2024-01-02,2,z\n',
  );
  expect([changing.statusCode, changing.json().code]).toEqual([422, 'cell_invalid']);
  expect(changing.json().errors[0]).toMatchObject({
    line: 3,
    message: '"z" differs from the earlier value "x" (column "static.kind")',
  });
});

test('a large export has every row', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i % 100}`);
  const { id } = (await upload(service.app, `index,y\n${rows.join('\n')}\n`)).json();
  const csv = (await exported(id, 'csv')).body;
  expect(csv.trim().split('\n')).toHaveLength(30_001);
  const again = await uploadParquet((await exported(id, 'parquet')).rawPayload);
  expect(again.json()).toMatchObject({ time_kind: 'integer', point_count: 30_000, end: 29_999 });
  expect((await exported(again.json().id, 'csv')).body).toBe(csv);
});

test('a download whose dataset is deleted meanwhile is cut off, and is one line of the log', async () => {
  const origin = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const rows = Array.from({ length: 3_000 }, (_, i) => `s${i},2024-01-01,1\ns${i},2024-01-02,2`);
  for (const encoding of ['identity', 'gzip']) {
    const { id } = (await upload(service.app, `unique_id,ds,y\n${rows.join('\n')}\n`)).json();
    const url = `/v1/datasets/${id}/export`;
    const deleted = Promise.withResolvers<void>();
    midway = deleted.promise;
    const answer = await fetch(`${origin}${url}`, { headers: { 'accept-encoding': encoding } });
    expect((await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${id}` })).statusCode).toBe(204);
    deleted.resolve();
    await expect(answer.text(), encoding).rejects.toThrow('terminated');
    const told = () => service.logs.filter((line) => line.url === url || Number(line.level) > 30);
    await expect.poll(told).toEqual([
      expect.objectContaining({
        ...{ level: 30, msg: 'answer ended early', code: 'dataset_not_found', status: 200 },
        detail: expect.stringContaining(id),
      }),
    ]);
  }
});

test('date-times keep their instants through a clock change, whichever way they travel', async () => {
  const hours = Array.from({ length: 72 }, (_, i) => new Date(Date.UTC(2024, 2, 9, 5 + i)).toISOString());
  const csv = `ds,y\n${hours.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const { id } = (await upload(service.app, csv, { time_zone: 'America/New_York' })).json();
  const points = (
    await service.app.inject(`/v1/datasets/${id}/series/y?limit=5&from=2024-03-10T01:00:00-05:00`)
  ).json();
  expect(points.times.slice(0, 3)).toEqual([
    '2024-03-10T01:00:00-05:00',
    '2024-03-10T03:00:00-04:00',
    '2024-03-10T04:00:00-04:00',
  ]);
  const query = { time_zone: 'America/New_York' };
  const again = (await uploadParquet((await exported(id, 'parquet')).rawPayload, query)).json();
  expect(again).toMatchObject({
    time_kind: 'instant',
    time_zone: 'America/New_York',
    frequency: { step: 'PT1H' },
  });
  expect((await exported(again.id, 'csv')).body).toBe((await exported(id, 'csv')).body);
});

test('Parquet of other writers: wall-clock times, small numbers, Zstandard', async () => {
  const times = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2024, 0, 1, i)));
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'time', data: times },
      { name: 'load', data: times.map((_, i) => i) },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      {
        name: 'time',
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
        converted_type: 'TIMESTAMP_MILLIS',
      },
      { name: 'load', type: 'INT32' },
    ],
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => new Uint8Array(zstdCompressSync(input)) },
  });
  const answer = await uploadParquet(Buffer.from(buffer), { time_zone: 'Europe/Berlin' });
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.json()).toMatchObject({ start: '2024-01-01T00:00:00+01:00', point_count: 40 });
});

test('a file that is not Parquet, or is cut off, is refused and stores nothing', async () => {
  const { id } = (await upload(service.app, long)).json();
  const good = (await exported(id, 'parquet')).rawPayload;
  const flipped = Buffer.from(good);
  flipped.fill(0xff, good.length - 60, good.length - 8);
  for (const body of [Buffer.from('date,y\n2024-01-01,1\n'), good.subarray(0, 100), flipped]) {
    const answer = await uploadParquet(body);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'parquet_invalid']);
    expect(answer.json().detail).not.toMatch(/node_modules|at \w+/);
  }
  expect((await exported(id, 'xml')).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?format' }],
  });
  const repeated = parquetWriteBuffer({
    columnData: [
      { name: 'date', data: ['2024-01-01', '2024-01-02', '2024-01-02'] },
      { name: 'y', data: [1, 2, 3], type: 'DOUBLE' },
    ],
  });
  const answer = await uploadParquet(Buffer.from(repeated));
  expect(answer.json()).toMatchObject({ code: 'time_duplicate', errors: [{ line: 4 }] });
});

test('an export as Parquet has the types of attributes', async () => {
  const statics = [
    { zip: '10001', rank: 3, open: true, size: 1.5 },
    { zip: '07030' },
    { rank: -0.25, size: 'large' },
  ];
  const series = statics.map((one, i) => ({
    ...{ id: `s${i}`, start: '2024-01-01', values: [1, 2, 3], static: one },
  }));
  const created = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series } });
  const { rawPayload } = await exported(created.json().id, 'parquet');
  const file = new Uint8Array(rawPayload).buffer;
  const rows = await parquetReadObjects({
    file,
    columns: ['static.open', 'static.rank', 'static.size', 'static.zip'],
  });
  expect(rows.filter((_, row) => row % 3 === 0).map(Object.values)).toEqual([
    [true, 3, '1.5', '10001'],
    [null, null, null, '07030'],
    [null, -0.25, 'large', null],
  ]);
});

test('static attributes come back as they were given', async () => {
  const attributes = { sector: 'index', weight: 1.5, listed: true };
  const payload = { series: [{ id: 'a', values: [1, 2, 3], static: attributes }] };
  const { id } = (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload })).json();
  const { data } = (await service.app.inject(`/v1/datasets/${id}/series`)).json();
  expect(data[0].static).toEqual(attributes);
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
